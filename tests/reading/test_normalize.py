"""The same words give the same bytes and the same digest, whoever printed them and however."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.model import Capture, Reading, StatedDate
from spacenews.reading import normalize_reading
from spacenews.reading.normalize import normalize_body, normalize_name, normalize_text, slug_of_name
from spacenews.specs import Site, Source

SITE = Site(
    key="courier",
    name="Courier",
    home="https://courier.example/",
    timezone="UTC",
    sources=(Source(kind="listing", url="https://courier.example/"),),
)
CAPTURE = Capture("u", "courier", "https://courier.example/a/", datetime(2024, 1, 1, tzinfo=UTC), 200, (), b"")
READING = Reading(
    url="https://courier.example/a/",
    title="Tanks are full",
    title_source="h1",
    byline=("Vera Sokolova",),
    published=StatedDate(date(2021, 4, 26), None, "day", "visible", "April 26, 2021"),
    modified=None,
    categories=("Russia", "ISS"),
    tags=("tanks",),
    body=("First.", "Second."),
    teaser=None,
    language="en",
    layout="generic",
    reader="1",
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  two\u00a0 spaces\u2009and\ttabs\n", "two spaces and tabs"),
        ("zero\u200bwidth, soft\u00adhyphen, \ufeffmark", "zerowidth, softhyphen, mark"),
        ("cafe\u0301", "caf\u00e9"),
        ("\u2018quotes\u2019 \u2013 and \u201cdashes\u201d", "\u2018quotes\u2019 \u2013 and \u201cdashes\u201d"),
        ("bell\x07 and \x00nul", "bell and nul"),
        ("\u202bمرحبا\u202c", "مرحبا"),  # noqa: RUF001 - Arabic is meant
        ("👩\u200d🚀 in orbit", "👩\u200d🚀 in orbit"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_a_text_is_one_line_of_what_is_seen(text: str, normal: str) -> None:
    assert normalize_text(text) == normal


def test_an_entity_escaped_twice_is_resolved_in_a_title_and_kept_in_a_body() -> None:
    assert normalize_name("Roscosmos&#8217;s tanks &amp;amp; pumps") == "Roscosmos\u2019s tanks & pumps"
    assert normalize_name("AT&T; R&D") == "AT&T; R&D"
    assert normalize_body(["write &#8217; for an apostrophe"]) == "write &#8217; for an apostrophe"


def test_paragraphs_are_parted_by_one_blank_line_and_empty_ones_left_out() -> None:
    assert normalize_body([" One\nline. ", "\u00a0", "", "Two."]) == "One line.\n\nTwo."


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Russia", "russia"), ("Space & Earth", "space-earth"), ("  ISS ", "iss"), ("Наука", "наука"), ("🚀", "1f680")],
)
def test_a_categorys_slug_is_made_from_its_name(name: str, slug: str) -> None:
    assert slug_of_name(name) == slug


def test_an_article_holds_its_reading_normalised() -> None:
    article = normalize_reading(SITE, CAPTURE, replace(READING, categories=("Russia", " ISS", "russia", "")))
    assert (article.site, article.url, article.capture) == ("courier", READING.url, "u")
    assert article.categories == (("russia", "Russia"), ("iss", "ISS"))
    assert (article.body, article.word_count) == ("First.\n\nSecond.", 2)
    assert article.content_digest.startswith("sha256:")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tanks are empty"},
        {"byline": ()},
        {"categories": ("Russia",)},
        {"body": ("First.",)},
        {"published": None},
        {"published": StatedDate(date(2021, 4, 26), datetime(2021, 4, 26, 6, tzinfo=UTC), "minute", "x", "y", "site")},
    ],
)
def test_the_digest_changes_with_what_makes_an_article(change: dict[str, object]) -> None:
    changed = replace(READING, **change)  # type: ignore[arg-type]  # each pair names a field and its value
    assert digest(changed) != digest(READING)


@pytest.mark.parametrize(
    "change",
    [
        {"modified": READING.published},
        {"teaser": "Buy now"},
        {"tags": ()},
        {"layout": "other", "reader": "2", "title_source": "og:title"},
        {"title": "Tanks\u00a0are  full"},
        {"body": ("First. ", "\u200bSecond.")},
        {"published": StatedDate(date(2021, 4, 26), None, "day", "meta:date", "2021-04-26")},
    ],
)
def test_the_digest_stays_where_a_reader_would_see_no_change(change: dict[str, object]) -> None:
    changed = replace(READING, **change)  # type: ignore[arg-type]  # same
    assert digest(changed) == digest(READING)


def digest(reading: Reading) -> str:
    return normalize_reading(SITE, CAPTURE, reading).content_digest


@given(st.text())
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalize_text(text)
    assert normalize_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    name = normalize_name(text)
    assert normalize_name(name) == name


@given(st.text(alphabet="&#amp;x12357 \u200b\u0301e\u200d\u00ad"))
def test_normalizing_twice_changes_nothing_of_entities_and_joiners(text: str) -> None:
    assert normalize_name(normalize_name(text)) == normalize_name(text)
    assert normalize_text(normalize_text(text)) == normalize_text(text)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_a_body_read_again_from_its_text_is_the_same(paragraphs: list[str]) -> None:
    body = normalize_body(paragraphs)
    assert normalize_body(body.split("\n\n")) == body
