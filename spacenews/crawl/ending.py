"""How a run ends before all is done: nothing more goes out, and what is on the wire comes home."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from spacenews.crawl.faults import NotAskedError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spacenews.crawl.context import RunContext

logger = logging.getLogger(__name__)
_closing: set[asyncio.Future[None]] = set()  # the loop itself holds a task only weakly


def end_run(crawler: Crawler, context: RunContext, reason: str, *, gives_back: bool = True) -> None:
    """Let no further request out and close the spider; harmless when repeated.

    Args:
        crawler: Of the run.
        context: The run.
        reason: Scrapy's finish reason, one word.
        gives_back: What waits for its host's turn does not go out any more.
    """
    if context.ending:
        return
    context.ending = reason
    if gives_back:
        drain(crawler)
    task = asyncio.ensure_future(crawler.engine.close_spider_async(reason=reason))
    _closing.add(task)
    task.add_done_callback(_closing.discard)


def end_unwell(crawler: Crawler, context: RunContext, why: str) -> None:
    """End a run because of the site; its rows stay pending."""
    if not context.unwell:
        context.unwell = why
        logger.debug("the site is not well: %s", why)
    end_run(crawler, context, "site_unwell")


def end_by_fault(crawler: Crawler, context: RunContext, error: Exception) -> None:
    """End a run because nothing can be stored; its rows stay pending."""
    if context.fault is None:
        context.fault = error
    end_run(crawler, context, "storage_failed")


def drain(crawler: Crawler) -> None:
    """Give back what waits for its host's turn, which may be minutes away."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(NotAskedError("the run is ending"))
