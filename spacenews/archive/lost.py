"""Captures whose bytes are gone: their rows are marked, what was read from them stays, and a found file heals them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from spacenews.archive.archive import Archive
from spacenews.archive.opening import explained
from spacenews.archive.rows import instant_text
from spacenews.model import clock

_LOSE = """
INSERT INTO lost_captures (capture, what, found_at)
SELECT id, 'record', ? FROM captures WHERE location = ? AND "offset" >= ?
ON CONFLICT (capture) DO UPDATE SET what = 'record' WHERE what <> 'record' RETURNING capture"""
_LOSE_PAYLOADS = """
INSERT INTO lost_captures (capture, what, found_at)
SELECT v.id, 'payload', ?1 FROM captures v JOIN captures r ON r.record_uuid = v.refers_to
WHERE v.kind = 'revisit' AND r.id IN (SELECT value FROM json_each(?2))
ON CONFLICT (capture) DO NOTHING RETURNING capture"""
# What was asked for again since, and is held, need not be asked for once more.
_ADDRESSES = """
SELECT DISTINCT c.url FROM captures c
WHERE c.id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
    SELECT 1 FROM captures n WHERE n.site = c.site AND n.url = c.url AND n.captured_at > c.captured_at
        AND n.status BETWEEN 200 AND 299 AND n.id NOT IN (SELECT capture FROM lost_captures))
ORDER BY c.url"""
_FIND = """
DELETE FROM lost_captures WHERE what = 'record' AND capture IN (
    SELECT id FROM captures WHERE record_uuid IN (SELECT value FROM json_each(?)))"""
_FIND_PAYLOADS = """
DELETE FROM lost_captures WHERE what = 'payload' AND capture IN (
    SELECT v.id FROM captures v JOIN captures r ON r.record_uuid = v.refers_to
    WHERE v.id = lost_captures.capture AND r.id NOT IN (SELECT capture FROM lost_captures))"""


@dataclass(frozen=True, slots=True)
class Lost:
    """Captures that turned out to be gone: how many, and the addresses of which nothing newer is held."""

    captures: int
    urls: tuple[str, ...]


def lose_captures(archive: Archive, location: str, start: int) -> Lost:
    """Mark the captures of a WARC file from a byte on as gone, with those that only refer to their payloads.

    What is marked is never referred to by a new capture, nor asked about with its validators; the articles that were
    read from it stay as they are.

    Raises:
        ArchiveError: It cannot be written.
    """
    now = instant_text(clock.now())
    with archive.transaction() as db:
        gone = _numbers(db.execute(_LOSE, (now, location, start)))
        gone += _numbers(db.execute(_LOSE_PAYLOADS, (now, json.dumps(gone))))
        urls = tuple(str(url) for (url,) in db.execute(_ADDRESSES, (json.dumps(gone),)))
    return Lost(len(gone), urls)


def find_captures_again(archive: Archive, uuids: Iterable[str]) -> int:
    """Mark captures as held again whose records were found in their file after all; returns how many were.

    Raises:
        ArchiveError: It cannot be written.
    """
    with explained(archive.path):
        if archive.connection.execute("SELECT 1 FROM lost_captures LIMIT 1").fetchone() is None:
            return 0
    with archive.transaction() as db:
        found = db.execute(_FIND, (json.dumps(list(uuids)),)).rowcount
        return found + db.execute(_FIND_PAYLOADS).rowcount if found else 0


def _numbers(rows: sqlite3.Cursor) -> list[int]:
    return [number for (number,) in rows.fetchall()]
