"""Stored captures read again: what was read becomes their reading, in the transaction of the caller.

It is the fold that says what follows from that: revisions, what waits, which articles there are. So the rows are those
that a rebuild by the same reader would make.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacenews.archive import readings
from spacenews.archive.captured import hour_of
from spacenews.archive.filing import judge_missed, note_serving
from spacenews.archive.neighborhood import refold
from spacenews.archive.readings import Read
from spacenews.archive.rows import month_of
from spacenews.archive.touched import Touched, settle
from spacenews.model import Article, Rejection
from spacenews.model.clock import from_text
from spacenews.model.urls import canonical_url

Outcome = tuple[str, Article | Rejection]
"""record_uuid of a capture, and what it reads as now."""

_READING = """
SELECT r.reader, r.url, r.content_digest, r.fields, t.sha256, r.status
FROM readings r JOIN texts t ON t.id = r.text WHERE r.id = ?"""
_SUPERSEDE = """
UPDATE readings SET status = 'superseded' WHERE id = ? AND text IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.reading = readings.id)"""


def correct(db: sqlite3.Connection, site: str, reader: str, outcomes: Sequence[Outcome]) -> None:
    """Make these the readings of their captures; what they replace stays as superseded.

    A reading that all its captures give again gets the name of the new reader, and is else left alone.

    Args:
        db: In a transaction.
        site: Key of the site.
        reader: Who read.
        outcomes: Of all captures of an article, so that its history is compared by one reader.

    Raises:
        ArchiveError: A capture has no row.
    """
    db.execute("PRAGMA defer_foreign_keys = ON")
    touched, around = Touched(), _Around()
    reads: dict[int, list[Read]] = defaultdict(list)
    for uuid, outcome in outcomes:
        if isinstance(outcome, Article):
            read = readings.prepare(db, outcome)
            reads[read.known or 0].append(read)
        else:
            _refuse(db, uuid, outcome, reader, touched, around)
    for number, of_reading in reads.items():
        _take(db, number, of_reading, touched, around)
    if around.urls or touched.stale or len(around.readers) > 1:
        urls = around.urls | {read.article.url for each in reads.values() for read in each}
        _supersede(db, around.replaced)
        refold(db, site, sorted(urls), touched)
        for read in reads.get(0, ()):
            note_serving(db, read.article)
        for hour in sorted(around.silent):
            forget_serving(db, site, hour)
    settle(db, touched)


@dataclass(slots=True)
class _Around:
    """What must be looked at again once all readings are in their place.

    Attributes:
        urls: Addresses to be folded again.
        replaced: Readings that captures have no longer.
        readers: Who read until now.
        silent: Hours in which an article was served that is none any more.
    """

    urls: set[str] = field(default_factory=set)
    replaced: set[int] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)


def _refuse(
    db: sqlite3.Connection, uuid: str, rejection: Rejection, reader: str, touched: Touched, around: _Around
) -> None:
    """Let a capture give no article."""
    known = readings.find_capture_row(db, uuid)[3]
    around.urls |= _urls(db, uuid, known)
    if known is not None:
        around.replaced.add(known)
        around.silent.add(_hour(db, uuid))
    readings.refuse(db, uuid, rejection, reader, touched)


def _take(db: sqlite3.Connection, number: int, reads: Sequence[Read], touched: Touched, around: _Around) -> None:
    """Make these the readings of the captures that had this reading so far; 0 is none."""
    was = db.execute(_READING, (number,)).fetchone()
    if was is not None:
        around.readers.add(was[0])
        if _is_confirmed(db, number, was, reads):
            _rename(db, number, was[0], reads, touched)
            return
        around.urls.add(was[1])
        around.replaced.add(number)
    for read in reads:
        readings.attach(db, read, touched)
        around.urls.add(read.article.url)


_FORGET_HOUR = """
DELETE FROM serving_hours WHERE site = ?1 AND hour = ?2 AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.site = ?1
    AND c.reading IS NOT NULL AND CAST(strftime('%s', c.captured_at) AS INTEGER) / 3600 = ?2)"""


def forget_serving(db: sqlite3.Connection, site: str, hour: int) -> None:
    """Note that the site served no article in an hour, unless another capture says that it did."""
    if db.execute(_FORGET_HOUR, (site, hour)).rowcount:
        judge_missed(db, site, hour)


def _hour(db: sqlite3.Connection, uuid: str) -> int:
    (at,) = db.execute("SELECT captured_at FROM captures WHERE record_uuid = ?", (uuid,)).fetchone()
    return hour_of(from_text(at))


def _urls(db: sqlite3.Connection, uuid: str, known: int | None) -> set[str]:
    (asked,) = db.execute("SELECT url FROM captures WHERE record_uuid = ?", (uuid,)).fetchone()
    was = db.execute("SELECT url FROM readings WHERE id = ? AND url IS NOT NULL", (known,)).fetchone()
    return {canonical_url(asked) or asked, *(was or ())}


def _is_confirmed(db: sqlite3.Connection, number: int, was: Sequence[str], reads: Sequence[Read]) -> bool:
    """Whether every capture of a reading says exactly the same again, evidence aside."""
    _, url, digest, fields, sha256, _ = was
    same = all(
        (read.article.url, read.article.content_digest, read.written.fields, read.sha256)
        == (url, digest, fields, sha256)
        for read in reads
    )
    count = db.execute("SELECT count(*) FROM captures WHERE reading = ?", (number,)).fetchone()[0]
    if not same or count != len(reads):
        return False
    twin = readings.find_same(db, reads[0])
    return twin is None or twin[0] == number


def _rename(db: sqlite3.Connection, number: int, reader: str, reads: Sequence[Read], touched: Touched) -> None:
    first = min(reads, key=lambda read: (read.at, read.article.capture))
    name = first.article.reader
    if name == reader:
        return
    taken = "SELECT id, article FROM readings WHERE capture = ? AND reader = ? AND id <> ?"
    for other, article in db.execute(taken, (first.capture, name, number)).fetchall():
        readings.pass_on(db, other, first.capture, article, touched)  # of the same name, by rules that are no more
    db.execute(
        "UPDATE readings SET reader = ?, capture = ?, evidence = ? WHERE id = ?",
        (name, first.capture, first.written.evidence, number),
    )
    shown = db.execute("UPDATE articles SET reader = ? WHERE reading = ? RETURNING site, published_on", (name, number))
    touched.months |= {(site, month_of(day)) for site, day in shown.fetchall()}


def _supersede(db: sqlite3.Connection, replaced: Iterable[int]) -> None:
    """What no capture reads as any more waits for nothing."""
    for number in replaced:
        db.execute("DELETE FROM doubts WHERE reading = ?", (number,))
        db.execute(_SUPERSEDE, (number,))
