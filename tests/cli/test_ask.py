"""`search`, `show`, `status` and `export`, asked of a real archive whose truth is known."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.truth import TruthArticle, truth

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
ARTICLES = 40


@pytest.fixture(scope="module")
def known(demo: Any) -> dict[str, TruthArticle]:
    return {article.url: article for article in truth(1, demo.server.base_url, articles=ARTICLES)}


def records(answer: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_search_finds_what_the_site_holds(spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]) -> None:
    wanted = {url for url, each in known.items() if "docking" in f"{each.title} {each.body}".lower()}
    answer = spacenews("search", "docking", "--limit", "1000", **demo.variables)
    found = records(answer)
    assert {each["url"] for each in found} >= wanted
    assert f"{len(found)} article" in answer.stderr
    assert not any(mark in answer.stdout for mark in ("\\u0002", "\\u0003"))


def test_search_says_how_many_are_not_shown(spacenews: Spacenews, demo: Any) -> None:
    answer = spacenews("search", "the", "--limit", "2", **demo.variables)
    assert len(records(answer)) == 2
    assert "2 shown: --limit N shows more" in answer.stderr


def test_search_newest_is_in_the_order_of_days(spacenews: Spacenews, demo: Any) -> None:
    days = [each["published_on"] for each in records(spacenews("search", "the", "--newest", **demo.variables))]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)


def test_search_keeps_to_years_and_categories(spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]) -> None:
    chosen = ("--since", "2015", "--until", "2019-12", "--category", "Russia", "--limit", "1000")
    found = records(spacenews("search", "the", *chosen, **demo.variables))
    assert all("2015-01-01" <= each["published_on"] <= "2019-12-31" for each in found)
    assert all("Russia" in known[each["url"]].categories for each in found)


def test_a_search_without_a_word_says_so(spacenews: Spacenews, demo: Any) -> None:
    answer = spacenews("search", "...", **demo.variables)
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "there is no word to search for" in answer.stderr


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_every_form_of_an_answer_is_without_escapes(spacenews: Spacenews, demo: Any, form: str) -> None:
    for command in (("search", "the"), ("status",), ("sites",)):
        answer = spacenews(*command, "--format", form, **demo.variables)
        assert answer.returncode == 0
        assert answer.stdout
        assert "\x1b" not in answer.stdout + answer.stderr


def test_show_prints_the_article_as_the_site_holds_it(
    spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]
) -> None:
    for url, article in list(known.items())[:3]:
        (record,) = records(spacenews("show", url, **demo.variables))
        assert record["title"] == article.title
        assert record["body"] == article.body
        assert tuple(record["categories"]) == article.categories
        assert record["published_on"] == (article.published_on.isoformat() if article.published_on else None)


def test_show_finds_by_alias_and_by_the_beginning_of_the_uid(
    spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]
) -> None:
    url = next(iter(known))
    (record,) = records(spacenews("show", url, **demo.variables))
    (by_uid,) = records(spacenews("show", record["uid"][:12], **demo.variables))
    assert by_uid == record


def test_show_leads_to_the_captured_bytes(spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]) -> None:
    (record,) = records(spacenews("show", next(iter(known)), **demo.variables))
    place = record["capture"]
    with (demo.data / "captures" / place["location"]).open("rb") as file:
        file.seek(place["offset"])
        warc = gzip.decompress(file.read(place["length"]))
    assert f"WARC-Record-ID: <urn:uuid:{place['record_uuid']}>".encode() in warc
    assert place["url"].encode() in warc


def test_show_for_people_has_head_body_and_place(
    spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]
) -> None:
    url, article = next((url, each) for url, each in known.items() if each.categories and each.published_on)
    shown = spacenews("show", url, "--format", "table", **demo.variables).stdout
    assert shown.startswith(article.title)
    assert ", ".join(article.categories) in shown
    assert "".join(article.body.split())[:300] in "".join(shown.split())
    assert ".warc.gz, " in shown


def test_show_of_what_is_not_stored_is_usage(spacenews: Spacenews, demo: Any) -> None:
    answer = spacenews("show", "http://nowhere.example/", **demo.variables)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "no article is stored under" in answer.stderr


def test_revisions_are_listed(spacenews: Spacenews, demo: Any, known: dict[str, TruthArticle]) -> None:
    (revision,) = records(spacenews("show", next(iter(known)), "--revisions", **demo.variables))
    assert revision["number"] == 1


def test_status_tells_what_is_stored_and_the_last_run(spacenews: Spacenews, demo: Any) -> None:
    (record,) = records(spacenews("status", "demo", **demo.variables))
    assert record["articles"] == ARTICLES
    assert record["articles_30_days"] == ARTICLES
    assert record["fates"]["archived"] == ARTICLES
    assert "pending" not in record["fates"]
    assert record["next_due_at"] is None
    assert [run["exit_code"] for run in record["runs"]] == [0]
    warcs = (demo.data / "captures").rglob("*.warc.gz")
    assert 0 < record["capture_bytes"] <= sum(path.stat().st_size for path in warcs)


def test_status_of_an_empty_folder_says_how_to_begin(spacenews: Spacenews, tmp_path: Path) -> None:
    answer = spacenews("status")
    assert (answer.returncode, answer.stdout) == (0, "")
    assert "`spacenews crawl KEY` begins" in answer.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [("search", "x"), ("show", "x"), ("export",)])
def test_asking_where_there_is_no_archive_is_usage(spacenews: Spacenews, command: tuple[str, ...]) -> None:
    answer = spacenews(*command)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "there is no archive in data" in answer.stderr


def test_a_database_that_is_none_is_told_and_left_alone(spacenews: Spacenews, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spacenews.db").write_text("no database, but long enough to be looked at" * 100)
    answer = spacenews("search", "x")
    assert answer.returncode == 1
    assert "spacenews.db" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert (tmp_path / "data" / "spacenews.db").read_text().startswith("no database")


def test_export_equals_the_standing_files(spacenews: Spacenews, demo: Any) -> None:
    exported = spacenews("export", **demo.variables)
    standing = "".join(path.read_text(encoding="utf-8") for path in (demo.data / "articles").rglob("*.jsonl"))
    assert sorted(exported.stdout.split("\n")) == sorted(standing.split("\n"))
    assert f"{ARTICLES} articles" in exported.stderr


def test_export_to_a_file_is_whole_or_not_at_all(spacenews: Spacenews, demo: Any, tmp_path: Path) -> None:
    answer = spacenews("export", "--format", "csv", "-o", "out.csv", "--since", "2015", **demo.variables)
    assert (answer.returncode, answer.stdout) == (0, "")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    with sqlite3.connect(demo.data / "spacenews.db") as archive:
        (wanted,) = archive.execute("SELECT count(*) FROM article_records WHERE published_on >= '2015'").fetchone()
    assert len(rows) == wanted > 0
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    refused = spacenews("export", "-o", "nowhere/out.csv", **demo.variables)
    assert refused.returncode == 1
    assert "nowhere/out.csv cannot be written" in refused.stderr


def test_a_site_that_is_not_stored_is_named(spacenews: Spacenews, demo: Any) -> None:
    answer = spacenews("export", "--site", "dmeo", **demo.variables)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "there are demo" in answer.stderr
