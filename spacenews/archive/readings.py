"""Rows of readings: one for each distinct reading of an address, held by the earliest capture that reads so."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from spacenews.archive.rows import Written, canonical_json, instant_text, write_down
from spacenews.archive.touched import Touched
from spacenews.model import Article, Rejection
from spacenews.model.errors import ArchiveError
from spacenews.model.ids import text_sha256
from spacenews.model.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Read:
    """An article to be stored, written down, with the row of its capture.

    Attributes:
        capture: Row number of its capture.
        page: Canonical URL that was asked for.
        at: When it was captured, as text.
        known: Reading that this capture has so far as an article, or None.
        had_one: Whether it was read before, be it as an article or not.
        sha256: Hex digest of its body.
    """

    article: Article
    written: Written
    capture: int
    page: str
    at: str
    known: int | None
    had_one: bool
    sha256: str


def prepare(db: sqlite3.Connection, article: Article) -> Read:
    """Return what is needed to store an article.

    Raises:
        ArchiveError: Its capture is not stored, or is of another site: what is not captured cannot exist.
    """
    capture, site, url, reading, had_one = find_capture_row(db, article.capture)
    if site != article.site:
        raise ArchiveError(f"capture {article.capture} is of site {site!r}, its article of {article.site!r}")
    written = write_down(article)
    at = instant_text(article.captured_at)
    return Read(
        article=article,
        written=written,
        capture=capture,
        page=canonical_url(url) or url,
        at=at,
        known=reading,
        had_one=bool(had_one) or reading is not None,
        sha256=text_sha256(written.body),
    )


def find_capture_row(db: sqlite3.Connection, record_uuid: str) -> tuple[int, str, str, int | None, int]:
    """Return row number, site, URL and reading of a capture, and whether a row of readings is held by it.

    Raises:
        ArchiveError: It is not stored.
    """
    found = db.execute(
        "SELECT id, site, url, reading, EXISTS (SELECT 1 FROM readings r WHERE r.capture = c.id) FROM captures c"
        " WHERE record_uuid = ?",
        (record_uuid,),
    ).fetchone()
    if found is None:
        raise ArchiveError(
            f"capture {record_uuid} has no row: an article is saved together with its capture or after it"
        )
    row: tuple[int, str, str, int | None, int] = found
    return row


def find_same(db: sqlite3.Connection, read: Read) -> tuple[int, int] | None:
    """Return the reading that says exactly this (evidence aside), and its capture; or None."""
    row = db.execute(
        "SELECT r.id, r.capture FROM readings r JOIN texts t ON t.id = r.text"
        " WHERE r.url = ? AND r.site = ? AND r.reader = ? AND r.fields = ? AND t.sha256 = ?"
        " AND r.content_digest = ?",
        (
            read.article.url,
            read.article.site,
            read.article.reader,
            read.written.fields,
            read.sha256,
            read.article.content_digest,
        ),
    ).fetchone()
    return row if row is None else (row[0], row[1])


def attach(db: sqlite3.Connection, read: Read, touched: Touched) -> int:
    """Make this the reading of its capture, and return its row; what it replaces by the same reader goes."""
    _make_room(db, read, touched)
    same = find_same(db, read)
    if same is None:
        reading, _ = add(db, read)
    else:
        reading = same[0]
        if same[1] != read.capture and _moment(db, read.capture) < _moment(db, same[1]):
            db.execute(
                "UPDATE readings SET capture = ?, evidence = ? WHERE id = ?",
                (read.capture, read.written.evidence, reading),
            )
    if read.known is not None and read.known != reading:
        touched.stale |= _article_of(db, read.known)
    touched.fresh.add(reading)
    db.execute("UPDATE captures SET reading = ? WHERE id = ?", (reading, read.capture))
    return reading


def add(db: sqlite3.Connection, read: Read, *, shown_by: int | None = None) -> tuple[int, int | None]:
    """Store a new reading, as the current one of an article where that is given.

    Return its row, and its text's where no other reading has this text yet.
    """
    text = db.execute(
        "INSERT INTO texts (sha256, body) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING RETURNING id",
        (read.sha256, read.written.body),
    ).fetchone()
    article = read.article
    added = db.execute(
        "INSERT INTO readings (site, url, article, capture, reader, status, content_digest, fields, text, evidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, (SELECT id FROM texts WHERE sha256 = ?)), ?)",
        (
            article.site,
            article.url,
            shown_by,
            read.capture,
            article.reader,
            "superseded" if shown_by is None else "current",
            article.content_digest,
            read.written.fields,
            text and text[0],
            read.sha256,
            read.written.evidence,
        ),
    )
    return int(added.lastrowid or 0), text and text[0]


def add_rejected(
    db: sqlite3.Connection, record_uuid: str, rejection: Rejection, reader: str
) -> tuple[int, str, str] | None:
    """Store why a capture is no article; a reading of the same capture by the same reader stays as it is.

    Return the row of the rejected reading, the site and the canonical URL that was asked for; None where it stayed.
    """
    capture, site, url, *_ = find_capture_row(db, record_uuid)
    reason = canonical_json({"detail": rejection.detail, "reason": str(rejection.reason)})
    row = db.execute(
        "INSERT INTO readings (site, capture, reader, status, fields, evidence) VALUES (?, ?, ?, 'rejected', ?, '[]')"
        " ON CONFLICT (capture, reader) DO UPDATE SET fields = excluded.fields WHERE text IS NULL RETURNING id",
        (site, capture, reader, reason.encode("utf-8", "replace").decode()),
    ).fetchone()
    return None if row is None else (row[0], site, canonical_url(url) or url)


def refuse(db: sqlite3.Connection, record_uuid: str, rejection: Rejection, reader: str, touched: Touched) -> None:
    """Make a capture one that gives no article, whatever it was read as; of its refusals one stays, this one."""
    capture, _, _, known, _ = find_capture_row(db, record_uuid)
    if known is not None:
        touched.stale |= _article_of(db, known)
        db.execute("UPDATE captures SET reading = NULL WHERE id = ?", (capture,))
    row = db.execute(
        "SELECT id, article FROM readings WHERE capture = ? AND reader = ? AND text IS NOT NULL", (capture, reader)
    ).fetchone()
    if row is not None:
        pass_on(db, row[0], capture, row[1], touched)
    refusals = db.execute("SELECT id, article FROM readings WHERE capture = ? AND text IS NULL", (capture,)).fetchall()
    for number, article in refusals[1:]:
        touched.stale |= {article} - {None}
        db.execute("DELETE FROM doubts WHERE reading = ?", (number,))
        db.execute("DELETE FROM readings WHERE id = ?", (number,))
    if refusals:
        db.execute("UPDATE readings SET reader = ? WHERE id = ?", (reader, refusals[0][0]))
    add_rejected(db, record_uuid, rejection, reader)


def _make_room(db: sqlite3.Connection, read: Read, touched: Touched) -> None:
    """A capture has one reading a reader: an earlier one, by another spec, passes on to the next capture, or goes."""
    row = db.execute(
        "SELECT id, article, fields FROM readings WHERE capture = ? AND reader = ?",
        (read.capture, read.article.reader),
    ).fetchone()
    if row is None or (row[2] == read.written.fields and find_same(db, read) == (row[0], read.capture)):
        return
    pass_on(db, row[0], read.capture, row[1], touched)


def pass_on(db: sqlite3.Connection, reading: int, capture: int, article: int | None, touched: Touched) -> None:
    """Let the next capture that reads so hold a reading instead of this one; where there is none, it goes."""
    if article is not None:
        touched.stale.add(article)
    heir = db.execute(
        "SELECT id FROM captures WHERE reading = ? AND id <> ? ORDER BY captured_at, record_uuid LIMIT 1",
        (reading, capture),
    ).fetchone()
    db.execute("UPDATE captures SET reading = NULL WHERE id = ? AND reading = ?", (capture, reading))
    if heir is None:
        db.execute("DELETE FROM readings WHERE id = ?", (reading,))
    else:
        db.execute("UPDATE readings SET capture = ? WHERE id = ?", (heir[0], reading))


def _article_of(db: sqlite3.Connection, reading: int) -> set[int]:
    rows = db.execute("SELECT article FROM readings WHERE id = ? AND article IS NOT NULL", (reading,))
    return {article for (article,) in rows}


def _moment(db: sqlite3.Connection, capture: int) -> tuple[str, str]:
    row = db.execute("SELECT captured_at, record_uuid FROM captures WHERE id = ?", (capture,)).fetchone()
    return row[0], row[1]
