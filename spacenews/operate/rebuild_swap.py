"""New files in the place of old ones, which are kept beside them; at every moment one of both is there, whole."""

from __future__ import annotations

import filecmp
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from spacenews.archive import open_archive
from spacenews.exports import export_due
from spacenews.model import clock
from spacenews.model.errors import ArchiveError, StorageError, UsageError
from spacenews.model.folder import DataFolder

_BESIDE = ("-wal", "-shm")


def compare_files(first: Path, second: Path, sites: Iterable[str]) -> tuple[str, ...]:
    """Return the files of two folders of JSON Lines that differ or are in one alone, as far as these sites go."""
    files = (path.relative_to(folder) for folder in (first, second) for key in sites for path in _lines(folder / key))
    names = {str(name) for name in files}
    return tuple(sorted(name for name in names if not _same(first / name, second / name)))


def put_in_place(made: DataFolder, live: DataFolder) -> tuple[str, ...]:
    """Put rebuilt files in the place of the live ones; return what those are called now.

    Every month is due in the new archive, so that a crash between database and exports is healed by the next run.

    Raises:
        UsageError: They lie on another disk.
        StorageError: Another program has the live archive open, or a file cannot be moved.
    """
    if made.path.stat().st_dev != live.path.stat().st_dev:
        raise UsageError(
            f"{made.path} is on another disk than {live.path}, and what is there cannot take its place in one step: "
            "leave --into out"
        )
    with open_archive(made.archive, live.decisions) as archive:
        archive.make_due(archive.months())
    _close_for_others(live.archive)
    kept = [_put(made.archive, live.archive), keep_aside(live.articles)]
    if made.articles.exists():
        made.articles.rename(live.articles)
    with open_archive(live.archive) as archive:
        export_due(archive, live.articles)
    return tuple(path.name for path in kept if path is not None)


def discard(path: Path) -> None:
    """Delete what an earlier rebuild made; raises StorageError where it cannot be."""
    try:
        if path.is_dir():
            shutil.rmtree(path)
            return
        for each in (path, *(path.with_name(path.name + ending) for ending in _BESIDE)):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{path} cannot be deleted: {error.strerror or error}; delete it yourself") from error


def keep_aside(path: Path) -> Path | None:
    """Give a file or folder a name with the present instant in it, and what SQLite has beside it too; None: it is not.

    Raises:
        StorageError: It cannot be moved.
    """
    if not path.exists():
        return None
    aside = _free(path)
    try:
        path.rename(aside)
        _move_beside(path, aside)
    except OSError as error:
        raise StorageError(f"{path} cannot be moved to {aside}: {error.strerror or error}") from error
    return aside


def _put(new: Path, old: Path) -> Path | None:
    """Put a database in the place of an old one in one step, which gets another name before."""
    aside = _free(old)
    try:
        if old.exists():
            os.link(old, aside)
            _move_beside(old, aside)
        new.replace(old)
    except OSError as error:
        raise StorageError(f"{new} cannot be put in the place of {old}: {error.strerror or error}") from error
    return aside if aside.exists() else None


def _move_beside(path: Path, aside: Path) -> None:
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + ending))


def _free(path: Path) -> Path:
    name, number = f"{path.name}.{clock.now():%Y%m%dT%H%M%SZ}", 1
    while (path.parent / name).exists():
        number += 1
        name = f"{path.name}.{clock.now():%Y%m%dT%H%M%SZ}.{number}"
    return path.parent / name


def _close_for_others(path: Path) -> None:
    """See that nobody has a database open, and that all of it is in the one file; what is no database is let be.

    Raises:
        ArchiveError: Another program has it open.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as db:
            db.execute("PRAGMA journal_mode = DELETE")  # it can be had only by whoever is alone
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise ArchiveError(
                f"another program has {path} open, such as `spacenews web`: end it, and rebuild again; nothing was "
                "replaced"
            ) from error
    except sqlite3.DatabaseError:
        return  # damaged, which is why it is being replaced


def _lines(folder: Path) -> Iterable[Path]:
    return folder.glob("*.jsonl")


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)
