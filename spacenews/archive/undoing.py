"""The last batch of re-readings put back: the readings as they were, and from them all that is folded."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from spacenews.archive.archive import Archive
from spacenews.archive.batches import Batch
from spacenews.archive.corrections import forget_serving
from spacenews.archive.filing import judge_missed
from spacenews.archive.neighborhood import refold
from spacenews.archive.opening import explained
from spacenews.archive.rows import instant_text
from spacenews.archive.touched import Touched, settle
from spacenews.model import clock
from spacenews.model.urls import canonical_url

_PARTS_AT_ONCE = 32
_COLUMNS = ("site", "url", "article", "capture", "reader", "status", "content_digest", "fields", "text", "evidence")
_INSERT = f"INSERT INTO readings (id, {', '.join(_COLUMNS)}) VALUES ({', '.join('?' * (1 + len(_COLUMNS)))})"  # noqa: S608 -- constants
_PARTS = "SELECT DISTINCT part FROM reread_before WHERE batch = ? ORDER BY part DESC LIMIT ?"
_OF_PART = "SELECT number, before FROM reread_before WHERE batch = ? AND part = ? AND kind = ? ORDER BY number"
# What was captured and read after the batch began belongs to a history that the new reader compared.
_READ_SINCE = """
WITH numbers(reading) AS (
    SELECT number FROM reread_before WHERE batch = ?1 AND part = ?2 AND kind = 'reading'
    UNION SELECT c.reading FROM reread_before b JOIN captures c ON c.id = b.number
        WHERE b.batch = ?1 AND b.part = ?2 AND b.kind = 'capture')
SELECT EXISTS (SELECT 1 FROM numbers n JOIN readings r ON r.id = n.reading
    JOIN readings o ON o.article = r.article JOIN captures c ON c.reading = o.id
    WHERE c.id > (SELECT last_capture FROM reread_batches WHERE id = ?1))"""
_SERVED = "INSERT INTO serving_hours (site, hour) VALUES (?, ?) ON CONFLICT DO NOTHING"
_LEFT_OVER = (
    "DELETE FROM categories WHERE id IN ({}) AND id NOT IN (SELECT category FROM article_categories)",
    "DELETE FROM authors WHERE id IN ({}) AND id NOT IN (SELECT author FROM article_authors)",
    "DELETE FROM texts WHERE id IN ({}) AND id NOT IN (SELECT text FROM readings WHERE text IS NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of undoing a batch.

    Attributes:
        articles: How many were put back.
        kept: How many were captured and read again since the batch, and stay as they are.
    """

    articles: int
    kept: int


def undo(archive: Archive, batch: Batch, progress: Callable[[int], None] = lambda _: None) -> Undone:
    """Put back what a batch changed; raises ArchiveError. Cut short, it is gone on with by being called again.

    Args:
        archive: Open, and held by nobody else who writes.
        batch: The last one of its site that is not undone.
        progress: Told how many articles were put back so far.
    """
    articles = kept = 0
    while True:
        with explained(archive.path):
            parts = [part for (part,) in archive.connection.execute(_PARTS, (batch.id, _PARTS_AT_ONCE)) if part > 0]
        if not parts:
            break
        with archive.transaction() as db:
            put_back = [_undo_part(db, batch, part) for part in parts]
        articles += sum(put_back)
        kept += len(put_back) - sum(put_back)
        progress(articles)
        archive.index()
    with archive.transaction() as db:
        numbers = "SELECT number FROM reread_before WHERE batch = ? AND part = 0 AND kind = '{}'"
        for kind, statement in zip(("category", "author", "text"), _LEFT_OVER, strict=True):
            db.execute(statement.format(numbers.format(kind)), (batch.id,))
        db.execute("DELETE FROM reread_before WHERE batch = ?", (batch.id,))
        now = instant_text(clock.now())
        ended = "UPDATE reread_batches SET undone_at = ?1, ended_at = coalesce(ended_at, ?1) WHERE id = ?2"
        db.execute(ended, (now, batch.id))
    return Undone(articles, kept)


def _undo_part(db: sqlite3.Connection, batch: Batch, part: int) -> bool:
    """Put one article back, and return whether that could be done; what it left behind goes at the end."""
    well = not db.execute(_READ_SINCE, (batch.id, part)).fetchone()[0]
    if well:
        _put_back(db, batch, part)
    db.execute(
        "INSERT INTO reread_before SELECT batch, 0, kind, number, NULL FROM reread_before"
        " WHERE batch = ?1 AND part = ?2 AND kind IN ('text', 'category', 'author') AND ?3 ON CONFLICT DO NOTHING",
        (batch.id, part, well),
    )
    db.execute("DELETE FROM reread_before WHERE batch = ? AND part = ?", (batch.id, part))
    return well


def _put_back(db: sqlite3.Connection, batch: Batch, part: int) -> None:
    db.execute("PRAGMA defer_foreign_keys = ON")
    touched = Touched()
    captures = db.execute(_OF_PART, (batch.id, part, "capture")).fetchall()
    readings = db.execute(_OF_PART, (batch.id, part, "reading")).fetchall()
    hours = db.execute(_OF_PART, (batch.id, part, "hour")).fetchall()
    urls = _addresses(db, [number for number, _ in captures], [number for number, _ in readings])
    touched.stale |= _articles(db, [number for number, _ in captures], [number for number, _ in readings])
    for number, before in readings:
        if before is None:
            db.execute("DELETE FROM doubts WHERE reading = ?1 OR against = ?1", (number,))
            db.execute("DELETE FROM readings WHERE id = ?", (number,))
    for number, before in readings:
        if before is not None:
            _restore(db, number, json.loads(before))
            touched.fresh.add(number)
    for number, before in captures:
        db.execute("UPDATE captures SET reading = ? WHERE id = ?", (json.loads(before)["reading"], number))
    urls |= _addresses(db, [number for number, _ in captures], [number for number, _ in readings])
    refold(db, batch.site, sorted(urls), touched)
    for hour, before in hours:
        if before is None:
            forget_serving(db, batch.site, hour)
        elif db.execute(_SERVED, (batch.site, hour)).rowcount:
            judge_missed(db, batch.site, hour)
    settle(db, touched)


def _restore(db: sqlite3.Connection, number: int, before: dict[str, Any]) -> None:
    if db.execute("SELECT 1 FROM readings WHERE id = ?", (number,)).fetchone() is None:
        db.execute(_INSERT, (number, *(before[name] for name in _COLUMNS)))
        return
    columns = [name for name in _COLUMNS if name in before]
    if columns:
        values = (*(before[name] for name in columns), number)
        db.execute(f"UPDATE readings SET {' = ?, '.join(columns)} = ? WHERE id = ?", values)  # noqa: S608 -- names from above


def _addresses(db: sqlite3.Connection, captures: Sequence[int], readings: Sequence[int]) -> set[str]:
    found: set[str] = set()
    for number in captures:
        query = "SELECT c.url, r.url FROM captures c LEFT JOIN readings r ON r.id = c.reading WHERE c.id = ?"
        asked, read = db.execute(query, (number,)).fetchone()
        found |= {canonical_url(asked) or asked, *([read] if read else [])}
    for number in readings:
        query = "SELECT c.url, r.url FROM readings r JOIN captures c ON c.id = r.capture WHERE r.id = ?"
        for asked, read in db.execute(query, (number,)):
            found |= {canonical_url(asked) or asked, *([read] if read else [])}
    return found


def _articles(db: sqlite3.Connection, captures: Sequence[int], readings: Sequence[int]) -> set[int]:
    of_capture = "SELECT r.article FROM captures c JOIN readings r ON r.id = c.reading WHERE c.id = ? AND r.article > 0"
    of_reading = "SELECT article FROM readings WHERE id = ? AND article > 0"
    pairs = [(of_capture, number) for number in captures] + [(of_reading, number) for number in readings]
    return {article for query, number in pairs for (article,) in db.execute(query, (number,))}
