"""Sites that are crawled by themselves: their rhythm, their slots, and how their last scheduled run ended."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from spacenews.frontier.state import State, to_column
from spacenews.model import clock

_LOAD = """
SELECT site, every_seconds, mode, limit_seconds,
    EXISTS (SELECT 1 FROM pauses p WHERE p.site = schedule.site), next_due_at, last_started_at, last_finished_at,
    last_exit_code, last_outcome
FROM schedule WHERE ? = '' OR site = ? ORDER BY next_due_at, site"""
_SAVE = """
INSERT INTO schedule (site, every_seconds, mode, limit_seconds, paused, next_due_at, last_started_at,
    last_finished_at, last_exit_code, last_outcome)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (site) DO UPDATE SET every_seconds = excluded.every_seconds, mode = excluded.mode,
    limit_seconds = excluded.limit_seconds, paused = excluded.paused, next_due_at = excluded.next_due_at,
    last_started_at = excluded.last_started_at, last_finished_at = excluded.last_finished_at,
    last_exit_code = excluded.last_exit_code, last_outcome = excluded.last_outcome"""
_PAUSE = "INSERT OR IGNORE INTO pauses (site, since) VALUES (?, ?)"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one site is crawled by itself.

    Attributes:
        every: Its rhythm, in whole seconds.
        mode: `crawl` or `full`.
        limit: How long a run may take, in whole seconds.
        next_due_at: One of its slots; the first that no scheduled run has served yet.
        last_started_at: When its last scheduled run began; None before the first.
        last_finished_at: When its last scheduled run that came to an end ended.
        last_exit_code: What that one came to.
        last_outcome: The same in one line; empty before the first.
    """

    site: str
    every: timedelta
    mode: str
    limit: timedelta
    next_due_at: datetime
    paused: bool = False
    last_started_at: datetime | None = None
    last_finished_at: datetime | None = None
    last_exit_code: int | None = None
    last_outcome: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be crawled now.

        A slot further away than the rhythm was set while the clock was wrong: it would keep the site waiting for as
        long as the clock was ahead, so it counts as due, and the run that follows sets it right.
        """
        return not self.paused and not now < self.next_due_at <= now + self.every


def next_slot(site: str, every: timedelta, after: datetime) -> datetime:
    """Return a site's first slot after an instant.

    Slots are the multiples of the rhythm since 1970, moved by a part of it that the site's key decides: sites of one
    rhythm are spread over it evenly, whenever they were put on the schedule, and on every machine alike.
    """
    seconds = int(every.total_seconds())
    offset = int.from_bytes(hashlib.sha256(site.encode()).digest()[:8], "big") % seconds
    passed = int((after - _EPOCH).total_seconds()) - offset
    return _EPOCH + timedelta(seconds=offset + (passed // seconds + 1) * seconds)


def load_schedules(state: State) -> Sequence[Schedule]:
    """Return every site on the schedule, the longest due first; raises StorageError."""
    return [_schedule(row) for row in state.query(_LOAD, ("", ""))]


def load_schedule(state: State, site: str) -> Schedule | None:
    """Return a site's schedule, or None where it is on none; raises StorageError."""
    rows = state.query(_LOAD, (site, site))
    return _schedule(rows[0]) if rows else None


def save_schedule(connection: sqlite3.Connection, schedule: Schedule) -> None:
    """Write a site's schedule over what was there, inside `State.transaction`, where it was loaded too."""
    connection.execute(
        _SAVE,
        (
            schedule.site,
            int(schedule.every.total_seconds()),
            schedule.mode,
            int(schedule.limit.total_seconds()),
            schedule.paused,
            to_column(schedule.next_due_at),
            to_column(schedule.last_started_at) if schedule.last_started_at else None,
            to_column(schedule.last_finished_at) if schedule.last_finished_at else None,
            schedule.last_exit_code,
            schedule.last_outcome,
        ),
    )
    # A pause is kept apart, since sites that are on no schedule can be paused too.
    pause = _PAUSE if schedule.paused else "DELETE FROM pauses WHERE site = ?"
    connection.execute(pause, (schedule.site, to_column(clock.now()))[: pause.count("?")])


def remove_schedule(state: State, site: str) -> bool:
    """Take a site off the schedule; returns whether it was on it; raises StorageError."""
    with state.transaction() as connection:
        return connection.execute("DELETE FROM schedule WHERE site = ?", (site,)).rowcount > 0


def _schedule(row: Sequence[object]) -> Schedule:
    site, every, mode, limit, paused, next_due, started, finished, code, outcome = row
    return Schedule(
        site=str(site),
        every=timedelta(seconds=int(str(every))),
        mode=str(mode),
        limit=timedelta(seconds=int(str(limit))),
        next_due_at=clock.from_text(str(next_due)),
        paused=bool(paused),
        last_started_at=clock.from_text(str(started)) if started else None,
        last_finished_at=clock.from_text(str(finished)) if finished else None,
        last_exit_code=None if code is None else int(str(code)),
        last_outcome=str(outcome),
    )
