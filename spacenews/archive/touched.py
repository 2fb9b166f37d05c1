"""What one transaction touched, and what must follow from that before it ends."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from spacenews.archive.rows import month_of
from spacenews.archive.search_index import Entry, forget

SURE_WORDS = 50
"""A shorter body says too little: it makes a duplicate only together with the same title."""

# One group of duplicates: what is asked of it is asked with the literal number, so that the indexes of each serve.
_SURE = f"text = :text AND site = :site AND word_count >= {SURE_WORDS}"
_SHORT = f"text = :text AND site = :site AND title = :title AND word_count < {SURE_WORDS}"

# The last word on each article that a person parted from its group, or let into it again.
_UNJOINED = (
    "(SELECT uid FROM (SELECT uid, kind, max(at || id) FROM decisions WHERE kind IN ('unjoin', 'join')"
    " AND site = :site GROUP BY uid) WHERE kind = 'unjoin')"
)

PUT_DOWN = (
    "INSERT INTO export_due (site, month, changes) VALUES (?, ?, 1)"
    " ON CONFLICT (site, month) DO UPDATE SET changes = changes + 1"
)
"""Puts one month of a site down for export."""


@dataclass(slots=True)
class Touched:
    """What one transaction touched.

    Attributes:
        months: Site and month of every article whose exported line may have changed.
        texts: Site, text and title of every article that came, went or changed: its duplicates are worked out again.
        fresh: Readings that were written just now.
        stale: Articles that lost a reading.
        unindexed: Entries of the full text index that no longer hold.
        absorbed: When each article that became part of another one was first seen.
    """

    months: set[tuple[str, str]] = field(default_factory=set)
    texts: set[tuple[str, int, str]] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    unindexed: list[Entry] = field(default_factory=list)
    absorbed: list[str] = field(default_factory=list)


def settle(db: sqlite3.Connection, touched: Touched) -> tuple[str, ...]:
    """Work duplicates out again, put the touched months down for export, return these months; ends a transaction."""
    for site, text, title in sorted(touched.texts):
        for group in (_SURE, _SHORT):
            _mark_duplicates(db, group, {"site": site, "text": text, "title": title}, touched)
    db.executemany(PUT_DOWN, sorted(touched.months))
    forget(db, touched.unindexed)
    return tuple(sorted({month for _, month in touched.months}))


def _mark_duplicates(db: sqlite3.Connection, group: str, named: dict[str, str | int], touched: Touched) -> None:
    """The original is the one published first (None last), then the one with the smaller URL."""
    # Many photo posts have one sentence: only what changes is brought here.
    rank = "published_on IS NULL, published_on, url, uid"
    first = f"SELECT id FROM articles WHERE {group} AND uid NOT IN {_UNJOINED} ORDER BY {rank} LIMIT 1"  # noqa: S608 -- constants
    found = db.execute(first, named).fetchone()
    joined = {**named, "original": None if found is None else found[0]}
    right = f"CASE WHEN id = :original OR uid IN {_UNJOINED} THEN NULL ELSE :original END"
    wrong = f"SELECT id, published_on, {right} FROM articles WHERE {group} AND duplicate_of IS NOT {right}"  # noqa: S608 -- constants
    for number, published_on, original in db.execute(wrong, joined).fetchall():
        db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (original, number))
        touched.months.add((str(named["site"]), month_of(published_on)))
