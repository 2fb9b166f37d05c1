"""A page is filed under the address that it claims only where that is its own, spelled in another way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spacenews.model import Capture, Reading
from spacenews.reading import explain_article, read_article
from spacenews.specs import Site, Source, wordpress

HOME = "https://orbitdaily.example/"
TEXT = "The crew of the station filled the tanks of the cargo ship before the undocking on Monday. " * 8


def site(article_url: str = "") -> Site:
    return Site(
        key="orbitdaily",
        name="Orbit Daily",
        home=HOME,
        timezone="UTC",
        hosts=("orbitdaily.example", "www.orbitdaily.example"),
        sources=(Source(kind="listing", url=f"{HOME}news/"),),
        article_url=article_url,
    )


WORDPRESS = Site(
    key="orbitdaily", name="Orbit Daily", home=HOME, timezone="UTC", sources=wordpress.sources(HOME, more="full story")
)


def page(url: str, claimed: str) -> Capture:
    html = f"<link rel=canonical href='{claimed}'><h1>Tanks are full</h1><p>May 3, 2021</p><div><p>{TEXT}</div>"
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture("u", "orbitdaily", url, datetime(2024, 1, 1, tzinfo=UTC), 200, headers, html.encode())


def filed(spec: Site, url: str, claimed: str) -> str:
    reading = read_article(spec, page(url, claimed))
    assert isinstance(reading, Reading), reading
    return reading.url


@pytest.mark.parametrize(
    "own",
    [
        "http://orbitdaily.example/news/tanks",
        "https://www.orbitdaily.example/news/tanks/",
        f"{HOME}news/tanks/amp/",
        f"{HOME}amp/news/tanks",
        f"{HOME}news/tanks.amp.html",
        f"{HOME}news/tanks.html",
        f"{HOME}news/Tanks?ref=home&amp=1&utm_source=x",
    ],
)
@pytest.mark.parametrize("article_url", ["", r"https?://\S+"])
def test_another_spelling_of_its_own_address_is_taken(own: str, article_url: str) -> None:
    assert filed(site(article_url), own, f"{HOME}news/tanks") == f"{HOME}news/tanks"


@pytest.mark.parametrize(
    ("own", "claimed", "why"),
    [
        ("news/article?id=1", "news/article", "its parameters differ: none there, id=1 here"),
        ("news/article?id=2", "news/article?id=1", "its parameters differ: id=1 there, id=2 here"),
        ("a/launch", "b/launch", "ends as this address does, but stands in another folder"),
        ("story/part-two", "story/part-one", "names another page"),
        ("story/tanks/2/", "story/tanks/", "names the first of several pages, whose text is another"),
        ("story/tanks?pg=2", "story/tanks", "names the first of several pages, whose text is another"),
        ("?p=77", "story/tanks/", "its parameters differ: none there, p=77 here"),
    ],
)
@pytest.mark.parametrize("article_url", ["", r"https?://\S+"])
def test_a_claim_to_be_another_article_is_refused_with_its_reason(
    own: str, claimed: str, why: str, article_url: str
) -> None:
    spec = site(article_url)
    assert filed(spec, HOME + own, HOME + claimed) == HOME + own
    rows = explain_article(spec, page(HOME + own, HOME + claimed)).rows
    assert [row.why for row in rows if row.field == "canonical" and not row.chosen] == [why]


@pytest.mark.parametrize("own", ["?p=77", "index.php?p=77", "moon/tanks-are-full/"])
def test_in_a_wordpress_a_short_link_and_another_folder_are_the_same_post(own: str) -> None:
    assert filed(WORDPRESS, HOME + own, f"{HOME}news/tanks-are-full/") == f"{HOME}news/tanks-are-full/"


def test_in_a_wordpress_parameters_still_tell_articles_apart() -> None:
    own = f"{HOME}news/?article=4"
    assert filed(WORDPRESS, own, f"{HOME}news/") == own
