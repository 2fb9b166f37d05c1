"""What a page tells the completeness ledger."""

from __future__ import annotations

import pytest

from spacenews.crawl.item import Outcome
from spacenews.crawl.tally import tally_of
from spacenews.frontier import FrontierRow, Tally
from spacenews.model.link import Link, LinkKind, Listing

HOME = "https://orbit.example/"


def outcome(url: str, kind: LinkKind, listing: Listing | None) -> Outcome:
    row = FrontierRow(1, url, kind, HOME, "source", 1, 0, 0, 0, 0)
    return Outcome(row, listing=listing, lists=("a", "b"))


def test_an_articles_page_tells_whom_its_related_teasers_drew() -> None:
    links = (Link(f"{HOME}a/", relation="related"), Link(f"{HOME}b/", relation="body"))
    assert tally_of(outcome(f"{HOME}x/", LinkKind.ARTICLE, Listing(links))) == Tally(drawn=(f"{HOME}a/",))
    assert tally_of(outcome(f"{HOME}x/", LinkKind.ARTICLE, Listing(links[1:]))) is None
    assert tally_of(outcome(f"{HOME}x/", LinkKind.ARTICLE, None)) is None


@pytest.mark.parametrize(
    ("query", "total"), [("per_page=100&page=2", 240), ("modified_after=2026-01-01", None), ("categories=3", None)]
)
def test_the_sites_own_count_is_kept_of_the_whole_and_of_no_selection(query: str, total: int | None) -> None:
    url = f"{HOME}wp-json/wp/v2/posts?{query}"
    assert tally_of(outcome(url, LinkKind.REST, Listing(total=240))) == Tally(articles=2, total=total)
