"""The embedded site over days, crawled whole on each: what the archive says of it equals its ground truth."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import Record, open_archive_to_read
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from spacenews.demo.truth import Changes, changes, truth
from spacenews.frontier import SqliteFrontier, open_state

ARTICLES = 20  # as few as the demo allows
BEGIN = datetime(2026, 3, 1, 6, tzinfo=UTC)
LAST = 8  # the first on which an article is back
OUTAGE = 9


class Archived:
    """A data folder that was crawled whole on each of many days."""

    def __init__(self, folder: Path, server: DemoServer) -> None:
        self.data, self.server, self._sites = folder / "data", server, folder / "sites"
        self._sites.mkdir()
        (self._sites / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        self.codes: dict[int, int] = {}

    def crawl(self, day: int) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")}
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "spacenews", "crawl", "demo", "--full", "--delay", "0", "--concurrency", "4"),
                *("--data", str(self.data), "--sites", str(self._sites), "--allow-loopback"),
                *("--set", "SPACENEWS_RETRY_BACKOFF=0.05"),
            ],
            env=clean | {"SPACENEWS_NOW": (BEGIN + timedelta(days=day)).isoformat()},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        self.codes[day] = ended.returncode

    def records(self) -> dict[str, Record]:
        with open_archive_to_read(self.data / "spacenews.db") as archive:
            found = (archive.find_article(uid) for (uid,) in archive.connection.execute("SELECT uid FROM articles"))
            return {
                article.record["url"]: article.record | {"aliases": article.aliases} for article in found if article
            }

    def fate(self, url: str) -> Any:
        state = open_state(self.data / "state.db")
        try:
            return SqliteFrontier(state, "demo", "").find_fate(url)
        finally:
            state.close()


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archived, dict[int, dict[str, Record]]]]:
    with DemoServer(articles=ARTICLES) as server:
        archived = Archived(tmp_path_factory.mktemp("days"), server)
        seen: dict[int, dict[str, Record]] = {}
        for day in range(1, LAST + 1):
            server.set_day(day)
            archived.crawl(day)
            seen[day] = archived.records()
        server.set_faults("down")
        archived.crawl(OUTAGE)
        seen[OUTAGE] = archived.records()
        yield archived, seen


def changed(archived: Archived, until: int) -> list[Changes]:
    return [changes(day, archived.server.base_url, articles=ARTICLES) for day in range(2, until + 1)]


@pytest.mark.parametrize("day", [1, 2, 3, LAST])
def test_every_article_of_the_day_is_live_and_reads_as_the_site_prints_it(days: Any, day: int) -> None:
    archived, seen = days
    known = truth(day, archived.server.base_url, articles=ARTICLES)
    for article in known:
        record = seen[day][article.url]
        assert record["state"] == "live", article.url
        assert (record["title"], record["body"]) == (article.title, article.body)
        assert tuple(record["categories"]) == article.categories


@pytest.mark.parametrize("day", [2, 3, LAST])
def test_an_edit_is_a_revision_and_nothing_else_is(days: Any, day: int) -> None:
    archived, seen = days
    edits: dict[str, int] = {}
    for each in changed(archived, day):
        moved = dict(each.moved)
        edits = {moved.get(url, url): count for url, count in edits.items()}
        for url in each.edited:
            edits[url] = edits.get(url, 0) + 1
    there = {article.url for article in truth(day, archived.server.base_url, articles=ARTICLES)}
    counted = {url: seen[day][url]["revisions"] - 1 for url in there if seen[day][url]["revisions"] > 1}
    assert counted == {url: count for url, count in edits.items() if url in there}


def test_a_renamed_article_keeps_its_name_and_its_old_address(days: Any) -> None:
    archived, seen = days
    renamed = [pair for each in changed(archived, LAST) for pair in each.moved]
    assert renamed
    for old, new in renamed:
        assert old not in seen[LAST]
        assert old in seen[LAST][new]["aliases"]
        before = next(seen[day][old]["uid"] for day in range(LAST, 0, -1) if old in seen[day])
        assert seen[LAST][new]["uid"] == before


def test_what_is_gone_vanishes_on_the_third_day_and_what_is_back_is_live(days: Any) -> None:
    archived, seen = days
    (gone,) = changed(archived, 2)[0].gone
    assert [seen[day][gone]["state"] for day in (2, 3, 4, LAST)] == ["live", "live", "vanished", "vanished"]
    assert seen[4][gone]["vanished_at"][:10] == "2026-03-03"
    back = [url for each in changed(archived, LAST) for url in each.back]
    assert back
    for url in back:
        assert seen[LAST - 1][url]["state"] == "vanished"
        assert seen[LAST][url]["state"] == "live"
        assert seen[LAST][url]["revisions"] == 1


def test_the_fates_say_the_same(days: Any) -> None:
    archived, seen = days
    (gone,) = changed(archived, 2)[0].gone
    assert archived.fate(gone)[0] in {"vanished", "pending"}  # pending again once the outage was met
    assert archived.codes[1] == 0
    assert {url for url, record in seen[LAST].items() if record["state"] == "vanished"} <= {
        url for each in changed(archived, LAST) for url in each.gone
    }


def test_after_a_day_of_outage_nothing_more_has_vanished(days: Any) -> None:
    archived, seen = days
    assert archived.codes[OUTAGE] == 4
    assert seen[OUTAGE] == seen[LAST]
