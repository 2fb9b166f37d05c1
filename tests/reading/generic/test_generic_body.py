"""The generic reader finds an article's text and leaves out what stands around it, on any page."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from spacenews.reading.generic.body import Body, find_body

SENTENCES = (
    "The upper stage was rolled out at dawn, and the crew of the pad watched it pass the old water tower.",
    "Nobody at the range expected the wind to turn, but it did, and the countdown was held for an hour.",
    "When the engines were lit at last, the sound reached the town seven seconds after the light had.",
    "The satellite separated over the ocean, and its first signal was received in the control room at noon.",
)
TEXT = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def read(html: str) -> Body:
    root = etree.fromstring(html, etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True))
    return find_body(root)


def texts(html: str) -> list[str]:
    return [line.text for line in read(html).lines]


@pytest.mark.parametrize(
    "page",
    [
        f"<article><h1>Rolled out at dawn</h1>{TEXT}</article>",
        f"<div class='entry-content'>{TEXT}</div><footer><p>{SENTENCES[0]} All rights are with the town.</p></footer>",
        f"<table><tr><td><a href='/'>Home</a><td>{TEXT}</table>",
        f"<div>{'<br><br>'.join(SENTENCES)}</div>",
        f"<button>Menu<main>{TEXT}</main>",
        f"<div style='display:none'>{TEXT}</div>",
        f"<form><input name=q><div>{TEXT}</div></form>",
    ],
    ids=["article", "named", "table", "breaks", "open button", "shown by script", "page in a form"],
)
def test_the_text_is_found_whatever_holds_it(page: str) -> None:
    assert texts(f"<html><body>{page}</body></html>") == list(SENTENCES)


@pytest.mark.parametrize(
    "extra",
    [
        "<div class='share-bar'><p>Tell your friends about this launch, they will be glad to know it too.</p></div>",
        "<aside><p>Our newsletter brings you the best of the week, each Sunday, whatever the weather is.</p></aside>",
        "<figure><img src=a.png><figcaption>The tower at dawn, seen from the road to the pad.</figcaption></figure>",
        "<ul><li><a href=/a/>Another launch was moved to May</a><li><a href=/b/>A third one to June</a></ul>",
        "<p><a href=/c/>Read more: how the tower was built</a></p>",
        "<p>Advertisement</p>",
        "<div class='sr-only'><p>You are reading an article about a launch that was held for an hour.</p></div>",
    ],
    ids=["share", "aside", "caption", "links", "read more", "advertisement", "screen reader"],
)
def test_what_is_not_the_newsrooms_text_is_left_out(extra: str) -> None:
    middle = TEXT.replace("</p><p>", f"</p>{extra}<p>", 1)
    assert texts(f"<article><h1>Rolled out at dawn</h1>{middle}</article>") == list(SENTENCES)


def test_comments_and_related_articles_end_the_text() -> None:
    teaser = "<p>Some other article begins with a sentence that is as long as any other sentence here.</p>"
    for heading in ("Related articles", "3 Comments", "Leave a reply"):
        page = f"<div><h1>Rolled out at dawn</h1>{TEXT * 2}<h3>{heading}</h3><div>{teaser}</div></div>"
        assert teaser[3:-4] not in texts(page)


def test_a_part_named_as_an_extra_is_the_text_where_it_holds_most_of_it() -> None:
    assert texts(f"<div class='print-only paywall'>{TEXT}</div><p>{SENTENCES[0][:70]}.</p>")[:4] == list(SENTENCES)


def test_the_pictures_of_captions_stay_with_the_text() -> None:
    figure = "<figure><a href=/big/><img src=a.png></a><figcaption>The tower at dawn.</figcaption></figure>"
    lines = read(f"<article><p>{SENTENCES[0]}</p>{figure}<p>{SENTENCES[1]}</p></article>").lines
    assert [[each.tag for each in line.media] for line in lines] == [[], ["img"]]
    assert [len(line.links) for line in lines] == [0, 1]


def test_what_follows_a_cut_is_nothing() -> None:
    root = etree.fromstring(f"<div>{TEXT}<p>More from this category:</p>{TEXT}</div>", etree.HTMLParser())
    assert [line.text for line in find_body(root, cuts=("More from this",)).lines] == list(SENTENCES)


def test_paragraphs_that_each_lead_to_another_article_are_none_of_it_however_many() -> None:
    row = "<tr><td>May 3, 2022<br><br>{}<br><br><a href='/{}/'>full story</a></td></tr>"
    rows = "".join(row.format(SENTENCES[0].replace("the", f"{number} of the"), number) for number in range(9))
    more = f"<div><b>More from this category:</b></div><table>{rows}</table>"
    root = etree.fromstring(
        f"<table><tr><td><h1>Title</h1><div>{TEXT}{more}</div></td></tr></table>", etree.HTMLParser()
    )
    assert [line.text for line in find_body(root).lines] == list(SENTENCES)


PIECES = [
    *(
        f"<{tag}>"
        for tag in ("div", "p", "br", "ul", "li", "h1", "button", "nav", "article", "table", "tr", "td", "img")
    ),
    *(f"</{tag}>" for tag in ("div", "p", "ul", "h1", "span", "nav", "article", "table", "a")),
    *("&#0;", "&bogus;", "\U0001f680"),
    "<span class=author>",
    "<div class='entry-content related'>",
    "<a href=/>",
    "<h3>Comments</h3>",
    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645.",
    *SENTENCES,
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_page_makes_it_raise_and_nothing_is_read_that_the_page_does_not_hold(parts: list[str]) -> None:
    root = etree.fromstring(f"<html><body>{''.join(parts)}</body></html>", etree.HTMLParser(huge_tree=True))
    held = set(re.findall(r"\S+", " ".join(map(str, root.itertext()))))
    found = find_body(root)
    assert all(word in "".join(held) for line in found.lines for word in re.findall(r"\w+", line.text))
    assert [line.text for line in find_body(root).lines] == [line.text for line in found.lines]


@pytest.mark.parametrize(
    "unit", ["<div>", "<p>x", "<li><a href=/a/>b</a>", "<br>", "<span class=share>a", "<h3><a href=/>t</a></h3>"]
)
def test_no_page_runs_away(unit: str) -> None:
    root = etree.fromstring(f"<html><body>{unit * 30_000}", etree.HTMLParser(huge_tree=True))
    start = time.process_time()
    find_body(root)
    assert time.process_time() - start < 10  # quadratic work would take minutes


def test_an_article_with_its_headline_is_the_text_however_much_readers_wrote_below_it() -> None:
    own = f"<article><h1>Title</h1>{TEXT}{TEXT.replace('the', 'that')}</article>"
    written = "".join(f"<li><p>{number}. {SENTENCES[number % 4]} And I was there.</p></li>" for number in range(60))
    found = texts(f"<div>{own}<ol>{written}</ol></div>")
    assert set(SENTENCES) <= set(found)
    assert "And I was there" not in " ".join(found)
