"""Capture first: every response is in the WARC before anything reads it, or the run stops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, cast

from scrapy.exceptions import IgnoreRequest

from spacenews.crawl.wire import META_KEY, Wire
from spacenews.model import Capture, CaptureRecord, Exchange
from spacenews.model.errors import CaptureError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

FINISH_REASON = "capture_failed"


class Captures(Protocol):
    """What writes a capture; `captures.CaptureWriter` does."""

    def write(self, exchange: Exchange) -> tuple[Capture, CaptureRecord]:
        """Write one exchange, or raise CaptureError."""


class CapturingRun(Protocol):
    """What this middleware needs of the run, found at `crawler.spacenews`."""

    @property
    def captures(self) -> Captures:
        """Where captures go."""

    fault: Exception | None


class CaptureMiddleware:
    """Writes each response as it came, and puts `capture` and `capture_record` into `request.meta`.

    It stands above all other downloader middlewares (995), so that it sees a response first: before one is
    decompressed, and robots.txt and redirects too. Where a capture cannot be written, the error goes to
    `crawler.spacenews.fault`, nothing that waits is asked any more, and the run finishes as `capture_failed`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        """Return the middleware of a crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let no request out once a capture could not be written."""
        # A retried or redirected request is a copy with its meta: what it brings is of another response.
        for key in (META_KEY, "capture", "capture_record"):
            request.meta.pop(key, None)
        self._refuse_when_closing()

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response.

        Raises:
            CaptureError: It could not be written, or did not come from the network.
            IgnoreRequest: An earlier one could not be written.
        """
        self._refuse_when_closing()
        try:
            exchange = self._exchange(request, response)
            capture, record = self._run.captures.write(exchange)
        except Exception as error:
            self._stop(error)
            raise
        request.meta["capture"] = capture
        request.meta["capture_record"] = record
        return response

    @property
    def _run(self) -> CapturingRun:
        return cast("CapturingRun", self._crawler.spacenews)  # type: ignore[attr-defined]  # put there by the run

    def _exchange(self, request: Request, response: Response) -> Exchange:
        wire = request.meta.pop(META_KEY, None)
        if not isinstance(wire, Wire):
            raise CaptureError(
                f"{response.url} was answered by something other than the network: "
                "leave HTTPCACHE_ENABLED off and DOWNLOAD_HANDLERS as they are"
            )
        return Exchange(
            site=str(self._crawler.spidercls.name),
            url=response.url,
            captured_at=wire.received_at,
            request_head=wire.request_head,
            response_head=wire.response_head,
            payload=response.body,
            truncated="disconnect" if "dataloss" in response.flags else None,
            peer=str(response.ip_address) if response.ip_address else None,
        )

    def _refuse_when_closing(self) -> None:
        if self._closing is not None:
            raise IgnoreRequest("the run is stopping, since a capture could not be written")

    def _stop(self, error: Exception) -> None:
        self._run.fault = error
        engine = self._crawler.engine
        # Kept: the loop itself holds a task only weakly.
        self._closing = asyncio.ensure_future(engine.close_spider_async(reason=FINISH_REASON))
        # Closing waits for all that is under way; what still waits for its turn would be asked at the host's pace.
        for slot in engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(IgnoreRequest("the run is stopping, since a capture could not be written"))
