"""Where the time of a page goes: fetch, capture, read, normalise, store, in milliseconds of one core.

Every step after the fetch is run alone over the captured article pages of the embedded site, as the crawl calls it,
best of three passes. Scrapy's own machinery, frontier and fetch are what remains of the crawl's processor time.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from bench.pipeline import Round
from spacenews.archive import open_archive
from spacenews.captures import CaptureWriter
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import demo_site
from spacenews.demo.truth import truth
from spacenews.model import Article, Capture, CaptureRecord, Exchange, Reading
from spacenews.reading import read_page
from spacenews.reading.normalize import normalize_reading

PAGES = 300
PASSES = 3
T = TypeVar("T")


def measure(rounds: list[Round]) -> dict[str, float]:
    """Return milliseconds a page for each step, in the order of the flow."""
    with DemoServer(articles=PAGES) as server:
        base = server.base_url
        exchanges = list(_exchanges(base))
    site = demo_site(base)
    capture_ms, captured = _timed(lambda folder: _capture(exchanges, folder))
    read_ms, readings = _timed(lambda _: [(capture, read_page(site, capture)[0]) for capture, _ in captured])
    kept = [(capture, reading) for capture, reading in readings if isinstance(reading, Reading)]
    if len(kept) != len(exchanges):
        raise SystemExit(f"only {len(kept)} of {len(exchanges)} pages were read as articles")
    normalize_ms, articles = _timed(lambda _: [normalize_reading(site, *each) for each in kept])
    store_ms, _ = _timed(lambda folder: _store(captured, articles, folder))
    own = sorted(each.cpu_ms_per_page for each in rounds if each.name == "spacenews")
    whole = own[len(own) // 2] if own else 0.0
    steps = {"capture": capture_ms, "read": read_ms, "normalise": normalize_ms, "store": store_ms}
    return {"fetch, frontier and Scrapy": max(0.0, whole - sum(steps.values())), **steps, "whole crawl": whole}


def table(steps: dict[str, float]) -> str:
    """Return the budget as a Markdown table."""
    lines = ["| step | ms a page |", "|---|---:|"]
    lines += [f"| {name} | {milliseconds:.2f} |" for name, milliseconds in steps.items()]
    return "\n".join(lines)


def _exchanges(base: str) -> Iterator[Exchange]:
    host = urlsplit(base).netloc
    connection = HTTPConnection(host)
    for each in truth(1, base, articles=PAGES):
        path = urlsplit(each.url).path
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.getheaders())
        yield Exchange(
            site="demo",
            url=each.url,
            captured_at=datetime.now(UTC),
            request_head=f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode(),
            response_head=f"HTTP/1.1 {answer.status} {answer.reason}\r\n{head}\r\n".encode(),
            payload=answer.read(),
        )


def _timed(work: Callable[[Path], list[T]]) -> tuple[float, list[T]]:
    best, made = float("inf"), list[T]()
    for _ in range(PASSES):
        with tempfile.TemporaryDirectory(prefix="spacenews-bench-") as folder:
            begin = time.process_time()
            made = work(Path(folder))
            best = min(best, time.process_time() - begin)
    return 1000 * best / len(made), made


def _capture(exchanges: list[Exchange], folder: Path) -> list[tuple[Capture, CaptureRecord]]:
    writer = CaptureWriter(folder, "demo", find_payload=lambda _: None)
    made = [writer.write(exchange) for exchange in exchanges]
    writer.close()
    return made


def _store(captured: list[tuple[Capture, CaptureRecord]], articles: list[Article], folder: Path) -> list[object]:
    archive = open_archive(folder / "spacenews.db")
    made: list[object] = [
        archive.save([record], article) for (_, record), article in zip(captured, articles, strict=True)
    ]
    archive.close()
    return made
