"""Every source of the embedded site, walked by reading alone, gives every article of its truth exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from spacenews.demo.faults import parse_faults
from spacenews.demo.markups import MARKUPS
from spacenews.demo.site import DemoSite
from spacenews.demo.spec import demo_site
from spacenews.demo.truth import TruthArticle, truth
from spacenews.demo.world import World
from spacenews.model import Capture, Link, LinkKind, Listing, Rejection
from spacenews.reading import read_links
from spacenews.specs import Source

HOME = "http://127.0.0.1:8765/"
DAY = 3
SITE = demo_site(HOME)
LISTING, FEED, SITEMAP, REST = SITE.sources
TRUTH = {article.url: article for article in truth(DAY, HOME)}
markups = pytest.mark.parametrize("markup", sorted(MARKUPS))


@pytest.fixture(scope="module")
def world() -> World:
    return World(DAY)


def walk(world: World, markup: str, source: Source) -> Iterator[Listing]:
    """Read page after page of a source, as a crawl would."""
    site = DemoSite(world, markup, HOME.rstrip("/"), parse_faults(()))
    waiting = [source.url]
    while waiting:
        listing = read(site, source, waiting.pop(0))
        if isinstance(listing, Rejection):
            assert str(listing) == "error_status: 404", listing
            return
        yield listing
        waiting += [link.url for link in listing.links if link.relation == "child"]
        waiting += [listing.next_page.url] if listing.next_page else []


def read(site: DemoSite, source: Source | None, url: str) -> Listing | Rejection:
    parts = urlsplit(url)
    answer = site.answer(parts.path, dict(parse_qsl(parts.query)), {})
    headers = tuple((name, value) for name, value in answer.headers)
    taken = datetime(2026, 1, 1, tzinfo=UTC)
    return read_links(SITE, source, Capture("0", "demo", url, taken, answer.status, headers, answer.body))


def articles(listings: Iterator[Listing]) -> Iterator[Link]:
    return (link for listing in listings for link in listing.links if link.kind is LinkKind.ARTICLE)


@markups
def test_the_home_listing_leads_to_every_article_exactly_once(world: World, markup: str) -> None:
    found = Counter(link.url for link in articles(walk(world, markup, LISTING)))
    assert set(found) == set(TRUTH)
    assert {url for url, times in found.items() if times > 1} <= pinned(world, markup)


def pinned(world: World, markup: str) -> set[str]:
    """Return what the first page lists before its ten: it stands again in its own place."""
    first = next(walk(world, markup, LISTING))
    return {link.url for link in first.links[:-10]}


@markups
def test_each_teaser_is_printed_as_the_truth_says(world: World, markup: str) -> None:
    for link in articles(walk(world, markup, LISTING)):
        article: TruthArticle = TRUTH[link.url]
        assert link.excerpt == article.excerpt
        assert link.published_on in {article.published_on, article.posted_at.date()}
        assert link.title in {article.title, None}


@markups
def test_a_category_lists_its_articles_alone(world: World, markup: str) -> None:
    source = Source(kind="listing", url=HOME + "category/soyuz/", more="full story", family="wordpress")
    found = [link.url for link in articles(walk(world, markup, source))]
    stated = {url for url, article in TRUTH.items() if "Soyuz" in article.categories}
    assert len(found) == len(set(found))
    assert stated <= set(found)
    assert not [url for url in found if TRUTH[url].categories and "Soyuz" not in TRUTH[url].categories]


@markups
def test_an_article_page_gives_its_related_teasers_and_category_pages(world: World, markup: str) -> None:
    site = DemoSite(world, markup, HOME.rstrip("/"), parse_faults(()))
    known = {*TRUTH, *(alias for article in TRUTH.values() for alias in article.aliases)}
    for url, article in list(TRUTH.items())[::10]:
        listing = read(site, None, url)
        assert isinstance(listing, Listing)
        related = [link for link in listing.links if link.relation == "related"]
        assert 1 <= len(related) <= 8
        assert {link.url for link in related} <= set(TRUTH) - {url}
        assert all(link.excerpt == TRUTH[link.url].excerpt for link in related)
        assert {link.title for link in listing.links if link.relation == "category"} == set(article.categories)
        assert {link.url for link in listing.links if link.relation == "body"} <= known


def test_feed_sitemap_and_rest_list_every_article_exactly_once(world: World) -> None:
    for source in (FEED, SITEMAP, REST):
        found = Counter(link.url for link in articles(walk(world, "bare", source)))
        assert set(found) == set(TRUTH), source.kind
        assert set(found.values()) == {1}, source.kind


def test_feed_and_rest_date_every_article_to_the_second(world: World) -> None:
    for source in (FEED, REST):
        for link in articles(walk(world, "bare", source)):
            assert link.published_at == TRUTH[link.url].posted_at.astimezone(UTC), source.kind
            assert link.published_on == TRUTH[link.url].posted_at.date(), source.kind
            assert link.remote_id == str(TRUTH[link.url].id), source.kind
            assert link.title == TRUTH[link.url].title, source.kind


def test_rest_states_the_total_and_every_edit(world: World) -> None:
    first = next(walk(world, "bare", REST))
    assert first.total == len(TRUTH)
    assert all(link.modified_at == TRUTH[link.url].modified_at.astimezone(UTC) for link in first.links)


def test_rest_lists_the_categories(world: World) -> None:
    source = Source(kind="rest", url=HOME + "wp-json/wp/v2/categories?per_page=100")
    found = {link.title: link for listing in walk(world, "bare", source) for link in listing.links}
    assert set(found) == {name for article in TRUTH.values() for name in article.categories}
    assert {link.kind for link in found.values()} == {LinkKind.LISTING}
