"""Go on after a writer was stopped at any moment: trim a cut last record, find captures that no row speaks of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacenews.captures.member import Member, walk_members
from spacenews.captures.record import parse_record
from spacenews.captures.row import Place, capture_row
from spacenews.model.capture import CaptureRecord
from spacenews.model.errors import CaptureError

_COPY = 1 << 20
_TAIL = 16 << 20  # more than a writer leaves unsynced, unless its pages are huge


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a start found.

    Attributes:
        records: Captures that lie in the files and in no row, in the order written.
        messages: One line for a person on each file that was trimmed.
        lost: Files that hold less than their rows say, each with its first byte that is gone.
    """

    records: tuple[CaptureRecord, ...] = ()
    messages: tuple[str, ...] = ()
    lost: tuple[tuple[str, int], ...] = ()


def recover_captures(
    folder: Path,
    site: str,
    *,
    indexed: Callable[[str], int],
    indexed_within: Callable[[str, int], int] = lambda _location, _within: 0,
    doubted: bool = False,
) -> Recovery:
    """Trim what a stopped writer left half written, and return what it wrote that is not indexed.

    Only for the run that holds the site. Cut bytes are kept beside the file as `<file>.cut-<offset>`.

    Args:
        folder: The captures folder.
        site: Key of the site.
        indexed: Answers, for a location, how many bytes of that file the rows account for; 0 for a new one.
        indexed_within: The same, of those rows alone that end at a byte or before.
        doubted: The last writer was cut short, so what the rows know of the end of its file is looked at too: a power
            cut can take bytes that were written, and leave zeros in their place.

    Raises:
        CaptureError: A file cannot be read or trimmed.
    """
    records: list[CaptureRecord] = []
    messages: list[str] = []
    lost: list[tuple[str, int]] = []
    paths = sorted((folder / site).glob("*.warc.gz"))
    for path in paths:
        location = f"{site}/{path.name}"
        known = indexed(location)
        try:
            size = path.stat().st_size
            within = min(size, max(0, known - _TAIL)) if doubted and path == paths[-1] else size
            start = known if within >= known else indexed_within(location, within)
            end = _recover_file(path, location, _Bounds(start, known), records, messages)
        except OSError as error:
            raise CaptureError(
                f"{path} cannot be read or trimmed: {error.strerror or error}; make it writable and run again"
            ) from error
        if end < known:
            lost.append((location, end))
    return Recovery(tuple(records), tuple(messages), tuple(lost))


@dataclass(frozen=True, slots=True)
class Found:
    """One record of a file: the row of its capture, None for a record of another kind; and where the next begins."""

    record: CaptureRecord | None
    end: int


def find_captures(folder: Path, location: str, start: int) -> Iterator[Found | str]:
    """Give each record of a WARC file from a byte on, and last, in one line, what ends it early; changes nothing.

    Args:
        folder: The captures folder.
        location: The file, relative to it.
        start: Where a record begins.

    Raises:
        CaptureError: The file cannot be read.
    """
    path, site = folder / location, location.partition("/")[0]
    try:
        with path.open("rb") as file:
            for member in walk_members(file, start):
                if member.data is None:
                    yield f"{path}: from byte {member.offset} on it is cut or damaged; what follows cannot be read"
                    return
                yield Found(_row(member, member.data, location, site), member.offset + member.length)
    except OSError as error:
        raise CaptureError(f"{path} cannot be read: {error.strerror or error}; mend its rights, or its disk") from error


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Where a file is looked at from, and how far its rows know it."""

    start: int
    known: int


def _recover_file(path: Path, location: str, bounds: _Bounds, records: list[CaptureRecord], messages: list[str]) -> int:
    """Return where the last whole record ends."""
    end = bounds.start
    with path.open("rb") as file:
        for member in walk_members(file, bounds.start):
            if member.data is None:
                messages.append(_trim(path, member.offset, path.stat().st_size))
                break
            end = member.offset + member.length
            row = _row(member, member.data, location, location.partition("/")[0])
            if row is not None and member.offset >= bounds.known:
                records.append(row)
    return end


def _row(member: Member, data: bytes, location: str, site: str) -> CaptureRecord | None:
    record = parse_record(data)
    return capture_row(record, site, Place(location, member.offset, member.length)) if record else None


def _trim(path: Path, good: int, size: int) -> str:
    """Move what follows the last whole member aside; copied and on the disk before the file is cut."""
    aside = _free_name(path, good)
    with path.open("r+b") as file, aside.open("xb") as kept:
        file.seek(good)
        while chunk := file.read(_COPY):
            kept.write(chunk)
        kept.flush()
        os.fsync(kept.fileno())
        file.truncate(good)
        os.fsync(file.fileno())
    return f"{path}: the last record was cut off while it was written; {size - good} bytes moved to {aside.name}"


def _free_name(path: Path, good: int) -> Path:
    name, number = f"{path.name}.cut-{good}", 1
    while (path.parent / name).exists():
        number += 1
        name = f"{path.name}.cut-{good}.{number}"
    return path.parent / name
