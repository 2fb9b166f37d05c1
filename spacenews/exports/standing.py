"""The export stage: data/articles/<site>/<yyyy-mm>.jsonl, one line an article, whole or not at all.

A month is due as soon as the transaction commits that changed it (table `export_due`), and no longer due once its
file is in place; so a crash in between is healed by the next export.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from spacenews.archive import Archive, Record, canonical_json
from spacenews.exports.shrinking import keep_unknown
from spacenews.model.disk import room_on, sync_folder
from spacenews.model.errors import HeldError, StorageError
from spacenews.model.failpoint import reach
from spacenews.model.folder import DataFolder
from spacenews.model.locking import lock_path, lock_within, read_note, this_process, write_note

WAIT_SECONDS = 60.0
_UNFINISHED = ".tmp"
_CHUNK = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Files of the folder, relative to it: rewritten, found to be up to date, and removed since no line is left."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


def export_due(
    archive: Archive, folder: Path, *, wait_seconds: float = WAIT_SECONDS, decided: AbstractSet[str] = frozenset()
) -> ExportReport:
    """Write the file of every month that is due; a file whose content is right already is not touched.

    A month whose file is missing is due too, however it was lost: the folder can be deleted at any time.

    Two exports of one site wait for each other; what is saved meanwhile stays due.

    Args:
        archive: Where the articles are.
        folder: `DataFolder.articles`; made where it is missing.
        wait_seconds: How long to wait for another export of a site.
        decided: URLs of articles that were just taken out on purpose; any other that the archive does not know any
            more is kept aside (`keep_unknown`).

    Raises:
        HeldError: Another export of a site took longer; its months stay due.
        StorageError: A file cannot be written; the months that are not done stay due.
        ArchiveError: The archive cannot be read.
    """
    _put_down_missing(archive, folder)
    outcomes: dict[str, list[Path]] = {"written": [], "unchanged": [], "removed": []}
    for site in archive.sites_due():
        with _explained(folder), _held(folder, site, wait_seconds):
            _clean(folder / site)
            for month, changes in archive.months_due(site):
                file = folder / site / f"{month}.jsonl"
                outcomes[_put(archive, file, archive.records(site, month), decided)].append(file.relative_to(folder))
                archive.exported(site, month, changes)
    return ExportReport(**{name: tuple(files) for name, files in outcomes.items()})


def _put_down_missing(archive: Archive, folder: Path) -> None:
    present = {(file.parent.name, file.stem) for file in folder.glob("*/*.jsonl")}
    absent = set(archive.months()) - present
    missing = [(site, month) for site, month in absent if next(archive.records(site, month), None) is not None]
    if missing:
        archive.make_due(missing)


def lines(records: Iterable[Record]) -> Iterator[bytes]:
    """Return each record as one line of canonical JSON: sorted keys, no spaces, UTF-8 as it is, ended by LF."""
    for record in records:
        yield canonical_json(record).encode() + b"\n"


def _put(archive: Archive, file: Path, records: Iterable[Record], decided: AbstractSet[str]) -> str:
    unfinished = file.with_suffix(f"{file.suffix}{_UNFINISHED}")
    try:
        empty = _write(unfinished, records)
    except OSError:
        with suppress(OSError):  # it would keep the room that is wanted; the next export throws it away else
            unfinished.unlink()
        raise
    same = _same(unfinished, file)
    if not same:
        keep_unknown(archive, file, unfinished, decided)
    if empty or same:
        unfinished.unlink()
        if not empty or not file.exists():
            return "unchanged"
        file.unlink()  # no article of this month is left; the file is made from the archive, and can be again
        sync_folder(file.parent)
        return "removed"
    reach("export")
    unfinished.replace(file)
    reach("exported")
    sync_folder(file.parent)
    return "written"


def _write(file: Path, records: Iterable[Record]) -> bool:
    """Write a file whole, and return whether nothing is in it."""
    with file.open("wb") as stream:
        for line in lines(records):
            stream.write(line)
        empty = stream.tell() == 0
        stream.flush()
        os.fsync(stream.fileno())
    return empty


def _same(one: Path, other: Path) -> bool:
    if not other.exists() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(_CHUNK):
            if chunk != right.read(_CHUNK):
                return False
    return True


@contextmanager
def _held(folder: Path, site: str, wait_seconds: float) -> Iterator[None]:
    """Hold a site's folder: a slower export must not put an older month over a newer one."""
    (folder / site).mkdir(parents=True, exist_ok=True)
    locks = DataFolder(folder.parent).locks
    locks.mkdir(exist_ok=True)
    handle = os.open(lock_path(locks, f"export:{site}"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not lock_within(handle, wait_seconds):
            holder = read_note(handle) or "a process that has just begun"
            raise HeldError(
                f"the export of {site} is being written by {holder}, and was waited for {wait_seconds:.0f} s: wait for "
                "it, or end that process; what is stored is safe, and the next run writes what is missing"
            )
        write_note(handle, this_process())
        yield
    finally:
        os.close(handle)


def _clean(folder: Path) -> None:
    for stray in folder.glob(f"*.jsonl{_UNFINISHED}"):  # of an export that was killed: we hold the folder
        stray.unlink()


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = (
            f"make room ({room_on(folder)})"
            if error.errno in _FULL
            else "check the rights of the folder and the room on its disk"
        )
        raise StorageError(
            f"the export cannot be written to {error.filename or folder}: {error.strerror}; {advice}: "
            "what is stored is safe, and the next run writes what is missing"
        ) from error
