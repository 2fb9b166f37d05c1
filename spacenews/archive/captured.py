"""Capture rows and the redirects among them: the facts that everything else is folded from."""

from __future__ import annotations

import sqlite3

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
INDEXED_BYTES = 'SELECT coalesce(max("offset" + length), 0) FROM captures WHERE location = ?'


Moved = tuple[str, str, str, str]
"""A redirect: site, canonical source and target, and when it was captured."""


def add_capture(db: sqlite3.Connection, record: CaptureRecord) -> Moved | None:
    """Store a capture's row once; return what it says of a move where it is a redirect not stored before, else None."""
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
    if added.rowcount == 0 or record.redirect_to is None:
        return None
    source, target = canonical_url(record.url), canonical_url(record.redirect_to)
    if source is None or target is None or source == target:
        return None
    db.execute(
        "INSERT INTO redirects (capture, site, source, target) VALUES (?, ?, ?, ?)",
        (added.lastrowid, record.site, source, target),
    )
    return record.site, source, target, at


def to_record(row: tuple[object, ...]) -> CaptureRecord:
    """Return the CaptureRecord of a row that `SELECT` gave."""
    values = list(row)
    values[3] = from_text(str(values[3]))
    return CaptureRecord(*values)  # type: ignore[arg-type]  # the columns are STRICT, and in the order of the fields
