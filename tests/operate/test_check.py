"""What is sampled of a site's sources, and what a spec reads on a page."""

from __future__ import annotations

from datetime import UTC, datetime

from spacenews.model.capture import Capture
from spacenews.operate.check import check_article, sample_articles
from spacenews.operate.sources import SourceAnswer
from spacenews.specs import Layout, Site, Source

HOME = "http://orbit.example/"
LISTING = Source(kind="listing", url=HOME)
FEED = Source(kind="feed", url=f"{HOME}feed/")
TEXT = "Three people came back from orbit in the morning, and the weather over the steppe was fine. " * 3


def site(*layouts: Layout) -> Site:
    return Site(key="orbit", name="Orbit", home=HOME, timezone="UTC", sources=(LISTING, FEED), layouts=layouts)


def capture(html: str) -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture("1", "orbit", f"{HOME}a/", datetime(2026, 1, 1, tzinfo=UTC), 200, headers, html.encode())


def test_a_sample_takes_of_each_source_in_turn_and_each_article_once() -> None:
    answers = (SourceAnswer(LISTING, 200, ("a", "b", "c")), SourceAnswer(FEED, 200, ("a", "d")))
    assert sample_articles(answers, 3) == ("a", "b", "d")
    assert sample_articles((SourceAnswer(FEED, None),), 3) == ()


def test_a_page_that_no_layout_of_the_spec_is_on_is_not_well() -> None:
    html = f"<html lang=en><body><h1>Crew lands</h1><p>June 9, 2014</p><div><p>{TEXT}</p><p>{TEXT}</p></div>"
    (layout,) = [row for row in check_article(site(Layout(name="old", marker=".old")), capture(html)) if not row.well]
    assert (layout.field, layout.value) == ("layout", "generic")
    assert all(row.well for row in check_article(site(), capture(html)))


def test_a_page_that_is_no_article_is_one_row_with_the_reason() -> None:
    (row,) = check_article(site(), capture("<html><body></body></html>"))
    assert not row.well
    assert row.note.startswith("no article: empty")
