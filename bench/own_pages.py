"""The project's own pages with what is known of them: articles of the embedded site, and the fixtures of every site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from spacenews.demo.faults import parse_faults
from spacenews.demo.site import DemoSite
from spacenews.demo.truth import TruthArticle, truth
from spacenews.demo.world import World
from spacenews.operate.fixtures import Fixture, load_fixtures

ROOT = Path(__file__).resolve().parents[1]
BASE = "http://127.0.0.1:8080"  # of the embedded site; nothing is served there


def embedded_pages(markup: str, count: int) -> Iterator[tuple[TruthArticle, bytes]]:
    """Yield the oldest articles of the embedded site, each with its page in one of the markups."""
    demo = DemoSite(World(1), markup, BASE, parse_faults([]))
    for article in truth(1, f"{BASE}/")[:count]:
        parts = urlsplit(article.url)
        yield article, demo.answer(parts.path, dict(parse_qsl(parts.query)), {}).body


def fixture_pages() -> Iterator[Fixture]:
    """Yield every fixture, by the keys of the sites."""
    folder = ROOT / "tests" / "sites"
    for key in sorted(path.name for path in folder.iterdir() if any(path.glob("*.warc.gz"))):
        yield from load_fixtures(folder, key)
