"""The export stage: data/articles/<site>/<yyyy-mm>.jsonl, one line an article, whole or not at all.

A month is due as soon as the transaction commits that changed it (table `export_due`), and no longer due once its
file is in place; so a crash in between is healed by the next export.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from spacenews.archive import Archive, Record, canonical_json
from spacenews.model.errors import StorageError
from spacenews.model.failpoint import reach

_UNFINISHED = ".tmp"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ExportReport:
    """Files of the folder, relative to it: rewritten, found to be up to date, and removed since no line is left."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


def export_due(archive: Archive, folder: Path) -> ExportReport:
    """Write the file of every month that is due; a file whose content is right already is not touched.

    A month whose file is missing is due too, however it was lost: the folder can be deleted at any time.

    Two exports of one site wait for each other; what is saved meanwhile stays due.

    Args:
        archive: Where the articles are.
        folder: `DataFolder.articles`; made where it is missing.

    Raises:
        StorageError: A file cannot be written; the months that are not done stay due.
        ArchiveError: The archive cannot be read.
    """
    _put_down_missing(archive, folder)
    outcomes: dict[str, list[Path]] = {"written": [], "unchanged": [], "removed": []}
    for site in archive.sites_due():
        with _explained(folder), _held(folder / site):
            _clean(folder / site)
            for month, changes in archive.months_due(site):
                file = folder / site / f"{month}.jsonl"
                outcomes[_put(file, archive.records(site, month))].append(file.relative_to(folder))
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


def _put(file: Path, records: Iterable[Record]) -> str:
    unfinished = file.with_suffix(f"{file.suffix}{_UNFINISHED}")
    with unfinished.open("wb") as stream:
        for line in lines(records):
            stream.write(line)
        empty = stream.tell() == 0
        stream.flush()
        os.fsync(stream.fileno())
    if empty or _same(unfinished, file):
        unfinished.unlink()
        if not empty or not file.exists():
            return "unchanged"
        file.unlink()  # no article of this month is left; the file is made from the archive, and can be again
        _sync(file.parent)
        return "removed"
    reach("export")
    unfinished.replace(file)
    reach("exported")
    _sync(file.parent)
    return "written"


def _same(one: Path, other: Path) -> bool:
    if not other.exists() or one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while chunk := left.read(_CHUNK):
            if chunk != right.read(_CHUNK):
                return False
    return True


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold a site's folder: a slower export must not put an older month over a newer one."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _clean(folder: Path) -> None:
    for stray in folder.glob(f"*.jsonl{_UNFINISHED}"):  # of an export that was killed: we hold the folder
        stray.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"the export cannot be written to {error.filename or folder}: {error.strerror}; check the rights of the "
            "folder and the room on its disk: what is stored is safe, and the next run writes what is missing"
        ) from error
