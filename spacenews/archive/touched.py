"""What one transaction touched, and what must follow from that before it ends."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from spacenews.archive.rows import month_of
from spacenews.archive.search_index import Entry, forget

SURE_WORDS = 50
"""A shorter body says too little: it makes a duplicate only together with the same title."""


@dataclass(slots=True)
class Touched:
    """What one transaction touched.

    Attributes:
        months: Site and month of every article whose exported line may have changed.
        texts: Site and text of every article that came, went or changed: its duplicates are worked out again.
        fresh: Readings that were written just now.
        stale: Articles that lost a reading.
        unindexed: Entries of the full text index that no longer hold.
    """

    months: set[tuple[str, str]] = field(default_factory=set)
    texts: set[tuple[str, int]] = field(default_factory=set)
    fresh: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)
    unindexed: list[Entry] = field(default_factory=list)


def settle(db: sqlite3.Connection, touched: Touched) -> tuple[str, ...]:
    """Work duplicates out again, put the touched months down for export, return these months; ends a transaction."""
    for site, text in sorted(touched.texts):
        _mark_duplicates(db, site, text, touched)
    db.executemany(
        "INSERT INTO export_due (site, month, changes) VALUES (?, ?, 1)"
        " ON CONFLICT (site, month) DO UPDATE SET changes = changes + 1",
        sorted(touched.months),
    )
    forget(db, touched.unindexed)
    return tuple(sorted({month for _, month in touched.months}))


def _mark_duplicates(db: sqlite3.Connection, site: str, text: int, touched: Touched) -> None:
    """The original is the one published first (None last), then the one with the smaller URL."""
    rows = db.execute(
        "SELECT id, title, word_count, published_on, url, duplicate_of FROM articles WHERE text = ? AND site = ?"
        " ORDER BY published_on IS NULL, published_on, url, uid",
        (text, site),
    ).fetchall()
    originals: dict[str, int] = {}
    for number, title, words, published_on, _, before in rows:
        original = originals.setdefault("" if words >= SURE_WORDS else title, number)
        now = None if original == number else original
        if now != before:
            db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (now, number))
            touched.months.add((site, month_of(published_on)))
