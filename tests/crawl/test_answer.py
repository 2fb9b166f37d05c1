"""A status and a row's expectation decide what an answer leads to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spacenews.crawl.answer import read_answer
from spacenews.crawl.merge import merge_redirect
from spacenews.demo.spec import demo_site
from spacenews.frontier import FrontierRow
from spacenews.model.capture import Capture
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

HOME = "http://127.0.0.1:8080/"
SITE = demo_site(HOME)


def row(url: str, kind: LinkKind = LinkKind.ARTICLE, *, depth: int = 0, hops: int = 0) -> FrontierRow:
    return FrontierRow(1, url, kind, HOME, "teaser", 10, 0, hops, depth, 0)


def answer(url: str, status: int, *headers: tuple[str, str], truncated: str | None = None) -> Capture:
    at = datetime(2026, 1, 31, 6, tzinfo=UTC)
    return Capture("uuid", "demo", url, at, status, headers, b"", truncated)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 522])
def test_what_may_pass_is_asked_again(status: int) -> None:
    outcome = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", status))
    assert outcome.transient
    assert str(status) in outcome.reason


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("99999999999999999999", 9999999999.0),
        ("Sat, 31 Jan 2026 06:00:30 GMT", 30.0),
        ("Sat, 31 Jan 2025 06:00:30 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("Sat, 31 Jan 2026 06:00:30", None),
    ],
)
def test_both_forms_of_retry_after_are_understood(value: str, seconds: float | None) -> None:
    outcome = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 429, ("Retry-After", value)))
    assert outcome.retry_after == seconds


def test_retry_after_is_measured_by_the_servers_own_clock() -> None:
    headers = (("Date", "Fri, 30 Jan 2026 06:00:00 GMT"), ("Retry-After", "Fri, 30 Jan 2026 06:01:00 GMT"))
    assert read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 503, *headers)).retry_after == 60.0


def test_an_article_that_is_gone_and_one_that_is_not_found_are_told_apart() -> None:
    gone = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 410))
    missing = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 404))
    assert (gone.fate, gone.reason) == (Fate.VANISHED, "gone")
    assert (missing.fate, missing.reason) == (Fate.REJECTED, "error_status: 404")


def test_a_listing_ends_where_its_next_page_is_missing() -> None:
    url = HOME + "page/9/"
    past = read_answer(SITE, row(url, LinkKind.LISTING, depth=8), answer(url, 404))
    assert (past.fate, past.reason, past.complete) == (Fate.LISTED, "past the end", True)
    first = read_answer(SITE, row(HOME, LinkKind.LISTING), answer(HOME, 404))
    assert (first.fate, first.complete) == (Fate.REJECTED, False)


@pytest.mark.parametrize("kind", [LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REST])
def test_an_inventory_that_a_site_lacks_is_absent_and_no_failure(kind: LinkKind) -> None:
    outcome = read_answer(SITE, row(HOME + "feed/", kind), answer(HOME + "feed/", 404))
    assert (outcome.fate, outcome.reason) == (Fate.REJECTED, "absent: 404")


def test_a_cut_body_is_asked_again_and_not_read() -> None:
    outcome = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 200, truncated="disconnect"))
    assert outcome.transient
    assert outcome.reading is None


@pytest.mark.parametrize(
    ("location", "fate", "child"),
    [
        ("/b/", Fate.MOVED, Fate.PENDING),
        ("https://elsewhere.example/b/", Fate.MOVED, Fate.EXCLUDED),
        ("/a/?utm_source=x", Fate.FAILED, None),
        ("ftp://127.0.0.1/", Fate.FAILED, None),
    ],
)
def test_a_redirect_becomes_a_row_or_says_why_not(location: str, fate: Fate, child: Fate | None) -> None:
    outcome = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 301, ("Location", location)))
    if outcome.redirect_to is not None:
        merge_redirect(SITE, outcome, lambda _: None, lambda _: None)
    assert outcome.fate is fate
    assert [each.fate for each in outcome.children] == ([] if child is None else [child])


def test_redirects_that_come_back_or_go_on_for_ever_fail() -> None:
    moved = {HOME + "b/": HOME + "c/", HOME + "c/": HOME + "a/"}
    outcome = read_answer(SITE, row(HOME + "a/"), answer(HOME + "a/", 302, ("Location", "/b/")))
    merge_redirect(SITE, outcome, lambda _: None, moved.get)
    assert outcome.fate is Fate.FAILED
    assert outcome.reason.startswith("redirect loop")
    long = read_answer(SITE, row(HOME + "a/", hops=10), answer(HOME + "a/", 302, ("Location", "/b/")))
    merge_redirect(SITE, long, lambda _: None, lambda _: None)
    assert long.fate is Fate.FAILED
    assert "more than 10 redirects" in long.reason
