"""Put sites on the schedule, claim those that are due, and record how their runs ended."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from spacenews.frontier import (
    Schedule,
    State,
    load_schedule,
    load_schedules,
    next_slot,
    save_schedule,
)
from spacenews.model import clock
from spacenews.model.errors import StorageError, UsageError
from spacenews.model.folder import DataFolder
from spacenews.model.locking import try_lock
from spacenews.model.run import ExitCode

MODES = ("crawl", "full")
LIMIT = timedelta(hours=1)
_LEAST_RHYTHM = timedelta(minutes=1)
_LONGEST = timedelta(days=366)
_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """Return what `90m`, `2h`, `1d` or `1h30m` says; at least a second, at most 366 days.

    Raises:
        UsageError: It is no such text.
    """
    found = _DURATION.fullmatch(text.strip().lower())
    seconds = (
        sum(int(count or 0) * unit for count, unit in zip(found.groups(), _UNITS.values(), strict=True)) if found else 0
    )
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise UsageError(f"{text!r} is no duration: write it like 90m, 2h, 1d or 1h30m, at most 366d")
    return timedelta(seconds=seconds)


def duration_text(duration: timedelta) -> str:
    """Return a duration as `parse_duration` reads it: `1h30m`."""
    left, parts = int(duration.total_seconds()), []
    for unit, seconds in list(_UNITS.items())[1:]:
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def change_schedule(
    state: State,
    site: str,
    *,
    every: timedelta | None = None,
    limit: timedelta | None = None,
    mode: str | None = None,
    paused: bool | None = None,
) -> Schedule:
    """Put a site on the schedule or change how it stands there; what is None stays as it is.

    A new rhythm begins with its next slot; a site that was due stays due. A pause loses no more than that: whatever
    slots passed meanwhile, one run makes up for them.

    Raises:
        UsageError: It is on no schedule and no rhythm is given, or the rhythm is shorter than a minute.
        StorageError: state.db cannot be written.
    """
    if every is not None and every < _LEAST_RHYTHM:
        raise UsageError(f"--every {duration_text(every)} is too often: a site is crawled once a minute at most")
    now = clock.now()
    with state.transaction() as connection:
        known = load_schedule(state, site)
        if known is None and every is None:
            raise UsageError(f"{site} is on no schedule: `spacenews schedule {site} --every 2h` puts it there")
        if known is None:
            rhythm = every or LIMIT
            known = Schedule(site, rhythm, MODES[0], LIMIT, next_slot(site, rhythm, now))
        changed = replace(
            known,
            every=every or known.every,
            limit=limit or known.limit,
            mode=mode or known.mode,
            paused=known.paused if paused is None else paused,
        )
        if changed.every != known.every and known.next_due_at > now:
            changed = replace(changed, next_due_at=next_slot(site, changed.every, now))
        save_schedule(connection, changed)
    return changed


def due_sites(state: State, now: datetime) -> list[Schedule]:
    """Return the sites that are due, the longest due first; raises StorageError."""
    return [each for each in load_schedules(state) if each.is_due(now)]


@dataclass(frozen=True, slots=True)
class Claim:
    """A site that is due and is ours to crawl, until this is closed.

    Attributes:
        schedule: As it stood when it was claimed.
        started_at: When that was.
        lock: Descriptor of the open lock. A child that inherits it holds the claim for as long as it lives, even if
            this process is killed.
    """

    schedule: Schedule
    started_at: datetime
    lock: int

    def __enter__(self) -> Self:
        """Hold it for the context."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let it go."""
        os.close(self.lock)


def claim_next(state: State, data: DataFolder, now: datetime, *, skip: Collection[str] = ()) -> Claim | None:
    """Claim the site that is due longest and that nobody crawls by schedule now, or return None.

    Whether it is due and whether it is free is decided in one immediate transaction, so that of two processes one
    gets it. A claim is a lock of the operating system: it ends with the last process that holds it, however that one
    ended, and the site, still due, is taken over at once.

    Args:
        state: The open state.db.
        data: Its folder; the locks lie there.
        now: Sites that are due by then; clock.now() when the caller began, so that its work has an end.
        skip: Sites to leave out: those that the caller crawled already.

    Raises:
        StorageError: state.db or a lock cannot be written.
    """
    with state.transaction() as connection, contextlib.ExitStack() as opened:
        for each in due_sites(state, now):
            lock = None if each.site in skip else _claim_lock(data.path / "locks" / f"due-{each.site}.lock")
            if lock is None:
                continue
            opened.callback(os.close, lock)
            claim = Claim(each, clock.now(), lock)
            save_schedule(connection, replace(each, last_started_at=claim.started_at))
            break
        else:
            return None
        opened.pop_all()
    return claim


def finish_claim(state: State, claim: Claim, code: int, outcome: str) -> Schedule | None:
    """Record how a claimed run ended, and when its site is due next; None where it is on no schedule any more.

    The rhythm is the same after a failure. Slots that passed while the run was late or at work are served by it: the
    next is the first that lies ahead. A run that was stopped by hand served none: the site stays due.
    """
    now = clock.now()
    with state.transaction() as connection:
        known = load_schedule(state, claim.schedule.site)
        if known is None:
            return None
        stopped = code == ExitCode.STOPPED
        finished = replace(
            known,
            last_finished_at=now,
            last_exit_code=code,
            last_outcome=outcome,
            next_due_at=known.next_due_at if stopped else next_slot(known.site, known.every, now),
        )
        save_schedule(connection, finished)
    return finished


def _claim_lock(path: Path) -> int | None:
    """Return the descriptor of a lock that is ours now, or None where another process has it."""
    try:
        path.parent.mkdir(exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StorageError(f"{path} cannot be made: {error.strerror}; mend the permissions of its folder") from error
    try:
        locked = try_lock(lock)
    except OSError as error:
        os.close(lock)
        raise StorageError(f"{path} cannot be locked: {error.strerror}; choose a folder on a local disk") from error
    if not locked:
        os.close(lock)
        return None
    return lock
