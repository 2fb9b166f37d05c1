"""Opening spacenews.db: what is not ours, or not well, is refused with what to do; nothing is ever deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spacenews.archive.schema import APPLICATION_ID, VERSION, migrate
from spacenews.model.disk import room_on
from spacenews.model.errors import ArchiveError

BUSY_SECONDS = 30.0  # longer than any transaction of ours takes; a lock held longer is told, not waited for
_CACHE_KIB = 16_000  # the inner pages of every index of an archive of a million articles
_CHECKPOINT_PAGES = 4_000  # 16 MB: a page that changes often is copied once for many commits
_STATEMENTS = 256  # prepared ones are kept: more than the writer has


def connect(path: Path, *, busy_seconds: float) -> sqlite3.Connection:
    """Return a connection to write with, made and brought up to date where it must be.

    Args:
        path: The file.
        busy_seconds: How long to wait for another process's write.

    Raises:
        ArchiveError: The file cannot be opened, is not ours, or was written by a later version.
    """
    with explained(path):
        connection = _open(str(path), uri=False, busy_seconds=busy_seconds)
        try:
            if _version(connection, path) < VERSION:
                migrate(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that can change nothing; a medium that cannot be written is read all the same.

    Raises:
        ArchiveError: There is no such file, or as `connect`.
    """
    if not path.exists():
        raise ArchiveError(
            f"there is no archive at {path} yet: `spacenews crawl KEY` makes it, or choose another --data"
        )
    with explained(path):
        try:
            connection, version = _look_into(path, "mode=ro")
        except sqlite3.OperationalError as error:
            # A file in WAL mode wants files beside it, even to be read. Where nobody has it open they hold nothing.
            if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")) or _has_wal(path):
                raise
            connection, version = _look_into(path, "mode=ro&immutable=1")
    if version < VERSION:
        connection.close()
        raise ArchiveError(f"{path} was written by an earlier version: a `spacenews crawl` brings it up to date")
    return connection


def _look_into(path: Path, how: str) -> tuple[sqlite3.Connection, int]:
    connection = _open(f"{path.resolve().as_uri()}?{how}", uri=True, busy_seconds=BUSY_SECONDS)
    try:
        return connection, _version(connection, path)
    except BaseException:
        connection.close()
        raise


def _has_wal(path: Path) -> bool:
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite says into an ArchiveError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        advice = next((text for start, text in _ADVICE if code.startswith(start)), "")
        if code.startswith("SQLITE_FULL"):
            advice = f"{advice} ({room_on(path)})"
        raise ArchiveError(f"{path}: {error}{advice and '; '}{advice}") from error


_ADVICE = (
    ("SQLITE_NOTADB", "this is no SQLite database: choose another --data, or move the file away yourself"),
    ("SQLITE_BUSY", "another program holds it; end that one, or wait, and try again"),
    ("SQLITE_LOCKED", "another program holds it; end that one, or wait, and try again"),
    ("SQLITE_READONLY", "it cannot be written: check the rights of the file and of its folder"),
    ("SQLITE_CANTOPEN", "it cannot be opened: check that its folder exists and what rights it has"),
    ("SQLITE_PERM", "it cannot be opened: check the rights of the file and of its folder"),
    ("SQLITE_FULL", "the disk is full: make room and run again, nothing that was stored is lost"),
    ("SQLITE_IOERR", "the disk did not do as it was told: make room or check it, and run again"),
    (
        "SQLITE_CORRUPT",
        "it is damaged; keep it, run `sqlite3 FILE .recover`, or move it away yourself: the captures hold all it had",
    ),
)


def _open(name: str, *, uri: bool, busy_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(name, uri=uri, isolation_level=None, timeout=busy_seconds, cached_statements=_STATEMENTS)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of an archive, 0 for an empty file."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] or application or version:
            raise ArchiveError(f"{path} is a database of another program: choose another --data; it was left as it is")
        return 0
    if version > VERSION:
        raise ArchiveError(
            f"{path} was written by a later version of spacenews (its schema is {version}, this program knows "
            f"{VERSION}): update spacenews; it was left as it is"
        )
    return version
