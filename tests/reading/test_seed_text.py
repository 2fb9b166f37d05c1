"""The text of one page of the first site, in three markups: its date, categories, body, and where the body ends."""

from __future__ import annotations

import html
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spacenews.model import Capture, Reading
from spacenews.reading import normalize_reading, read_article
from spacenews.sites.russianspacenews import SITE

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "russianspacenews-article.txt"
URL = "http://russianspacenews.com/joint-declaration-of-roscosmos-and-cnsa-on-creation-of-lunar-station/"
TITLE = "Joint declaration of Roscosmos and CNSA on creation of lunar station"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"the seed text {SEED.name} is not here")


def paragraphs() -> tuple[list[str], list[str]]:
    """Return the blocks above and below the related list's heading, the heading among the latter."""
    blocks = [block for block in SEED.read_text(encoding="utf-8").split("\n\n") if block.strip()]
    cut = next(number for number, block in enumerate(blocks) if block.startswith("More from this category:"))
    return blocks[:cut], blocks[cut:]


def classic(before: list[str], after: list[str]) -> str:
    date_line, categories = before[0].splitlines()
    return (
        f"<title>{TITLE} | Russian Space News</title><body class='single single-post'>"
        "<header><h1>Russian Space News</h1>"
        f"<ul class='menu'><li><a href='/'>Home</a></li></ul></header><article class='post hentry'>"
        f"<h1 class='entry-title'>{TITLE}</h1><div class='entry-content'>"
        f"<p class='d'>{date_line}</p><p>{categories}</p>"
        + "".join(f"<p>{html.escape(each)}</p>" for each in before[1:])
        + "".join(f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>" for each in after)
        + "</div></article><div id='sidebar'><p>January 3, 2020</p><p>A long text about something else.</p></div>"
    )


def block_theme(before: list[str], after: list[str]) -> str:
    date_line, categories = before[0].splitlines()
    return (
        f"<title>{TITLE} - Russian Space News</title><body class='single single-post'><main>"
        f"<h1 class='wp-block-post-title'>{TITLE}</h1><div class='wp-block-post-date'>{date_line}</div>"
        f"<div>{categories}</div><div class='entry-content wp-block-post-content'>"
        + "".join(f"<p>{html.escape(each)}</p>" for each in before[1:])
        + "</div><div>"
        + "".join(f"<div>{html.escape(each).replace(chr(10), '</div><div>')}</div>" for each in after)
        + "</div></main><footer><p>Copyright April 1, 2022</p></footer>"
    )


def one_cell(before: list[str], after: list[str]) -> str:
    """Everything in one cell, parted by nothing but `<br>`; no heading anywhere."""
    text = "<br><br>\n".join(html.escape(each).replace("\n", "<br>\n") for each in (*before, *after))
    return (
        f"<html><head><title>{TITLE} | Russian Space News</title></head><table><tr><td><a href='/'>Home</a><br>"
        f"<a href='/category/russia/'>Russia</a></td><td>{TITLE}<br><br>{text}</td><td>Recent posts<br>"
        "<a href='/x/'>The crew of the forty-seventh expedition came back from the station in good health</a></td></tr>"
    )


@pytest.mark.parametrize("markup", [classic, block_theme, one_cell])
def test_the_seed_page_is_read_in_every_markup(markup: object) -> None:
    before, after = paragraphs()
    assert callable(markup)
    payload = markup(before, after).encode()
    headers = (("Content-Type", "text/html; charset=UTF-8"),)
    capture = Capture("u", SITE.key, URL, datetime(2021, 5, 1, tzinfo=UTC), 200, headers, payload)
    reading = read_article(SITE, capture)
    assert isinstance(reading, Reading)
    article = normalize_reading(SITE, capture, reading)
    assert article.title == TITLE
    assert article.published is not None
    assert (article.published.on, article.published.at) == (date(2021, 4, 26), None)
    assert article.categories == (("russia", "Russia"),)
    assert article.byline == ()
    assert article.body == "\n\n".join(" ".join(each.split()) for each in before[1:])
