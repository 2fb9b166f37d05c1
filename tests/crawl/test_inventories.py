"""The plan of a run follows from what each inventory answered, and from nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spacenews.crawl.inventories import Reach, by_modification, candidates, plan_crawl, plan_full
from spacenews.frontier import PRESENT, Inventory
from spacenews.model.link import LinkKind
from spacenews.specs import Site, wordpress

HOME = "https://orbit.example/"
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SITE = Site(key="orbit", name="Orbit", home=HOME, timezone="UTC", sources=wordpress.sources(HOME))
RUSSIA = f"{HOME}category/russia/"
FOUND = {RUSSIA: LinkKind.LISTING}
REST = next(url for url, (kind, _) in candidates(SITE, {}).items() if kind is LinkKind.REST)
ATOM = f"{HOME}feed/atom/?orderby=modified&order=desc"
SITEMAP = f"{HOME}wp-sitemap.xml"
PLAIN_REST = next(source.url for source in SITE.sources if source.kind is LinkKind.REST)


def known(url: str, kind: str, **facts: object) -> Inventory:
    record = Inventory(url=url, kind=kind, answer=PRESENT, asked_at=NOW - HOUR, full_at=NOW - HOUR, whole_at=NOW - HOUR)
    return replace(record, pages=10, **facts)  # type: ignore[arg-type]  # names and types are its fields'


def everything() -> dict[str, Inventory]:
    records = (
        known(REST, "rest", ordered=True, dated=True),
        known(ATOM, "feed", ordered=True, dated=True),
        known(f"{HOME}feed/", "feed", ordered=False, dated=False),
        known(SITEMAP, "sitemap", dated=False),
        known(HOME, "listing"),
        known(RUSSIA, "listing"),
    )
    return {record.url: record for record in records}


def absent(held: dict[str, Inventory], *urls: str) -> dict[str, Inventory]:
    return held | {url: replace(held[url], answer="absent: 404") for url in urls}


def asked(held: dict[str, Inventory], coverage: float = 1.0) -> dict[str, Reach]:
    plan = plan_crawl(SITE, FOUND, held, dict.fromkeys(held, coverage), NOW)
    return {ask.url: ask.reach for ask in plan.asks}


def test_the_first_contact_asks_every_inventory() -> None:
    assert set(asked({})) == {HOME, RUSSIA, f"{HOME}feed/", ATOM, SITEMAP, REST}


def test_where_rest_tells_every_change_nothing_else_is_asked() -> None:
    assert asked(everything()) == {REST: Reach.KNOWN}
    assert not plan_crawl(SITE, FOUND, everything(), {}, NOW).revisits


def test_rest_that_lists_too_little_is_not_relied_on_alone() -> None:
    assert set(asked(everything(), coverage=0.5)) == {REST, HOME, RUSSIA, f"{HOME}feed/"}


@pytest.mark.parametrize("gone", [(REST,), (REST, SITEMAP)], ids=["no REST", "no REST, no sitemap"])
def test_without_rest_the_sorted_feed_tells_and_first_pages_guard(gone: tuple[str, ...]) -> None:
    reached = asked(absent(everything(), *gone), coverage=0.1)
    assert reached == {ATOM: Reach.KNOWN, HOME: Reach.FIRST, RUSSIA: Reach.FIRST}


def test_where_nothing_tells_listings_and_a_feed_are_asked_and_articles_looked_at_again() -> None:
    held = absent(everything(), REST, SITEMAP, ATOM)
    assert asked(held) == dict.fromkeys((HOME, RUSSIA, f"{HOME}feed/"), Reach.KNOWN)
    assert plan_crawl(SITE, FOUND, held, {}, NOW).revisits


def test_a_feed_that_is_not_sorted_tells_nothing() -> None:
    held = absent(everything(), REST, SITEMAP)
    held[ATOM] = replace(held[ATOM], ordered=False)
    assert plan_crawl(SITE, FOUND, held, {}, NOW).teller == ""


def test_the_cheapest_whole_list_is_checked_once_a_day() -> None:
    held = everything()
    held[REST] = replace(held[REST], whole_at=NOW - DAY)
    held[SITEMAP] = replace(held[SITEMAP], whole_at=NOW - DAY, pages=2)
    assert asked(held) == {REST: Reach.KNOWN, SITEMAP: Reach.END}
    assert asked(absent(held, SITEMAP)) == {REST: Reach.END}


def test_what_was_absent_or_not_needed_is_asked_again_after_a_week() -> None:
    held = absent(everything(), SITEMAP)
    held[SITEMAP] = replace(held[SITEMAP], asked_at=NOW - 8 * DAY)
    assert asked(held) == {REST: Reach.KNOWN, SITEMAP: Reach.KNOWN}


def test_what_failed_is_asked_in_the_next_run() -> None:
    held = everything()
    held[REST] = replace(held[REST], answer="failed: answered 500")
    assert REST in asked(held)


def test_what_was_asked_in_the_future_is_asked_again() -> None:
    held = everything()
    held[SITEMAP] = replace(held[SITEMAP], asked_at=NOW + 300 * DAY)
    assert SITEMAP in asked(held)


def test_rest_that_will_not_sort_is_asked_as_it_is() -> None:
    held = everything()
    held[REST] = replace(held[REST], answer="absent: 400")
    assert PLAIN_REST in asked(held)


def test_a_full_run_walks_everything_to_its_end() -> None:
    plan = plan_full(SITE, FOUND, everything())
    assert {ask.reach for ask in plan.asks} == {Reach.END}
    assert {ask.url for ask in plan.asks} == {HOME, RUSSIA, f"{HOME}feed/", SITEMAP, REST}


def test_only_addresses_of_a_known_form_are_sorted() -> None:
    assert by_modification(PLAIN_REST, LinkKind.REST) == f"{PLAIN_REST}&orderby=modified&order=desc"
    assert by_modification(f"{HOME}feed/", LinkKind.FEED) == ATOM
    assert by_modification(f"{HOME}rss.xml", LinkKind.FEED) is None
    assert by_modification(f"{HOME}api/stories", LinkKind.REST) is None
