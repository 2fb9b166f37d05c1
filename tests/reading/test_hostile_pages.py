"""No page makes a rule raise or run away, and what is read contains nothing that the page does not."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from html import escape, unescape

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


def stated() -> st.SearchStrategy[str]:
    """Give what a page states for machines, of words as hostile as those that it prints."""
    words = st.lists(st.sampled_from(WORDS.split(" ")), max_size=5).map(" ".join) | st.text(max_size=8)
    values = st.recursive(words | st.integers() | st.floats() | st.none(), lambda inner: st.lists(inner, max_size=3))
    keys = ("headline", "author", "datePublished", "dateModified", "articleSection", "keywords", "description", "@id")
    objects = st.dictionaries(st.sampled_from(keys), values | st.fixed_dictionaries({"name": words}), max_size=6)
    scripts = objects.map(lambda each: json.dumps({"@type": "NewsArticle", **each}).replace("<", "&lt;"))
    metas = ("author", "article:section", "article:published_time", "og:title", "description", "article:tag", "date")
    return st.one_of(
        scripts.map(lambda text: f"<script type=application/ld+json>{text}</script>"),
        st.builds(lambda name, text: f'<meta name={name} content="{escape(text)}">', st.sampled_from(metas), words),
        words.map(lambda text: f"<p class=byline>By {escape(text)}</p>"),
        words.map(lambda text: f"<h1>{escape(text)}</h1><p>{escape(text)} 26 April 2021</p>"),
    )


def capture(payload: bytes, content_type: str = "text/html") -> Capture:
    return Capture(
        "u", SITE.key, URL, datetime(2024, 1, 1, tzinfo=UTC), 200, (("Content-Type", content_type),), payload
    )


def squashed(text: str) -> str:
    return "".join(text.split()).casefold()


def hold_to_page(reading: Reading, page: HtmlPage) -> None:
    """Assert that each field is on the page: in its text, its attributes, or the strings of its scripts."""
    attributes = (str(value) for each in page.root.iter("*") for value in each.attrib.values())
    said = (f"{each}" for found in page.json_ld_objects for each in strings_in(found))
    everything = squashed("\n".join((*map(str, page.root.itertext()), *attributes, *map(unescape, said), page.url)))
    assert reading.title
    stated = [each for each in (reading.published, reading.modified) if each]
    texts = [*reading.byline, *reading.categories, *reading.tags, reading.teaser or "", *(each.raw for each in stated)]
    for text in (*texts, *([reading.title] if reading.title_source != "slug" else ())):
        assert squashed(text) in everything, text
    assert all(each.on.year in range(1950, 2101) for each in stated)
    assert all(squashed(each.text) in everything for each in reading.links)


def strings_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings_in(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings_in(each)]
    return [str(value)]


@settings(max_examples=200, deadline=None)
@given(st.lists(stated() | pieces(), max_size=40).map("".join))
def test_no_markup_makes_a_rule_raise_and_nothing_is_made_up(page: str) -> None:
    seen = capture(page.encode("utf-8", "surrogatepass"))
    reading, listing = read_page(SITE, seen)
    assert isinstance(listing, Listing)
    if isinstance(reading, Rejection):
        return
    opened = open_page(seen)
    assert isinstance(opened, HtmlPage)
    printed = squashed("".join(str(text) for text in opened.root.itertext()))
    for paragraph in reading.body if not any("articleBody" in each.source for each in reading.evidence) else ():
        assert squashed(paragraph) in printed
    hold_to_page(reading, opened)
    for stated in (reading.published, reading.modified):
        assert stated is None or stated.at is None or stated.at.utcoffset() is not None
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
