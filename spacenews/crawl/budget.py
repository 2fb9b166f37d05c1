"""A day's budget: a host gets no more requests a day than it may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacenews.crawl.context import context_of
from spacenews.crawl.ending import end_run
from spacenews.crawl.faults import NotAskedError
from spacenews.model.urls import host_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

FINISH_REASON = "budget"


class BudgetMiddleware:
    """Lets through what the setting SPACENEWS_DAILY_BUDGET leaves of the day (of UTC) of a request's host; 0: all.

    It stands behind robots.txt, whose own requests count too. Where nothing is left, the run ends and its rows wait.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BudgetMiddleware:
        """Return the middleware of a crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request through.

        Raises:
            NotAskedError: The day's budget is used up.
            StorageError: The count of the day cannot be read.
        """
        context = context_of(self._crawler)
        hosts = context.hosts
        name = host_of(request.url)
        if hosts.admit(hosts.host(name)):
            return
        context.exhausted = f"today's budget of {hosts.budget:,} requests to {name} is used up"
        end_run(self._crawler, context, FINISH_REASON, gives_back=False)  # what was counted goes out
        raise NotAskedError(context.exhausted)
