"""What goes wrong: failures of requests become fates, faults of our own end the run's claim to be well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from spacenews.crawl.item import Outcome
from spacenews.model.errors import AddressError, CaptureError, SpacenewsError
from spacenews.model.fate import Fate

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from spacenews.crawl.context import RunContext
    from spacenews.frontier import FrontierRow

_TRANSIENT = (
    (DownloadTimeoutError, "timed out"),
    (DownloadConnectionRefusedError, "the connection was refused"),
    (CannotResolveHostError, "the host's name could not be resolved"),
    (ResponseDataLossError, "the body was cut off"),
    (DownloadFailedError, "the connection failed"),
    (OSError, "the connection failed"),
)
_DETAIL = 200


class ForbiddenError(IgnoreRequest):
    """robots.txt forbids the address."""


class NotAskedError(IgnoreRequest):
    """The run is ending, or the site asks to wait: the request did not go out, and its row is given back."""


class UnforeseenError(SpacenewsError):
    """A request failed in a way that nobody thought of; please report it."""


def read_failure(row: FrontierRow, error: BaseException) -> Outcome:
    """Return what becomes of a row whose request had no response; raises UnforeseenError, which is our fault."""
    if isinstance(error, ForbiddenError):
        return Outcome(row, fate=Fate.BLOCKED, reason="robots.txt forbids it")
    if isinstance(error, (AddressError, UnsupportedURLSchemeError)):
        return Outcome(row, fate=Fate.EXCLUDED, reason=str(error))
    if isinstance(error, DownloadCancelledError):
        return Outcome(row, fate=Fate.REJECTED, reason=f"too_large: {one_line(error)}")
    if isinstance(error, (IgnoreRequest, CaptureError)):
        return Outcome(row, asked=False)
    for kind, words in _TRANSIENT:
        if isinstance(error, kind):
            return Outcome(row, transient=True, reason=f"{words} ({one_line(error)})" if str(error) else words)
    raise UnforeseenError(f"{row.url}: {type(error).__name__}: {one_line(error)}") from error


def cause_of(failure: Failure) -> BaseException:
    """Return the exception that a failure holds."""
    return failure.value or RuntimeError("a failure without its exception")


def one_line(error: BaseException) -> str:
    """Return an error's text, short and without line breaks."""
    return " ".join(str(error).split())[:_DETAIL]


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
        context.note_fault(row, cause_of(failure))
