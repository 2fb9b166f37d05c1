"""Nothing is read that is not captured, and a capture that cannot be written stops the run."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

from spacenews.captures import check_captures, recover_captures
from spacenews.crawl.capture import CaptureMiddleware

PROBE = Path(__file__).with_name("probe_crawl.py")


class Site(ThreadingHTTPServer):
    """Answers everything, and counts."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.asked: list[str] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Pages(BaseHTTPRequestHandler):
    """A page a path; /moved is a redirect and /robots.txt has rules."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        body = b"User-agent: *\nDisallow: /private\n" if self.path == "/robots.txt" else self.path.encode() * 50
        self.send_response(301 if self.path == "/moved" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Keep the test's output clean."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def crawl(folder: Path, urls: list[str], **order: Any) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "error", str(PROBE), json.dumps({"folder": str(folder), "urls": urls, **order})],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_every_response_is_captured_and_handed_on(tmp_path: Path, site: Site) -> None:
    urls = [f"{site.base}/{name}" for name in ("a", "private", "moved")]
    # One at a time: Scrapy 2.19 tells only the first of several waiters what robots.txt says.
    report = crawl(tmp_path, urls, settings={"ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 1})
    rows = {
        row.url.removeprefix(site.base): row for row in recover_captures(tmp_path, "probe", indexed=lambda _: 0).records
    }
    assert set(rows) == {"/robots.txt", "/a", "/moved"}
    assert rows["/moved"].redirect_to == f"{site.base}/elsewhere"
    assert report["fetched"][urls[0]] == [rows["/a"].record_uuid, "response", 200, None]
    assert "/private" not in site.asked


def test_a_full_disk_stops_the_run_and_keeps_what_was_stored(tmp_path: Path, site: Site) -> None:
    urls = [f"{site.base}/{number}" for number in range(40)]
    settings = {"DOWNLOAD_DELAY": 0.2, "DOWNLOAD_DELAY_JITTER": 0, "CONCURRENT_REQUESTS": 16}
    report = crawl(tmp_path, urls, fail_after=2, settings=settings)
    assert report["reason"] == "capture_failed"
    assert "free space there" in report["fault"]
    assert len(report["fetched"]) == len(report["records"]) == 2
    assert len(site.asked) <= 4  # what waited for its turn was not asked for any more
    assert check_captures(tmp_path) == []
    found = recover_captures(tmp_path, "probe", indexed=lambda _: 0)
    assert sorted(row.record_uuid for row in found.records) == report["records"]


def test_a_response_whose_wire_is_unknown_is_refused_and_stops_the_run(tmp_path: Path, site: Site) -> None:
    stock = {"http": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"}
    report = crawl(tmp_path, [f"{site.base}/a"], settings={"DOWNLOAD_HANDLERS": stock})
    assert (report["reason"], report["fetched"], report["records"]) == ("capture_failed", {}, [])
    assert "DOWNLOAD_HANDLERS" in report["fault"]


def test_a_copied_request_does_not_bring_the_capture_of_another_response() -> None:
    crawler: Any = Crawler(Spider)
    request = Request("https://orbit.example/", meta={"wire": 1, "capture": 2, "capture_record": 3, "row": 4})
    CaptureMiddleware(crawler).process_request(request)
    assert request.meta == {"row": 4}
