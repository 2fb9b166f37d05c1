"""What an earlier run left: captured pages are read from their captures, and its hold on the site ends."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scrapy import signals

from spacenews.captures import read_capture, read_exchange
from spacenews.crawl.answer import read_answer
from spacenews.crawl.conditional import read_unchanged
from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_by_fault
from spacenews.crawl.pipelines import DedupePipeline, NormalizePipeline, StorePipeline
from spacenews.model.errors import CaptureError, FencedError, StorageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spacenews.frontier import FrontierRow
    from spacenews.model.capture import CaptureRecord

logger = logging.getLogger(__name__)


class ResumeExtension:
    """Reads, before the first request, what was captured and not read; ends a run that has lost its site."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._context: RunContext = context_of(crawler)
        crawler.signals.connect(self.begin, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ResumeExtension:
        """Return the extension of a crawler."""
        return cls(crawler)

    def begin(self) -> None:
        """Read what is left, and be told of a run that takes over."""
        loop = asyncio.get_running_loop()
        self._context.on_lost = partial(loop.call_soon_threadsafe, self._end)
        for row, record in self._context.left:
            if self._context.ending:
                return
            self._read(row, record)

    def _read(self, row: FrontierRow, record: CaptureRecord) -> None:
        """Do with a capture what is done with a response; whatever goes wrong is noted as it would be there."""
        context, crawler = self._context, self._crawler
        try:
            capture = read_capture(context.order.data.captures, record, context.archive.find_capture)
            if capture.status == HTTPStatus.NOT_MODIFIED and self._was_conditional(record):
                outcome = read_unchanged(row, capture)
            else:
                outcome = read_answer(context.site, row, capture)
            for pipeline in (NormalizePipeline, DedupePipeline, StorePipeline):
                step: Any = pipeline.from_crawler(crawler)
                outcome = step.process_item(outcome)
            context.counts["resumed"] += 1
        except CaptureError as error:  # the address is asked for again
            logger.warning("%s", error)
            context.frontier.release([row])
        except StorageError as error:
            end_by_fault(crawler, context, error)
        except Exception as error:
            logger.exception("reading the capture of %s", row.url)
            context.note_fault(row, error)

    def _was_conditional(self, record: CaptureRecord) -> bool:
        context = self._context
        exchange = read_exchange(context.order.data.captures, record, context.archive.find_capture)
        return b"\r\nif-" in exchange.request_head.lower()

    def _end(self) -> None:
        try:
            self._context.state.check_fence()
        except FencedError as error:
            end_by_fault(self._crawler, self._context, error)
