"""What WordPress's SEO plugins print in the head: the visible title wins, and author, times, sections stay right."""

# ruff: noqa: E501 - a head is written as the plugin prints it

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from spacenews.model import Capture, Reading
from spacenews.reading import read_article
from spacenews.specs import Site, wordpress

HOME = "https://courier.example/"
URL = f"{HOME}2021/04/tanks-are-full/"
SITE = Site(key="courier", name="Courier", home=HOME, timezone="Europe/Moscow", sources=wordpress.sources(HOME))
TEXT = "<p>" + "The tanks of the first stage were filled in the evening, and nobody was late. " * 12 + "</p>"
TITLE, SEO = "Tanks are full", "Soyuz fuel: why tanks are full before launch - Orbital Courier"
PUBLISHED, MODIFIED = "2021-04-26T00:30:00+03:00", "2022-05-03T10:00:00+03:00"
PERSON: dict[str, object] = {
    "@type": "Person",
    "@id": f"{HOME}#/schema/person/1",
    "name": "Jane Doe",
    "url": f"{HOME}author/jane/",
}
SITE_NODE: dict[str, object] = {"@type": "Organization", "@id": f"{HOME}#organization", "name": "Orbital Courier"}
TIMES = {"datePublished": PUBLISHED, "dateModified": MODIFIED}
CANONICAL = f"<link rel='canonical' href='{URL}'>"
SOCIAL = f"<meta property='og:title' content='{SEO}'><meta property='og:description' content='Fuel by night.'><meta property='og:site_name' content='Orbital Courier'>"
META_TIMES = f"<meta property='article:published_time' content='{PUBLISHED}'><meta property='article:modified_time' content='{MODIFIED}'><meta property='og:updated_time' content='{MODIFIED}'>"


def graph(*nodes: dict[str, object], name: str = "") -> str:
    document = {"@context": "https://schema.org", "@graph": [SITE_NODE, *nodes]}
    return f"<title>{SEO}</title><script type='application/ld+json' class='{name}'>{json.dumps(document)}</script>{CANONICAL}{SOCIAL}"


def page(**more: object) -> dict[str, object]:
    return {"@type": "WebPage", "@id": f"{URL}#webpage", "url": URL, "name": SEO, **TIMES, **more}


def crumbs(*names: str, position: type = int, item: str = "") -> dict[str, object]:
    steps: list[dict[str, object]] = []
    for number, name in enumerate(("Home", *names), 1):
        address = HOME if number == 1 else f"{HOME}category/{number}/"
        known: dict[str, object] = {"item": {"@id": address, "name": name}} if item else {"item": address, "name": name}
        steps.append({"@type": "ListItem", "position": position(number), **known})
    steps.append({"@type": "ListItem", "position": position(len(steps) + 1), "name": TITLE})
    return {"@type": "BreadcrumbList", "@id": f"{URL}#breadcrumb", "itemListElement": steps}


YOAST = graph(
    {"@type": "Article", "headline": TITLE, "isPartOf": {"@id": URL}, "author": {"name": "Jane Doe", "@id": PERSON["@id"]}, **TIMES, "articleSection": ["Launches", "Russia"], "keywords": ["fuel", "tanks"], "publisher": {"@id": SITE_NODE["@id"]}},
    page(breadcrumb={"@id": f"{URL}#breadcrumb"}), crumbs("Launches"), PERSON, name="yoast-schema-graph",
) + META_TIMES + "<meta name='author' content='Jane Doe'><meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Jane Doe'>"  # fmt: skip
RANK_MATH = graph(
    crumbs("Launches", position=str, item="nested"), page(), {**PERSON, "worksFor": {"@id": SITE_NODE["@id"]}},
    {"@type": "BlogPosting", "headline": SEO, "keywords": "fuel,tanks", **TIMES, "articleSection": "Launches, Russia", "author": {"@id": PERSON["@id"], "name": "Jane Doe"}, "name": SEO, "isPartOf": {"@id": f"{URL}#webpage"}},
    name="rank-math-schema",
) + META_TIMES + "<meta property='article:section' content='Launches'><meta property='article:tag' content='fuel'>"  # fmt: skip
ALL_IN_ONE = graph(
    {"@type": "BlogPosting", "@id": f"{URL}#blogposting", "name": SEO, "headline": TITLE, "author": {"@id": PERSON["@id"]}, **TIMES, "articleSection": "Launches, Russia, fuel, tanks, night, stage"},
    crumbs("Launches", "Russia"), PERSON, page(author={"@id": PERSON["@id"]}), name="aioseo-schema",
) + META_TIMES + "<meta property='article:tag' content='fuel'><meta property='article:tag' content='launches'>"  # fmt: skip
SEO_FRAMEWORK = graph(
    page(author=PERSON, breadcrumb=crumbs("Category: Launches", "Category: Russia")), name="",
) + META_TIMES  # fmt: skip
SEOPRESS = f"<title>{SEO}</title>{CANONICAL}{SOCIAL}{META_TIMES}<meta property='article:author' content='https://social.example/courier'><meta property='article:section' content='Launches'><meta property='article:section' content='Russia'><meta property='article:tag' content='fuel'>"
NONE = f"<title>{TITLE} &#8211; Orbital Courier</title>{CANONICAL}<link rel='shortlink' href='{HOME}?p=12'>"
HEADS = {"Yoast": YOAST, "Rank Math": RANK_MATH, "All in One SEO": ALL_IN_ONE, "The SEO Framework": SEO_FRAMEWORK, "SEOPress": SEOPRESS}  # fmt: skip

BARE_THEME = f"<body class='single single-post'><main><h1>{TITLE}</h1><div class='text'>{TEXT}</div></main></body>"
CLASSIC_THEME = f"<body class='single single-post'><article class='post hentry'><h1 class='entry-title'>{TITLE}</h1><p class='entry-meta'><time class='entry-date published' datetime='{PUBLISHED}'>26 April 2021</time><time class='updated' datetime='{MODIFIED}'>3 May 2022</time> by <span class='author vcard'><a class='url fn n' href='/author/jane/'>Jane Doe</a></span></p><div class='entry-content'>{TEXT}</div><footer class='entry-footer'><a rel='category tag' href='/category/launches/'>Launches</a>, <a rel='category tag' href='/category/russia/'>Russia</a> <a rel='tag' href='/tag/fuel/'>fuel</a></footer></article></body>"

# As Twenty Twenty-One prints it: who wrote it, and when, stands below the text.
FOOTED_THEME = f"<body class='single single-post'><article class='post hentry'><header><h1 class='entry-title'>{TITLE}</h1></header><div class='entry-content'>{TEXT}</div><footer class='entry-footer'><div class='posted-by'><span class='posted-on'>Published <time class='entry-date published' datetime='{PUBLISHED}'>April 26, 2021</time><time class='updated' datetime='{MODIFIED}'>May 3, 2022</time></span><span class='byline'>By <a href='/author/jane/' rel='author'>Jane Doe</a></span></div><div class='post-taxonomies'><span class='cat-links'>Categorized as <a rel='category tag' href='/category/launches/'>Launches</a>, <a rel='category tag' href='/category/russia/'>Russia</a></span></div></footer></article><article class='post hentry'><h2>Another</h2><footer class='entry-footer'>By <a rel='author'>John Roe</a></footer></article></body>"


def read(head: str, body: str) -> Reading:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    html = f"<html lang='en'><head>{head}</head>{body}</html>".encode()
    reading = read_article(
        SITE, Capture("u", "courier", f"{URL}?utm_source=x", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, html)
    )
    assert isinstance(reading, Reading), reading
    return reading


def shown(reading: Reading) -> Sequence[object]:
    published, modified = reading.published, reading.modified
    assert published is not None
    assert modified is not None
    days = (published.on, published.at, modified.at)
    return (reading.title, reading.byline, days, set(reading.categories), reading.url)


RIGHT = (
    TITLE,
    ("Jane Doe",),
    (date(2021, 4, 26), datetime(2021, 4, 25, 21, 30, tzinfo=UTC), datetime(2022, 5, 3, 7, tzinfo=UTC)),
    {"Launches", "Russia"},
    URL,
)


@pytest.mark.parametrize("plugin", HEADS)
def test_a_theme_that_prints_nothing_is_read_from_its_plugins_head(plugin: str) -> None:
    reading = read(HEADS[plugin], BARE_THEME)
    title, byline, *rest = RIGHT
    assert shown(reading) == (title, byline if plugin != "SEOPress" else (), *rest)  # it names no author


@pytest.mark.parametrize("theme", [CLASSIC_THEME, FOOTED_THEME], ids=["above the text", "below the text"])
@pytest.mark.parametrize("head", [*HEADS.values(), NONE], ids=[*HEADS, "none"])
def test_a_theme_that_prints_it_all_is_read_the_same_under_each_plugin(head: str, theme: str) -> None:
    reading = read(head, theme)
    assert shown(reading) == RIGHT
    assert "Launches" not in reading.tags
