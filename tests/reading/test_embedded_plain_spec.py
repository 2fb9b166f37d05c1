"""The shortest spec of docs/add-a-site.md, without a rule of its own, reads the embedded site in each markup."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlsplit

import pytest

from spacenews.demo.faults import parse_faults
from spacenews.demo.markups import MARKUPS
from spacenews.demo.site import DemoSite
from spacenews.demo.truth import truth
from spacenews.demo.world import World
from spacenews.model import Capture, Reading
from spacenews.reading import normalize_reading, read_article, read_page
from spacenews.specs import Site, wordpress

HOME = "http://127.0.0.1:8080/"
SITE = Site(
    key="orbitdaily",
    name="Orbit Daily",
    home=HOME,
    timezone="America/New_York",
    sources=wordpress.sources(HOME, more="full story"),
)


@cache
def served(markup: str) -> DemoSite:
    return DemoSite(World(1), markup, HOME.rstrip("/"), parse_faults([]))


def capture_of(markup: str, url: str) -> Capture:
    answer = served(markup).answer(urlsplit(url).path, {}, {})
    at = datetime(2025, 5, 1, tzinfo=UTC)
    return Capture("u", SITE.key, url, at, answer.status, answer.headers, answer.body)


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_page_is_an_article_with_its_title_and_without_the_teasers_of_others(markup: str) -> None:
    articles = truth(1, HOME)
    assert len(articles) == 300
    for true in articles:
        capture = capture_of(markup, true.url)
        reading = read_article(SITE, capture)
        assert isinstance(reading, Reading), f"{true.url}: {reading}"
        article = normalize_reading(SITE, capture, reading)
        assert (article.title, article.body) == (true.title, true.body), true.url


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("<h1>Tanks</h1>{text}<p>See also our report of May.</p>{more}<h3>See also:</h3>{teasers}", ("last bus",)),
        ("<h3>See also:</h3>{teasers}<h1>Tanks</h1>{text}{text}", ("Every valve",)),
    ],
)
def test_a_label_above_teasers_that_the_text_follows_or_repeats_cuts_nothing(page: str, kept: tuple[str, ...]) -> None:
    text = "".join(f"<p>Every valve of tank {n} was opened, and the crew read the gauges twice.</p>" for n in range(20))
    more = "<p>Then the tanks were closed again, and the engineers went home by the last bus.</p>"
    teasers = "<div><p>The crew came home.</p><p><a href='/home/'>full story</a></p></div>"
    html = f"<title>Tanks</title><body><div>{page.format(text=text, more=more, teasers=teasers)}</div>"
    headers = (("Content-Type", "text/html"),)
    seen = Capture("u", SITE.key, f"{HOME}tanks/", datetime(2025, 5, 1, tzinfo=UTC), 200, headers, html.encode())
    reading, listing = read_page(SITE, seen)
    assert isinstance(reading, Reading), reading
    assert all(part in " ".join(reading.body) for part in kept)
    assert [link.url for link in listing.links] == [f"{HOME}home/"]
