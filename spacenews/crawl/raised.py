"""What callbacks and pipelines raise: a fault of ours ends the run's claim to be well, one of storage the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals

from spacenews.crawl.ending import end_by_fault
from spacenews.crawl.faults import cause_of
from spacenews.crawl.item import Outcome
from spacenews.model.errors import StorageError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from spacenews.crawl.context import RunContext
    from spacenews.frontier import FrontierRow


class FaultExtension:
    """Gives a fate to rows whose callback or pipeline raised: only these signals tell of them."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.spider_error, signals.spider_error)
        crawler.signals.connect(self.item_error, signals.item_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FaultExtension:
        """Return the extension of a crawler."""
        return cls(crawler)

    def spider_error(self, failure: Failure, response: Any) -> None:
        """Note that a callback or errback raised."""
        request = getattr(response, "request", None)  # a response has one, and a failure too
        row = request.meta.get("row") if request is not None else None
        self._note(row, failure)

    def item_error(self, item: Any, failure: Failure) -> None:
        """Note that a pipeline raised."""
        self._note(item.row if isinstance(item, Outcome) else None, failure)

    def _note(self, row: FrontierRow | None, failure: Failure) -> None:
        context: RunContext = self._crawler.spacenews  # type: ignore[attr-defined]  # put there by the run
        error = cause_of(failure)
        context.note_fault(row, error)
        if isinstance(error, StorageError):
            end_by_fault(self._crawler, context, error)
