"""Every article of the embedded site, in each of its markups, is read as its ground truth says."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest

from spacenews.demo.faults import parse_faults
from spacenews.demo.markups import MARKUPS
from spacenews.demo.misbehavior import misbehave
from spacenews.demo.site import DemoSite
from spacenews.demo.spec import demo_site
from spacenews.demo.truth import TruthArticle, truth
from spacenews.demo.world import World
from spacenews.model import Article, Capture, Reading, Rejection, RejectionReason
from spacenews.reading import normalize_reading, open_page, read_article
from spacenews.reading.page import HtmlPage

BASE = "http://127.0.0.1:8080"
SITE = demo_site(f"{BASE}/")
NOW = datetime(2025, 5, 1, tzinfo=UTC)


@cache
def served(markup: str) -> DemoSite:
    return DemoSite(World(1), markup, BASE, parse_faults([]))


def capture_of(markup: str, url: str) -> Capture:
    parts = urlsplit(url)
    answer = served(markup).answer(parts.path, dict(parse_qsl(parts.query)), {})
    return Capture(
        "00000000-0000-4000-8000-000000000000", SITE.key, url, NOW, answer.status, answer.headers, answer.body
    )


@cache
def articles(markup: str) -> tuple[tuple[TruthArticle, Article], ...]:
    pairs = []
    for true in truth(1, f"{BASE}/"):
        capture = capture_of(markup, true.url)
        reading = read_article(SITE, capture)
        assert isinstance(reading, Reading), f"{true.url}: {reading}"
        pairs.append((true, normalize_reading(SITE, capture, reading)))
    return tuple(pairs)


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("field", ["url", "title", "byline", "body", "teaser", "language"])
def test_a_field_equals_the_ground_truth_in_every_markup(markup: str, field: str) -> None:
    wrong = {
        t.url: (getattr(a, field), getattr(t, field))
        for t, a in articles(markup)
        if getattr(a, field) != getattr(t, field)
    }
    assert not wrong


@pytest.mark.parametrize("markup", MARKUPS)
def test_the_day_is_the_printed_one_and_no_time_is_invented(markup: str) -> None:
    for true, article in articles(markup):
        assert (article.published.on if article.published else None) == true.published_on, true.url
        assert article.published is None or (article.published.at, article.published.precision) == (None, "day")
        assert article.modified is None


@pytest.mark.parametrize("markup", MARKUPS)
def test_categories_are_the_printed_ones_in_their_order(markup: str) -> None:
    for true, article in articles(markup):
        assert tuple(name for _, name in article.categories) == true.categories, true.url


def test_one_article_has_one_digest_in_all_markups() -> None:
    digests = [[article.content_digest for _, article in articles(markup)] for markup in MARKUPS]
    assert digests[0] == digests[1] == digests[2]


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("path", ["/", "/page/2/", "/category/russia/", "/author/newsdesk/", "/?s=soyuz", "/2021/"])
def test_a_listing_is_no_article(markup: str, path: str) -> None:
    refused = read_article(SITE, capture_of(markup, BASE + path))
    assert isinstance(refused, Rejection)
    assert refused.reason is RejectionReason.NOT_ARTICLE


@pytest.mark.parametrize("markup", MARKUPS)
def test_an_attachment_page_is_no_article(markup: str) -> None:
    pictures = [link.url for _, article in articles(markup) for link in article.links if "/picture-" in link.url]
    pages = [url for url in pictures if url.endswith("/")]
    assert pages
    for url in pages[:5]:
        refused = read_article(SITE, capture_of(markup, url))
        assert isinstance(refused, Rejection)
        # The bare markup does not say what the page is; there is no text on it.
        assert refused.reason in {RejectionReason.NOT_ARTICLE, RejectionReason.EMPTY}


@pytest.mark.parametrize("markup", MARKUPS)
def test_an_address_that_is_not_there_says_its_status(markup: str) -> None:
    refused = read_article(SITE, capture_of(markup, f"{BASE}/nothing-there/"))
    assert refused == Rejection(RejectionReason.ERROR_STATUS, "404")


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("soft-404", RejectionReason.SOFT_404),
        ("challenge", RejectionReason.CHALLENGE),
        ("deep", RejectionReason.TOO_DEEP),
        ("huge", RejectionReason.TOO_LARGE),
    ],
)
def test_a_page_that_misbehaves_is_refused_by_name(markup: str, fault: str, reason: RejectionReason) -> None:
    refused = read_article(SITE, faulty(markup, fault))
    assert isinstance(refused, Rejection)
    assert refused.reason is reason


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_page_whose_charset_lies_is_read_in_the_one_it_is_in(markup: str) -> None:
    capture = faulty(markup, "wrong-charset")
    page = open_page(capture)
    assert isinstance(page, HtmlPage)
    assert page.charset == "cp1251"
    reading = read_article(SITE, capture)
    assert isinstance(reading, Reading)
    assert any("Экипаж корабля вернулся на Землю" in paragraph for paragraph in reading.body)


def faulty(markup: str, fault: str) -> Capture:
    site = served(markup)
    path = f"/fault/{fault}/"
    article = site.answer(urlsplit(truth(1, f"{BASE}/")[0].url).path, {}, {})
    answer = misbehave(site, fault, path, 1, article).answer
    return Capture("u", SITE.key, f"{BASE}{path}", NOW, answer.status, answer.headers, answer.body)
