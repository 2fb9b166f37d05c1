"""What a page costs does not grow with what is known: counted in steps of SQLite's machine, which no clock disturbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from spacenews.frontier import Child, FrontierRow, SqliteFrontier, State, open_state, priority_of
from spacenews.frontier.hints import read_hints, unchanged_parts
from spacenews.frontier.leases import inherit, load_leased, load_waiting
from spacenews.frontier.moves import find_used_again
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

SITE, HOME = "demo", "http://orbit.example/"
FEW, MANY = 200, 4000
HOUR = timedelta(hours=1)
NAMED = 25  # addresses on a page


def link(number: int) -> Link:
    day = date(2020, 1, 1) + timedelta(days=number % 1000)
    return Link(f"{HOME}article-{number}/", published_on=day, remote_id=str(number), title=f"Article {number}")


def child(number: int) -> Child:
    return Child(link(number), priority_of(link(number)), source=HOME)


class Site:
    """A frontier that knows so many articles, a third of them asked, some moved, and a page about to be done."""

    def __init__(self, path: Path, articles: int) -> None:
        self.state: State = open_state(path)
        self.frontier = SqliteFrontier(self.state, SITE, "demo-1")
        home = Child(Link(HOME, LinkKind.LISTING, "source"), 50_000_000, source=HOME)
        self.frontier.put_sources([home], [LinkKind.LISTING])
        (self.home,) = self.frontier.take(1, lease=HOUR)
        self.frontier.finish(
            self.home, Fate.LISTED, children=[child(n) for n in range(articles)], lists=[link(0).url], complete=True
        )
        with self.state.transaction() as connection:
            connection.execute(
                "UPDATE frontier SET asked_at = found_at, fate = CASE WHEN id % 30 THEN 'archived' ELSE 'moved' END"
                " WHERE kind = 'article' AND id % 3 = 0"
            )
        self.rows: Iterator[FrontierRow] = iter(self.frontier.take(6, lease=HOUR))
        self.page = [link(number) for number in range(50, 50 + NAMED)]
        self.urls = [each.url for each in self.page]

    def calls(self) -> dict[str, Callable[[], object]]:
        """Return what is asked for a page, and what a run asks as it begins that is about what was in flight."""
        state, frontier, later = self.state, self.frontier, clock.now() + HOUR
        return {
            "take": lambda: frontier.take(2, lease=HOUR),
            "next_due": frontier.next_due,
            "survey": lambda: frontier.survey(self.home, self.urls),
            "find_fate": lambda: frontier.find_fate(self.urls[0]),
            "find_target": lambda: frontier.find_target(self.urls[0]),
            "read_hints": lambda: read_hints(
                state, SITE, self.page, source=self.home.id, newest=clock.now(), teasers=True
            ),
            "find_used_again": lambda: find_used_again(state, SITE, self.page, is_newest=True),
            "unchanged_parts": lambda: unchanged_parts(state, SITE, self.page),
            "put": lambda: frontier.put([child(number) for number in range(50, 50 + NAMED)]),
            "finish": lambda: frontier.finish(
                next(self.rows), Fate.ARCHIVED, children=[child(number) for number in range(NAMED)], lists=self.urls
            ),
            "postpone": lambda: frontier.postpone(next(self.rows), "answered 500", later),
            "release": lambda: frontier.release([next(self.rows)]),
            "count_leased": frontier.count_leased,
            "load_leased": lambda: load_leased(state, SITE),
            "load_waiting": lambda: load_waiting(state, SITE, self.urls),
            "inherit": lambda: inherit(state, SITE, [], "demo-2", lease=HOUR),
            "release_all": frontier.release_all,
        }

    def steps(self, call: Callable[[], object]) -> int:
        """Return how many steps a call takes."""
        taken = 0

        def count() -> int:
            nonlocal taken
            taken += 1
            return 0

        self.state.connection.set_progress_handler(count, 1)
        try:
            call()
        finally:
            self.state.connection.set_progress_handler(None, 1)
        return taken


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    folder = tmp_path_factory.mktemp("costs")
    few, many = Site(folder / "few.db", FEW), Site(folder / "many.db", MANY)
    yield few, many
    few.state.close()
    many.state.close()


def test_what_a_page_costs_does_not_grow_with_what_is_known(sites: tuple[Site, Site]) -> None:
    few, many = sites
    cheap = {name: few.steps(call) for name, call in few.calls().items()}
    dear = {name: many.steps(call) for name, call in many.calls().items()}
    assert min(cheap.values()) > 0
    grown = {name: (cheap[name], dear[name]) for name in cheap if dear[name] > 1.2 * cheap[name] + 20}
    assert grown == {}
