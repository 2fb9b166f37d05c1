"""state.db to look at: nothing is made, migrated or changed."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from spacenews.frontier.schema import TABLES
from spacenews.frontier.state import State, open_state, storage_error
from spacenews.model.errors import StorageError

_BUSY_SECONDS = 30.0


def can_be_written(path: Path) -> bool:
    """Whether a database may be written: the file itself, and others beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def open_state_to_ask(path: Path) -> State | None:
    """Open state.db, brought up to date where it can be written, else to read alone; None where there is none yet.

    Args:
        path: The file.

    Raises:
        StorageError: As `open_state`, or `open_state_to_read`.
    """
    if path.exists() and can_be_written(path):
        return open_state(path)
    return open_state_to_read(path)


def open_state_to_read(path: Path) -> State | None:
    """Open state.db to ask it alone; None where there is none yet.

    Args:
        path: The file.

    Raises:
        StorageError: It is no database, not ours, or from an earlier version.
    """
    if not path.exists():
        return None
    # Where nobody has it open there is no file beside it, and even to make one would be to write.
    wal = path.with_name(f"{path.name}-wal")
    alone = not wal.exists() or (not can_be_written(path) and not wal.stat().st_size)
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise storage_error(path, error) from error
    if not names >= TABLES:
        connection.close()
        raise StorageError(f"{path} is not ours, or from an earlier version: a crawl brings it up to date")
    return State(path, connection)
