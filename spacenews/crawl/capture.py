"""Capture first: every response is in the WARC before anything reads it, or the run stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest

from spacenews.crawl.ending import end_run
from spacenews.crawl.wire import META_KEY, Wire
from spacenews.model import Exchange
from spacenews.model.errors import CaptureError
from spacenews.model.failpoint import reach

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spacenews.crawl.context import RunContext

FINISH_REASON = "capture_failed"


class CaptureMiddleware:
    """Writes each response as it came, and puts `capture` and `capture_record` into `request.meta`.

    It stands above all other downloader middlewares (995), so that it sees a response first: before one is
    decompressed, and robots.txt and redirects too. Where a capture cannot be written, the error becomes the run's
    fault, nothing that waits is asked any more, and the run finishes as `capture_failed`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._failed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        """Return the middleware of a crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let no request out once a capture could not be written."""
        # A retried or redirected request is a copy with its meta: what it brings is of another response.
        for key in (META_KEY, "capture", "capture_record"):
            request.meta.pop(key, None)
        self._refuse_after_failure()

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response.

        Raises:
            CaptureError: It could not be written, or did not come from the network.
            IgnoreRequest: An earlier one could not be written.
        """
        self._refuse_after_failure()
        context: RunContext = self._crawler.spacenews  # type: ignore[attr-defined]  # put there by the run
        reach("capture-write")
        try:
            capture, record = context.captures.write(self._exchange(request, response))
        except Exception as error:
            self._failed = True
            context.fault = context.fault or error
            end_run(self._crawler, context, FINISH_REASON)
            if isinstance(error, CaptureError):
                raise
            raise CaptureError(f"{response.url} could not be captured: {error}") from error
        context.spent.add("fetch", request.meta.get("download_latency", 0.0))
        request.meta["capture"] = capture
        request.meta["capture_record"] = record
        reach("capture")
        return response

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
            asked_as=_asked_as(request),
        )

    def _refuse_after_failure(self) -> None:
        # A run that ends for another reason still captures what is on the wire; this one no longer can.
        if self._failed:
            raise IgnoreRequest("the run is stopping, since a capture could not be written")


def _asked_as(request: Request) -> str:
    """Return what is expected at an address; nothing for what a person asks for in a shell."""
    row = request.meta.get("row")
    if row is not None:
        return str(row.kind)
    return "robots" if request.meta.get("robots") else ""
