"""What pages said: how much a list holds and whom related teasers drew, for the ledger; how they read, for drift."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from spacenews.frontier.observed import Observed, add_observed

# Which articles a source's page lists.
LIST = """
INSERT INTO listed (source, article, first_walk, walk)
SELECT ?, id, ?, ? FROM frontier WHERE site = ? AND url IN (SELECT value FROM json_each(?))
ON CONFLICT (source, article) DO UPDATE SET walk = excluded.walk"""
_COUNT = """
INSERT INTO page_counts (page, articles, total, read_at) VALUES (?, ?, ?, ?)
ON CONFLICT (page) DO UPDATE SET articles = excluded.articles, total = excluded.total, read_at = excluded.read_at"""
_DRAW = """
INSERT INTO drawn (article, first_at, times)
SELECT id, ?, 1 FROM frontier WHERE site = ? AND url IN (SELECT value FROM json_each(?)) AND id <> ?
ON CONFLICT (article) DO UPDATE SET times = times + 1"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What one page said.

    Attributes:
        articles: Of a source's page: how many articles it lists; None for an article's page.
        total: Of a source's page: the site's own count of its articles, where it states one.
        drawn: Of an article's page: the articles that its related teasers lead to.
        observed: What it read like, for the bands of its site; None where that says nothing.
    """

    articles: int | None = None
    total: int | None = None
    drawn: Sequence[str] = ()
    observed: Observed | None = None


def save_tally(connection: sqlite3.Connection, site: str, row: int, tally: Tally, now: str) -> None:
    """Write what a page said, within the transaction that decides the page's fate.

    Args:
        connection: In a transaction; the page's links have their rows.
        site: Key of the site.
        row: The page's row in the frontier.
        tally: What it said.
        now: As columns hold instants.
    """
    if tally.articles is not None:
        connection.execute(_COUNT, (row, tally.articles, tally.total, now))
    if tally.drawn:
        connection.execute(_DRAW, (now, site, json.dumps(list(tally.drawn)), row))
    if tally.observed is not None:
        add_observed(connection, site, tally.observed)
