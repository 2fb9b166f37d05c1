"""normalize, dedupe, store: each a thin call into plain Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacenews.crawl.bands import Window, place_children
from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.item import Outcome
from spacenews.crawl.merge import merge_article, merge_redirect
from spacenews.crawl.store import store_outcome
from spacenews.crawl.walk import Reach
from spacenews.frontier import DEEP
from spacenews.model.failpoint import reach
from spacenews.model.link import LinkKind
from spacenews.model.reading import Reading
from spacenews.reading.normalize import normalize_reading

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class _Pipeline:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.context: RunContext = context_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> _Pipeline:
        return cls(crawler)


class NormalizePipeline(_Pipeline):
    """Makes a reading comparable."""

    def process_item(self, item: Outcome) -> Outcome:
        """Fill `article`."""
        if isinstance(item.reading, Reading) and item.capture is not None:
            item.article = normalize_reading(self.context.site, item.capture, item.reading)
        reach("reading")
        return item


class DedupePipeline(_Pipeline):
    """Makes one row of each address that a page named, and none of what is known."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings, order = self.context.settings, self.context.order
        self._window = Window(order.since, order.until)
        self._reach = Reach(
            to_end=order.mode == "full",
            max_pages=settings.getint("SPACENEWS_MAX_PAGES"),
            barren_pages=settings.getint("SPACENEWS_BARREN_PAGES"),
            articles_first=order.limit is not None,
        )

    def process_item(self, item: Outcome) -> Outcome:
        """Fill `children`, and what the walk of a source needs."""
        frontier = self.context.frontier
        if item.redirect_to is not None:
            merge_redirect(self.context.site, item, frontier.find_fate, frontier.find_target)
        elif item.listing is not None and item.row.kind is LinkKind.ARTICLE:
            merge_article(item)
        elif item.listing is not None:
            deep = item.row.priority == DEEP
            self.context.rounds.walk(item, replace(self._reach, to_end=True) if deep else self._reach)
        if self.context.order.mode == "backfill":
            place_children(item, self._window)
        return item


class StorePipeline(_Pipeline):
    """Writes all that a response led to: the archive first, then the frontier, one transaction each."""

    def process_item(self, item: Outcome) -> Outcome:
        """Write it."""
        with self.context.spent.on("store"):
            store_outcome(self.crawler, self.context, item)
        return item
