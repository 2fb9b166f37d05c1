"""Keeping article_search in step: new texts are indexed in groups, since one by one costs three times as much."""

from __future__ import annotations

import sqlite3

from spacenews.archive.rows import day_number

GROUP = 32
"""Articles that may wait: so many of the newest are not yet found while a crawl runs; none once it has ended."""

_PER_DAY = 1 << 20
_FIRST_DAY = 500_000  # in 1369: rows below are for what is undated, and for days that no news has


def unindex(db: sqlite3.Connection, article: int) -> None:
    """Take an article out of the index, before its title or text changes; it waits for `index_waiting` then."""
    row = db.execute(
        "SELECT a.search_row, a.title, t.body FROM articles a JOIN texts t ON t.id = a.text WHERE a.id = ?", (article,)
    ).fetchone()
    if row[0] is None:
        return
    db.execute("INSERT INTO article_search (article_search, rowid, title, body) VALUES ('delete', ?, ?, ?)", row)
    db.execute("UPDATE articles SET search_row = NULL WHERE id = ?", (article,))


def index_waiting(db: sqlite3.Connection, *, at_least: int = 1) -> int:
    """Index every article that waits, in the caller's transaction, if there are so many; return how many were."""
    rows = db.execute(
        "SELECT a.id, a.published_on, a.title, t.body FROM articles a JOIN texts t ON t.id = a.text"
        " WHERE a.search_row IS NULL ORDER BY a.published_on, a.id"
    ).fetchall()
    if len(rows) < at_least:
        return 0
    for number, published_on, title, body in rows:
        row = _free_row(db, published_on)
        db.execute("UPDATE articles SET search_row = ? WHERE id = ?", (row, number))
        db.execute("INSERT INTO article_search (rowid, title, body) VALUES (?, ?, ?)", (row, title, body))
    return len(rows)


def day_range(since: str | None, until: str | None) -> tuple[int, int]:
    """Return the first and last row of the days from `since` to `until`, both included; undated ones if both None."""
    first = max(day_number(since), _FIRST_DAY) * _PER_DAY if since or until else 0
    last = (max(day_number(until), _FIRST_DAY) + 1) * _PER_DAY - 1 if until else (1 << 62)
    return first, last


def _free_row(db: sqlite3.Connection, published_on: str | None) -> int:
    day = day_number(published_on)
    if day >= _FIRST_DAY:
        row = _next_row(db, day * _PER_DAY, (day + 1) * _PER_DAY)
        if row < (day + 1) * _PER_DAY:
            return row
    return _next_row(db, 0, _FIRST_DAY * _PER_DAY)


def _next_row(db: sqlite3.Connection, first: int, end: int) -> int:
    row = db.execute(
        "SELECT coalesce(max(search_row) + 1, ?) FROM articles WHERE search_row >= ? AND search_row < ?",
        (first, first, end),
    ).fetchone()
    return int(row[0])
