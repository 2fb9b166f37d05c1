"""The one spider: a site's pages are told apart by what the frontier expects of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider

from spacenews.crawl.answer import read_answer
from spacenews.crawl.conditional import is_unchanged, read_unchanged
from spacenews.crawl.faults import cause_of, read_failure

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from spacenews.crawl.item import Outcome
    from spacenews.specs import Site


class SiteSpider(Spider):
    """Crawls one site; `spider_class` makes it from a spec.

    It follows nothing by itself: what to ask for next stands in the frontier, and what a page led to leaves as one
    item.
    """

    site: ClassVar[Site]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Bound once: Scrapy remembers what it found out about a callback by the identity of that object.
        self.on_response: Callable[[Response], list[Outcome]] = self.parse
        self.on_failure: Callable[[Failure], list[Outcome]] = self.note_failure

    async def start(self) -> AsyncIterator[Any]:
        """Give no request: the frontier has them."""
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    def parse(self, response: Response, **_arguments: Any) -> list[Outcome]:
        """Return what a captured response leads to."""
        row, capture = response.meta["row"], response.meta["capture"]
        if is_unchanged(response.request, capture):
            return [read_unchanged(row, capture)]
        return [read_answer(self.site, row, capture)]

    def note_failure(self, failure: Failure) -> list[Outcome]:
        """Return what becomes of a row whose request had no response."""
        request: Any = failure.request  # type: ignore[attr-defined]  # put there by Scrapy
        return [read_failure(request.meta["row"], cause_of(failure))]


def spider_class(site: Site) -> type[SiteSpider]:
    """Return the spider class of a site, named by its key."""
    return type(f"{site.key.title()}Spider", (SiteSpider,), {"name": site.key, "site": site, "__module__": __name__})
