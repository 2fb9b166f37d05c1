"""Work grows with a page, not with its square: pages that would take minutes, or gigabytes, if it did."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from itertools import repeat

import pytest
import zstandard

from spacenews.model import Capture, Listing, Reading, Rejection, RejectionReason
from spacenews.model.link import LinkKind
from spacenews.reading import normalize_reading, read_links, read_page
from spacenews.reading.jsonld import find_article, read_objects
from spacenews.reading.mime import refuse_mime
from spacenews.sites.russianspacenews import SITE
from spacenews.specs import Source

SENTENCE = "The crew filled the tanks of the cargo ship before it left the station. "
HOME = SITE.home
BROKEN = 100_000


def capture(payload: str | bytes, encoding: str = "identity") -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", encoding))
    data = payload if isinstance(payload, bytes) else payload.encode()
    return Capture("u", SITE.key, f"{HOME}a-story/", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, data)


def read(body: str, head: str = "") -> Reading | Rejection:
    html = f"<html><head><title>Tanks are full of it</title>{head}</head><body><article><h1>Tanks are full of it</h1>"
    return read_page(SITE, capture(f"{html}{body}<p>{SENTENCE * 8}</p></article></body></html>"))[0]


def numbered(part: str, count: int) -> str:
    return "".join(part.replace("{n}", str(number)) for number in range(count))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<p>By A{'-A' * 90} \u4e00</p>", ""),
        (f"<p>{'- ! ' * 48}</p>" * 200, ""),
        (numbered("<a rel=tag href=/tag/{n}/>T{n}</a>", 6000), ""),
        ("", script("x" + " " * 400_000 + "x")),
        ("", script("[//" * BROKEN + '"')),
        (f"<figure>{'<img src=/a.jpg>' * 12_000}<figcaption>{SENTENCE * 6000}</figcaption></figure>", ""),
        (f"<div>{SENTENCE * 9}<br>" + "text of it. <br>" * 3000 + numbered("<a href=/a-{n}/>w{n}x</a>", 3000), ""),
        (f"<p>{'1 1 2 3 ' * 24}</p>" * 3000, ""),
        (f"<p>{SENTENCE}</p><h3>See also</h3>" * 2500, ""),
        ("<p>Read more:</p>" * 6000, ""),
        (numbered("<h1>H{n} b c</h1>", 6000), "<meta property=og:site_name content='Some name of it'>" * 6000),
        ("", f"<meta property=og:title content='{'russianspacenews | ' * 20_000}'>"),
        ("", f"<meta property=og:title content='{'-' * 400_000}'>"),
        ("", f"<meta property=og:title content='{'&nbsp;' * BROKEN}x'>"),
        ("", f"<meta name=author content='A Bee{', jr' * BROKEN}'>"),
        ("", f"<meta name=author content='{'a' * 400_000}{', a' * BROKEN}'>"),
        ("", ("<script>" + '"publishedAt":"2020-01-01T00:00:00Z",' * 20 + "</script>") * 4000),
    ],
    ids=[
        "name of many parts", "signs alone", "tags", "spaces in JSON", "comments in JSON", "caption of many pictures",
        "links behind many lines", "digits in the header", "headings that end", "boxes", "headlines and site names",
        "title of names", "title of dashes", "title of spaces", "degrees", "one word of many", "dates in scripts",
    ],
)  # fmt: skip
def test_an_article_is_read_in_bounded_time(body: str, head: str) -> None:
    assert isinstance(read(body, head), Reading)


@pytest.mark.parametrize(
    "body",
    [
        numbered("<p>Text of it <a href=/a-{n}-c/>full story</a></p>", 3000),
        f"<div>{numbered('Text <b>of</b> it <a href=/a-{n}-c/>full story</a><br>', 4000)}</div>",
        f"<div>{numbered('<time datetime=2020>x</time> <a href=/a-{n}-c/>full story</a><br>', 1500)}</div>",
        "<h2>Tanks</h2><div><a href=/x/><p>" * 60
        + f"<script>{'x' * 3_000_000}</script>"
        + "</div>" * 60
        + "<p><a href=/a-b-c/>full story</a></p>",
        "<div class=hentry></div>" * 5000 + numbered("<p><a href=/a-{n}-c/>full story</a></p>", 1500),
    ],
    ids=[
        "teasers without a day",
        "teasers in one block",
        "teasers with times in one block",
        "links never closed",
        "posts beside teasers",
    ],
)
def test_a_listing_is_read_in_bounded_time(body: str) -> None:
    listing = read_links(SITE, Source(kind=LinkKind.LISTING, url=HOME, more="full story"), capture(f"<body>{body}"))
    assert isinstance(listing, Listing)
    assert len(listing.links) == body.count("full story")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<div itemprop=author>" * 400 + SENTENCE * 3000, "text in elements in elements"),
        (f"<a {numbered('a{n} ', 60_000)}>x</a>", "attributes in an element"),
        (f"<a b='>' {numbered('a{n}=1 ', 60_000)}>x</a>", "attributes in an element"),
        (f"<a {numbered('a{n} ', 60)}>x</a>" * 2500, "more attributes"),
    ],
)
def test_what_would_hold_even_the_parser_up_is_refused(body: str, what: str) -> None:
    refusal = read(body)
    assert isinstance(refusal, Rejection)
    assert (refusal.reason, what in refusal.detail) == (RejectionReason.TOO_LARGE, True), refusal


@pytest.mark.parametrize("end", ["Hello", "<p>Hello", "<rss>"])
def test_comments_before_a_page_are_looked_at_once(end: str) -> None:
    refusal = refuse_mime(b"<!-- a -->\n" * 200 + end.encode(), "text/html")
    assert (refusal is not None) == (end == "<rss>")


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [(gzip.compress(b""), "gzip"), (zstandard.compress(b""), "zstd"), (b"\x50\x2a\x4d\x18\0\0\0\0", "zstd")],
    ids=["gzip", "zstd", "a zstd frame to skip"],
)
def test_a_million_empty_streams_in_a_row_are_no_page(payload: bytes, encoding: str) -> None:
    refusal = read_page(SITE, capture(payload * 1_000_000, encoding))[0]
    assert isinstance(refusal, Rejection)
    assert refusal.reason is RejectionReason.UNDECODABLE


def test_a_page_in_several_gzip_members_is_read_whole() -> None:
    page = f"<h1>Tanks are full</h1><p>{SENTENCE * 4000}".encode()
    parts = [gzip.compress(page[start : start + 1000]) for start in range(0, len(page), 1000)]
    whole, _ = read_page(SITE, capture(b"".join(parts) + b"\0" * 100, "gzip"))
    assert isinstance(whole, Reading)
    assert whole.body == (SENTENCE.strip() + f" {SENTENCE.strip()}" * 3999,)
    cut = read_page(SITE, capture(b"".join(parts)[:-9], "gzip"))[0]
    assert isinstance(cut, Rejection)
    assert cut.reason is RejectionReason.TRUNCATED


def test_a_thousand_references_to_a_large_object_are_no_copies_of_it() -> None:
    person = {"@id": "#vera", "name": "Vera Sokolova", **{f"a{number}": number for number in range(150)}}
    article = {"@type": "Article", "author": [{"@id": "#vera"}] * 9000, "creator": [{"@id": "#vera", "x": 1}] * 9000}
    found = find_article(read_objects([json.dumps({"@graph": [article, person]})]))
    authors, creators = found["author"], found["creator"]
    assert isinstance(authors, list)
    assert isinstance(creators, list)
    assert len({id(each) for each in authors}) == 1
    assert len(authors) == len(creators) == 200
    assert creators[0]["name"] == "Vera Sokolova"


def test_a_headline_of_a_megabyte_is_none() -> None:
    page = f"<h1 class=entry-title>&amp;{'amp;' * 200_000}</h1><p>{SENTENCE * 9}"
    seen = capture(f"<body class='single single-post'><article class='hentry post'>{page}")
    reading, _ = read_page(SITE, seen)
    assert isinstance(reading, Reading)
    assert reading.title_source == "slug"
    assert normalize_reading(SITE, seen, reading).title == "A story"


@pytest.mark.parametrize("digits", ["\u00b9\u00b2\u00b3", "\u2460\u2461\u2462", "\u0661\u0662\u0663", "\U0001d7ce" * 3])
def test_signs_that_look_like_digits_are_no_month(digits: str) -> None:
    dates = "".join(repeat(f"<p>{digits} 5, 2021</p><p>5 {digits} 2021</p><time>2021 {digits} 5</time>", 2))
    reading = read(dates)
    assert isinstance(reading, Reading)
    assert reading.published is None
