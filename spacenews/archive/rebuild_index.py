"""Every capture that lies in the WARC files, found by walking them: the index that a rebuild begins with.

A file of its own, `rebuild.work.db`, since ten years of captures do not fit into memory, and so that a rebuild that
was stopped goes on. It holds nothing that cannot be found again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from spacenews.archive.opening import explained
from spacenews.archive.rows import instant_text
from spacenews.captures.recovery import Found, find_captures
from spacenews.model import CaptureRecord
from spacenews.model.clock import from_text

_NAMES = tuple(field.name for field in fields(CaptureRecord))
_QUOTED = ", ".join(f'"{name}"' for name in _NAMES)
_AT = _NAMES.index("captured_at")
_MAKE = f"""
CREATE TABLE IF NOT EXISTS files (location TEXT PRIMARY KEY, done INTEGER NOT NULL, problem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS found ({_QUOTED}, PRIMARY KEY (captured_at, record_uuid)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS found_by_uuid ON found(record_uuid)
"""
_ADD = f"INSERT INTO found VALUES ({', '.join('?' * len(_NAMES))}) ON CONFLICT DO NOTHING"  # noqa: S608 -- constants
_SELECT = f"SELECT {_QUOTED} FROM found "  # noqa: S608 -- constants
_NOTE = "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET done = excluded.done, problem = excluded.problem"
_PART = 2000  # records that are found at once


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in a part of a file.

    Attributes:
        end: Where the next part begins; None: there is none.
        problem: What is wrong with the file behind that part; empty where nothing is.
    """

    location: str
    records: tuple[CaptureRecord, ...]
    done: int
    end: int | None
    problem: str = ""


def find_part(folder: Path, location: str, start: int) -> Part:
    """Return the captures of a WARC file from a byte on, so many that they fit into memory.

    Raises:
        CaptureError: The file cannot be read.
    """
    records: list[CaptureRecord] = []
    done = start
    for found in find_captures(folder, location, start):
        if isinstance(found, Found):
            done = found.end
            records += [found.record] if found.record is not None else []
            if len(records) >= _PART:
                return Part(location, tuple(records), done, done)
        else:
            return Part(location, tuple(records), done, None, found)
    return Part(location, tuple(records), done, None)


class CaptureIndex:
    """The captures of a rebuild, by moment. Close it, or use it in a `with` statement.

    Raises:
        ArchiveError: The file cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with explained(path):
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = OFF")  # what a power cut takes is found again
            self._db.executescript(_MAKE)

    def is_of(self, readers: str) -> bool:
        """Whether it was begun for these readers; a new one is from now on."""
        with explained(self._path):
            self._db.execute("INSERT INTO meta VALUES ('readers', ?) ON CONFLICT DO NOTHING", (readers,))
            return bool(self._db.execute("SELECT value = ? FROM meta WHERE name = 'readers'", (readers,)).fetchone()[0])

    def done(self, location: str) -> int:
        """Return how many bytes of a file were looked at."""
        with explained(self._path):
            row = self._db.execute("SELECT done FROM files WHERE location = ?", (location,)).fetchone()
        return 0 if row is None else int(row[0])

    def add(self, part: Part) -> None:
        """Store what a part holds, and that it was looked at."""
        with explained(self._path):
            self._db.execute("BEGIN")
            self._db.executemany(_ADD, map(_row, part.records))
            self._db.execute(_NOTE, (part.location, part.done, part.problem))
            self._db.execute("COMMIT")

    def problems(self) -> list[str]:
        """Return what is wrong with the files, one line each."""
        with explained(self._path):
            rows = self._db.execute("SELECT problem FROM files WHERE problem <> '' ORDER BY location").fetchall()
        return [problem for (problem,) in rows]

    def count(self) -> int:
        """Return how many captures there are."""
        with explained(self._path):
            return int(self._db.execute("SELECT count(*) FROM found").fetchone()[0])

    def batches(self, size: int) -> Iterator[list[CaptureRecord]]:
        """Give all captures by moment, so many at a time."""
        last = ("", "")
        while True:
            with explained(self._path):
                rows = self._db.execute(
                    f"{_SELECT} WHERE (captured_at, record_uuid) > (?, ?) ORDER BY captured_at, record_uuid LIMIT ?",
                    (*last, size),
                ).fetchall()
            if not rows:
                return
            last = (rows[-1][_AT], rows[-1][0])
            yield [_record(row) for row in rows]

    def find(self, record_uuids: Iterable[str]) -> dict[str, CaptureRecord]:
        """Return the captures with these UUIDs, as far as there are any."""
        found: dict[str, CaptureRecord] = {}
        with explained(self._path):
            for uuid in record_uuids:
                row = self._db.execute(f"{_SELECT} WHERE record_uuid = ?", (uuid,)).fetchone()
                found |= {uuid: _record(row)} if row else {}
        return found

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _row(record: CaptureRecord) -> Sequence[object]:
    values = list(astuple(record))
    values[_AT] = instant_text(record.captured_at)
    return values


def _record(row: Sequence[object]) -> CaptureRecord:
    values = list(row)
    values[_AT] = from_text(str(values[_AT]))
    return CaptureRecord(*values)  # type: ignore[arg-type]  # as `_row` wrote them
