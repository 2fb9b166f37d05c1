"""A site changes its markup on day 30: it is seen, told, repaired from the archive, and nothing is asked twice."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.truth import truth
from tests.cli.starting import Answer, start
from tests.cli.test_sites_repair import SPEC

ARTICLES = 60
DAY = 30

pytestmark = pytest.mark.soak


@dataclass
class Story:
    """What the commands said, step by step, and what the archive held after each."""

    folder: Path
    server: DemoServer
    answers: dict[str, Answer] = field(default_factory=dict)
    archives: dict[str, Path] = field(default_factory=dict)

    def step(self, name: str, *arguments: str) -> None:
        variables = {"SPACENEWS_DATA": "data", "SPACENEWS_SITES": "sites", "SPACENEWS_ALLOW_LOOPBACK": "1"}
        self.answers[name] = start(self.folder, *arguments, **variables)
        copy = self.archives[name] = self.folder / f"after-{name}.db"
        with sqlite3.connect(self.folder / "data" / "spacenews.db") as db, sqlite3.connect(copy) as kept:
            db.backup(kept)
        db.close()
        kept.close()

    def records(self, name: str) -> list[dict[str, Any]]:
        return list(json.loads(self.answers[name].stdout))

    def query(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        db = sqlite3.connect(self.archives[name])
        try:
            return db.execute(statement).fetchall()
        finally:
            db.close()


@pytest.fixture(scope="module", params=["bare", "block"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("redesign")
    (folder / "sites").mkdir()
    pace = ("--delay", "0", "--concurrency", "4")
    with DemoServer(articles=ARTICLES) as server:
        (folder / "sites" / "demo.py").write_text(SPEC.format(home=server.base_url), encoding="utf-8")
        told = Story(folder, server)
        told.step("first", "crawl", "demo", "--full", *pace)
        server.set_day(DAY)
        server.set_markup(request.param)
        told.step("changed", "crawl", "demo", *pace)
        told.step("findings", "findings", "demo", "--format", "json")
        told.step("repair", "sites", "repair", "demo", "--delay", "0", "--write", "--format", "json")
        asked = len(server.requests())
        told.step("shown", "reread", "demo", "--format", "json")
        told.step("applied", "reread", "demo", "--apply", "--format", "json")
        assert len(server.requests()) == asked
        told.step("after", "findings", "demo", "--format", "json")
        told.step("next", "crawl", "demo", *pace)
        yield told
    shutil.rmtree(folder)


def test_the_run_is_marked_and_what_is_doubtful_waits(story: Story) -> None:
    assert story.answers["first"].returncode == 0
    assert story.answers["changed"].returncode == 4, story.answers["changed"].stderr
    assert "it drifted" in story.answers["changed"].stderr
    assert story.query("changed", "SELECT count(*) FROM doubts") > [(0,)] or story.query(
        "changed", "SELECT count(*) FROM readings WHERE status = 'quarantined'"
    ) > [(0,)]


def test_good_articles_are_untouched(story: Story) -> None:
    shown = "SELECT uid, title, layout, content_digest, revisions FROM articles ORDER BY uid"
    assert story.query("changed", shown) == story.query("first", shown)


def test_the_finding_names_layout_and_field_and_the_command(story: Story) -> None:
    (finding,) = (each for each in story.records("findings") if each["kind"] == "layout")
    assert (finding["layout"], finding["field"]) == ("by-text", "marker")
    assert finding["waiting"] > 0
    assert "spacenews sites repair demo" in finding["more"]


def test_the_layout_that_is_written_was_right_on_articles_that_it_was_not_learnt_from(story: Story) -> None:
    assert story.answers["repair"].returncode == 0, story.answers["repair"].stderr
    (record,) = story.records("repair")
    assert record["outcome"] == "proposed"
    assert record["scores"]["not_learnt_from"]["body"] >= 0.99


def test_reading_again_empties_the_quarantine_and_ends_the_finding(story: Story) -> None:
    assert story.answers["applied"].returncode == 0, story.answers["applied"].stderr
    assert story.query("applied", "SELECT count(*) FROM readings WHERE status = 'quarantined'") == [(0,)]
    assert story.query("applied", "SELECT count(*) FROM doubts") == [(0,)]
    assert story.answers["after"].returncode == 0, story.answers["after"].stdout
    assert story.answers["next"].returncode == 0, story.answers["next"].stderr


def test_then_the_archive_is_the_site_as_it_is(story: Story) -> None:
    true = {each.url: each for each in truth(DAY, story.server.base_url, articles=ARTICLES)}
    held = {
        url: (title, body, day)
        for url, title, body, day in story.query(
            "next", "SELECT a.url, a.title, t.body, a.published_on FROM articles a JOIN texts t ON t.id = a.text"
        )
    }
    assert set(true) <= set(held)
    ((redesigned_at,),) = story.query("first", "SELECT max(captured_at) FROM captures")
    since = f"SELECT DISTINCT url FROM captures WHERE status = 200 AND captured_at > '{redesigned_at}'"
    asked_again = {url for (url,) in story.query("next", since)}
    assert len(set(true) & asked_again) > DAY
    for url in set(true) & asked_again:
        day = true[url].published_on
        assert held[url] == (true[url].title, true[url].body, day and day.isoformat()), url
