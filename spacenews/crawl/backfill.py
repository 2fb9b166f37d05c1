"""A backfill looks for news while it lasts: no scheduled crawl of its site could, since one run holds a site."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from scrapy import signals

from spacenews.crawl.bands import NEWS, put_sources
from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_by_fault
from spacenews.frontier import LISTS, load_schedule
from spacenews.model.errors import StorageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class BackfillExtension:
    """Lets a backfill look for news as often as the site's schedule says, so that no scheduled crawl is missed by it.

    A site that is on no schedule is looked at as often as the setting SPACENEWS_BACKFILL_NEWS_SECONDS says.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._context: RunContext = context_of(crawler)
        self._timer: asyncio.TimerHandle | None = None
        self._rounds = 0
        if self._context.order.mode == "backfill":
            crawler.signals.connect(self.begin, signals.spider_opened)
            crawler.signals.connect(self.end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackfillExtension:
        """Return the extension of a crawler."""
        return cls(crawler)

    def begin(self) -> None:
        """Start the clock."""
        self._timer = asyncio.get_running_loop().call_later(self._interval().total_seconds(), self._look)

    def end(self) -> None:
        """Stop it."""
        if self._timer is not None:
            self._timer.cancel()

    def _interval(self) -> timedelta:
        own = timedelta(seconds=self._context.settings.getfloat("SPACENEWS_BACKFILL_NEWS_SECONDS"))
        try:
            schedule = load_schedule(self._context.state, self._context.site.key)
        except StorageError:  # whoever writes next meets it and ends the run
            return own
        return own if schedule is None or schedule.paused else schedule.every

    def _look(self) -> None:
        context = self._context
        if context.ending or context.stopped:
            return
        self.begin()
        try:
            if context.frontier.next_due(least=LISTS) is not None:  # the last look is not done yet
                return
            self._rounds += 1
            context.frontier.begin_round(self._rounds)
            put_sources(context.frontier, context.order, NEWS)
        except StorageError as error:
            end_by_fault(self._crawler, context, error)
            return
        context.counts["looks_for_news"] += 1
