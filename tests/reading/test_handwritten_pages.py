"""Pages written by hand: what their authors print is read, and lists of bare links are lists."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spacenews.model import Article, Capture, Listing, Rejection
from spacenews.reading import normalize_reading, read_article, read_links
from spacenews.specs import Site, handwritten

HOME = "http://slipway.example/"
SITE = Site(
    key="slipway",
    name="Slipway",
    home=HOME,
    timezone="Europe/Moscow",
    sources=handwritten.sources(HOME, f"{HOME}tugs.html"),
    article_url=r"http://slipway\.example/(?!index\b)[\w-]+\.html",
)
FIRST = (
    "The yard laid the keel of its fourth tug in the autumn of 1974, when nobody outside knew of the first three, and "
    "it was finished eleven years later under another name and for another purpose."
)
SECOND = (
    "What became of it is told by two logbooks, one of which was found in a drawer in 1998. The other was written by a "
    "cook, and is the better of the two; it has the weather of every day."
)
PAGE = f"""<html><head><title>Slipway: The fourth tug</title></head><body bgcolor="#ffffff" text="#000000">
<table width="100%"><tr><td><a href="index.html">Home</a> <a href="tugs.html">Tugs</a></td></tr></table>
<center><h1>The fourth tug</h1></center>
<p>By Pavel Orlov</p>
<p>Published: March 4, 2011</p>
<table><tr><td><img src="tug4.jpg" alt="The tug"></td></tr></table>
<p>{FIRST}</p>
<p>{SECOND}</p>
<hr>
<p><font size="1">Last update: June 9, 2014</font></p>
</body></html>"""
OF_A_CMS = PAGE.replace("<body ", '<body class="page-template" ')
LIST = """<html><head><title>Tugs</title></head><body><table><tr><td><table><tr><td>
<a href="index.html">Home</a></td></tr></table></td></tr><tr><td><h2>Tugs</h2>
<p>2011 March 4: <a href="tug4.html">The fourth tug</a> had eleven years to wait.</p>
<p>A line without a link.</p>
<ul><li><a href="tug3.html">The third tug</a></li><li><a href="http://elsewhere.example/tug.html">Not ours</a></li>
</ul></td></tr></table><table><tr><td><a href="tug2.html">The second tug</a></td><td>
<a href="tug1.html">The first tug</a></td></tr></table></body></html>"""


def capture(page: str, path: str) -> Capture:
    headers = (("Content-Type", "text/html"),)
    return Capture("page", "slipway", HOME + path, datetime(2026, 1, 1, tzinfo=UTC), 200, headers, page.encode())


def read(page: str) -> Article:
    captured = capture(page, "tug4.html")
    reading = read_article(SITE, captured)
    assert not isinstance(reading, Rejection), reading
    return normalize_reading(SITE, captured, reading)


def test_title_author_days_and_text_are_those_that_are_printed() -> None:
    article = read(PAGE)
    assert article.layout == "handwritten"
    assert article.title == "The fourth tug"
    assert article.byline == ("Pavel Orlov",)
    assert article.published is not None
    assert article.published.on == date(2011, 3, 4)
    assert article.modified is not None
    assert article.modified.on == date(2014, 6, 9)
    assert article.body == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line", ["Last update: June 9, 2014", "Page last updated on 9 June 2014.", "Updated: June 9, 2014 by the webmaster"]
)
def test_the_day_of_the_last_change_is_not_taken_for_the_first(line: str) -> None:
    page = PAGE.replace("<p>Published: March 4, 2011</p>", "").replace("Last update: June 9, 2014", line)
    article = read(page)
    assert article.modified is not None
    assert article.modified.on == date(2014, 6, 9)
    assert article.published is None


@pytest.mark.parametrize("sign", ["Page author: Pavel Orlov", "Written by Pavel Orlov", "Article by Pavel Orlov"])
def test_author_and_last_change_may_share_the_last_line(sign: str) -> None:
    page = PAGE.replace("<p>By Pavel Orlov</p>", "").replace("Last update:", f"{sign}; Last update:")
    article = read(page)
    assert article.byline == ("Pavel Orlov",)
    assert article.modified is not None
    assert article.modified.on == date(2014, 6, 9)
    assert article.body == f"{FIRST}\n\n{SECOND}"


def test_a_page_that_a_cms_made_is_not_called_handwritten() -> None:
    assert read(OF_A_CMS).layout == "generic"


def test_each_bare_link_to_an_article_is_listed_once_and_in_order() -> None:
    listing = read_links(SITE, SITE.sources[1], capture(LIST, "tugs.html"))
    assert isinstance(listing, Listing)
    assert [link.url.removeprefix(HOME) for link in listing.links] == [
        "tug4.html",
        "tug3.html",
        "tug2.html",
        "tug1.html",
    ]
