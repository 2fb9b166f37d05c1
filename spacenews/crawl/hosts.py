"""The hosts of one run: how often each may be asked, what it was asked for today, and how well it answers.

What is known of a host outlives the run: the next one keeps its distance, whichever site and process it is for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from spacenews.frontier import State, count_asked, load_host, load_pace, save_pace
from spacenews.model import clock

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_GROWTH = 2.0
_LONGEST = 12  # times the first wait before a try again: a minute, where that is five seconds
_FORGIVEN = 1 / 8  # of the same: below it a host answers well again
_FLUSH_SECONDS = 1.0  # what a killed run may leave uncounted
_FORGET = timedelta(hours=1)  # how a host answered longer ago says little


@dataclass(slots=True)
class Host:
    """One host as a run sees it.

    Attributes:
        crawl_delay: Seconds between requests that its robots.txt asks for.
        backoff: Seconds on top of the usual, because of errors.
        asked_at: When it was asked last, by whichever run; None: not for an hour, or never.
        day: The day of UTC that `admitted` counts.
        admitted: Requests of that day, of all runs, those on their way included.
        uncounted: Requests that state.db does not know of yet.
    """

    name: str
    crawl_delay: float = 0.0
    backoff: float = 0.0
    asked_at: datetime | None = None
    day: date = date.min
    admitted: int = 0
    uncounted: Counter[date] = field(default_factory=Counter)
    flushed: float = float("-inf")


class HostBook:
    """The hosts that a run asks.

    Every method raises StorageError where state.db cannot be read or written.

    Args:
        state: The open state.db.
        settings: Of the crawl.
    """

    def __init__(self, state: State, settings: BaseSettings) -> None:
        self._state = state
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._longest = settings.getfloat("SPACENEWS_RETRY_HORIZON")
        self._step = settings.getfloat("SPACENEWS_RETRY_BACKOFF")
        self._longest_wait = timedelta(seconds=settings.getfloat("SPACENEWS_RETRY_AFTER_MAX"))
        self.budget = settings.getint("SPACENEWS_DAILY_BUDGET")
        self._hosts: dict[str, Host] = {}

    def host(self, name: str) -> Host:
        """Return a host, with what earlier runs left of it."""
        known = self._hosts.get(name)
        if known is None:
            pace = load_pace(self._state, name)
            recent = pace.asked_at if pace.asked_at and clock.now() - pace.asked_at < _FORGET else None
            known = self._hosts[name] = Host(
                name,
                crawl_delay=self._kept_delay(name),
                backoff=pace.backoff if recent else 0.0,
                asked_at=recent,
            )
        return known

    def _kept_delay(self, name: str) -> float:
        """Return what robots.txt asked for when it was read last; one that no run keeps is asked for anew."""
        delay = load_host(self._state, name).delay or 0.0
        return delay if delay <= self._longest else 0.0

    def waits_until(self, name: str) -> datetime | None:
        """Return before when a host asked not to be asked; None where it did not.

        No wait of ours is longer than the setting SPACENEWS_RETRY_AFTER_MAX: what is was written under another clock.
        """
        until = load_host(self._state, name).next_allowed_at
        return None if until is None or until > clock.now() + self._longest_wait else until

    def delay_of(self, host: Host) -> float:
        """Return the seconds between two requests to a host."""
        return max(self._delay, host.crawl_delay) + host.backoff

    def admit(self, host: Host) -> bool:
        """Count one request more of today, unless the day's budget is used up."""
        today = clock.now().date()
        if host.day != today:
            host.day, host.admitted = today, count_asked(self._state, host.name, today)
        if self.budget and host.admitted >= self.budget:
            return False
        host.admitted += 1
        return True

    def note_asked(self, host: Host) -> None:
        """Note that a request to a host has ended just now."""
        host.asked_at = clock.now()
        host.uncounted[host.asked_at.date()] += 1
        if clock.monotonic() - host.flushed >= _FLUSH_SECONDS:
            self._flush(host)

    def note_error(self, host: Host) -> None:
        """Slow down: a host that errs or does not answer is asked more and more rarely."""
        host.backoff = min(max(host.backoff * _GROWTH, self._step), self._step * _LONGEST)

    def note_answer(self, host: Host) -> bool:
        """Come back to the usual, by halves; returns whether anything changed."""
        if not host.backoff:
            return False
        host.backoff /= _GROWTH
        if host.backoff < self._step * _FORGIVEN:
            host.backoff = 0.0
        return True

    def flush(self) -> None:
        """Write what state.db does not know of yet."""
        for host in self._hosts.values():
            if host.uncounted:
                self._flush(host)

    def _flush(self, host: Host) -> None:
        if host.asked_at is None:
            return
        save_pace(self._state, host.name, backoff=host.backoff, asked_at=host.asked_at, requests=dict(host.uncounted))
        host.uncounted.clear()
        host.flushed = clock.monotonic()
