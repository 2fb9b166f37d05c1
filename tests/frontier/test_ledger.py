"""What pages said is kept with their fate, and read back whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from spacenews.frontier import LISTS, Child, FrontierRow, SqliteFrontier, State, Tally, open_state, priority_of
from spacenews.frontier.ledger import load_known
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

HOME = "https://orbit.example/"
LEASE = timedelta(minutes=5)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "state.db")


def take(frontier: SqliteFrontier) -> list[FrontierRow]:
    return frontier.take(100, lease=LEASE)


def test_lists_and_draws_are_read_back(state: State) -> None:
    frontier = SqliteFrontier(state, "orbit", "first")
    frontier.put([Child(Link(HOME, LinkKind.LISTING, "source"), LISTS, source=HOME)])
    (home,) = take(frontier)
    listed = [Link(f"{HOME}{number}/") for number in range(2)]
    children = [Child(link, priority_of(link), source=HOME) for link in listed]
    urls = [link.url for link in listed]
    frontier.finish(home, Fate.LISTED, children=children, lists=urls, tally=Tally(articles=2, total=3))
    other = Link(f"{HOME}2/", relation="related")
    for row in take(frontier):
        drawn = (urls[0], other.url)
        frontier.finish(row, Fate.ARCHIVED, children=[Child(other, 1)], tally=Tally(drawn=drawn))
    known = load_known(state, "orbit")
    by_url = {each.url: each.id for each in known.urls.values()}
    assert sorted(known.listed) == sorted((by_url[HOME], by_url[url]) for url in urls)
    # A page that leads to itself has drawn nobody.
    assert known.drawn == {by_url[other.url]: 2, by_url[urls[0]]: 1}
    ((page, articles, total),) = [(each.page, each.articles, each.total) for each in known.counts]
    assert (page, articles, total) == (by_url[HOME], 2, 3)
    assert known.urls[by_url[other.url]].relation == "related"


def test_another_sites_rows_are_not_in_it(state: State) -> None:
    SqliteFrontier(state, "orbit", "first").put([Child(Link(f"{HOME}1/"), 1)])
    known = load_known(state, "perigee")
    assert (known.urls, known.drawn, list(known.listed), list(known.counts)) == ({}, {}, [], [])
