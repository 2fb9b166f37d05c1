"""Pages that a layout of their site's spec reads, against trafilatura on the same pages.

The pages are articles of the embedded site in its three markups, and the fixtures of every built-in site.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bench.own_pages import BASE, ROOT, embedded_pages, fixture_pages
from bench.reading_peers import python_of, say
from spacenews.demo.markups import MARKUPS
from spacenews.demo.spec import demo_site
from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection
from spacenews.reading import normalize_reading, read_article
from spacenews.specs import Site, SpecRegistry

_CAPTURED_AT = datetime(2000, 1, 1, tzinfo=UTC)  # reading never looks at it
_EACH = 50  # articles of the embedded site in one markup


def read(html: bytes, url: str) -> dict[str, object]:
    """Return the body of a page as its site's layout reads it, normalized as the archive would.

    Raises:
        ValueError: No layout of the site reads it: the figure would be that of something else.
    """
    site = _sites()[urlsplit(url).netloc]
    capture = Capture("", site.key, url, _CAPTURED_AT, 200, (("Content-Type", "text/html"),), html)
    reading = read_article(site, capture)
    if isinstance(reading, Rejection) or not reading.layout:
        raise ValueError(f"{url}: {reading if isinstance(reading, Rejection) else 'no layout'}")
    return {"body": normalize_reading(site, capture, reading).body}


def write_pages(folder: Path) -> int:
    """Write the pages and their index.jsonl into a folder; returns how many."""
    with (folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for count, (url, html) in enumerate(_pages(), 1):
            (folder / f"{count:05}.html").write_bytes(html)
            index.write(json.dumps({"file": f"{count:05}.html", "url": url}) + "\n")
    return count


def report_layouts(folder: Path) -> str:
    """Return a table of milliseconds a page, by layout and by trafilatura."""
    count = write_pages(folder)
    figures = {
        name: say([str(python), "bench/reading_child.py", reader, str(ROOT), str(folder)])
        for name, python, reader in (
            ("spacenews, by layout", Path(sys.executable), "bench.reading_layouts:read"),
            ("trafilatura", python_of("trafilatura"), "bench.peers.trafilatura:read"),
        )
    }
    theirs = figures["trafilatura"]["cpu_seconds"]
    head = [f"## By layout: {count} pages\n", "| reader | ms of processor a page | pages a second, to trafilatura |"]
    rows = [
        f"| {name} | {1000 * each['cpu_seconds'] / count:.1f} | {theirs / each['cpu_seconds']:.1f} |"
        for name, each in figures.items()
    ]
    return "\n".join((*head, "|---|---:|---:|", *rows)) + "\n"


@cache
def _sites() -> dict[str, Site]:
    registry = SpecRegistry()
    sites = [registry.load(key) for key in registry.keys()]  # noqa: SIM118 - its method
    return {
        host: site for site in (demo_site(f"{BASE}/"), *sites) for host in (*site.hosts, urlsplit(site.home).netloc)
    }


def _pages() -> Iterator[tuple[str, bytes]]:
    for markup in MARKUPS:
        for article, html in embedded_pages(markup, _EACH):
            yield article.url, html
    for fixture in fixture_pages():
        if fixture.expected.get("layout"):
            yield fixture.capture.url, fixture.capture.payload
