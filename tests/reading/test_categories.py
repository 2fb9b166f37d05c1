"""Sections are what the site says of an article, wherever it says so; tags, menus and the way in are none."""

# ruff: noqa: E501 - a page is written in one piece

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from spacenews.model import Capture, Reading
from spacenews.reading import read_article
from spacenews.specs import Site, Source

HOME = "https://courier.example/"
URL = f"{HOME}launches/soyuz/tanks-are-full/"
SITE = Site(key="any", name="Orbital Courier", home=HOME, timezone="UTC", sources=(Source(kind="listing", url=HOME),))
TEXT = "<p>" + "The tanks of the first stage were filled in the evening, and nobody was late. " * 12 + "</p>"
NEXT = "<div class='card'><a rel='category tag' href='/category/weather/'>Weather</a><a href='/n/'>Rain again</a></div>"


def read(head: str = "", above: str = "", below: str = "") -> Reading:
    page = f"<html><head>{head}</head><body>{above}<article class='post hentry'><h1>Tanks are full</h1><div class='text'>{TEXT}</div>{below}</article></body></html>"
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    capture = Capture("u", "any", URL, datetime(2024, 1, 1, tzinfo=UTC), 200, headers, page.encode())
    reading = read_article(SITE, capture)
    assert isinstance(reading, Reading), reading
    return reading


def ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def article(**fields: object) -> str:
    return ld({"@type": "NewsArticle", **fields})


def trail(*steps: tuple[str, str | None]) -> dict[str, object]:
    items = [{"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(steps, 1)]
    return {"@type": "BreadcrumbList", "itemListElement": items[::-1]}


WAY = (("Home", HOME), ("Launches", f"{HOME}launches/"), ("Soyuz", f"{HOME}launches/soyuz/"))
CRUMBS = "<a href='/'>Home</a> &gt; <a href='/launches/'>Launches &gt;</a> <a href='/launches/soyuz/'>Soyuz</a>"


@pytest.mark.parametrize(
    "reading",
    [
        read(above=f"<nav aria-label='Breadcrumb'>{CRUMBS} &gt; Tanks are full</nav>"),
        read(above=f"<div class='site-breadcrumbs'>{CRUMBS} <a href='{URL}'>Tanks are full</a></div>"),
        read(above=f"<ol itemtype='https://schema.org/BreadcrumbList'>{CRUMBS}</ol>"),
        read(ld(trail(*WAY, ("Tanks are full", URL)))),
        read(ld({"@graph": [{"@type": "WebPage", "breadcrumb": trail(*WAY, ("Tanks are full", None))}]})),
        read(article(articleSection=["Launches", "Soyuz"])),
        read(article(articleSection="Launches,Soyuz", keywords="fuel, tanks")),
        read(article(articleSection="Launches, Soyuz, fuel, tanks, crew", keywords=["fuel", "tanks", "crew"])),
        read("<meta property='article:section' content='Launches'><meta property='article:section' content='Soyuz'>"),
        read(above="<p><a href='/launches/'>Launches</a> <a href='/launches/soyuz/'>Soyuz</a></p>"),
        read(above="<p><a href='/category/launches/'>Launches</a> <a href='/category/soyuz/'>Soyuz</a></p>"),
        read(below=f"<footer><ul><li><a rel='category tag' href='/c/l/'>Launches</a></li><li><a rel='category tag' href='/c/s/'>Soyuz</a></li></ul></footer>{NEXT}"),
        read(below=f"<p><a rel='category' href='/c/l/'>Launches</a>, <a rel='category' href='/c/s/'>Soyuz</a></p>{NEXT}"),
        read(above=f"<div class='slides'>{NEXT}{'<i></i>' * 90}</div><p><span><a rel='category' href='/c/l/'>Launches</a></span><span><a rel='category' href='/c/s/'>Soyuz</a></span></p>"),
    ],
)  # fmt: skip
def test_sections_are_read_wherever_the_site_names_them(reading: Reading) -> None:
    assert reading.categories == ("Launches", "Soyuz")


@pytest.mark.parametrize(
    "reading",
    [
        read("<meta name='keywords' content='Launches, Soyuz'>", "<nav><a href='/launches/'>Launches</a></nav>"),
        read(article(articleSection="Orbital Courier")),
        read(article(articleSection="courier.example"), "<div class='breadcrumb'><a href='/'>Start</a></div>"),
        read(article(articleSection="Tanks are full")),
        read(article(articleSection=["fuel", "tanks", "crew", "night", "stage"])),
        read("<meta property='article:section' content='blog'>", "<p><a href='/launches/'>Back to all launches</a></p>"),
        read(above="<p class='crumbs'><a href='/'>Home</a><a href='/2024/'>2024</a><a href='/2024/05/'>May</a><a href='/tag/fuel/'>Fuel</a></p>"),
        read(above=f"<div class='breadcrumb-menu'>{''.join(f'<a href=/s{n}/>Section {n}</a>' for n in range(6))}</div>"),
        read("<meta name='author' content='Jane Doe'>", "<p><a href='/category/by-jane/'>Jane Doe</a></p>"),
        read(below=f"<div class='related'>{NEXT}</div>"),
        read(ld([{"@type": "BreadcrumbList", "itemListElement": [1, None, {"name": 3}, {"item": {"@id": 7}}]}, trail()])),
    ],
)  # fmt: skip
def test_menus_tags_dates_and_the_site_itself_are_no_sections(reading: Reading) -> None:
    assert reading.categories == ()


def test_a_comma_inside_a_name_does_not_part_it() -> None:
    assert read(article(articleSection="Arts, Culture & Space")).categories == ("Arts, Culture & Space",)


def test_a_trail_shows_one_way_and_the_page_tells_the_other_section() -> None:
    told = article(articleSection=["Soyuz", "Weather"])
    assert read(told + ld(trail(*WAY))).categories == ("Launches", "Soyuz", "Weather")


def test_categories_that_lost_are_shown_with_their_reason() -> None:
    head = article(articleSection="fuel", keywords="fuel") + "<meta property='article:section' content='Launches'>"
    rows = [row for row in read(head, f"<div class='breadcrumb'>{CRUMBS}</div>").evidence if row.field == "categories"]
    shown = [(row.source, row.value, row.chosen, row.why) for row in rows]
    assert shown[:3] == [
        ("breadcrumb", "Launches \u00b7 Soyuz", True, "first source that names any"),
        ("json-ld:articleSection", "fuel", False, "differs from the winner, which is trusted more"),
        ("meta:article:section", "Launches", False, "agrees with the winner"),
    ]


@pytest.mark.parametrize(
    ("head", "teaser"),
    [
        ("<meta property='og:description' content='Tanks are full'>", None),
        (
            "<meta property='og:description' content='Tanks are full!'><meta name='description' content='By night.'>",
            "By night.",
        ),
    ],
)
def test_what_only_repeats_the_title_is_no_teaser(head: str, teaser: str | None) -> None:
    reading = read(head)
    assert reading.teaser == teaser
    lost = [row.why for row in reading.evidence if row.field == "teaser" and not row.chosen]
    assert lost == ["says nothing but the title"]
