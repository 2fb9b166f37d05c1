"""The one place where the time is asked for.

`SPACENEWS_NOW` (ISO 8601 with an offset) shifts the clock for tests and the demo: it begins at that instant when
the process first asks, and goes on from there.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from functools import cache

from spacenews.model.errors import UsageError

VARIABLE = "SPACENEWS_NOW"
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the Web; and near its ends the calendar itself overflows
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """Return the present instant as an aware UTC datetime.

    Raises:
        UsageError: `SPACENEWS_NOW` is set and is no ISO 8601 instant with an offset, or none from 1990 to 2199.
    """
    shift = _shift(os.environ.get(VARIABLE))  # before the clock is read: the first answer is not before the start
    return datetime.now(UTC) + shift


def monotonic() -> float:
    """Return seconds of a clock that never jumps, for durations alone."""
    return time.monotonic()


@cache
def _shift(start: str | None) -> timedelta:
    if not start:
        return timedelta()
    try:
        begin = datetime.fromisoformat(start)
    except ValueError:
        begin = None
    if begin is None or begin.tzinfo is None:
        raise UsageError(f"{VARIABLE}={start!r} is no instant: write it like 2026-01-31T06:00:00+00:00")
    if not EARLIEST <= begin < LATEST:
        raise UsageError(
            f"{VARIABLE}={start!r} is no time to crawl at: choose one from {EARLIEST.year} to {LATEST.year - 1}"
        )
    return begin - datetime.now(UTC)


def to_text(instant: datetime) -> str:
    """Return an aware instant as the archive writes it: `2021-04-26T09:00:00Z`, with microseconds if it has any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Return the aware instant that `to_text` wrote; raises ValueError on anything else."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no offset in {text!r}")
    return instant.astimezone(UTC)
