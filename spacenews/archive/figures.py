"""How much is stored: of each site, year, month, category and author."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from spacenews.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Counted:
    """How many articles there are under one name."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What is stored of one site.

    Attributes:
        articles: Without duplicates and withdrawn ones: as many as the export has lines.
        revisions: Of all articles; as many as articles where nothing was ever edited.
        undated: Articles whose page states no date.
        capture_bytes: Bytes of WARC records that have a row.
        first_day: Earliest published_on, or None.
        last_day: Latest published_on, or None.
        last_captured_at: As text, or None.
    """

    site: str
    articles: int = 0
    duplicates: int = 0
    revisions: int = 0
    undated: int = 0
    captures: int = 0
    capture_bytes: int = 0
    first_day: str | None = None
    last_day: str | None = None
    last_captured_at: str | None = None


_SITES = """
SELECT c.site, coalesce(a.articles, 0), coalesce(a.duplicates, 0), coalesce(a.revisions, 0), coalesce(a.undated, 0),
    c.captures, c.bytes, a.first_day, a.last_day, c.last_captured_at
FROM (SELECT site, count(*) AS captures, sum(length) AS bytes, max(captured_at) AS last_captured_at
      FROM captures GROUP BY site) c
LEFT JOIN (SELECT site, sum(shown) AS articles, sum(duplicate_of IS NOT NULL) AS duplicates,
        sum(revisions) AS revisions, sum(shown AND published_on IS NULL) AS undated,
        min(iif(shown, published_on, NULL)) AS first_day, max(iif(shown, published_on, NULL)) AS last_day
      FROM (SELECT *, duplicate_of IS NULL AND state <> 'withdrawn' AS shown FROM articles) GROUP BY site) a
ON a.site = c.site ORDER BY c.site
"""

_NAMES = {
    "year": ("coalesce(substr(a.published_on, 1, 4), 'undated')", ""),
    "month": ("coalesce(substr(a.published_on, 1, 7), 'undated')", ""),
    "category": ("c.name", "JOIN article_categories ac ON ac.article = a.id JOIN categories c ON c.id = ac.category"),
    "author": ("n.name", "JOIN article_authors aa ON aa.article = a.id JOIN authors n ON n.id = aa.author"),
}


def site_figures(db: sqlite3.Connection) -> tuple[SiteFigures, ...]:
    """Return the figures of every site that has a capture, by key."""
    return tuple(SiteFigures(*row) for row in db.execute(_SITES))


def count_by(db: sqlite3.Connection, what: str, *, site: str | None = None) -> tuple[Counted, ...]:
    """Return how many articles (as in the export) there are for each year, month, category or author, by name.

    Raises:
        UsageError: `what` is none of these.
    """
    if what not in _NAMES:
        raise UsageError(f"articles are counted by {', '.join(_NAMES)}, not by {what!r}")
    name, join = _NAMES[what]
    rows = db.execute(
        f"SELECT {name}, count(*) FROM articles a {join} WHERE a.duplicate_of IS NULL AND a.state <> 'withdrawn'"  # noqa: S608 -- names from above
        " AND (?1 IS NULL OR a.site = ?1) GROUP BY 1 ORDER BY 1",
        (site,),
    )
    return tuple(Counted(*row) for row in rows)
