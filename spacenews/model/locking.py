"""Locks of the operating system on files: one process has a lock at a time, and the file says which.

A lock ends with its process, however that ends; so it tells the dead from the living. The note in its file tells a
person who that is, and since when it gave no sign of life.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from spacenews.model import clock

_WIDTH = 512  # a holder's note always fills as much, so that one write replaces it whole
_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a lock.

    Attributes:
        run: The run that it works for; empty where it works for none.
        process: Its number.
        machine: The machine that it runs on.
        since: When it got the lock.
        beat: When it last gave a sign of life, on the machine's monotonic clock: that one neither jumps nor goes on
            while the machine sleeps.
    """

    run: str
    process: int
    machine: str
    since: str
    beat: float

    @property
    def silent(self) -> float:
        """Seconds since its last sign of life."""
        return max(0.0, clock.monotonic() - self.beat)

    def __str__(self) -> str:
        """Return it as a person should read it."""
        where = f"process {self.process} on {self.machine}, since {self.since}"
        return f"run {self.run} ({where})" if self.run else where


def this_process(run: str = "") -> Holder:
    """Return this process as a holder that begins now, on behalf of a run or of none."""
    return Holder(run, os.getpid(), socket.gethostname(), clock.to_text(clock.now()), clock.monotonic())


def lock_path(folder: Path, name: str) -> Path:
    """Return the lock file in a folder for a name such as `site:KEY` or `host:NAME`."""
    kind, _, rest = name.partition(":")
    return folder / f"{kind}-{quote(rest, safe='')}.lock"


def try_lock(handle: int) -> bool:
    """Lock an open file or folder; returns whether no other process had it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_within(handle: int, seconds: float) -> bool:
    """Lock an open file or folder, waiting so long for another process; returns whether it is locked."""
    until = clock.monotonic() + seconds
    while not try_lock(handle):
        if clock.monotonic() >= until:
            return False
        time.sleep(_LOOK_SECONDS)  # flock(2) waits for ever or not at all
    return True


def write_note(handle: int, holder: Holder) -> None:
    """Write into a lock file who has it, with a sign of life; raises OSError."""
    note = asdict(holder) | {"beat": clock.monotonic()}
    os.pwrite(handle, json.dumps(note).encode().ljust(_WIDTH - 1) + b"\n", 0)


def read_note(handle: int) -> Holder | None:
    """Return who wrote into a lock file last; None where nobody did, or has not yet. Raises OSError."""
    try:
        return Holder(**json.loads(os.pread(handle, _WIDTH, 0)))
    except (ValueError, TypeError):
        return None
