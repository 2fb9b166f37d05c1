"""One run holds a site and its hosts: by a lock of the operating system, and by a number that every write checks.

The lock tells the dead from the living: it ends with its process, however that ends. The number tells the living
from those that only stood still: whoever takes a site over gets a greater one, and a transaction of state.db begins
by asking whether its own is still the latest. Taking hold happens inside one immediate transaction, so that of two
processes one gets it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from spacenews.frontier.state import Fence, State, to_column
from spacenews.model import clock
from spacenews.model.errors import HeldError, StorageError
from spacenews.model.locking import Holder, lock_path, read_note, this_process, try_lock, write_note

_NUMBER = "SELECT coalesce(max(number), 0) + 1 FROM fences"
_SAVE = "INSERT OR REPLACE INTO fences (name, number, run, process, machine, since) VALUES (?, ?, ?, ?, ?, ?)"


class RunLock:
    """A site and its hosts, held until `release`. Use `hold`.

    Attributes:
        took_over: Whom it was taken from: a process that still exists and gave no sign of life.
    """

    def __init__(self, holder: Holder, files: dict[Path, int], took_over: tuple[Holder, ...]) -> None:
        self.took_over = took_over
        self._holder = holder
        self._files = files
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def keep_alive(self, every: float, on_lost: Callable[[], object]) -> None:
        """Give a sign of life every so many seconds, from a thread of its own.

        Args:
            every: Seconds.
            on_lost: Called once, in that thread, where another run took hold.
        """
        self._thread = threading.Thread(target=self._beat, args=(every, on_lost), name="heartbeat", daemon=True)
        self._thread.start()

    def is_lost(self) -> bool:
        """Whether another run has taken hold: another file lies where ours lay."""
        return any(_is_replaced(path, handle) for path, handle in self._files.items())

    def release(self) -> None:
        """Let go; harmless when repeated."""
        self._end.set()
        if self._thread is not None:
            self._thread.join()
        for handle in self._files.values():
            os.close(handle)
        self._files.clear()

    def _beat(self, every: float, on_lost: Callable[[], object]) -> None:
        while not self._end.wait(every):
            if self.is_lost():
                on_lost()
                return
            with suppress(OSError):  # the next one may go better; a run that cannot write at all ends by itself
                for handle in self._files.values():
                    write_note(handle, self._holder)


def hold(state: State, folder: Path, site: str, hosts: Sequence[str], run: str, *, stalled_after: float) -> RunLock:
    """Take hold of a site and its hosts.

    A dead holder counts for nothing. One that exists and gave no sign of life for too long is taken over from: when
    it wakes up, it finds that it may write no more.

    Args:
        state: The open state.db; from now on it writes only for as long as the hold lasts.
        folder: `DataFolder.locks`; made where it is missing.
        site: Key of the site.
        hosts: Its hosts, with their ports.
        run: Id of the run.
        stalled_after: Seconds without a sign of life.

    Raises:
        HeldError: Another run holds the site or a host.
        StorageError: The lock files or state.db cannot be written.
    """
    names = [f"site:{site}", *(f"host:{host}" for host in sorted(set(hosts)))]
    holder = this_process(run)
    files: dict[Path, int] = {}
    stalled: dict[Path, Holder] = {}
    try:
        with _explained(folder), state.transaction() as connection:
            folder.mkdir(exist_ok=True)
            for name in names:
                path = lock_path(folder, name)
                found = _open_lock(path, name, stalled_after)
                if isinstance(found, Holder):
                    stalled[path] = found
                else:
                    files[path] = found
            files |= {path: _replace(path) for path in stalled}  # only now: none of them holds us up
            for handle in files.values():
                write_note(handle, holder)
            number = _write_fences(connection, names, holder)
    except BaseException:
        for handle in files.values():
            os.close(handle)
        raise
    state.fence = Fence(number, tuple(names))
    return RunLock(holder, files, tuple({each.run: each for each in stalled.values()}.values()))


def find_holder(state: State, folder: Path, name: str) -> Holder | None:
    """Return who holds `site:KEY` or `host:NAME` at this moment, or None.

    Raises:
        StorageError: state.db cannot be written: looking takes the lock for an instant, and nobody may try to take
            hold meanwhile.
    """
    path = lock_path(folder, name)
    if not path.exists():
        return None
    with _explained(folder), state.transaction():
        handle = os.open(path, os.O_RDWR)
        try:
            return None if try_lock(handle) else read_note(handle)
        finally:
            os.close(handle)


def _open_lock(path: Path, name: str, stalled_after: float) -> int | Holder:
    """Return the locked file, or who has to be taken over from since it stands still."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if try_lock(handle):
        return handle
    holder = read_note(handle)
    os.close(handle)
    if holder is None or holder.silent < stalled_after:
        raise HeldError(_held_text(name, holder, stalled_after))
    return holder


def _replace(path: Path) -> int:
    """Return a locked file in the place of one whose lock cannot be had, because its holder still exists."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
    try_lock(handle)
    fresh.replace(path)
    return handle


def _held_text(name: str, holder: Holder | None, stalled_after: float) -> str:
    kind, _, what = name.partition(":")
    subject = f"{what} is being crawled" if kind == "site" else f"the host {what} is being asked for another site"
    if holder is None:
        return f"{subject} by another process that has just begun; nothing was asked"
    silent = holder.silent
    quiet = f"; it has given no sign of life for {silent:.0f} s, and after {stalled_after:.0f} s it is taken over from"
    return (
        f"{subject} by {holder}; nothing was asked. Wait for it, or end that process: the next run goes on where it "
        f"stopped{quiet if silent > stalled_after / 2 else ''}"
    )


def _write_fences(connection: sqlite3.Connection, names: Sequence[str], holder: Holder) -> int:
    number = int(connection.execute(_NUMBER).fetchone()[0])
    since = to_column(clock.from_text(holder.since))
    rows = [(name, number, holder.run, holder.process, holder.machine, since) for name in names]
    connection.executemany(_SAVE, rows)
    return number


def _is_replaced(path: Path, handle: int) -> bool:
    """Whether another file lies there; one that a person threw away tells nothing, and the number still does."""
    try:
        there, ours = path.stat(), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) != (ours.st_dev, ours.st_ino)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"the locks in {folder} cannot be used: {error.strerror or error}; mend the permissions of that folder, "
            "make room on its disk, or choose a data folder on a local disk with --data"
        ) from error
