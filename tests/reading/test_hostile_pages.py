"""No page makes a rule raise or run away, and what is read contains nothing that the page does not."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.model import Capture, Listing, Reading, Rejection
from spacenews.reading import HtmlPage, explain_article, normalize_reading, open_page, read_article, read_page
from spacenews.reading.jsonld import find_article, read_objects, values_at
from spacenews.sites.russianspacenews import SITE

URL = "http://russianspacenews.com/a-story/"
WORDS = "rocket April 26, 2021 Categories: Russia By Vera full story 404 not found &amp; &#0; \u00a0 \u202e 🚀 \ufffd"
TAGS = (
    "p div td table tr br b a h1 h2 ul li article main nav aside footer form time span script style title meta figure "
    "figcaption blockquote section svg template noscript frameset html body head base link"
)
ATTRIBUTES = (
    " class=entry-content", " class='hentry single-post'", " rel=category", " rel='category tag'", " href=/x/", " id=a",
    " href='http://['", " datetime=2021-04-26", " datetime='0000-99-99'", " itemprop=author", " lang=xx-yy-zz",
    " name=date", " property=og:title", " content='April 26, 2021'", " role=navigation", " type=application/ld+json",
    " rel=canonical", " datetime=99999999999", " content=\"\x00'\"", "",
)  # fmt: skip


def pieces() -> st.SearchStrategy[str]:
    tags, words = st.sampled_from(TAGS.split()), st.sampled_from(WORDS.split(" "))
    opening = st.builds(lambda tag, attribute: f"<{tag}{attribute}>", tags, st.sampled_from(ATTRIBUTES))
    return st.one_of(
        opening, st.builds(lambda tag: f"</{tag}>", tags), words.map(lambda word: f" {word} "), st.text(max_size=5)
    )


def capture(payload: bytes, content_type: str = "text/html") -> Capture:
    return Capture(
        "u", SITE.key, URL, datetime(2024, 1, 1, tzinfo=UTC), 200, (("Content-Type", content_type),), payload
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces(), max_size=60).map("".join))
def test_no_markup_makes_a_rule_raise_and_nothing_is_made_up(page: str) -> None:
    seen = capture(page.encode("utf-8", "surrogatepass"))
    reading, listing = read_page(SITE, seen)
    assert isinstance(listing, Listing)
    if isinstance(reading, Rejection):
        return
    opened = open_page(seen)
    assert isinstance(opened, HtmlPage)
    printed = "".join("".join(str(text) for text in opened.root.itertext()).split())
    for paragraph in reading.body:
        assert "".join(paragraph.split()) in printed
    for stated in (reading.published, reading.modified):
        assert stated is None or stated.at is None or stated.at.utcoffset() is not None
    assert reading.title
    assert (
        normalize_reading(SITE, seen, reading).content_digest == normalize_reading(SITE, seen, reading).content_digest
    )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["text/html", "text/html; charset=utf-16", "text/plain", ""]))
def test_no_bytes_make_reading_raise(payload: bytes, content_type: str) -> None:
    assert isinstance(read_article(SITE, capture(payload, content_type)), Reading | Rejection)
    assert isinstance(explain_article(SITE, capture(b"<p>" + payload)).result, Reading | Rejection)


@pytest.mark.parametrize(
    "payload",
    [
        b"<div>" * 100_000,
        b"<a href=/x>" * 50_000 + b"text",
        b"<p>" + b"a" * 7_000_000,
        b"<p>April 26, 2021 " * 100_000,
        b"<td>" * 1900 + b"<p>words of a story " * 2000,
        b"<!--" * 200_000,
        b"<h1>twenty</h1>" * 20 + b"<p>words</p>" * 20_000,
        b"<meta name=date content=2021-04-26>" * 50_000,
        b"<br>" * 300_000,
        b"<p>" + b"&nbsp;" * 500_000,
        b'<script type="application/ld+json">' + b'[{"@graph":' * 50_000,
        b"<p>" + b"1 2 3 4 5 6 2021 " * 200_000,
        b"<div class='" + b"a " * 500_000 + b"'>x",
        b"<p class=byline>" * 3000 + b"A b A b A b A b</p>" * 3000,
        b"<script>" + b"\\" * 1_000_000 + b"</script>",
        b"<script type='application/ld+json'>" + b"\n" * 1_000_000 + b"x</script>",
        b"<h1 class=title>A b c</h1><p>Text. " * 10_000,
    ],
    ids=lambda payload: payload[:12].decode(),
)
def test_no_page_takes_long(payload: bytes) -> None:
    began = time.process_time()
    assert isinstance(read_page(SITE, capture(payload))[0], Reading | Rejection)
    assert time.process_time() - began < 5  # seconds of a core; a page that ran away would take minutes


@pytest.mark.parametrize(
    ("scripts", "headline"),
    [
        (["no json at all", '{"@type":"NewsArticle","headline":"A"}'], ("A",)),
        (['[{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle","Thing"],"headline":"A"}]}]'], ("A",)),
        (['[[{"@graph":[{"@type":"Article","headline":"A"}]}]]'], ("A",)),
        (['{"@type":"https://schema.org/BlogPosting","headline":" A\n B "}'], ("A B",)),
        (['<!--{"@type":"Article","headline":"A"}//-->', ""], ("A",)),
        (['/*<![CDATA[*/{"@type":"Article","headline":"A"}/*]]>*/'], ()),
        (['<![CDATA[{"@type":"Article","headline":"A"}]]>;'], ("A",)),
        (['{"@type":"WebPage","mainEntity":{"@type":"Article","headline":["A","B"]}}'], ("A", "B")),
        (['{"@type":"Product","headline":"A"}', "null", "[1,2]", '"x"', "[" * 3000], ()),
    ],
)
def test_json_ld_is_read_as_publishers_write_it(scripts: list[str], headline: tuple[str, ...]) -> None:
    assert values_at(find_article(read_objects(scripts)), "headline") == headline


def test_references_inside_a_graph_are_followed() -> None:
    graph = [
        {"@type": "Article", "author": {"@id": "#vera"}, "publisher": [{"@id": "#courier"}]},
        {"@type": "Person", "@id": "#vera", "name": "Vera Sokolova"},
        {"@type": "Organization", "@id": "#courier", "name": "Courier"},
    ]
    article = find_article(read_objects([json.dumps({"@graph": graph})]))
    assert values_at(article, "author.name") == ("Vera Sokolova",)
    assert values_at(article, "author") == ("Vera Sokolova",)
    assert values_at(article, "publisher.name") == ("Courier",)
    assert values_at(article, "no.such.path") == ()
