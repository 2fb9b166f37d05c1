"""What is kept of each host from one run to the next: its robots.txt, its pace, what it was asked for on each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from spacenews.frontier.state import State, to_column
from spacenews.model import clock

_SAVE_WAIT = """
INSERT INTO hosts (host, next_allowed_at) VALUES (?, ?)
ON CONFLICT (host) DO UPDATE SET next_allowed_at = excluded.next_allowed_at"""
_SAVE_ROBOTS = """
INSERT INTO hosts (host, delay, robots, robots_at) VALUES (?, ?, ?, ?)
ON CONFLICT (host) DO UPDATE SET delay = excluded.delay, robots = excluded.robots, robots_at = excluded.robots_at"""
_SAVE_ROBOTS_CAPTURE = """
INSERT INTO host_pace (host, backoff, robots_url, robots_capture) VALUES (?, 0, ?, ?)
ON CONFLICT (host) DO UPDATE SET robots_url = excluded.robots_url, robots_capture = excluded.robots_capture"""
_SAVE_PACE = """
INSERT INTO host_pace (host, backoff, asked_at) VALUES (?, ?, ?)
ON CONFLICT (host) DO UPDATE SET backoff = excluded.backoff, asked_at = excluded.asked_at"""
_SAVE_DAY = """
INSERT INTO host_days (host, day, requests) VALUES (?, ?, ?)
ON CONFLICT (host, day) DO UPDATE SET requests = requests + excluded.requests"""


@dataclass(frozen=True, slots=True)
class HostPace:
    """How a host was asked last; meanings as the columns of `host_pace`."""

    host: str
    backoff: float = 0.0
    asked_at: datetime | None = None
    robots_url: str = ""
    robots_capture: str = ""


def load_pace(state: State, host: str) -> HostPace:
    """Return how a host was asked last; raises StorageError."""
    rows = state.query("SELECT backoff, asked_at, robots_url, robots_capture FROM host_pace WHERE host = ?", (host,))
    if not rows:
        return HostPace(host)
    backoff, asked_at, url, capture = rows[0]
    return HostPace(host, backoff, clock.from_text(asked_at) if asked_at else None, url or "", capture or "")


def save_wait(state: State, host: str, until: datetime) -> None:
    """Note that a host is not to be asked before an instant; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(_SAVE_WAIT, (host, to_column(until)))


def save_robots(state: State, host: str, said: str, *, delay: float | None, url: str, capture: str) -> None:
    """Note how a host's robots.txt answered just now.

    Args:
        state: The open state.db.
        host: As `host_of` gives it.
        said: As the column `hosts.robots`.
        delay: Its Crawl-delay in seconds.
        url: The address that was asked.
        capture: The capture that holds the answer; empty where there is none.

    Raises:
        StorageError: It cannot be written.
    """
    with state.transaction() as connection:
        connection.execute(_SAVE_ROBOTS, (host, delay, said, to_column(clock.now())))
        connection.execute(_SAVE_ROBOTS_CAPTURE, (host, url, capture or None))


def save_pace(state: State, host: str, *, backoff: float, asked_at: datetime, requests: dict[date, int]) -> None:
    """Note how a host is asked, and add to what it was asked for on each day; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(_SAVE_PACE, (host, backoff, to_column(asked_at)))
        for day, count in requests.items():
            connection.execute(_SAVE_DAY, (host, day.isoformat(), count))


def count_asked(state: State, host: str, day: date) -> int:
    """Return how many requests a host got on a day of UTC; raises StorageError."""
    rows = state.query("SELECT requests FROM host_days WHERE host = ? AND day = ?", (host, day.isoformat()))
    return int(rows[0][0]) if rows else 0
