"""Batches of re-readings: what each changed is remembered by triggers while it is written, and can be put back.

A part is what was changed for one article. Parts are undone from the last to the first, each in one transaction, so
that a batch that was cut short, or whose undoing was, is undone all the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacenews.archive.archive import Archive
from spacenews.archive.corrections import Outcome, correct
from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader
from spacenews.archive.rows import canonical_json, instant_text
from spacenews.model import clock

_BATCH = (
    "SELECT id, site, reader, began_at, ended_at, undone_at, articles, changed, left_out, fields FROM reread_batches"
)
_BEGIN = """
INSERT INTO reread_batches (id, site, reader, began_at, last_capture, articles, changed, left_out, fields)
VALUES (?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM captures), 0, 0, 0, '{}')"""
_COUNT = "UPDATE reread_batches SET articles = articles + ?, changed = changed + ?, fields = ? WHERE id = ?"
_FORGET = "DELETE FROM reread_before WHERE batch IN (SELECT id FROM reread_batches WHERE site = ?)"
_NOW = "CREATE TEMP TABLE reread_now (batch TEXT, part INTEGER)"

_COLUMNS = ("site", "url", "article", "capture", "reader", "status", "content_digest", "fields", "text", "evidence")
_FACTS = ("url", "capture", "reader", "content_digest", "fields", "text", "evidence")  # the fold works out the others
_EACH = ", ".join(f"'{name}', old.{name}" for name in _COLUMNS)
_WHOLE = f"json_object({_EACH})"
_CHANGED = ", ".join(f"'{name}', iif(old.{name} IS NOT new.{name}, old.{name}, NULL)" for name in _FACTS)
_DIFFERS = " OR ".join(f"old.{name} IS NOT new.{name}" for name in _FACTS)


def _trigger(name: str, when: str, kind: str, number: str, before: str, merge: str = "NOTHING") -> tuple[str, str]:
    return name, (
        f"CREATE TEMP TRIGGER {name} AFTER {when} BEGIN"  # noqa: S608 -- constants
        f" INSERT INTO reread_before (batch, part, kind, number, before)"
        f" SELECT batch, part, '{kind}', {number}, {before} FROM reread_now WHERE true"
        f" ON CONFLICT (batch, part, kind, number) DO {merge}; END"
    )


_KEEP_FIRST = "UPDATE SET before = json_patch(excluded.before, before)"
# json_patch leaves out what is NULL: what stays is the columns that were changed.
_TRIGGERS = (
    _trigger(
        "reread_captures",
        "UPDATE OF reading ON main.captures WHEN old.reading IS NOT new.reading",
        "capture",
        "old.id",
        "json_object('reading', old.reading)",
    ),
    _trigger(
        "reread_changed",
        f"UPDATE ON main.readings WHEN {_DIFFERS}",
        "reading",
        "old.id",
        f"json_patch('{{}}', json_object({_CHANGED}))",
        _KEEP_FIRST,
    ),
    _trigger("reread_deleted", "DELETE ON main.readings", "reading", "old.id", _WHOLE, _KEEP_FIRST),
    _trigger("reread_added", "INSERT ON main.readings", "reading", "new.id", "NULL"),
    _trigger("reread_texts", "INSERT ON main.texts", "text", "new.id", "NULL"),
    _trigger("reread_categories", "INSERT ON main.categories", "category", "new.id", "NULL"),
    _trigger("reread_authors", "INSERT ON main.authors", "author", "new.id", "NULL"),
    _trigger("reread_hours", "INSERT ON main.serving_hours", "hour", "new.hour", "NULL"),
    _trigger("reread_silence", "DELETE ON main.serving_hours", "hour", "old.hour", "'{}'"),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """One `reread --apply`; meanings as the columns of `reread_batches`."""

    id: str
    site: str
    reader: str
    began_at: str
    ended_at: str | None
    undone_at: str | None
    articles: int
    changed: int
    left_out: int
    fields: Mapping[str, int]


def list_batches(archive: ArchiveReader, site: str) -> Sequence[Batch]:
    """Return the batches of a site, newest first; raises ArchiveError."""
    with explained(archive.path):
        rows = archive.connection.execute(f"{_BATCH} WHERE site = ? ORDER BY began_at DESC, id DESC", (site,))
        return [Batch(*(*row[:-1], json.loads(row[-1]))) for row in rows]


class BatchWriter:
    """Writes one batch: the one that was cut short, or else a new one, which begins with its first article.

    Args:
        archive: Open, and held by nobody else who writes.
        site: Key of the site.
        reader: Who reads.

    Attributes:
        site: As given.
        reader: As given.
        batch: Id of the batch; empty while nothing was written.
        goes_on: Whether it goes on with a batch that was cut short.
        last_reader: Who read so far in that one.
    """

    def __init__(self, archive: Archive, site: str, reader: str) -> None:
        self._archive = archive
        self.site = site
        self.reader = reader
        last = next(iter(list_batches(archive, site)), None)
        self.batch = last.id if last and last.ended_at is None and last.undone_at is None else ""
        self._fields = Counter(last.fields if last and self.batch else {})
        self.goes_on = bool(self.batch)
        self.last_reader = last.reader if last and self.batch else ""

    def write(self, units: Sequence[tuple[Sequence[Outcome], frozenset[str]]]) -> None:
        """Write what the captures of some articles read as, in one transaction.

        Args:
            units: Of each article what its captures read as, and the fields in which that differs.

        Raises:
            ArchiveError: It could not be written; nothing of this call was.
        """
        archive = self._archive
        with archive.transaction() as db:
            self._begin(db)
            _watch(db)
            (last,) = db.execute("SELECT max(part) FROM reread_before WHERE batch = ?", (self.batch,)).fetchone()
            for part, (outcomes, fields) in enumerate(units, (last or 0) + 1):
                db.execute("UPDATE reread_now SET batch = ?, part = ?", (self.batch, part))
                correct(db, self.site, self.reader, outcomes)
                self._fields.update(fields)
            _unwatch(db)
            changed = sum(1 for _, fields in units if fields)
            db.execute(_COUNT, (len(units), changed, canonical_json(self._fields), self.batch))
        archive.index()

    def finish(self, *, left_out: int) -> Batch | None:
        """Note that all is written; return the batch, or None where nothing was."""
        if not self.batch:
            return None
        with self._archive.transaction() as db:
            db.execute(
                "UPDATE reread_batches SET ended_at = ?, left_out = ? WHERE id = ?",
                (instant_text(clock.now()), left_out, self.batch),
            )
        return next(batch for batch in list_batches(self._archive, self.site) if batch.id == self.batch)

    def _begin(self, db: sqlite3.Connection) -> None:
        if self.batch:
            db.execute("UPDATE reread_batches SET reader = ? WHERE id = ?", (self.reader, self.batch))
            return
        now = clock.now()
        self.batch = f"{self.site}-{now:%Y%m%dT%H%M%S%fZ}"
        db.execute(_FORGET, (self.site,))  # the last one alone can be undone
        db.execute(_BEGIN, (self.batch, self.site, self.reader, instant_text(now)))


def addresses_of(archive: ArchiveReader, batch: str) -> Iterator[str]:
    """Return the addresses of the captures that a batch gave another reading; raises ArchiveError."""
    return _addresses(
        archive,
        "SELECT DISTINCT c.url FROM reread_before b JOIN captures c ON c.id = b.number"
        " WHERE b.batch = ?1 AND b.kind = 'capture'"
        " UNION SELECT c.url FROM reread_before b JOIN readings r ON r.id = b.number"
        " JOIN captures c ON c.id = r.capture WHERE b.batch = ?1 AND b.kind = 'reading'",
        batch,
    )


def read_as(archive: ArchiveReader, batch: str) -> Iterator[str]:
    """Return the addresses that pages read as before a batch and by it; raises ArchiveError."""
    return _addresses(
        archive,
        "SELECT r.url FROM reread_before b JOIN readings r ON r.id = b.number"
        " WHERE b.batch = ?1 AND b.kind = 'reading' AND r.url IS NOT NULL"
        " UNION SELECT json_extract(before, '$.url') FROM reread_before"
        " WHERE batch = ?1 AND kind = 'reading' AND json_extract(before, '$.url') IS NOT NULL",
        batch,
    )


def _addresses(archive: ArchiveReader, query: str, batch: str) -> Iterator[str]:
    with explained(archive.path):
        yield from (url for (url,) in archive.connection.execute(query, (batch,)))


def _watch(db: sqlite3.Connection) -> None:
    """Remember from now on what is changed; a rollback ends it too."""
    db.execute(_NOW)
    db.execute("INSERT INTO reread_now VALUES ('', 0)")
    for _, trigger in _TRIGGERS:
        db.execute(trigger)


def _unwatch(db: sqlite3.Connection) -> None:
    for name, _ in _TRIGGERS:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("DROP TABLE reread_now")
