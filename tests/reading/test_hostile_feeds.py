"""Feeds and sitemaps that nobody wrote for readers: bounded work, nothing resolved, what can be read is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from spacenews.model import Capture, Listing
from spacenews.model.link import LinkKind
from spacenews.reading import read_links
from spacenews.reading.json_text import parse_json
from spacenews.reading.learning.words import KnownText
from spacenews.sites.russianspacenews import SITE
from spacenews.specs import Source

HOME = SITE.home
ITEM = f"<item><title>Tanks &lol; are full</title><link>{HOME}tanks-are-full/</link></item>"
LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 30))
NEWLINES = "\n" * 4_000_000
FULL = 7_500_000  # bytes


def read(text: str, kind: LinkKind = LinkKind.FEED) -> Listing:
    headers = (("Content-Type", "application/xml"),)
    capture = Capture("u", SITE.key, f"{HOME}list.xml", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, text.encode())
    listing = read_links(SITE, Source(kind=kind, url=f"{HOME}list.xml"), capture)
    assert isinstance(listing, Listing), listing
    return listing


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"<rss>{ITEM}{'&' * FULL}", "ampersands"),
        (f"<rss>{ITEM}{'&nbsp;' * (FULL // 6)}", "ampersands"),
        (f"<rss>{ITEM}{'<a/>' * (FULL // 4)}", "more elements"),
        (f"<rss>{ITEM}<item>{'<a/>' * 30_000}", "an entry with more than"),
        (f"<rss>{ITEM}{'<!DOCTYPE ' * (FULL // 10)}", "not well-formed"),
    ],
    ids=["ampersands", "entities", "elements", "one entry", "doctypes"],
)
def test_a_feed_is_read_as_far_as_it_goes_and_what_was_wrong_is_said(text: str, said: str) -> None:
    listing = read(text)
    assert [each.url for each in listing.links] == [f"{HOME}tanks-are-full/"]
    assert said in listing.refused[0][1]


def test_elements_in_entries_are_counted_over_the_whole_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spacenews.reading.xml._MAX_ELEMENTS", 5000)  # 300,000 take some seconds
    listing = read(f"<rss>{ITEM}" + f"<item>{'<a/>' * 1000}</item>" * 6)
    assert [each.url for each in listing.links] == [f"{HOME}tanks-are-full/"]
    assert "more elements" in listing.refused[0][1]


@pytest.mark.parametrize("root", ["rss", "urlset"])
def test_entities_of_a_document_are_never_resolved(root: str) -> None:
    kind = LinkKind.FEED if root == "rss" else LinkKind.SITEMAP
    entry = ITEM if root == "rss" else f"<url><loc>{HOME}tanks-are-full/</loc></url>"
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY lol0 "ha">{LAUGHS}]><{root}>{entry}<a>&lol29;</a></{root}>'
    (link,) = read(text, kind).links
    assert link.url == f"{HOME}tanks-are-full/"
    assert link.title in {None, "Tanks &lol; are full"}


@pytest.mark.parametrize("open_tag", ["<script>", "<!--", "<style ", "<script>x</script "])
def test_what_a_thousand_excerpts_do_not_close_is_looked_through_once(open_tag: str) -> None:
    entry = {"link": "/tanks/", "title": {"rendered": "Tanks"}, "excerpt": {"rendered": f"Full {open_tag * 1500}"}}
    headers = (("Content-Type", "application/json"),)
    payload = json.dumps([entry | {"link": f"/tanks-{number}/"} for number in range(250)]).encode()
    capture = Capture("u", SITE.key, f"{HOME}x", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, payload)
    listing = read_links(SITE, Source(kind=LinkKind.REST, url=HOME), capture)
    assert isinstance(listing, Listing)
    assert {(each.title, each.excerpt) for each in listing.links} == {("Tanks", "Full")}


def test_a_plain_sitemap_of_empty_lines_is_read_as_far_as_it_goes() -> None:
    listing = read(f"{HOME}tanks-are-full/{NEWLINES}{HOME}never/", LinkKind.SITEMAP)
    assert [each.url for each in listing.links] == [f"{HOME}tanks-are-full/"]
    assert "lines: the rest was not read" in listing.refused[0][1]


def test_json_of_brackets_alone_is_no_list() -> None:
    with pytest.raises(ValueError, match="brackets"):
        parse_json(f"[{'{},' * 900_000}{{}}]")


def test_doctypes_in_a_row_before_a_feed_are_looked_at_once() -> None:
    assert read(f"{'<!DOCTYPE x>'}<rss>{ITEM}</rss>").links
    hopeless = Capture("u", SITE.key, HOME, datetime(2024, 1, 1, tzinfo=UTC), 200, (), b"<!DOCTYPE " * 700_000)
    assert not isinstance(read_links(SITE, Source(kind=LinkKind.FEED, url=HOME), hopeless), Listing)


def test_links_relative_to_a_base_of_a_megabyte_are_relative_to_the_feed() -> None:
    entries = "".join(f"<entry><title>t</title><link href='/tanks-{n}/'/></entry>" for n in range(1000))
    listing = read(f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{'a/' * 500_000}'>{entries}</feed>")
    assert [each.url for each in listing.links[:2]] == [f"{HOME}tanks-0/", f"{HOME}tanks-1/"]


def test_a_known_text_of_one_word_said_again_and_again_is_compared_in_bounded_time() -> None:
    text = KnownText("a " * 300_000)
    assert len(text.words) == 100_000
    assert text.match([("a",) * 150_000] * 3 + [("a", "a", "b")]) == [False] * 4
    assert text.match([("a",) * 1000, ("a",) * 999 + ("b",)]) == [True, False]
