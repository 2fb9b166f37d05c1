"""Holding sites without state.db, so that no run writes what a rebuild is about to replace."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from spacenews.model.errors import HeldError, StorageError
from spacenews.model.locking import lock_path, read_note, this_process, try_lock, write_note

_BEAT_SECONDS = 5.0


@contextmanager
def held_sites(folder: Path, keys: Iterable[str]) -> Iterator[None]:
    """Hold sites by their lock files; a run that begins meanwhile is told who holds them.

    Args:
        folder: `DataFolder.locks`; made where it is missing.
        keys: Of the sites.

    Raises:
        HeldError: A run holds one of them.
        StorageError: The lock files cannot be written.
    """
    holder = this_process("rebuild")
    handles: list[int] = []
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(_BEAT_SECONDS):
            with suppress(OSError):  # the next one may go better
                for handle in handles:
                    write_note(handle, holder)

    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for key in keys:
                handles.append(os.open(lock_path(folder, f"site:{key}"), os.O_RDWR | os.O_CREAT, 0o644))
                if not try_lock(handles[-1]):
                    raise HeldError(_held_text(key, handles[-1]))
                write_note(handles[-1], holder)
        except OSError as error:
            raise StorageError(f"{folder}: {error.strerror or error}; mend the rights of that folder") from error
        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
    finally:
        for handle in handles:
            os.close(handle)


def _held_text(key: str, handle: int) -> str:
    who = read_note(handle) or "a process that has just begun"
    return f"{key} is being crawled by {who}; nothing was rebuilt. Wait for it, or end that process, and rebuild then"
