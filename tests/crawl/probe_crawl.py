"""A real crawl in a process of its own, which tests start: Scrapy, the wire handler and the capture middleware.

Reads one JSON object from its argument and prints one: what was fetched, what failed and how the run ended.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from spacenews.captures import CaptureWriter
from spacenews.crawl.spent import Spent
from spacenews.model import Capture, CaptureRecord, Exchange

DONE: dict[str, Any] = {"fetched": {}, "failed": {}}


class ProbeSpider(scrapy.Spider):
    """Asks for each URL once; one that begins with `HEAD ` with that method."""

    name = "probe"
    urls: tuple[str, ...] = ()

    async def start(self) -> Any:
        for url in self.urls:
            method, _, address = url.rpartition(" ")
            yield scrapy.Request(address, method=method or "GET", errback=self.failed, dont_filter=True)

    def parse(self, response: scrapy.http.Response, **_: Any) -> None:
        record, capture = response.meta["capture_record"], response.meta["capture"]
        DONE["fetched"][response.url] = [record.record_uuid, record.kind, capture.status, record.truncated]

    def failed(self, failure: Any) -> None:
        DONE["failed"][failure.request.url] = f"{type(failure.value).__name__}: {failure.value}"


class Run:
    """What `crawler.spacenews` must have."""

    def __init__(self, writer: CaptureWriter, fail_after: int | None) -> None:
        self.captures = self
        self.fault: Exception | None = None
        self.spent = Spent()
        self.ending = ""
        self.rows: dict[str, CaptureRecord] = {}
        self._writer = writer
        self._left = fail_after

    def write(self, exchange: Exchange) -> tuple[Capture, CaptureRecord]:
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                _limit_file_size()
        capture, record = self._writer.write(exchange)
        self.rows[record.record_uuid] = record
        return capture, record


def _limit_file_size() -> None:
    """Make the next byte that is written to any file fail, as on a full disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))


def main() -> None:
    order = json.loads(sys.argv[1])
    settings = {
        "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "spacenews.crawl.wire.WireHandler"),
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
            "spacenews.crawl.capture.CaptureMiddleware": 995,
        },
        "SPACENEWS_ALLOW_LOOPBACK": True,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "RETRY_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "DOWNLOAD_TIMEOUT": 2,
        "LOG_LEVEL": "CRITICAL",
        "USER_AGENT": "probe",
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Encoding": "gzip"},
        **order.get("settings", {}),
    }
    rows: dict[str, CaptureRecord] = {}
    with closing(CaptureWriter(Path(order["folder"]), "probe", find_payload=lambda _: None)) as writer:
        run = Run(writer, order.get("fail_after"))
        process = AsyncCrawlerProcess(settings)
        crawler: Any = process.create_crawler(ProbeSpider)
        crawler.spacenews = run
        ProbeSpider.urls = tuple(order["urls"])
        process.crawl(crawler)
        process.start()
        rows = run.rows
    stats = crawler.stats.get_stats()
    DONE["reason"] = stats.get("finish_reason")
    DONE["fault"] = str(run.fault) if run.fault else None
    DONE["records"] = sorted(rows)
    print(json.dumps(DONE))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
