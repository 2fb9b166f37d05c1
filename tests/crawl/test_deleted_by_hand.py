"""Rows that somebody deleted from spacenews.db by hand come back, and leave nothing behind that is in the way."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.crawl.test_lost_archive import PAGES
from tests.crawl.test_odd_answers import site_of

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench


def test_articles_that_somebody_deleted_by_hand_come_back_and_stay(bench: Bench) -> None:
    with site_of(bench, PAGES.get):
        bench.crawl()
        held = bench.articles()
        with sqlite3.connect(bench.data / "spacenews.db") as by_hand:  # foreign keys are off, as in SQLite's own shell
            by_hand.execute("DELETE FROM articles WHERE id IN (2, (SELECT max(id) FROM articles))")
        by_hand.close()
        again = bench.crawl()
        whole = bench.crawl("-a", "mode=full")
    assert "2 articles that the archive had lost were read again" in again.said
    assert (again.code, whole.code) == (0, 0), again.said + whole.said
    assert bench.articles() == held
    assert bench.query("PRAGMA foreign_key_check", database="spacenews.db") == []
    assert bench.query("SELECT count(*) FROM revisions", database="spacenews.db") == [(5,)]
