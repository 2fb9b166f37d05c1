"""What a person sees of a run while it runs: one live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy import signals

from spacenews.crawl.backfill_progress import BackfillProgress
from spacenews.crawl.context import RunContext, context_of
from spacenews.model import clock
from spacenews.model.errors import StorageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_LIVE_SECONDS = 0.2
_NEVER_SECONDS = 86_400.0
_PENDING_SECONDS = 1.0
_SHARE = 100  # counting what is pending costs the more, the more there is: one part in so many of the time
_CLEAR = "\r\x1b[2K"


class ProgressExtension:
    """Writes the progress of a run to standard error by the clock, so that no page pays for it."""

    def __init__(self, crawler: Crawler) -> None:
        self._context: RunContext = context_of(crawler)
        self._live = sys.stderr.isatty()
        self._every = crawler.settings.getfloat("SPACENEWS_PROGRESS_SECONDS")
        self._quiet = not 0 < self._every < _NEVER_SECONDS
        if self._live:
            self._every = _LIVE_SECONDS
        self._timer: asyncio.TimerHandle | None = None
        self._pending = 0
        self._backfill = BackfillProgress(self._context)
        self._count_at = float("-inf")
        crawler.signals.connect(self.begin, signals.spider_opened)
        crawler.signals.connect(self.end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressExtension:
        """Return the extension of a crawler."""
        return cls(crawler)

    def begin(self) -> None:
        """Start the clock."""
        if self._quiet:
            return
        self._timer = asyncio.get_running_loop().call_later(self._every, self._tick)

    def end(self) -> None:
        """Stop it, and clear the line: a summary follows."""
        if self._timer is not None:
            self._timer.cancel()
        if self._live and not self._quiet:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

    def _tick(self) -> None:
        line = self._line()
        sys.stderr.write(f"{_CLEAR}{line}" if self._live else f"{line}\n")
        sys.stderr.flush()
        self.begin()

    def _line(self) -> str:
        context = self._context
        if context.order.mode == "backfill":
            return self._backfill.line()
        counts = context.counts
        seconds = max(clock.monotonic() - context.began, 0.001)
        rate = counts["pages"] / seconds
        return (
            f"{context.site.key}: {counts['pages']} pages, {counts['new']} new, {counts['revised']} revised, "
            f"{self._count_pending(seconds)} pending, {counts['failed']} failed, {rate:.1f} pages/s"
        )

    def _count_pending(self, now: float) -> int:
        if now >= self._count_at:
            begin = clock.monotonic()
            with suppress(StorageError):  # the pipeline that meets it ends the run; a line of progress need not
                self._pending = self._context.frontier.count_pending()
            self._count_at = now + max(_PENDING_SECONDS, _SHARE * (clock.monotonic() - begin))
        return self._pending
