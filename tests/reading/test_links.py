"""What an article page lists, and the one way in for every form of source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.model import Capture, LinkKind, Listing, Rejection, RejectionReason
from spacenews.reading.links import MAX_BODY_LINKS, links_of_article, read_links
from spacenews.reading.page import open_page
from spacenews.specs import Site, Source, wordpress

HOME = "https://courier.example/"
SITE = Site(
    key="courier",
    name="Orbital Courier",
    home=HOME,
    timezone="Europe/Moscow",
    sources=wordpress.sources(HOME, more="full story"),
)
PLAIN = Site(
    key="plain",
    name="Plain",
    home=HOME,
    timezone="UTC",
    sources=(Source(kind="listing", url=HOME),),
    article_url=r"https://courier\.example/\d{4}/[a-z-]+/",
)
BARE = Site(key="bare", name="B", home=HOME, timezone="UTC", sources=(Source(kind="listing", url=HOME),))
MORE = SITE.sources[0]
HTML = (("Content-Type", "text/html; charset=utf-8"),)

ARTICLE = """<html><body class="single single-post"><h1>Tanks are full</h1>
<p class="date">April 26, 2021</p>
<p>Categories: <a href="/category/russia/">Russia</a>, <a href="/category/iss/">ISS</a></p>
<p>The tanks were filled <a href="/first-tank-test/">a week after the test</a>, as
<a href="http://other.example/report">a report</a> says; see also <a href="/?p=77">the earlier note</a>.</p>
<p><a href="/wp-content/uploads/plan.pdf">The plan</a> <a href="mailto:a@courier.example">mail</a></p>
<ul class="menu"><li><a href="/about-the-whole-editorial-board/">About</a></li></ul>
<p>More from this category:</p>
<div>February 1, 2021</div><p>The camera has taken its picture of the red planet…</p>
<p><a href="/camera-takes-a-picture/">full story</a></p>
<div>June 9, 2014</div><p>Candidates began their training…</p>
<p><a href="/candidates-begin-training">Full&nbsp;story »</a></p>
</body></html>"""


def capture(
    payload: str | bytes,
    url: str = HOME + "tanks-are-full/",
    status: int = 200,
    headers: Sequence[tuple[str, str]] = HTML,
) -> Capture:
    body = payload.encode() if isinstance(payload, str) else payload
    return Capture("0", "courier", url, datetime(2026, 1, 1, tzinfo=UTC), status, tuple(headers), body)


def listed(payload: str, site: Site = SITE, source: Source | None = None) -> Listing:
    found = read_links(site, source, capture(payload))
    assert isinstance(found, Listing)
    return found


def test_related_teasers_are_found_by_their_more_link() -> None:
    related = [link for link in listed(ARTICLE).links if link.relation == "related"]
    assert [link.url for link in related] == [HOME + "camera-takes-a-picture/", HOME + "candidates-begin-training"]


def test_a_related_teaser_has_its_date_and_excerpt() -> None:
    link = next(link for link in listed(ARTICLE).links if link.relation == "related")
    assert (link.published_on, link.excerpt) == (
        date(2021, 2, 1),
        "The camera has taken its picture of the red planet…",
    )


def test_categories_are_listing_pages() -> None:
    found = [(link.url, link.title) for link in listed(ARTICLE).links if link.relation == "category"]
    assert found == [(HOME + "category/russia/", "Russia"), (HOME + "category/iss/", "ISS")]
    assert {link.kind for link in listed(ARTICLE).links if link.relation == "category"} == {LinkKind.LISTING}


def test_categories_are_found_by_rel_too() -> None:
    page = '<p>x</p><a rel="category tag" href="/category/space/">Space</a><a rel="tag" href="/tag/moon/">moon</a>'
    assert [link.url for link in listed(page).links] == [HOME + "category/space/"]


def test_links_in_the_text_are_body_links() -> None:
    found = [link for link in listed(ARTICLE).links if link.relation == "body"]
    assert [link.url for link in found] == [HOME + "first-tank-test/", HOME + "?p=77"]


def test_a_short_link_has_its_number() -> None:
    page = '<p>text <a href="/?p=77">note</a></p>'
    assert [(link.url, link.remote_id) for link in listed(page).links] == [(HOME + "?p=77", "77")]


def test_body_links_follow_the_spec_where_it_says_what_an_article_is() -> None:
    page = '<p>a <a href="/2021/tank-test/">b</a> <a href="/tank-test-goes-on/">c</a></p>'
    assert [link.url for link in listed(page, PLAIN).links] == [HOME + "2021/tank-test/"]


def test_body_links_are_bounded() -> None:
    page = "<p>" + "".join(f'<a href="/slug-number-{n}/">x</a> ' for n in range(MAX_BODY_LINKS + 50)) + "</p>"
    found = listed(page)
    assert len(found.links) == MAX_BODY_LINKS
    assert found.refused == ((HOME + "tanks-are-full/", "more than 300 links in the text: the rest was not read"),)


def test_an_article_page_can_be_read_from_a_page_that_is_open() -> None:
    page = open_page(capture(ARTICLE))
    assert not isinstance(page, Rejection)
    assert links_of_article(SITE, page) == read_links(SITE, None, capture(ARTICLE))


@pytest.mark.parametrize("source", [None, *SITE.sources[:3]])
@pytest.mark.parametrize("status", [404, 410, 500, 301, 304])
def test_another_status_is_refused_with_the_status(source: Source | None, status: int) -> None:
    found = read_links(SITE, source, capture(ARTICLE, status=status))
    assert found == Rejection(RejectionReason.ERROR_STATUS, str(status))


@pytest.mark.parametrize("source", [None, *SITE.sources])
def test_a_cut_body_is_refused(source: Source | None) -> None:
    cut = Capture("0", "courier", HOME, datetime(2026, 1, 1, tzinfo=UTC), 200, HTML, ARTICLE.encode(), "disconnect")
    found = read_links(SITE, source, cut)
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.TRUNCATED


WALL = """<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>
<form id="challenge-form"></form></body></html>"""


@pytest.mark.parametrize("source", SITE.sources[:3])
def test_a_bot_check_in_place_of_a_list_is_a_challenge(source: Source) -> None:
    found = read_links(SITE, source, capture(WALL))
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.CHALLENGE


def test_a_server_that_calls_its_answer_a_challenge_is_believed() -> None:
    found = read_links(SITE, MORE, capture("", status=403, headers=(*HTML, ("cf-mitigated", "challenge"))))
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.CHALLENGE


def test_without_a_more_link_a_heading_says_what_is_related() -> None:
    page = """<article><p>Text <a href="/in-the-text/">here</a></p><h3>Related articles:</h3>
    <ul><li><a href="/tug-leaves-port/">Tug</a></li><li><a href="/tag/moon/">moon</a></li></ul></article>"""
    found = [(link.url, link.relation, link.title) for link in listed(page, BARE).links]
    assert found == [(HOME + "tug-leaves-port/", "related", "Tug"), (HOME + "in-the-text/", "body", "here")]


FRAGMENTS = (
    '<a href="/a-b-c/">full story</a>', '<a href="http://[">', "<rss><channel>", "<item><link>", "</item>",
    "<h2>", "<br>",
    '<entry xml:base="//[x">', '<link href="http://[::/" rel="next"/>', "<urlset>", "<url><loc>", "</loc></url>",
    "<td>",
    "<sitemapindex>", "<sitemap>", '{"items": [', '[{"link": ', '"version": "jsonfeed.org"', "]}", "&bomb;", "]>",
    "<!DOCTYPE a [", '<time datetime="2021-99-99">', "April 31, 2021", "\x1f\x8b\x08", "https://courier.example/x",
    '<?xml version="1.0" encoding="utf-16"?>', "\ufeff", "\x00",
)  # fmt: skip
PIECES = st.sampled_from(FRAGMENTS).map(str.encode)


@given(
    payload=st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=20).map(b"".join),
    source=st.sampled_from([None, *SITE.sources]),
    encoding=st.sampled_from(["", "gzip", "br", "x"]),
)
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_reading_raise(payload: bytes, source: Source | None, encoding: str) -> None:
    headers = (*HTML, ("Content-Encoding", encoding), ("X-WP-Total", payload[:9].decode("latin-1")))
    assert isinstance(read_links(SITE, source, capture(payload, headers=headers)), Listing | Rejection)
