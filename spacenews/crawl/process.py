"""One run of one site, from its order to its record. Once a process: Scrapy's event loop cannot be started twice."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess

from spacenews.crawl.context import RunContext
from spacenews.crawl.ending import drain
from spacenews.crawl.order import CrawlOrder, settings_of
from spacenews.crawl.spider import spider_class
from spacenews.crawl.verdict import Ending, judge
from spacenews.model.errors import FencedError, HeldError
from spacenews.model.run import Run

if TYPE_CHECKING:
    import asyncio

    from scrapy.crawler import Crawler
    from scrapy.settings import Settings


def run_site(order: CrawlOrder, base: Settings | None = None) -> Run:
    """Crawl one site and return the record that the run left.

    Args:
        order: What to do.
        base: Settings to begin with, in place of ours alone; for `scrapy crawl`.

    Raises:
        SpacenewsError: It could not begin; nothing was asked of the site.
    """
    settings = settings_of(order, base)
    context = RunContext(order, settings)
    process = RunProcess(settings, context)
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])  # no record is made of what nobody will see
    crawler: Any = process.create_crawler(spider_class(order.site))
    crawler.spacenews = context
    task = process.crawl(crawler)
    process.start()
    if context.stopped:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # obeyed already: nothing is in the way of the record and the exit
    return _conclude(context, task)


class RunProcess(AsyncCrawlerProcess):
    """Ends on the first Ctrl-C within the download timeout, however slowly its hosts may be asked."""

    def __init__(self, settings: Settings, context: RunContext) -> None:
        super().__init__(settings)
        self._context = context

    async def stop(self) -> None:
        """End the run: what waits for its turn is given back, what is on the wire comes home."""
        if self.crawlers:
            self._context.stopped = True
            for crawler in self.crawlers:
                _drain(crawler)
        await super().stop()

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        self._context.stopped = True
        super()._signal_shutdown(signum, frame)


def _drain(crawler: Crawler) -> None:
    if crawler._engine is not None:  # noqa: SLF001 - the public name raises where there is none yet
        drain(crawler)


def _conclude(context: RunContext, task: asyncio.Task[None]) -> Run:
    """Write what is left, and say how it ended."""
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, Exception) and context.fault is None:
        context.fault = error
    context.close()
    counts = context.counts
    counts["requests"] = counts["responses"] + counts.pop("unanswered", 0)
    for reason, count in context.rejections.items():
        counts[f"rejected.{reason}"] = count
    code, outcome = judge(
        Ending(
            mode=context.order.mode,
            counts=counts,
            finished=bool(context.finish_reason),
            goes_on=bool(context.run.settings["goes_on"]),
            lost=_text(context.fault) if isinstance(context.fault, (FencedError, HeldError)) else "",
            fault=_text(context.fault),
            unwell=context.unwell,
            unread=context.unread,
            elsewhere=context.rounds.find_elsewhere(),
            refusal=context.refusal,
            stopped=context.stopped,
            exhausted=context.exhausted,
            limited=context.has_reached_limit,
        )
    )
    return context.finish(outcome, code)


def _text(fault: Exception | None) -> str:
    if fault is None:
        return ""
    return str(fault) or type(fault).__name__
