"""`fixtures keep`: a capture becomes a pair, a person reviews it, and a changed reading is never accepted by itself."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.program import run

MARKED = ("reviewed",)


Run = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def url(demo: Any) -> str:
    with sqlite3.connect(demo.data / "spacenews.db") as connection:
        ((found,),) = connection.execute("SELECT url FROM articles ORDER BY url LIMIT 1").fetchall()
    return str(found)


@pytest.fixture
def run_here(
    demo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the program in this process, in an empty folder: nothing here needs a process of its own."""
    monkeypatch.chdir(tmp_path)
    for name, value in demo.variables.items():
        monkeypatch.setenv(name, value)

    def run_one(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


@pytest.fixture
def keep(run_here: Any) -> Run:
    def keep_one(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        code, out, said = run_here("fixtures", "keep", *arguments, "--fixtures", "pairs", "--format", "jsonl")
        return code, [json.loads(line) for line in out.splitlines()], said

    return keep_one


def expected(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    (path,) = (tmp_path / "pairs" / "demo").glob("*.json")
    return path, json.loads(path.read_text(encoding="utf-8"))


def test_a_reading_is_shown_and_kept_and_only_a_person_makes_it_reviewed(keep: Any, url: str, tmp_path: Path) -> None:
    code, rows, said = keep(url)
    path, first = expected(tmp_path)
    assert (code, first["reviewed"]) == (0, False)
    assert {row["field"]: row["read"] for row in rows} == {name: first[name] for name in first if name not in MARKED}
    assert first["url"] == url
    assert "not yet reviewed" in said
    assert path.with_suffix("").with_suffix(".warc.gz").exists()
    assert keep(url)[0] == 0
    assert expected(tmp_path)[1]["reviewed"] is False
    assert keep(url, "--yes")[0] == 0
    assert expected(tmp_path)[1] == {**first, "reviewed": True}


def test_a_changed_reading_is_a_difference_until_it_is_accepted(
    keep: Any, url: str, tmp_path: Path, run_here: Any
) -> None:
    keep(url, "--yes")
    path, right = expected(tmp_path)
    wrong = {**right, "title": "Another title", "body": right["body"].replace(" the ", " no ", 1)}
    path.write_text(json.dumps(wrong), encoding="utf-8")
    code, rows, said = keep(url, "--yes")
    changed = {row["field"]: (row["expected"], row["read"]) for row in rows}
    assert code == 4
    assert changed == {"title": ("Another title", right["title"]), "body": (wrong["body"], right["body"])}
    assert "--accept" in said
    assert expected(tmp_path)[1] == wrong
    _, table, _ = run_here("fixtures", "keep", url, "--fixtures", "pairs", "--format", "table")
    assert "[-no-]" in table
    assert "{+the+}" in table
    assert keep(url, "--accept")[0] == 0
    assert {**expected(tmp_path)[1], "reviewed": True} == right
    assert run_here("sites", "check", "demo", "--offline", "--fixtures", "pairs")[0] == 0


def test_a_listing_and_a_refusal_are_kept_as_what_they_are(keep: Any, demo: Any, tmp_path: Path, run_here: Any) -> None:
    assert keep(demo.server.base_url)[0] == 0
    path, listing = expected(tmp_path)
    assert (path.stem, listing["source"], len(listing["articles"])) == ("listing-home", "listing", 11)
    path.unlink()
    (tmp_path / "about.html").write_text(
        "<title>Not found</title><body class='error404'><h1>Page not found</h1><p>It is gone.</p>"
    )
    assert keep(f"{demo.server.base_url}gone/", "--from", "about.html")[0] == 0
    path, refused = expected(tmp_path)
    assert path.stem == "refused-gone"
    assert refused == {"rejection": "soft_404", "reviewed": False}
    code, listed, _ = run_here("fixtures", "--site", "demo")
    assert (code, listed) == (0, "")  # they lie in a folder of their own, not beside the spec


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("http://127.0.0.1:1/never/",), "no capture of such an address"),
        (("page.html", "--url", "https://unknown.example/a/"), "a fixture belongs to a site: say which with --site"),
        (("page.html", "--url", "https://unknown.example/a/", "--site", "demo", "--case", "../up"), "a case is called"),
    ],
)
def test_what_cannot_be_kept_is_usage(keep: Any, tmp_path: Path, arguments: tuple[str, ...], hint: str) -> None:
    (tmp_path / "page.html").write_text("<h1>Tanks</h1><p>They are full.</p>")
    code, _, said = keep(*arguments)
    assert code == 2
    assert hint in said
    assert not list(tmp_path.glob("pairs/**/*.json"))


def test_the_address_of_whoever_asked_is_not_in_the_pair(keep: Any, url: str, tmp_path: Path) -> None:
    keep(url)
    kept = gzip.decompress(next((tmp_path / "pairs" / "demo").glob("*.warc.gz")).read_bytes())
    assert b"User-Agent" not in kept
    assert kept.count(b"WARC/1.1") == 1
