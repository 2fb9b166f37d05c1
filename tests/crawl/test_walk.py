"""A walk ends at the source's end, at a page that is known, and where it only repeats itself."""

from __future__ import annotations

import pytest

from spacenews.crawl.item import Outcome
from spacenews.crawl.walk import Reach, walk_on
from spacenews.frontier import FrontierRow, Survey
from spacenews.model.link import Link, LinkKind, Listing

HOME = "https://orbit.example/"
NEXT = Link(url=HOME + "page/3/", kind=LinkKind.LISTING, relation="next")
PAGE = Listing(links=(Link(url=HOME + "a/"), Link(url=HOME + "b/")), next_page=NEXT)


def walked(listing: Listing, survey: Survey, *, barren: int = 0, depth: int = 1, to_end: bool = False) -> Outcome:
    row = FrontierRow(1, HOME + "page/2/", LinkKind.LISTING, HOME, "next", 10, 0, 0, depth, barren)
    outcome = Outcome(row, listing=listing)
    walk_on(outcome, survey, Reach(to_end=to_end, max_pages=5, barren_pages=3))
    return outcome


def test_a_page_with_something_new_leads_to_the_next() -> None:
    outcome = walked(PAGE, Survey(listed=2, fresh=1, known=False), barren=2)
    (following,) = [child for child in outcome.children if child.link == NEXT]
    assert (following.depth, following.barren, following.again, following.source) == (2, 0, True, HOME)
    assert not outcome.complete
    assert outcome.lists == (HOME + "a/", HOME + "b/")


@pytest.mark.parametrize("to_end", [True, False])
def test_a_known_page_ends_the_walk_unless_all_is_wanted(to_end: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    outcome = walked(PAGE, Survey(listed=2, fresh=2, known=True), to_end=to_end)
    assert outcome.complete is not to_end
    assert any(child.link == NEXT for child in outcome.children) is to_end


def test_pages_that_only_repeat_themselves_end_the_walk() -> None:
    outcome = walked(PAGE, Survey(listed=2, fresh=0, known=False), barren=2, to_end=True)
    assert outcome.complete
    assert outcome.reason == "nothing new on 3 pages in a row"


def test_a_walk_has_a_last_page_whatever_is_listed() -> None:
    outcome = walked(PAGE, Survey(listed=2, fresh=2, known=False), depth=4)
    assert not outcome.complete
    assert all(child.link != NEXT for child in outcome.children)


def test_the_last_page_completes_the_walk() -> None:
    assert walked(Listing(links=PAGE.links), Survey(listed=2, fresh=2, known=False)).complete
