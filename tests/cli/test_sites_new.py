"""`sites new` on a live site: looks politely, writes a spec that crawls, overwrites nothing, says what it cannot."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.program import run
from spacenews.demo.server import DemoServer
from spacenews.demo.truth import truth
from tests.cli.starting import Answer, start

ARTICLES = 24
LOOPBACK = {"SPACENEWS_ALLOW_LOOPBACK": "1"}
MINE = {**LOOPBACK, "SPACENEWS_SITES": "mine"}  # a folder that does not exist yet


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Look at a site once, crawl it by the spec, and keep what came of it."""
    folder = tmp_path_factory.mktemp("new")
    with DemoServer(articles=ARTICLES, markup="bare") as server:
        made = start(folder, "sites", "new", "perigee", server.base_url, "--delay", "0", **MINE)
        asked = [each.path for each in server.requests()]
        crawled = start(folder, "crawl", "perigee", "--full", "--delay", "0", **MINE)
        yield folder, made, asked, crawled, truth(1, server.base_url, articles=ARTICLES)


def record_of(answer: Answer) -> dict[str, Any]:
    (line,) = answer.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_spec_and_its_fixtures_are_written_within_the_requests_that_were_stated(looked: Any) -> None:
    folder, made, asked, _, _ = looked
    assert made.returncode == 0, made.stderr
    record = record_of(made)
    assert asked[0] == "/robots.txt"
    assert len(asked) == record["requests"] <= 30
    assert (folder / record["file"]).read_text(encoding="utf-8") == record["spec"]
    assert sorted(path.name for path in (folder / "mine").iterdir()) == ["fixtures", "perigee.py"]
    assert len(record["fixtures"]) == 3
    assert "asking for the first page: 1 page" in made.stderr
    assert "not sure: a page that is no article" in made.stderr  # in this markup nothing tells it from one
    assert not (folder / "data").joinpath("captures", "look").exists()


def test_five_articles_are_shown_as_they_are_read(looked: Any) -> None:
    _, made, _, _, true = looked
    shown = {each["url"]: each for each in record_of(made)["articles"]}
    assert len(shown) == 5
    for each in true:
        if each.url in shown:
            assert shown[each.url]["title"] == each.title
            assert each.body.startswith(shown[each.url]["begins"][:40])


def test_a_full_crawl_by_the_spec_archives_what_the_site_has(looked: Any) -> None:
    folder, _, _, crawled, true = looked
    assert crawled.returncode == 0, crawled.stderr
    with sqlite3.connect(folder / "data" / "spacenews.db") as connection:
        rows = connection.execute("SELECT url, title, published_on, body, categories FROM article_records").fetchall()
    found = {url: (title, day, body, json.loads(names)) for url, title, day, body, names in rows}
    assert found == {
        each.url: (
            each.title,
            each.published_on.isoformat() if each.published_on else None,
            each.body,
            [*each.categories],
        )
        for each in true
    }


def test_what_is_there_is_not_overwritten(looked: Any) -> None:
    folder, made, _, _, _ = looked
    home = json.loads(made.stdout)["evidence"][0]["value"]
    again = start(folder, "sites", "new", "perigee", home, **MINE)
    assert again.returncode == 2
    assert "is there already: --force" in again.stderr
    looks = start(folder, "sites", "new", "perigee", home, "--dry-run", SPACENEWS_SITES="mine")
    assert (
        "it is asked only with --allow-loopback" in looks.stderr
    )  # the spec that is there would not have kept it from looking


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("Orbit Daily", "https://orbitdaily.example/"), "small letters, digits and _"),
        (("orbitdaily", "orbitdaily.example"), "is no web address: write it whole"),
        (("orbitdaily", "https://vera:secret@orbitdaily.example/"), "a spec holds no password; write it without"),
        (("spacenews", "https://orbitdaily.example/"), "choose another key"),
        (("orbitdaily", "https://orbitdaily.example/"), "SPACENEWS_CONTACT"),
    ],
)
def test_what_cannot_be_looked_at_is_usage_and_asks_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: tuple[str, ...],
    hint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SPACENEWS_SITES", "SPACENEWS_CONTACT"):
        monkeypatch.delenv(name, raising=False)
    assert run(("sites", "new", *arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert hint in said.err
    assert not list(tmp_path.iterdir())
