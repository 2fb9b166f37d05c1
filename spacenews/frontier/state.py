"""state.db: one connection, and the two ways to use it, read and write in one transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from spacenews.frontier.schema import MIGRATIONS, TABLES
from spacenews.model import clock
from spacenews.model.disk import room_on
from spacenews.model.errors import FencedError, StorageError
from spacenews.model.failpoint import reach

BUSY_SECONDS = 30.0
_FENCED = (
    "SELECT run, process, machine FROM fences WHERE number > ? AND name IN (SELECT value FROM json_each(?)) LIMIT 1"
)
_OWN_BOOKS = {"_sqlite_migrations", "sqlite_sequence", "sqlite_stat1"}


@dataclass(frozen=True, slots=True)
class Fence:
    """What a run holds: `site:KEY` and `host:NAME`, and the number under which it does."""

    number: int
    names: tuple[str, ...]


class State:
    """An open state.db. Use `open_state`.

    Attributes:
        path: Where it lies.
        connection: In autocommit; a write belongs into `transaction`.
        fence: What its run holds: nothing is written once another one does. None: no run writes by it.
        longest_wait: The longest that a transaction waited for another process's, in seconds.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.fence: Fence | None = None
        self.longest_wait = 0.0

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write whole or not at all.

        Begins IMMEDIATE: a deferred transaction that reads and then writes fails at once when another process wrote
        in between, however long it would be ready to wait.

        Raises:
            StorageError: The file is full, locked for too long, read-only or damaged. Nothing was written.
            FencedError: Another run took over what this one held. Nothing was written.
        """
        connection = self.connection
        began = clock.monotonic()
        try:
            connection.execute("BEGIN IMMEDIATE")
            self.longest_wait = max(self.longest_wait, clock.monotonic() - began)
            try:
                self.check_fence()
                yield connection
                reach("state-commit")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise storage_error(self.path, error) from error

    def query(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """Return the rows of a question; raises StorageError."""
        try:
            return self.connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise storage_error(self.path, error) from error

    def check_fence(self) -> None:
        """Raise FencedError where another run took over what this one held."""
        if self.fence is None:
            return
        rows = self.query(_FENCED, (self.fence.number, json.dumps(self.fence.names)))
        if rows:
            run, process, machine = rows[0]
            raise FencedError(
                f"this run stood still for so long that run {run} (process {process} on {machine}) took the site over; "
                "nothing more was written by this one"
            )

    def close(self) -> None:
        """Close the file; harmless when repeated."""
        self.connection.close()


def open_state(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> State:
    """Open state.db, making or migrating it where that is needed.

    Args:
        path: The file; its folder exists.
        busy_seconds: How long to wait for another process's write.

    Raises:
        StorageError: The file is no database, not ours, from a later version, or cannot be written. It is left as is.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=busy_seconds)
    except sqlite3.Error as error:
        raise storage_error(path, error) from error
    try:
        _prepare(path, connection)
    except sqlite3.Error as error:
        connection.close()
        raise storage_error(path, error) from error
    except StorageError:
        connection.close()
        raise
    return State(path, connection)


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    database = Database(connection, strict=True)
    names = set(database.table_names())
    if names - _OWN_BOOKS and "frontier" not in names:
        raise StorageError(
            f"{path} is a database of something else (it has the table {min(names)!r}); "
            "move it away, or choose another folder with --data"
        )
    database.enable_wal()
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    if names >= TABLES:
        known = {migration.name for migration in MIGRATIONS.applied(database)}
        ours = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - it has no public list
        if known - ours:
            raise StorageError(f"{path} was written by a later version of spacenews ({max(known)}); update this one")
        if known == ours:
            return
    MIGRATIONS.apply(database)


def storage_error(path: Path, error: sqlite3.Error) -> StorageError:
    """Return what a person should know of a failure of SQLite, with what to do."""
    text = str(error)
    if "not a database" in text or "malformed" in text:
        hint = "move it away: it is working memory, and a new one is made; nothing that is archived is lost by that"
    elif "full" in text or "disk I/O" in text:
        hint = f"make room ({room_on(path)}) and run the same command again: it goes on where it stopped"
    elif "locked" in text or "busy" in text:
        hint = "another program holds it; end that one and run the same command again"
    elif "readonly" in text or "unable to open" in text:
        hint = "it or its folder cannot be written; mend its permissions, or choose another folder with --data"
    else:
        hint = "nothing was changed; run the same command again"
    return StorageError(f"{path}: {text}; {hint}")


def to_column(instant: datetime) -> str:
    """Return an instant as columns hold it: UTC, always with microseconds, so that text order is time's order."""
    # isoformat, not strftime: that writes the year 1 as "1", which nothing reads back
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
