"""On a page of a site that nobody described, day, title, authors and text are the article's, and no neighbor's."""

# ruff: noqa: E501 - a page is written in one piece

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.model import Capture, Reading, Rejection
from spacenews.reading import read_article
from spacenews.specs import Site, Source, wordpress

HOME = "https://orbitalcourier.example/"
URL = f"{HOME}news/tanks-are-full/"
SITE = Site(key="any", name="unknown", home=HOME, timezone="UTC", sources=(Source(kind="listing", url=HOME),))
BLOG = Site(key="blog", name="unknown", home=HOME, timezone="UTC", sources=wordpress.sources(HOME))
TEXT = "<p>" + "The tanks of the first stage were filled in the evening, and nobody was late. " * 9 + "</p>"
DAY = date(2021, 4, 26)
NEXT = "<p>" + "Another crew was already asleep in the town when the lorries came back from it. " * 9 + "</p>"
TELLS = '"datePublished":"2021-04-26T09:00:00+03:00"'


def capture(page: str, url: str) -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture("u", "any", url, datetime(2024, 1, 1, tzinfo=UTC), 200, headers, page.encode())


def read(page: str, *, site: Site = SITE, url: str = URL) -> Reading:
    reading = read_article(site, capture(page, url))
    assert isinstance(reading, Reading), reading
    return reading


def article(head: str = "", above: str = "", below: str = "", *, title: str = "<h1>Tanks are full</h1>") -> str:
    return f"<html><head>{head}</head><body>{title}{above}<div class='text'>{TEXT}{TEXT}</div>{below}</body></html>"


@pytest.mark.parametrize(
    "page",
    [
        article(f"<script type='application/ld+json'>{{\"@type\":\"WebPage\",{TELLS}}}</script>"),
        article(f"<script type='application/ld+json'>{{\"@type\":\"Article\",{TELLS},}}</script>"),
        article(f"<script type='application/ld+json'>{{\"@type\":\"Article\",\"headline\":\"A \"b\"\",{TELLS}}}</script>"),
        article(f'<script>window.__STATE__={{"page":{{{TELLS}}}}}</script>'),
        article('<script>self.push("{\\"published_at\\":\\"2021-04-26T09:00:00Z\\"}")</script>'),
        article("<meta name='x-published-date' content='2021-04-26T09:00:00Z'>"),
        article("<meta name='date' content='2022-01-01'>", "<p>26 April 2021</p>"),
        article(above="<p><time datetime='2022-05-01T10:00:00Z'>Publié le 26 avril 2021</time></p>"),
        article(below="<div class='asset-footer'><p>By Jane Doe on April 26, 2021, 11:51</p></div>"),
        article(above="<main><aside><dl><dt>Datum</dt><dd>26.04.2021</dd></dl></aside></main>"),
        article(above="<div><span>Rockets</span><span>APRIL 26, 2021</span><span>Updated: May 3, 2022</span></div>"),
        article(above="<p>2021 April 26</p>"),
        article(above="<p>Tuesday, May 3, 2022</p><p>By Jane Doe</p><p>Published: April 26, 2021 | Updated: May 2, 2021</p>"),
        f"<h1>Tanks are full</h1><div>{TEXT.replace('<p>', '<p>KOUROU, April 26, 2021 - ')}{TEXT}</div>",
        article(below="<div class='sidebar'><p>Posted on May 3, 2022</p></div><p>Posted on April 26, 2021</p>"),
    ],
)  # fmt: skip
def test_the_day_is_found_where_the_page_states_it(page: str) -> None:
    stated = read(page).published
    assert stated is not None
    assert stated.on == DAY


@pytest.mark.parametrize(
    "page",
    [
        article(above="<p>Last updated: May 3, 2022</p>"),
        article(above="<p>Zuletzt geändert am 3. Mai 2022</p>"),
        article("<meta name='cms:last_published' content='2022-05-03T10:00:00Z'>"),
        article('<script>x={"published_at":"2021-04-26"};y={"published_at":"2020-01-01"}</script>'),
        article(below="<div class='related'><p>April 26, 2021</p></div><p>© 2021 Orbital Courier</p>"),
    ],
)  # fmt: skip
def test_no_other_day_stands_for_the_one_of_publication(page: str) -> None:
    assert read(page).published is None


def test_an_ambiguous_day_is_read_as_the_machines_date_has_it() -> None:
    head = '<meta property="article:published_time" content="2021-05-04T01:41:00Z">'
    stated = read(article(head, "<p>3/5/2021 21:41</p>")).published
    assert stated is not None
    assert (stated.on, stated.at) == (date(2021, 5, 3), datetime(2021, 5, 4, 1, 41, tzinfo=UTC))


@pytest.mark.parametrize(
    "page",
    [
        article("<title>Tanks are full - Courier</title>", title="<h1><a href='/'>Courier</a></h1><h2>Tanks are full</h2>"),
        article("<title>Orbital Courier | Tanks are full</title>", title="<p>Tanks</p>"),
        article("<title>News - Tanks are full</title>", title="<h1>Tanks are full</h1>"),
        article("<title>Tanks are full</title>", title="<h1>Tanks are full <small>Posted on April 26, 2021</small></h1>"),
        article("<meta property='og:title' content='Tanks are full | OrbitalCourier.example'>", title="<p>Tanks</p>"),
        article("<title>x</title>", title="<div class='widget'><h1>Tanks are full</h1></div>"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_sites_name(page: str) -> None:
    assert read(page).title == "Tanks are full"


@pytest.mark.parametrize(
    ("head", "above", "byline"),
    [
        ("", "<p>Written by</p><p>Jane Doe</p>", ("Jane Doe",)),
        ("", "<p class='byline'><span>Jane Doe</span><span>Ivan Petrov</span></p>", ("Jane Doe", "Ivan Petrov")),
        ("", "<p>Posted by <a href='/x'>orbiter</a></p>", ("orbiter",)),
        ("", "<p>Edited by Jane Doe</p>", ()),
        ("", "<p>Apr 26, 2021 Jane Doe</p><img alt='Jane Doe'>", ("Jane Doe",)),
        ("", "<p>Machine Learning</p><p>Apr 26, 2021</p>", ()),
        ("<meta name='author' content='Webmaster Smith'>", "<p>By: Jane Doe</p>", ("Jane Doe",)),
        ("<meta name='author' content='Jane Doe, PhD, Staff Writer'>", "", ("Jane Doe, PhD",)),
        ("<meta name='citation_author' content='Doe, Jane'>", "", ("Jane Doe",)),
    ],
)
def test_the_byline_names_who_wrote_it(head: str, above: str, byline: tuple[str, ...]) -> None:
    assert read(article(head, above)).byline == byline


@pytest.mark.parametrize(
    "page",
    [
        article(below=f"<h1 class='title'>Asleep in the town</h1>{NEXT}{NEXT}", title="<h1 class='title'>Tanks are full</h1>"),
        f"<h1>Tanks are full</h1><div class='above-footer'>{TEXT}{TEXT}</div><footer>{NEXT}</footer>",
        article(below="<div class='box'><p>We use cookies on our website to give you the best of all experiences.</p></div>" * 9),
        article(below=f"<div class='label'>Also in the news</div><div><p>{NEXT[:160]}</p></div>"),
    ],
)  # fmt: skip
def test_the_text_is_the_articles_alone(page: str) -> None:
    head = "<title>Tanks are full</title>"
    assert [text[:9] for text in read(page.replace("<head>", f"<head>{head}")).body] == ["The tanks", "The tanks"]


def test_a_listing_in_the_text_keeps_its_comments() -> None:
    body = read(
        article(below="")[:-14].replace("</div>", "<pre><span class='hljs-comment'># fill</span> fill()</pre></div>")
    ).body
    assert body[-1] == "# fill fill()"


def test_a_page_that_scripts_fill_is_read_from_its_structured_data() -> None:
    told = {"@type": "NewsArticle", "headline": "Tanks are full", "articleBody": "\n".join([TEXT[3:-4]] * 3)}
    page = (
        f"<script type='application/ld+json'>{json.dumps(told)}</script><h1>Tanks are full</h1><p>Loading the page.</p>"
    )
    reading = read(page)
    assert [text[:9] for text in reading.body] == ["The tanks"] * 3
    assert any(row.chosen and row.source == "json-ld:articleBody" for row in reading.evidence)


def test_an_article_in_several_pages_says_so_and_its_further_pages_are_none() -> None:
    links = f"<div class='page-links'>Pages: 1 <a href='{URL}2/'>2</a> <a href='{URL}3/'>3</a></div>"
    page = f"<body class='single single-post'><article class='post hentry'><h1 class='entry-title'>Tanks are full</h1><div class='entry-content'>{TEXT}{TEXT}{links}</div></article>"
    reading = read(page, site=BLOG)
    [row] = [row for row in reading.evidence if row.raw == "page 1 of 3"]
    assert (row.value, len(reading.body)) == (f"{URL}2/", 2)
    states = [(each.number, each.url, each.state) for each in reading.pages]
    assert states == [(1, URL, "held"), (2, f"{URL}2/", "missing"), (3, f"{URL}3/", "missing")]
    later = read_article(BLOG, capture(page.replace("single-post", "single-post single-paged-2"), f"{URL}2/"))
    assert isinstance(later, Rejection)
    assert str(later) == f"part: page 2 of {URL}"
    back = page.replace("Pages: 1 ", f"Pages: <a href='{URL}'>1</a> ")
    assert str(read_article(BLOG, capture(back, f"{URL}2/"))) == f"part: page 2 of {URL}", (
        "a theme without body classes"
    )


def test_a_page_of_comments_is_no_article() -> None:
    refused = read_article(BLOG, capture(article(), f"{URL}comment-page-2/"))
    assert isinstance(refused, Rejection)
    assert "comments" in refused.detail


_PIECES = st.sampled_from(
    [
        TEXT, "<h1>", "</h1>", "<h1>\U0001f680\U0001f680</h1>", "<div class='related'>", "</div>", "<pre>", "<span class='comment'>",
        "<time datetime='0000-00-00'>", "<time datetime='2099-13-45'>May 0, 2021</time>", "<p>Posted on April 31, 2021</p>",
        "<script type='application/ld+json'>[{\"@graph\":[{\"@type\":\"Article\",\"datePublished\":7}", "<p>مرحبا بالعالم</p>",
        "<script type='application/ld+json'>{\"@type\":[null,\"Article\"],\"author\":{\"name\":[[]]}}</script>", "&#x110000; &bogus;", "\x00",
        "<meta name='published-date' content='99999-01-01'>", "<a href='http://[x'>", "<img src=x alt='Jane Doe'>", "<p>By</p>", "<br>",
        "<meta charset=utf-16>", "<?xml version='1.0' encoding='koi8-r'?>", "<p>Written by</p><p>Jane Doe</p>", "<title>a | b | c</title>",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_no_page_makes_a_rule_raise_or_invent_a_word(page: str) -> None:
    reading = read_article(SITE, capture(page, URL))
    if isinstance(reading, Reading):
        printed = "".join(page.split())
        assert all(word in printed for text in reading.body for word in text.split() if word.isalpha())
        assert reading.published is None or reading.published.on.year == DAY.year


def test_what_lost_is_shown_with_its_reason() -> None:
    page = article("<title>Tanks are full</title>", title="<h1 class='logo'>Courier</h1><h1>Tanks are full</h1>")
    rows = read(page.replace("class='text'", "class='entry-content'").replace("<html>", "<html lang=en>")).evidence
    lost = {(row.field, row.value): row.why for row in rows if not row.chosen}
    assert lost["title", "Courier"] == "a logo, or beside the article"
    assert any(field == "body" and "letters of prose" in value for field, value in lost)
