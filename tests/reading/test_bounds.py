"""A page that would hold reading up for long is refused with what it has too much of; a large article is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from spacenews.model import Capture, Reading, Rejection, RejectionReason
from spacenews.reading import read_page
from spacenews.reading.bounds import MAX_CHARACTERS, MAX_ELEMENTS
from spacenews.sites.russianspacenews import SITE

SECONDS = 6.0  # of this processor; 2 on an idle one, more where others share it
SENTENCE = "The crew filled the tanks of the cargo ship before it left the station. "
FULL = 7_500_000  # bytes, close to what is decoded at all


def read(body: str, head: str = "") -> Reading | Rejection:
    html = f"<html><head><title>Tanks</title>{head}</head><body><article><h1>Tanks are full</h1>{body}</article>"
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    url = "http://russianspacenews.com/a-story/"
    return read_page(SITE, Capture("u", SITE.key, url, datetime(2024, 1, 1, tzinfo=UTC), 200, headers, html.encode()))[
        0
    ]


def times(part: str, size: int = FULL) -> str:
    return part * (size // len(part))


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (times("<p>March 5, 2021</p>"), ""),
        (times("<div>short text, here.</div>"), ""),
        (times('<a href="/a-b-c/">x</a> '), ""),
        (times("<div>" * 100 + "word word" + "</div>" * 100), ""),
        ("<div>" * 200 + "<p>x" * 15_000, ""),
        (f"<p class=byline>{times('by and ')}", ""),
        (f"<time>{times('1 ')}</time>", ""),
        (f"<p>{times('&')}", ""),
        (f"<a href='{times('/a/../')}'>x</a>", ""),
        ("", f"<meta name=author content='{times('a  ')}'>"),
        ("", f"<script type=application/ld+json>{times('<!--')}</script>"),
        ("", times('<script type="application/ld+json">{"@type":"NewsArticle"}</script>')),
    ],
    ids=range(12),
)
def test_a_full_hostile_page_is_refused_at_once(body: str, head: str) -> None:
    began = time.process_time()
    refusal = read(body, head)
    assert isinstance(refusal, Rejection), refusal
    assert (refusal.reason, "is not read" in refusal.detail) == (RejectionReason.TOO_LARGE, True)
    assert time.process_time() - began < SECONDS / 2


@pytest.mark.parametrize(
    "part",
    [
        "<p>March 5, 2021</p>",
        "<div>short text, here.</div>",
        "<h2>Related articles</h2>",
        "<div class='aB{n}'>x</div>",
        "<h3><a href='/a-b-{n}/'>x y</a></h3>",
    ],
)
def test_the_densest_page_that_is_read_takes_bounded_time(part: str) -> None:
    count = (MAX_ELEMENTS - 20) // part.count("</")
    body = "".join(part.replace("{n}", str(n)) for n in range(count))
    began = time.process_time()
    refusal = read(f"{body}<p>{SENTENCE * 20}</p>")
    assert not (isinstance(refusal, Rejection) and refusal.reason is RejectionReason.TOO_LARGE)
    assert time.process_time() - began < SECONDS


def test_a_large_article_with_pictures_and_scripts_in_its_bytes_is_read() -> None:
    picture = f"<img src='data:image/png;base64,{times('A', 3_000_000)}'>"
    script = f"<script>{times('var a = [1, 2];', 3_000_000)}</script>"
    text = "".join(f"<p>{n} {SENTENCE}</p>" for n in range(5000))
    assert len(text) < MAX_CHARACTERS
    reading = read(f"{picture}{script}{text}")
    assert isinstance(reading, Reading), reading
    assert len(reading.body) == 5000
