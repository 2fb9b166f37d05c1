"""How far a backfill is, in one line: its figures are the frontier's, so that a restart changes none of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from spacenews.frontier import BackfillFigures, read_figures
from spacenews.model import clock
from spacenews.model.errors import StorageError
from spacenews.model.urls import host_of

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext

_SHARE = 100  # counting takes no more than one part in so many of the time
_LEAST_SECONDS = 1.0
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_FEW = 48  # hours that are still told in hours


class BackfillProgress:
    """Counts now and then: a count takes the longer, the more is known.

    Args:
        context: The run.
    """

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._figures: BackfillFigures | None = None
        self._next = float("-inf")

    def line(self) -> str:
        """Return the line."""
        context = self._context
        begin = clock.monotonic()
        if begin >= self._next:
            with suppress(StorageError):  # the pipeline that meets it ends the run; a line of progress need not
                self._figures = read_figures(context.state, context.site.key)
            taken = clock.monotonic() - begin
            self._next = begin + max(_LEAST_SECONDS, taken * _SHARE)
        if self._figures is None:
            return f"{context.site.key}: backfill"
        home = context.hosts.host(host_of(context.site.home))
        return backfill_line(context.site.key, self._figures, context.hosts.delay_of(home))


def backfill_line(site: str, figures: BackfillFigures, delay: float) -> str:
    """Return how far a backfill is.

    Args:
        site: Key of the site.
        figures: Of its frontier.
        delay: Seconds between two requests, which tell the pace while too few answers do.
    """
    rate = figures.rate or (1 / delay if delay else 0.0)
    share = 100 * figures.done / figures.known if figures.known else 0.0
    left = f"{duration_text(figures.pending / rate)} left" if rate else "time left not known yet"
    failed = f", {figures.failed:,} failed" if figures.failed else ""
    parked = f", {figures.parked:,} outside the window" if figures.parked else ""
    return (
        f"{site}: {figures.done:,} of {figures.known:,} known addresses done ({share:.1f} %){failed}{parked}, "
        f"{rate:.1f} a second, {left}"
    )


def duration_text(seconds: float) -> str:
    """Return a duration as people say it: `40 s`, `12 min`, `3 h 20 min`, `12 days`."""
    whole = timedelta(seconds=round(seconds))
    total = int(whole.total_seconds())
    if total < _MINUTE:
        return f"{total} s"
    if total < _HOUR:
        return f"{total // _MINUTE} min"
    if total < _FEW * _HOUR:
        return f"{total // _HOUR} h {total % _HOUR // _MINUTE} min"
    return f"{total / _DAY:.1f} days"
