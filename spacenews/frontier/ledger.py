"""Everything that is known of one site's URLs, for the completeness ledger: read whole, in one view of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spacenews.frontier.state import State
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

_KNOWN = """
SELECT id, url, kind, source, relation, found_in, published_on, fate, reason, complete_walk, asked_at
FROM frontier WHERE site = ?"""
_LISTED = "SELECT l.source, l.article FROM listed l JOIN frontier f ON f.id = l.source WHERE f.site = ?"
_DRAWN = "SELECT d.article, d.times FROM drawn d JOIN frontier f ON f.id = d.article WHERE f.site = ?"
_COUNTS = """
SELECT c.page, c.articles, c.total, c.read_at FROM page_counts c JOIN frontier f ON f.id = c.page WHERE f.site = ?
ORDER BY c.read_at"""


@dataclass(frozen=True, slots=True)
class KnownUrl:
    """One URL that was ever learned of; meanings as the columns of `frontier`."""

    id: int
    url: str
    kind: LinkKind
    source: str
    relation: str
    found_in: str
    published_on: str | None
    fate: Fate
    reason: str
    complete_walk: int
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PageCount:
    """What one page of a source said when it was last read; meanings as the columns of `page_counts`."""

    page: int
    articles: int
    total: int | None
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site.

    Attributes:
        urls: By row.
        listed: Pairs of the rows of a source's first page and of an article that it listed.
        drawn: How many pages drew an article as a related teaser, by its row.
        counts: Of the pages of sources, in the order in which they were read.
    """

    urls: Mapping[int, KnownUrl]
    listed: Sequence[tuple[int, int]]
    drawn: Mapping[int, int]
    counts: Sequence[PageCount]


def load_known(state: State, site: str) -> Known:
    """Return what is known of a site; raises StorageError."""
    state.connection.execute("BEGIN")  # one view of four tables, whatever a run writes meanwhile
    try:
        rows, listed, drawn, counts = (state.query(each, (site,)) for each in (_KNOWN, _LISTED, _DRAWN, _COUNTS))
    finally:
        state.connection.execute("ROLLBACK")
    urls = [_known(row) for row in rows]
    return Known(
        {each.id: each for each in urls},
        listed,
        dict(drawn),
        [PageCount(page, articles, total, clock.from_text(read_at)) for page, articles, total, read_at in counts],
    )


def _known(row: tuple[Any, ...]) -> KnownUrl:
    return KnownUrl(
        id=row[0],
        url=row[1],
        kind=LinkKind(row[2]),
        source=row[3],
        relation=row[4],
        found_in=row[5],
        published_on=row[6],
        fate=Fate(row[7]),
        reason=row[8],
        complete_walk=row[9],
        asked_at=clock.from_text(row[10]) if row[10] else None,
    )
