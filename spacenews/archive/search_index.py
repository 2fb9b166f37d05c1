"""Keeping article_search in step: new texts are indexed in groups, since one by one costs three times as much."""

from __future__ import annotations

import sqlite3

from spacenews.archive.rows import day_number

GROUP = 64
"""Articles that may wait: so many of the newest are not yet found while a crawl runs; none once it has ended."""

_PER_DAY = 1 << 20
_FIRST_DAY = 500_000  # in 1369: rows below are for what is undated, and for days that no news has


Entry = tuple[int, str, str]  # row, title and body as they are in the index


def take_out(db: sqlite3.Connection, article: int) -> list[Entry]:
    """Mark an article as not indexed, before its title or text changes; give what `forget` needs, if it was."""
    row = db.execute(
        "SELECT a.search_row, a.title, t.body FROM articles a JOIN texts t ON t.id = a.text WHERE a.id = ?", (article,)
    ).fetchone()
    if row[0] is None:
        return []
    db.execute("UPDATE articles SET search_row = NULL WHERE id = ?", (article,))
    return [row]


def forget(db: sqlite3.Connection, entries: list[Entry]) -> None:
    """Take old entries out of the index: the last thing in a transaction.

    FTS5 writes out what it has gathered as soon as an ordinary statement opens a savepoint, as those that check
    foreign keys do; so its own statements stand together at the end.
    """
    db.executemany(
        "INSERT INTO article_search (article_search, rowid, title, body) VALUES ('delete', ?, ?, ?)", entries
    )


def index_waiting(db: sqlite3.Connection) -> None:
    """Index every article that waits; the last thing in a transaction, as `forget`."""
    rows = db.execute(
        "SELECT a.id, a.published_on, a.title, t.body FROM articles a JOIN texts t ON t.id = a.text"
        " WHERE a.search_row IS NULL ORDER BY a.published_on, a.id"
    ).fetchall()
    entries: list[Entry] = []
    for number, published_on, title, body in rows:
        row = _free_row(db, published_on)
        db.execute("UPDATE articles SET search_row = ? WHERE id = ?", (row, number))
        entries.append((row, title, body))
    db.executemany("INSERT INTO article_search (rowid, title, body) VALUES (?, ?, ?)", entries)


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
