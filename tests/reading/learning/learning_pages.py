"""Pages of the embedded site with their ground truth, for what learns from known texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

from spacenews.demo.faults import parse_faults
from spacenews.demo.site import DemoSite
from spacenews.demo.spec import demo_site
from spacenews.demo.truth import TruthArticle, truth
from spacenews.demo.world import World
from spacenews.model import Capture
from spacenews.reading.learning import Known
from spacenews.specs import Site

BASE = "http://127.0.0.1:8080"
NOW = datetime(2025, 5, 1, tzinfo=UTC)
ARTICLES = 60
LISTINGS = ("/", "/page/2/", "/category/russia/", "/about/")
# As a person would begin: no layout, no family, no word of how its lists look.
PLAIN = replace(
    demo_site(f"{BASE}/"),
    layouts=(),
    family="",
    sources=tuple(replace(source, family="", more="") for source in demo_site(f"{BASE}/").sources),
)
WORDPRESS = replace(demo_site(f"{BASE}/"), layouts=())
SITES: dict[str, Site] = {"plain": PLAIN, "wordpress": WORDPRESS}


@cache
def served(markup: str) -> DemoSite:
    return DemoSite(World(1, ARTICLES), markup, BASE, parse_faults([]))


def capture_of(markup: str, url: str) -> Capture:
    answer = served(markup).answer(urlsplit(url).path, {}, {})
    return page_capture(url, answer.body, answer.headers, answer.status)


def page_capture(
    url: str,
    payload: bytes,
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),),
    status: int = 200,
) -> Capture:
    return Capture("00000000-0000-4000-8000-000000000000", "demo", url, NOW, status, headers, payload)


@cache
def true_articles() -> tuple[TruthArticle, ...]:
    """Return the articles of the site that print their day."""
    return tuple(each for each in truth(1, f"{BASE}/", articles=ARTICLES) if each.published_on)


def known_of(markup: str, true: TruthArticle) -> Known:
    return Known(capture_of(markup, true.url), true.body, true.title, true.published_on, true.byline, true.categories)


def listings(markup: str) -> list[Capture]:
    return [capture_of(markup, f"{BASE}{path}") for path in LISTINGS]
