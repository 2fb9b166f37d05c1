"""The frontier keeps one row a URL, hands each out once, and decides fates whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacenews.frontier import Child, FrontierRow, SqliteFrontier, State, open_state, priority_of
from spacenews.model import clock
from spacenews.model.errors import StorageError
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

HOME = "https://orbit.example/"
LEASE = timedelta(minutes=5)


def page(number: int) -> str:
    return f"{HOME}article-{number}/"


def child(url: str, kind: LinkKind = LinkKind.ARTICLE, *, again: bool = False, source: str = "") -> Child:
    link = Link(url=url, kind=kind)
    return Child(link, priority_of(link), source=source, again=again)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "state.db")


@pytest.fixture
def open_run(state: State) -> Callable[[str], SqliteFrontier]:
    return lambda run: SqliteFrontier(state, "orbit", run)


@pytest.fixture
def frontier(open_run: Callable[[str], SqliteFrontier]) -> SqliteFrontier:
    return open_run("first")


def take_all(frontier: SqliteFrontier) -> list[FrontierRow]:
    return frontier.take(1000, lease=LEASE)


def test_a_url_put_twice_is_one_row(frontier: SqliteFrontier) -> None:
    frontier.put([child(page(1)), child(page(1))])
    frontier.put([child(page(1))])
    assert [row.url for row in take_all(frontier)] == [page(1)]


def test_a_row_in_flight_is_not_handed_out_again(frontier: SqliteFrontier) -> None:
    frontier.put([child(page(number)) for number in range(5)])
    first = frontier.take(3, lease=LEASE)
    rest = take_all(frontier)
    assert len(first) == 3
    assert len(rest) == 2
    assert {row.id for row in first}.isdisjoint(row.id for row in rest)


def test_lists_go_before_articles_and_newer_articles_before_older(frontier: SqliteFrontier) -> None:
    old = Link(url=page(1), published_on=date(2013, 4, 3))
    new = Link(url=page(2), published_on=date(2025, 2, 1))
    following = Link(url=HOME + "page/2/", kind=LinkKind.LISTING)
    frontier.put([Child(link, priority_of(link)) for link in (Link(url=page(3)), old, new, following)])
    assert [row.url for row in take_all(frontier)] == [following.url, new.url, old.url, page(3)]


def test_a_postponed_row_waits_until_it_is_due(
    frontier: SqliteFrontier, open_run: Callable[[str], SqliteFrontier]
) -> None:
    frontier.put([child(page(1))])
    (row,) = take_all(frontier)
    due_at = clock.now() + timedelta(hours=1)
    frontier.postpone(row, "503", due_at)
    assert take_all(frontier) == []
    assert frontier.next_due() == due_at
    second = open_run("second")
    assert second.ask_again([Fate.PENDING]) == 1
    (row,) = take_all(second)
    second.postpone(row, "503", clock.now())
    assert take_all(second)[0].attempts == 1


def test_children_and_fate_are_written_together_or_not_at_all(frontier: SqliteFrontier, state: State) -> None:
    frontier.put([child(page(1))])
    (row,) = take_all(frontier)
    with pytest.raises(LookupError):
        frontier.finish(row, Fate.LISTED, children=[child(page(2))], lists=[page(2)])
    assert frontier.find_fate(page(2)) is None
    assert not state.connection.in_transaction
    frontier.finish(row, Fate.ARCHIVED, children=[child(page(2))])
    assert frontier.find_fate(page(1)) == (Fate.ARCHIVED, "")
    assert frontier.find_fate(page(2)) == (Fate.PENDING, "")


def test_leases_of_a_dead_run_are_given_back(open_run: Callable[[str], SqliteFrontier]) -> None:
    open_run("first").put([child(page(1)), child(page(2))])
    take_all(open_run("first"))
    second = open_run("second")
    assert second.release_all() == 2
    assert len(take_all(second)) == 2


def test_a_list_is_asked_again_by_the_next_run_and_once_a_run(open_run: Callable[[str], SqliteFrontier]) -> None:
    following = child(HOME + "page/2/", LinkKind.LISTING, again=True)
    first = open_run("first")
    first.put([following])
    (row,) = take_all(first)
    first.finish(row, Fate.LISTED)
    first.put([following])
    assert take_all(first) == []
    second = open_run("second")
    second.put([following])
    assert [row.url for row in take_all(second)] == [following.link.url]


def test_a_page_is_known_only_by_a_walk_that_reached_its_end(open_run: Callable[[str], SqliteFrontier]) -> None:
    home = child(HOME, LinkKind.LISTING, source=HOME)
    articles = [page(1), page(2)]
    first = open_run("first")
    first.put_sources([home], [LinkKind.LISTING])
    (row,) = take_all(first)
    assert first.survey(row, articles).fresh == 2
    first.finish(row, Fate.LISTED, children=[child(url) for url in articles], lists=articles)
    assert first.survey(row, articles).fresh == 0
    assert not first.survey(row, articles).known
    first.finish(row, Fate.LISTED, complete=True)
    second = open_run("second")
    second.put_sources([home], [LinkKind.LISTING])
    (row,) = [each for each in take_all(second) if each.kind is LinkKind.LISTING]
    again = second.survey(row, articles)
    assert again.known
    assert again.fresh == 2
    assert not second.survey(row, [*articles, page(3)]).known


def test_a_source_that_was_found_on_the_way_is_not_known_before_its_end(
    open_run: Callable[[str], SqliteFrontier],
) -> None:
    category = child(HOME + "category/russia/", LinkKind.LISTING, source=HOME + "category/russia/")
    first = open_run("first")
    first.put([category])
    (row,) = take_all(first)
    first.finish(row, Fate.LISTED, children=[child(page(1))], lists=[page(1)])
    second = open_run("second")
    second.put_sources([], [LinkKind.LISTING])
    row = next(each for each in take_all(second) if each.kind is LinkKind.LISTING)
    assert not second.survey(row, [page(1)]).known
    assert not second.survey(row, []).known


def test_what_is_asked_again_goes_behind_what_is_new(
    frontier: SqliteFrontier, open_run: Callable[[str], SqliteFrontier]
) -> None:
    frontier.put([child(page(1)), Child(Link(url=page(2)), 90_000_000)])
    for row in take_all(frontier):
        frontier.finish(row, Fate.ARCHIVED)
    assert frontier.ask_again([Fate.ARCHIVED]) == 0  # this run has just asked them
    second = open_run("second")
    assert second.ask_again([Fate.ARCHIVED]) == 2
    second.put([child(page(3))])
    assert take_all(second)[0].url == page(3)


def test_only_what_was_ordered_is_taken_when_asked_so(frontier: SqliteFrontier) -> None:
    ordered = Child(Link(url=page(1)), 90_000_000)
    frontier.put([child(page(2)), ordered])
    assert [row.url for row in frontier.take(10, lease=LEASE, least=90_000_000)] == [page(1)]


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be looked at" * 30, None])
def test_a_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "state.db"
    if content is None:
        import sqlite3

        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
        content = path.read_bytes()
    else:
        path.write_bytes(content)
    with pytest.raises(StorageError, match="move it away"):
        open_state(path)
    assert path.read_bytes() == content


def test_a_locked_file_is_told(state: State) -> None:
    impatient = open_state(state.path, busy_seconds=0.05)
    with state.transaction(), pytest.raises(StorageError, match="another program holds it"), impatient.transaction():
        pass


actions = st.lists(
    st.tuples(st.sampled_from(["put", "take", "finish", "postpone", "release"]), st.integers(0, 6)), max_size=40
)


@given(actions=actions)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_url_has_one_fate_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, int]]
) -> None:
    state = open_state(tmp_path_factory.mktemp("frontier") / "state.db")
    frontier = SqliteFrontier(state, "orbit", "run")
    fates: dict[str, str] = {}
    held: dict[str, FrontierRow] = {}
    for action, number in actions:
        url = page(number)
        if action == "put":
            frontier.put([child(url)])
            fates.setdefault(url, "pending")
        elif action == "take":
            for row in frontier.take(number, lease=LEASE):
                assert row.url not in held
                assert fates[row.url] == "pending"
                held[row.url] = row
        elif url in held:
            row = held.pop(url)
            if action == "finish":
                frontier.finish(row, Fate.ARCHIVED)
                fates[url] = "archived"
            elif action == "postpone":
                frontier.postpone(row, "later", clock.now() + timedelta(days=1))
                fates[url] = "waiting"
            else:
                frontier.release([row])
    for url, fate in fates.items():
        assert frontier.find_fate(url) == (
            Fate.ARCHIVED if fate == "archived" else Fate.PENDING,
            "later" if fate == "waiting" else "",
        )
    assert sum(frontier.count_fates().values()) == len(fates)
    assert frontier.count_leased() == len(held)
    state.close()
