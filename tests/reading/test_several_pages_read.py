"""Which pages an article is printed on, and what they are together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spacenews.model import Capture, Reading, Rejection
from spacenews.model.clock import from_text
from spacenews.reading import read_article, read_later_page, read_page
from spacenews.reading.pages import MAX_PAGES, firsts_of, number_of
from spacenews.reading.whole import LaterPage, join_pages
from spacenews.specs import Site, Source

URL = "https://pager.example/news/long-way-up"
SITE = Site(
    key="pager", name="Pager", home="https://pager.example/", timezone="UTC", sources=(
        Source(kind="listing", url="https://pager.example/"),
    ),
)  # fmt: skip
TEXT = "The crew of page {0} checked the engines and the tanks of module {0} before the station came into sight {1}."


def text_of(page: int) -> str:
    return "".join(
        f"<p>{TEXT.format(page, number)} And then it flew on for a while, as planned.</p>" for number in (1, 2)
    )


def capture(url: str, inside: str, *, head: str = "", below: str = "", date: str = "<p>April 26, 2021</p>") -> Capture:
    page = (
        f"<html><head><title>Long way up</title>{head}</head><body><main><article><h1>Long way up</h1>"
        f"{date}<div class='text'>{inside}</div></article></main>{below}</body></html>"
    )
    at = from_text("2021-04-26T10:00:00Z")
    return Capture("uuid", "pager", url, at, 200, (("Content-Type", "text/html"),), page.encode())


def read(page: Capture) -> Reading:
    reading = read_article(SITE, page)
    assert isinstance(reading, Reading), reading
    return reading


def pager(*numbers: int, form: str = URL + "?page={}") -> str:
    links = "".join(f"<a href='{form.format(number) if number > 1 else URL}'>{number}</a> " for number in numbers)
    return f"<div class='pager'>{links}</div>"


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{URL}/2", 2),
        (f"{URL}/2/", 2),
        (f"{URL}/page/3/", None),
        (f"{URL}?page=12", 12),
        (f"{URL}/1", None),
        (f"{URL}/0", None),
        (f"{URL}/2021/", None),
        (f"{URL}/comment-page-2/", None),
        (f"{URL}-2", None),
        (f"{URL}?page=2&replytocom=5", None),
        (f"{URL}?page=two", None),
        ("https://other.example/news/long-way-up/2", None),
    ],
)
def test_a_further_page_has_the_address_of_the_first_one_and_a_number(url: str, number: int | None) -> None:
    assert number_of(url, URL) == number
    assert ((URL, number) in list(firsts_of(url))) is (number is not None)


@pytest.mark.parametrize("form", [URL + "?page={}", URL + "/{}"])
def test_a_pager_in_the_article_of_any_site_says_that_the_text_goes_on(form: str) -> None:
    reading, listing = read_page(SITE, capture(URL, text_of(1) + pager(2, 3, form=form)))
    assert isinstance(reading, Reading)
    named = [form.format(number) for number in (2, 3)]
    assert [(page.url, page.state) for page in reading.pages] == [(URL, "held"), *((url, "missing") for url in named)]
    assert [link.url for link in listing.links if link.relation == "part"] == named
    later = capture(named[0], text_of(2) + pager(1, 3, form=form))
    refused, around = read_page(SITE, later)
    assert str(refused) == f"part: page 2 of {URL}"
    assert [(link.url, link.relation) for link in around.links] == [(URL, "body"), (named[1], "part")]
    further = read_later_page(SITE, later)
    assert isinstance(further, Reading)
    assert [paragraph[:22] for paragraph in further.body] == ["The crew of page 2 che"] * 2


@pytest.mark.parametrize(
    "page",
    [
        capture(URL, text_of(1) + pager(2, 3, form=URL + "/comment-page-{}/")),
        capture(URL, text_of(1), below=f"<div id='comments'>{pager(2)}</div>"),
        capture(URL, text_of(1), below=pager(2)),
        capture(URL, f"{text_of(1)}<a href='{URL}?page=1'>2</a> <a href='{URL}?page=2'>3</a>"),
        capture(URL, f"{text_of(1)}<a href='{URL}/2'>the second flight of the year</a>"),
        capture(URL, text_of(1), head="<link rel=next href='https://pager.example/news/another-flight'>"),
        capture(URL, text_of(1) + pager(4, 5)),
        capture(URL, text_of(1) + pager(2), date=""),
        capture(f"{URL}/2", text_of(1), below=f"<nav><a href='{URL}'>News</a></nav>"),
    ],
    ids=[
        "comments",
        "pager of comments",
        "outside",
        "counts from 0",
        "a link",
        "next article",
        "no page 2",
        "no date",
        "a number",
    ],
)
def test_what_is_no_pager_of_the_article_names_no_pages(page: Capture) -> None:
    assert read(page).pages == ()


def test_pages_that_name_only_the_next_one_are_followed_to_the_last() -> None:
    first = read(capture(URL, text_of(1), head=f"<link rel=next href='{URL}?page=2'>"))
    ends = f"<link rel=prev href='{URL}'><link rel=next href='{URL}?page=3'>"
    second = read_later_page(SITE, capture(f"{URL}?page=2", text_of(2), head=ends))
    assert isinstance(second, Reading)
    whole = join_pages(first, {2: LaterPage(second, "b")})
    assert [(page.number, page.state) for page in whole.pages] == [(1, "held"), (2, "held"), (3, "missing")]
    assert whole.pages[2].url == f"{URL}?page=3"
    assert whole.body == first.body + second.body


def test_a_theme_that_prints_the_whole_text_on_each_page_doubles_nothing() -> None:
    first = read(capture(URL, text_of(1) + text_of(2) + pager(2)))
    second = read_later_page(SITE, capture(f"{URL}?page=2", text_of(1) + text_of(2) + pager(1)))
    assert isinstance(second, Reading)
    assert join_pages(first, {2: LaterPage(second, "b")}).body == first.body


def test_a_page_that_is_missing_or_gone_is_said_to_be() -> None:
    first = read(capture(URL, text_of(1) + pager(2, 3)))
    gone = replace(first, body=("The text of page 2, as it was when it was captured.",), pages=())
    whole = join_pages(first, {2: LaterPage(gone, "b", gone=True), 3: LaterPage(gone=True), 4: LaterPage(gone)})
    assert [page.state for page in whole.pages] == ["held", "gone", "missing"]
    assert whole.body == (*first.body, *gone.body)
    told = [row.why for row in whole.evidence if row.field == "pages"]
    assert told[1:] == [
        "it was not there any more when it was looked at last",
        "it was not there when it was asked for",
    ]


def test_a_pager_without_end_is_followed_to_a_bound() -> None:
    reading = read(capture(URL, text_of(1) + pager(*range(2, 90))))
    assert len(reading.pages) == MAX_PAGES
    assert any("39 more than the 50" in row.why for row in reading.evidence)


def test_a_further_page_that_is_an_error_page_is_refused() -> None:
    refused = read_later_page(SITE, capture(f"{URL}?page=2", text_of(2)))
    assert isinstance(refused, Rejection)


def test_articles_with_numbers_for_addresses_are_no_pages_of_each_other() -> None:
    root = "https://pager.example/archives"
    around = f"<link rel=prev href='{root}/56'><link rel=next href='{root}/58'>"
    links = f"<p><a href='{root}/56'>56</a> <a href='{root}/58'>58</a></p>"
    assert read(capture(f"{root}/57", text_of(1) + links, head=around)).pages == ()
    assert read(capture(f"{root}/2", text_of(1), head=f"<link rel=prev href='{root}/1'>")).pages == ()
