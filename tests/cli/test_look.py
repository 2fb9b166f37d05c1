"""`explain`, `sites show` and `sites check`: how a page is read, and what a live site answers."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
PAGE = """<!DOCTYPE html><html lang="en"><head><link rel="canonical" href="http://orbit.example/a/">
<title>Crew lands &#27;[31m[bold]safely[/bold] - Orbit</title></head><body><h1>Crew lands</h1><p>June 9, 2014</p>
<div class="entry-content"><p>{text}</p><p>{text}</p></div></body></html>"""
TEXT = "Three people came back from orbit in the morning, and the weather over the steppe was fine. " * 3


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(text=TEXT), encoding="utf-8")
    return path


def test_a_file_is_explained_by_the_common_rules(spacenews: Spacenews, page: Path) -> None:
    answer = spacenews("explain", page)
    assert answer.returncode == 0
    record = json.loads(answer.stdout)
    assert record["url"] == "http://orbit.example/a/"
    assert record["layout"] == "generic"
    chosen = {each["field"]: each["value"] for each in record["candidates"] if each["chosen"]}
    assert chosen["title"] == "Crew lands"
    assert chosen["published"] == "2014-06-09"
    assert "no one spec covers orbit.example" in answer.stderr


def test_every_candidate_is_shown_and_none_moves_the_terminal(spacenews: Spacenews, page: Path) -> None:
    shown = spacenews("explain", page, "--format", "table").stdout
    assert "[bold]safely[/bold]" in shown
    assert "\x1b" not in shown
    rows = list(csv.DictReader(io.StringIO(spacenews("explain", page, "--format", "csv").stdout)))
    assert {row["field"] for row in rows} >= {"title", "published", "body", "canonical"}
    assert all(row["why"] for row in rows if row["chosen"] == "True")


def test_a_file_may_be_given_its_address_and_its_spec(spacenews: Spacenews, page: Path) -> None:
    url = "http://russianspacenews.com/crew-lands/"
    record = json.loads(spacenews("explain", page, "--url", url).stdout)
    assert record["site"] == "russianspacenews"
    assert ["by-text", True] in [[each["name"], each["found"]] for each in record["layouts"]]


def test_a_page_that_is_no_article_is_shown_with_the_reason(spacenews: Spacenews, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    record = json.loads(spacenews("explain", "empty.html", "--url", "http://x.example/a/").stdout)
    assert record["rejection"].startswith("empty")
    assert record["body"] is None


def test_an_archived_page_is_explained_from_its_capture(spacenews: Spacenews, demo: Any) -> None:
    first = spacenews("export", **demo.variables).stdout.splitlines()[0]
    article = json.loads(first)
    record = json.loads(spacenews("explain", article["url"], **demo.variables).stdout)
    assert (record["site"], record["layout"]) == ("demo", article["layout"])
    assert record["url"] == article["url"]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("nowhere.html",), "there is no file nowhere.html"),
        (("nowhere.html", "--url", "http://x.example/"), "--url is the address of a file"),
        (("page.html", "--url", "x"), "'x' is no web address"),
        (("page.html", "--site", "nobody"), "no site is called 'nobody'"),
    ],
)
def test_what_cannot_be_explained_is_usage(
    spacenews: Spacenews, page: Path, arguments: tuple[str, ...], hint: str
) -> None:
    answer = spacenews("explain", *arguments)
    assert page.exists()
    assert (answer.returncode, answer.stdout) == (2, "")
    assert hint in answer.stderr


def test_sites_counts_what_is_stored(spacenews: Spacenews, demo: Any) -> None:
    rows = [json.loads(line) for line in spacenews("sites", **demo.variables).stdout.splitlines()]
    assert {row["key"]: row["articles"] for row in rows if row["articles"]} == {"demo": 40}
    assert {row["key"] for row in rows} > {"demo", "russianspacenews"}


def test_sites_show_tells_what_each_source_answers(spacenews: Spacenews, demo: Any, tmp_path: Path) -> None:
    answer = spacenews("sites", "show", "demo", "--delay", "0", **(demo.variables | {"SPACENEWS_DATA": "other"}))
    assert answer.returncode == 0, answer.stderr
    sources = {each["kind"]: each for each in json.loads(answer.stdout)["sources"]}
    assert {kind: each["status"] for kind, each in sources.items()} == dict.fromkeys(sources, 200)
    assert sources["listing"]["next_page"].endswith("/page/2/")
    assert sources["rest"]["total"] == 40
    assert all(each["articles"] or each["parts"] for each in sources.values())
    assert not (tmp_path / "other").exists()


def test_sites_check_reads_three_articles_field_by_field(spacenews: Spacenews, demo: Any) -> None:
    answer = spacenews("sites", "check", "demo", "--delay", "0", **demo.variables)
    assert answer.returncode == 0, answer.stderr + answer.stdout
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    titles = [row for row in rows if row["field"] == "title"]
    assert len(titles) == 3
    assert all(row["value"] and row["source"] for row in titles)
    assert all(row["well"] for row in rows)
    assert "demo: all is well" in answer.stderr


def test_sites_check_of_a_site_that_is_down_is_a_site_that_is_not_well(
    spacenews: Spacenews, demo: Any, tmp_path: Path
) -> None:
    spec = (demo.sites / "demo.py").read_text(encoding="utf-8").replace('key="demo"', 'key="down"')
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "down.py").write_text(spec.replace(demo.server.base_url, "http://127.0.0.1:9/"))
    at_once = ("--set", "SPACENEWS_RETRY_TIMES=0", "--set", "SPACENEWS_RETRY_BACKOFF=0.05")
    options = ("--sites", "sites", "--allow-loopback", "--delay", "0", *at_once)
    for verb in ("check", "show"):
        answer = spacenews("sites", verb, "down", *options, "--format", "table")
        assert answer.returncode == 4, answer.stderr
        assert "Traceback" not in answer.stderr
