"""state.db to look at: nothing is made, migrated or changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from spacenews.frontier.schema import TABLES
from spacenews.frontier.state import State, storage_error
from spacenews.model.errors import StorageError

_BUSY_SECONDS = 30.0


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
    alone = not path.with_name(f"{path.name}-wal").exists()
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
