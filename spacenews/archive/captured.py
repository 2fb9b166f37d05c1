"""Capture rows and the redirects among them: the facts that everything else is folded from."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from spacenews.archive.rows import instant_text
from spacenews.model import CaptureRecord
from spacenews.model.clock import from_text
from spacenews.model.urls import canonical_url

_COLUMNS = (
    "record_uuid, site, url, captured_at, status, mime, payload_digest, kind, location, offset, length, refers_to, "
    "truncated, etag, last_modified, redirect_to"
)
_INSERT = f"INSERT INTO captures ({_COLUMNS}) VALUES ({', '.join('?' * 16)}) ON CONFLICT (record_uuid) DO NOTHING"  # noqa: S608 -- made of constants
SELECT = f"SELECT {_COLUMNS} FROM captures "  # noqa: S608 -- made of constants
INDEXED_BYTES = """
SELECT coalesce(max("offset" + length), 0) FROM captures
WHERE location = ? AND "offset" + length <= coalesce(?, 1 << 62)
    AND id NOT IN (SELECT capture FROM lost_captures WHERE what = 'record')"""
HELD = "id NOT IN (SELECT capture FROM lost_captures)"

_TELLING = frozenset({HTTPStatus.NOT_MODIFIED, HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Moved:
    """A redirect that was not stored before; both ends canonical; `at` is when it was captured, as text."""

    site: str
    source: str
    target: str
    at: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer without a page that was not stored before: it says whether something is at a canonical URL."""

    site: str
    url: str


def add_capture(db: sqlite3.Connection, record: CaptureRecord) -> Moved | Answered | None:
    """Store a capture's row once; return what it says of an address where it gave no page, None where it says nothing.

    Nothing is said where it was stored before.
    """
    at = instant_text(record.captured_at)
    added = db.execute(
        _INSERT,
        (
            record.record_uuid,
            record.site,
            record.url,
            at,
            record.status,
            record.mime,
            record.payload_digest,
            record.kind,
            record.location,
            record.offset,
            record.length,
            record.refers_to,
            record.truncated,
            record.etag,
            record.last_modified,
            record.redirect_to,
        ),
    )
    if added.rowcount == 0 or (record.redirect_to is None and record.status not in _TELLING):
        return None
    source, target = canonical_url(record.url), canonical_url(record.redirect_to or "")
    if source is None or source == target or (target is None and record.redirect_to is not None):
        return None
    db.execute(
        "INSERT INTO answers (capture, site, url, status, hour) VALUES (?, ?, ?, ?, ?)",
        (added.lastrowid, record.site, source, record.status, hour_of(record.captured_at)),
    )
    if target is None:
        return Answered(record.site, source)
    db.execute(
        "INSERT INTO redirects (capture, site, source, target) VALUES (?, ?, ?, ?)",
        (added.lastrowid, record.site, source, target),
    )
    return Moved(record.site, source, target, at)


def hour_of(instant: datetime) -> int:
    """Return the number of the hour of an instant, counted from 1970 in UTC."""
    return int(instant.timestamp() // _HOUR_SECONDS)


def to_record(row: tuple[object, ...]) -> CaptureRecord:
    """Return the CaptureRecord of a row that `SELECT` gave."""
    values = list(row)
    values[3] = from_text(str(values[3]))
    return CaptureRecord(*values)  # type: ignore[arg-type]  # the columns are STRICT, and in the order of the fields
