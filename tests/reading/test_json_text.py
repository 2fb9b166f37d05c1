"""JSON from strangers: whatever it says can be stored, and is printed there."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.model import Capture, Listing, Reading
from spacenews.model.link import LinkKind
from spacenews.reading import normalize_reading, read_article, read_links
from spacenews.reading.json_text import parse_first, parse_json
from spacenews.sites.russianspacenews import SITE
from spacenews.specs import Source

SENTENCE = "The crew filled the tanks of the cargo ship before it left the station. "
HALVES = r"\ud800", r"\udfff", r"\udfff\ud800", r"\ud83dx\ude80"


def capture(text: str, kind: str) -> Capture:
    headers = (("Content-Type", kind),)
    return Capture("u", SITE.key, f"{SITE.home}a-story/", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, text.encode())


def page(**stated: Any) -> Capture:
    script = json.dumps({"@type": "NewsArticle", **stated}).replace("HALF", HALVES[0]).replace('"NUMBER"', "1e999")
    return capture(f'<script type="application/ld+json">{script}</script><p>{SENTENCE * 9}', "text/html; charset=utf-8")


def test_a_page_that_states_halves_of_characters_can_be_stored() -> None:
    seen = page(
        headline="Tanks HALF are full", author="Jane HALF Doe", description="HALF", inLanguage="eHALFn",
        datePublished="2020-01-01T1HALF", articleSection="SpHALFace", keywords="kHALF, b", articleBody="HALF",
    )  # fmt: skip
    reading = read_article(SITE, seen)
    assert isinstance(reading, Reading)
    assert reading.byline == ("Jane \ufffd Doe",)
    json.dumps(asdict(normalize_reading(SITE, seen, reading)), ensure_ascii=False, default=str).encode()


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", [LinkKind.REST, LinkKind.FEED])
def test_a_list_that_states_halves_of_characters_can_be_stored(kind: LinkKind, half: str) -> None:
    items = '[{"id": "HALF", "url": "/a-b/", "link": "/a-b/", "title": "t HALF"}, {"id": "HALF"}]'.replace("HALF", half)
    text = items if kind is LinkKind.REST else f'{{"version": "https://jsonfeed.org/version/1", "items": {items}}}'
    listing = read_links(SITE, Source(kind=kind, url=SITE.home), capture(text, "application/json"))
    assert isinstance(listing, Listing)
    assert [each.url for each in listing.links] == [f"{SITE.home}a-b/"]
    json.dumps(asdict(listing), ensure_ascii=False, default=str).encode()


def test_a_number_is_what_is_printed_or_nothing() -> None:
    assert parse_json('[1e999, 1.10, -0.0, 12, NaN, Infinity, "a\nb"]') == [
        "1e999",
        "1.10",
        "-0.0",
        12,
        None,
        None,
        "a\nb",
    ]
    reading = read_article(SITE, page(headline="NUMBER", author="NUMBER"))
    assert isinstance(reading, Reading)
    assert "inf" not in {reading.title.casefold(), *(name.casefold() for name in reading.byline)}


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a":' * 100_000, "9" * 5000, "{} x", "\ufeff{}"])
def test_what_is_no_json_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


@settings(max_examples=25, deadline=None)
@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    )
)
def test_json_without_halves_is_what_it_says(value: object) -> None:
    assert parse_json(f" {json.dumps(value)} ") == value
    assert parse_first(json.dumps([value]) + "}") == [value]
