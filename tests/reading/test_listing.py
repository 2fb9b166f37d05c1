"""Listing pages in the three markups that a site may have, and the pages after them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spacenews.model import Capture, Link, LinkKind, Listing, Rejection, RejectionReason
from spacenews.reading.links import read_links
from spacenews.specs import Site, Source, wordpress

HOME = "https://courier.example/"
SITE = Site(
    key="courier",
    name="Orbital Courier",
    home=HOME,
    timezone="Europe/Moscow",
    sources=wordpress.sources(HOME, more="full story"),
)
MORE = SITE.sources[0]
BY_TITLE = Source(kind="listing", url=HOME, family="wordpress")
OTHER = Site(key="other", name="Other", home=HOME, timezone="UTC", sources=(Source(kind="listing", url=HOME),))

SIDEBAR = """<aside class="sidebar"><h3><a href="/an-old-favourite-story/">An old favourite</a></h3>
<ul><li><a href="/category/russia/">Russia</a></li><li><a href="/tag/moon/">moon</a></li></ul></aside>"""

CLASSIC = f"""<html><body class="archive category"><div id="nav"><a href="/">Home</a> <a href="/about/">About</a>
</div>
<h1 class="page-title">Category: Russia</h1>
<article id="post-1" class="post hentry"><header><h2 class="entry-title">
<a href="/tug-leaves-port/" rel="bookmark">Tug
 leaves port</a></h2><div class="entry-meta">Posted on <time class="entry-date published"
 datetime="2021-04-26T12:30:00+03:00">April 26, 2021</time> by <a href="/author/vera/">Vera</a></div></header>
<div class="entry-summary"><p>The tug left at dawn with&nbsp;two tonnes of water…
 <a class="more-link" href="/tug-leaves-port/">Full story <span class="meta-nav">&rarr;</span></a></p></div>
<footer class="entry-meta">Posted in <a href="/category/russia/" rel="category tag">Russia</a> |
 <a href="/tug-leaves-port/#respond">Leave a comment</a></footer></article>
<article id="post-2" class="post hentry"><h2 class="entry-title"><a href="/crew-rests/" rel="bookmark">Crew rests
</a></h2>
<div class="entry-meta">February 1, 2021</div>
<div class="entry-summary"><p>After the landing the crew slept.</p><p><a href="/crew-rests/">full&nbsp;story</a>
</p></div>
</article>
{SIDEBAR}<nav class="navigation"><div class="nav-previous"><a href="/category/russia/page/3/">&larr; Older posts
</a></div>
<div class="nav-next"><a href="/category/russia/">Newer posts &rarr;</a></div></nav></body></html>"""

BLOCK = f"""<html><body class="archive"><header class="wp-block-template-part"><p class="wp-block-site-title">
<a href="/" rel="home">Orbital Courier</a></p></header><main><h1>Category: Russia</h1>
<ul class="wp-block-post-template">
<li class="wp-block-post post-1 post"><div class="wp-block-post-date"><time datetime="2021-04-26T12:30:00+03:00">
<a href="/tug-leaves-port/">April 26, 2021</a></time></div>
<h2 class="wp-block-post-title"><a href="/tug-leaves-port/" target="_self">Tug leaves port</a></h2>
<div class="wp-block-post-excerpt">
<p class="wp-block-post-excerpt__excerpt">The tug left at dawn with two tonnes of water…</p>
<p class="wp-block-post-excerpt__more-text">
<a class="wp-block-post-excerpt__more-link" href="/tug-leaves-port/">FULL STORY
</a></p></div></li>
<li class="wp-block-post post-2 post"><div class="wp-block-post-date"><time datetime="2021-02-01T09:00:00+03:00">
February 1, 2021</time></div><h2 class="wp-block-post-title"><a href="/crew-rests/">Crew rests</a></h2>
<div class="wp-block-post-excerpt"><p>After the landing the crew slept. <a href="/crew-rests/">full story</a></p>
</div></li>
</ul><nav class="wp-block-query-pagination">
<a class="wp-block-query-pagination-previous" href="/category/russia/">Previous
 Page</a><a href="/category/russia/page/3/" class="wp-block-query-pagination-next">Next Page</a></nav></main>
<footer>{SIDEBAR}</footer></body></html>"""

BARE = """<html><body><table><tr><td><a href="/">Home</a><br><a href="/about/">About us</a></td>
<td><div>Category: Russia</div>
April 26, 2021<br><br>The tug left at dawn with&nbsp;two tonnes of water…<br><br>
<a href="/tug-leaves-port/">full story</a><br>
February 1, 2021<br><br>After the landing the crew slept.<br><br><a href="/crew-rests/"><span>full
</span>  story &raquo;</a><br>
<a href="/category/russia/">1</a> 2 <a href="/category/russia/page/3/">3</a></td></tr></table></body></html>"""

ROWS = """<html><body><table><tr><td>Category: Russia</td></tr>
<tr><td>April 26, 2021</td></tr><tr><td>The tug left at dawn with two tonnes of water…</td></tr>
<tr><td><a href="/tug-leaves-port/">full story</a></td></tr>
<tr><td>February 1, 2021</td></tr><tr><td>After the landing the crew slept.</td></tr>
<tr><td><a href="/crew-rests/">full story</a></td></tr>
<tr><td><a href="/category/russia/page/3/">&raquo;</a></td></tr></table></body></html>"""

DIVS = """<html><body><div>Category: Russia</div><div><div>April 26, 2021</div>
<div>The tug left at dawn with two tonnes of
water…</div><div><a href="/tug-leaves-port/">full story</a></div></div><div><div>February 1, 2021</div>
<div>After the landing the crew slept.</div><div><a href="/crew-rests/">full story</a></div></div>
<div><a href="/category/russia/page/3/">Next</a></div></body></html>"""

MARKUPS = {"classic": CLASSIC, "block": BLOCK, "bare": BARE, "rows": ROWS, "divs": DIVS}
markup = pytest.mark.parametrize("page", MARKUPS.values(), ids=MARKUPS)


def read(page: str, source: Source = MORE, *, path: str = "category/russia/page/2/", site: Site = SITE) -> Listing:
    found = refused(page, source, path=path, site=site)
    assert isinstance(found, Listing), found
    return found


def refused(page: str, source: Source = MORE, *, path: str = "", site: Site = SITE) -> Listing | Rejection:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    taken = Capture("0", "courier", HOME + path, datetime(2026, 1, 1, tzinfo=UTC), 200, headers, page.encode())
    return read_links(site, source, taken)


@markup
def test_each_teaser_is_listed_once_and_in_order(page: str) -> None:
    assert [link.url for link in read(page).links] == [HOME + "tug-leaves-port/", HOME + "crew-rests/"]


@markup
def test_a_teaser_has_the_day_it_prints(page: str) -> None:
    assert [link.published_on for link in read(page).links] == [date(2021, 4, 26), date(2021, 2, 1)]


@markup
def test_an_excerpt_is_the_text_without_date_title_and_more_link(page: str) -> None:
    assert [link.excerpt for link in read(page).links] == [
        "The tug left at dawn with two tonnes of water…",
        "After the landing the crew slept.",
    ]


@pytest.mark.parametrize(("page", "titles"), [(CLASSIC, ["Tug leaves port", "Crew rests"]), (BARE, [None, None])])
def test_a_title_is_given_where_the_teaser_prints_one(page: str, titles: list[str | None]) -> None:
    assert [link.title for link in read(page).links] == titles


def test_an_instant_is_given_only_where_a_zone_is_stated() -> None:
    assert [link.published_at for link in read(CLASSIC).links] == [datetime(2021, 4, 26, 9, 30, tzinfo=UTC), None]
    assert read(BLOCK).links[0].published_at == datetime(2021, 4, 26, 9, 30, tzinfo=UTC)
    assert [link.published_at for link in read(BARE).links] == [None, None]


@markup
def test_the_next_page_is_the_older_one(page: str) -> None:
    assert read(page).next_page == Link(HOME + "category/russia/page/3/", LinkKind.LISTING, "next")


@pytest.mark.parametrize("page", [CLASSIC, BLOCK], ids=["classic", "block"])
def test_without_a_more_link_the_family_knows_its_teasers(page: str) -> None:
    found = read(page, BY_TITLE).links
    assert [(link.url, link.title, link.published_on) for link in found] == [
        (HOME + "tug-leaves-port/", "Tug leaves port", date(2021, 4, 26)),
        (HOME + "crew-rests/", "Crew rests", date(2021, 2, 1)),
    ]


def test_a_teaser_without_a_more_link_is_found_beside_those_that_have_one() -> None:
    page = CLASSIC.replace('<a href="/crew-rests/">full&nbsp;story</a>', "")
    assert [link.url for link in read(page).links] == [HOME + "tug-leaves-port/", HOME + "crew-rests/"]


@pytest.mark.parametrize("page", [CLASSIC, BLOCK], ids=["classic", "block"])
def test_without_family_and_more_link_headings_that_link_are_teasers(page: str) -> None:
    found = read(page, Source(kind="listing", url=HOME), site=OTHER).links
    assert [(link.url, link.title) for link in found] == [
        (HOME + "tug-leaves-port/", "Tug leaves port"),
        (HOME + "crew-rests/", "Crew rests"),
    ]


def test_headings_that_share_an_element_keep_the_lines_behind_them() -> None:
    page = """<div><h2>News</h2><h3><a href="/a-b/">A b</a></h3><p>May 2, 2020</p><p>First text.</p>
    <h3><a href="/c-d/">C d</a></h3><p>May 1, 2020</p><p>Second text.</p></div>"""
    found = read(page, Source(kind="listing", url=HOME), site=OTHER).links
    assert [(link.title, link.published_on, link.excerpt) for link in found] == [
        ("A b", date(2020, 5, 2), "First text."),
        ("C d", date(2020, 5, 1), "Second text."),
    ]


def test_a_single_teaser_is_a_listing_too() -> None:
    page = "<body><h1>Russia</h1>May 2, 2020<br>The text.<br><a href='/a-b/'>full story</a></body>"
    assert [(link.excerpt, link.published_on) for link in read(page).links] == [("The text.", date(2020, 5, 2))]


def test_a_teaser_without_a_date_takes_nobody_elses() -> None:
    page = """<div>Top of the page</div>First text.<br><a href="/a-b/">full story</a><br>May 1, 2020
<br>Second text.<br>
    <a href="/c-d/">full story</a><br>Third text.<br><a href="/e-f/">full story</a>"""
    assert [(link.published_on, link.excerpt) for link in read(page).links] == [
        (None, "First text."),
        (date(2020, 5, 1), "Second text."),
        (None, "Third text."),
    ]


def test_a_date_behind_the_more_link_belongs_to_its_own_teaser() -> None:
    page = "".join(
        f"<div><h3>T{n}</h3><p>Text {n}.</p><a href='/a-{n}/'>full story</a><i>May {n}, 2020</i></div>"
        for n in (1, 2, 3)
    )
    assert [(link.title, link.published_on) for link in read(page).links] == [
        (f"T{n}", date(2020, 5, n)) for n in (1, 2, 3)
    ]


def test_a_teaser_that_is_one_large_link_is_found() -> None:
    page = "".join(f"<a href='/a-{n}/'><h3>T{n}</h3><p>Text {n}.</p><span>Full story</span></a>" for n in (1, 2))
    assert [link.url for link in read(page).links] == [HOME + "a-1/", HOME + "a-2/"]


def test_links_are_resolved_against_the_base_of_the_page() -> None:
    page = "<head><base href='/en/'></head><p>May 2, 2020</p><p>Text.</p><a href='a-b/'>full story</a>"
    assert [link.url for link in read(page).links] == [HOME + "en/a-b/"]


def test_another_host_is_refused_by_name() -> None:
    page = CLASSIC.replace('href="/crew-rests/"', 'href="https://elsewhere.example/crew-rests/"')
    assert read(page).refused == (("https://elsewhere.example/crew-rests/", "another host"),)


def test_what_the_spec_calls_no_article_is_refused() -> None:
    strict = Site(key="s", name="S", home=HOME, timezone="UTC", sources=(MORE,), article_url=HOME + r"tug-.*")
    found = read(CLASSIC, site=strict)
    assert [link.url for link in found.links] == [HOME + "tug-leaves-port/"]
    assert (HOME + "crew-rests/", "not an article's address") in found.refused


@pytest.mark.parametrize("page", ["<h1>Nothing found</h1><p>Sorry.</p>", SIDEBAR, "<p><a href='/x/'>x</a></p>"])
def test_a_page_without_teasers_is_not_a_listing(page: str) -> None:
    found = refused(page)
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.NOT_LISTED


def test_a_count_that_is_printed_is_the_total() -> None:
    assert read(BARE.replace("<div>Category: Russia</div>", "<p>Articles 11-20 of 1,240</p>")).total == 1240


@pytest.mark.parametrize(
    ("here", "link", "following"),
    [
        ("", "<link rel='next' href='/page/2/'>", "page/2/"),
        ("", "<a rel='next nofollow' href='/page/2/'>weiter</a>", "page/2/"),
        ("?paged=2", "<a href='/?paged=3'>older</a>", "?paged=3"),
        ("?cat=4&paged=2", "<a href='/?cat=4&amp;paged=3'>3</a>", "?cat=4&paged=3"),
        ("page/2/", "<a href='/page/3/'>\u2192</a>", "page/3/"),
        ("news?offset=20", "<a href='/news?offset=40'>Next »</a>", "news?offset=40"),
        ("news", "<a href='/news?page=1'>2</a><a href='/news?page=2'>3</a>", "news?page=1"),
        (
            "news",
            "<a href='/news?page=0'>First</a><a href='/news?page=2'>3</a><a href='/news?page=1'>1</a>",
            "news?page=1",
        ),
        ("news?page=1", "<a href='/news?page=0'>1</a><a href='/news?page=2'>3</a>", "news?page=2"),
        ("news/index.html", "<a href='/news/?page=2'>2</a><a href='/news/?page=3'>3</a>", "news/?page=2"),
        ("", "<a rel='next' href='/index.html'>Next</a>", None),
        ("page/2/", "<a href='/page/2/'>Next</a>", None),
        ("page/2/", "<a href='/page/1/'>Next</a>", None),
        ("page/2/", "<a href='/'>»</a>", None),
        ("page/2/", "<a rel='next' href='https://elsewhere.example/page/3/'>Next</a>", None),
        ("page/2/", "<a href='/page/9/'>9</a>", None),
        ("page/2/", "<a href='/category/iss/page/3/'>3</a>", None),
        ("page/2/", "<a rel='next' href='javascript:void(0)'>Next</a>", None),
        ("news?offset=20", "<a href='/news?offset=0'>Next</a>", None),
    ],
)
def test_the_next_page_goes_on_and_never_back(here: str, link: str, following: str | None) -> None:
    page = f"<p>May 2, 2020</p><p>Text.</p><p><a href='/a-b/'>full story</a></p>{link}"
    found = read(page, path=here).next_page
    assert (found and found.url) == (following and HOME + following)


DRUPAL = Site(
    key="drupal",
    name="Drupal",
    home=HOME,
    timezone="UTC",
    sources=(Source(kind="listing", url=f"{HOME}news"),),
    article_url=r"https://courier\.example/news/[a-z-]+",
)
VIEW = """<html><body><main><h1>News</h1><ul>
<li><a href="/news/tug-leaves-port"><img src="/tug.jpg"></a><span class="title">
<a href="/news/tug-leaves-port">Tug leaves port</a></span>
<div><time datetime="2021-04-26T12:30:00Z">April 26, 2021</time></div></li>
<li><a href="/about">About us</a></li>
<li><span class="title"><a href="/news/crew-rests">Crew rests</a></span></li></ul>
<a href="?page=1" rel="next">Next page</a></main>
<aside><a href="/news/an-old-favourite">Old</a></aside></body></html>"""


def test_without_headings_links_are_known_by_the_addresses_that_the_spec_names() -> None:
    listing = read(VIEW, DRUPAL.sources[0], path="news", site=DRUPAL)
    assert [(link.url, link.title) for link in listing.links] == [
        (f"{HOME}news/tug-leaves-port", "Tug leaves port"),
        (f"{HOME}news/crew-rests", "Crew rests"),
    ]
    assert listing.links[0].published_on == date(2021, 4, 26)


def test_the_page_after_the_first_may_be_called_page_1() -> None:
    listing = read(VIEW, DRUPAL.sources[0], path="news", site=DRUPAL)
    assert listing.next_page == Link(f"{HOME}news?page=1", LinkKind.LISTING, "next")
