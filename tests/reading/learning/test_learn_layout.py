"""A layout is learnt from pages whose text is known, and holds on pages that it was not learnt from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from spacenews.demo.markups import MARKUPS
from spacenews.model import Reading
from spacenews.reading import normalize_reading, read_article
from spacenews.reading.learning import Known, Learnt, constructors_in, layout_source, learn_layout
from spacenews.reading.page import HtmlPage, open_page
from spacenews.specs import Layout
from tests.reading.learning.learning_pages import (
    SITES,
    capture_of,
    known_of,
    listings,
    page_capture,
    true_articles,
)

SAMPLE = true_articles()[:48:4]
OTHERS = tuple(each for each in true_articles() if each not in SAMPLE)[::2]
BEFORE = {"classic": "bare", "block": "classic", "bare": "block"}


@cache
def learnt(site: str, markup: str) -> Learnt:
    """Learn from twelve articles of one markup, with listings and pages of the markup before as counter-examples."""
    known = [known_of(markup, each) for each in SAMPLE]
    others = [*listings(markup), *(capture_of(BEFORE[markup], each.url) for each in SAMPLE[:3])]
    found = learn_layout(SITES[site], known, name="learnt", others=others)
    assert found is not None
    return found


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_articles_it_was_not_learnt_from_are_read_exactly(site: str, markup: str) -> None:
    spec = replace(SITES[site], layouts=(learnt(site, markup).layout,))
    for true in OTHERS:
        capture = capture_of(markup, true.url)
        reading = read_article(spec, capture)
        assert isinstance(reading, Reading), f"{true.url}: {reading}"
        article = normalize_reading(spec, capture, reading)
        assert reading.layout == "learnt", true.url
        assert (article.title, article.body) == (true.title, true.body)
        assert tuple(name for _, name in article.categories) == true.categories
        assert article.published is not None, true.url
        assert article.published.on == true.published_on


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("markup", MARKUPS)
def test_its_marker_is_on_no_listing_and_on_no_page_of_the_layout_before(site: str, markup: str) -> None:
    marker = learnt(site, markup).layout.marker
    for capture in (*listings(markup), *(capture_of(BEFORE[markup], each.url) for each in OTHERS)):
        page = open_page(capture)
        assert isinstance(page, HtmlPage)
        assert not page.find(marker), capture.url


@pytest.mark.parametrize("markup", MARKUPS)
def test_its_scores_are_of_pages_held_back_and_of_the_spec_before(markup: str) -> None:
    found = learnt("plain", markup)
    assert (found.trained.pages, found.held_out.pages) == (8, 4)
    assert found.held_out.body == 1
    assert set(found.held_out.fields.values()) == {1}
    assert found.before.layout == 0
    assert {each.part for each in found.evidence if each.chosen} >= {"body", "marker", "title", "published"}


@pytest.mark.parametrize("markup", MARKUPS)
def test_its_source_is_the_layout_again(markup: str) -> None:
    found = learnt("plain", markup)
    source = layout_source(found.layout, found.rules)
    names = f"from spacenews.specs import {', '.join(constructors_in(source))}\n"
    made: dict[str, Layout] = {}
    exec(f"{names}\nmade = (\n{source}\n)", made)  # noqa: S102 - what a spec file would do
    assert made["made"] == found.layout


def test_a_third_of_wrong_texts_spoils_nothing() -> None:
    known = [known_of("classic", each) for each in SAMPLE]
    for number in (0, 4, 7):
        known[number] = replace(known[number], body=known[number - 1].body, title="Something else entirely")
    found = learn_layout(SITES["plain"], known, name="learnt", others=listings("classic"))
    assert found is not None
    assert found.layout == replace(learnt("plain", "classic").layout, marker=found.layout.marker)
    assert any("do not show the text that is known" in doubt for doubt in found.doubts)


def test_of_texts_that_are_on_no_page_nothing_is_learnt() -> None:
    known = [replace(known_of("block", each), body="A text that no page of this site ever held.") for each in SAMPLE]
    assert learn_layout(SITES["plain"], known, name="learnt") is None
    assert learn_layout(SITES["plain"], [], name="learnt") is None


def test_names_that_a_build_makes_are_passed_over_for_those_that_a_template_gives() -> None:
    found = learn_layout(SITES["plain"], [_built(number) for number in range(9)], name="learnt")
    assert found is not None
    said = layout_source(found.layout, found.rules)
    assert "css-" not in said
    assert "post-1" not in said
    assert "story-text" in said
    assert found.held_out.body == 1


def test_where_a_build_made_all_names_the_layout_says_that_they_will_pass() -> None:
    known = [
        replace(
            each, capture=page_capture(each.capture.url, each.capture.payload.replace(b" story-text", b" css-5p6q7r"))
        )
        for each in map(_built, range(6))
    ]
    found = learn_layout(SITES["plain"], known, name="learnt", others=[_built(9).capture])
    assert found is not None
    assert found.held_out.body == 1
    assert found.layout.marker == ".css-5p6q7r"  # all that tells these pages from the other one
    assert any("css-5p6q7r: made by a build" in doubt for doubt in found.doubts)


def _built(number: int) -> Known:
    text = [
        f"Paragraph {part} of article {number} tells of matter {number * 7 + part} in some words." for part in range(6)
    ]
    inner = "".join(f"<p>{each}</p>" for each in text[:3])
    rest = "".join(f"<p>{each}</p>" for each in text[3:])
    html = f"""<html><head><title>Headline number {number}</title></head><body class="css-9x8y7z">
        <div class="css-1x2y3z"><a href="/a/">Menu</a></div><article id="post-{100 + number}" class="css-4a5b6c">
        <h1>Headline number {number}</h1><div class="css-0q1w2e story-text">{inner}
        <div class="promo css-7u8i9o">Subscribe to our newsletter for more of this every week</div>{rest}</div>
        </article></body></html>"""
    return Known(
        page_capture(f"http://127.0.0.1:8080/article-{number}/", html.encode()),
        "\n\n".join(text),
        f"Headline number {number}",
    )
