"""The frontier behind Scrapy's scheduler interface."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from spacenews.crawl.conditional import conditions
from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_by_fault
from spacenews.crawl.pace import asked_to_wait
from spacenews.frontier import AGAIN, LAST, NEW, ORDERED, Child, FrontierRow
from spacenews.model import clock
from spacenews.model.errors import StorageError
from spacenews.model.failpoint import reach
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind
from spacenews.model.urls import canonical_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_SHORTEST_WAIT = 0.01
# What a run of a mode leaves alone: a fetch everything but its orders, an incremental run what a backfill goes through.
_LEAST = {"fetch": ORDERED, "crawl": AGAIN}


class FrontierScheduler(BaseScheduler):
    """Hands out the rows that are due, a few at a time, so that the most urgent ones are never far behind."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._context: RunContext = context_of(crawler)
        settings = crawler.settings
        self._batch = 2 * max(1, settings.getint("CONCURRENT_REQUESTS"))
        self._lease = timedelta(seconds=settings.getfloat("SPACENEWS_LEASE_SECONDS"))
        self._least = _LEAST.get(self._context.order.mode, LAST)
        self._horizon = timedelta(seconds=settings.getfloat("SPACENEWS_RETRY_HORIZON"))
        self._taken: deque[FrontierRow] = deque()
        self._nudge: asyncio.TimerHandle | None = None
        self._spider: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Return the scheduler of a crawler that `run_site` started."""
        return cls(crawler)

    def open(self, spider: Any) -> None:
        """Begin, unless the site asked an earlier run to wait for longer than this one can."""
        self._spider = spider
        resume_at = self._context.resume_at
        if resume_at is not None and resume_at > clock.now() + self._horizon:
            self._context.unwell = asked_to_wait(resume_at)

    def close(self, reason: str) -> None:
        """Give back what was taken and not handed out."""
        self._context.finish_reason = reason
        if self._nudge is not None:
            self._nudge.cancel()
        if self._taken and not self._context.is_lost:
            try:
                self._context.frontier.release(self._taken)
            except StorageError as error:  # the next run gives them back
                self._context.fault = self._context.fault or error
            self._taken.clear()

    def has_pending_requests(self) -> bool:
        """Whether a row is due within the horizon; asked only when nothing is under way."""
        context = self._context
        if context.ending or context.has_reached_limit:
            return False
        if self._taken:
            return True
        try:
            due = self._next_due()
            if due is not None and due <= clock.now() + self._horizon:
                return True
            return self._follows_up()
        except Exception as error:  # noqa: BLE001 - the engine would only ask again, for ever
            end_by_fault(self._crawler, context, error)
            return False

    def next_request(self) -> Request | None:
        """Return the request of the most urgent row that is due, or None; then a timer asks again when one will be."""
        try:
            return self._next_request()
        except Exception as error:  # noqa: BLE001 - the engine would only ask again, for ever
            end_by_fault(self._crawler, self._context, error)
            return None

    def _next_request(self) -> Request | None:
        context = self._context
        if context.ending or context.has_reached_limit:
            return None
        if not self._taken and not self._refill():
            return None
        if context.resume_at is not None and context.resume_at > clock.now():
            self._wake_at(context.resume_at)
            return None
        row = self._taken[0]
        if row.kind is LinkKind.ARTICLE:
            if not context.asks_for_articles:
                return None
            if row.priority < ORDERED and (why := context.rounds.traps.why_not(row.url)):
                return self._pass_over(row, why)
            context.in_flight.add(row.id)
        self._taken.popleft()
        return self._request(row)

    def enqueue_request(self, request: Request) -> bool:
        """Put an address that a middleware or callback asks for; only GET, and only the site's own."""
        row = request.meta.get("row")
        if isinstance(row, FrontierRow):  # a row's own request once more
            self._context.in_flight.discard(row.id)
            self._context.frontier.release([row])
            return True
        url = canonical_url(request.url)
        if url is None or request.method != "GET" or not self._context.site.allows(url):
            return False
        self._context.frontier.put([Child(Link(url=url, relation="request"), NEW)])
        return True

    def _pass_over(self, row: FrontierRow, why: str) -> Request | None:
        """Decide a row without asking for it, and return the next request."""
        self._taken.popleft()
        self._context.frontier.finish(row, Fate.EXCLUDED, why)
        self._context.counts["trapped"] += 1
        self._wake_at(clock.now())
        return None

    def _follows_up(self) -> bool:
        """Whether what the sources answered leaves more to ask for, now that all that was due is done."""
        more = not self._context.stopped and self._context.rounds.follow_up()
        if more:
            self._wake_at(clock.now())
        return more

    def _request(self, row: FrontierRow) -> Request:
        return Request(
            row.url,
            headers=conditions(self._context, row),
            callback=self._spider.on_response,
            errback=self._spider.on_failure,
            dont_filter=True,
            meta={"row": row},
        )

    def _refill(self) -> bool:
        due = self._next_due()
        if due is None:
            return False
        if due > clock.now():
            self._wake_at(due)
            return False
        context = self._context
        self._taken.extend(context.frontier.take(self._batch, lease=self._lease, least=self._least))
        reach("lease")
        return bool(self._taken)

    def _next_due(self) -> datetime | None:
        context = self._context
        due = context.frontier.next_due(least=self._least)
        if due is None or context.resume_at is None:
            return due
        return max(due, context.resume_at)

    def _wake_at(self, instant: datetime) -> None:
        """Ask the engine to look again then: its own heartbeat is five seconds."""
        if self._nudge is not None:
            self._nudge.cancel()
        delay = max(_SHORTEST_WAIT, (instant - clock.now()).total_seconds())
        self._nudge = asyncio.get_running_loop().call_later(delay, self._look_again)

    def _look_again(self) -> None:
        self._nudge = None
        slot = self._crawler.engine._slot  # noqa: SLF001 - there is no public way to wake an engine
        if slot is not None:
            slot.nextcall.schedule()
