"""Articles are looked at again while they are young, ever more rarely later, and never all at once."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from spacenews.frontier import Child, SqliteFrontier, State, open_state, priority_of
from spacenews.frontier.revisits import (
    LONGEST,
    Seen,
    heal_clock,
    next_visit,
    plan_revisits,
    take_missed,
    take_revisits,
)
from spacenews.frontier.state import to_column
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import Link

HOME = "https://orbit.example/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BORN = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "state.db")


def archive(state: State, count: int, published_on: date | None, reason: str = "") -> SqliteFrontier:
    frontier = SqliteFrontier(state, "orbit", "orbit-20260301T090000000000Z")
    links = [Link(url=f"{HOME}article-{number}/", published_on=published_on) for number in range(count)]
    frontier.put(Child(link, priority_of(link)) for link in links)
    for row in frontier.take(count, lease=HOUR):
        frontier.finish(row, Fate.ARCHIVED, reason)
    return frontier


def test_three_looks_fall_into_the_first_ten_hours_and_each_wait_is_longer() -> None:
    looks = [BORN]
    while looks[-1] - BORN < 128 * DAY:
        looks.append(next_visit(Seen(HOME, BORN, looks[-1])))
    ages = [look - BORN for look in looks]
    assert ages[1:6] == [HOUR, 3 * HOUR, 10 * HOUR, DAY, 2 * DAY]
    waits = [later - earlier for earlier, later in itertools.pairwise(ages)]
    assert waits == sorted(waits)


def test_an_old_archive_is_due_in_even_parts() -> None:
    asked = BORN + 400 * DAY
    dues = [next_visit(Seen(f"{HOME}{number}", BORN, asked)) - asked for number in range(3600)]
    assert min(dues) >= DAY
    assert max(dues) <= LONGEST
    per_month = Counter(due // (30 * DAY) for due in dues)
    assert all(400 < count < 800 for count in per_month.values())


def test_no_more_than_a_bounded_number_is_taken_in_a_run(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(state, 40, clock.now().date())
    assert plan_revisits(state, "orbit") == 40
    assert plan_revisits(state, "orbit") == 0
    assert take_revisits(state, "orbit", at_most=10) == 0
    monkeypatch.setenv("SPACENEWS_NOW", (clock.now() + 2 * DAY).isoformat())
    assert take_revisits(state, "orbit", at_most=10) == 10
    assert take_revisits(state, "orbit", at_most=100) == 30


def test_a_change_begins_the_plan_anew(state: State) -> None:
    archive(state, 2, date(2013, 4, 3))
    changed = f"{HOME}article-1/"
    plan_revisits(state, "orbit", changed={changed})
    dues = dict(state.query("SELECT f.url, r.due_at FROM revisits r JOIN frontier f ON f.id = r.article"))
    assert dues[changed] <= to_column(clock.now() + HOUR)
    assert dues[f"{HOME}article-0/"] > to_column(clock.now() + 23 * HOUR)


def test_an_article_that_was_missing_is_asked_for_a_day_later(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(state, 1, None, "answered 404; missing on 1 day so far")
    assert take_missed(state, "orbit") == 0
    monkeypatch.setenv("SPACENEWS_NOW", (clock.now() + DAY).isoformat())
    assert take_missed(state, "orbit") == 1


def test_what_a_clock_that_was_ahead_wrote_is_healed(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    real = clock.now()
    monkeypatch.setenv("SPACENEWS_NOW", "2099-01-01T00:00:00+00:00")
    frontier = archive(state, 3, None)
    frontier.put([Child(Link(url=f"{HOME}waiting/"), priority_of(Link(url=HOME)))])
    (row,) = frontier.take(1, lease=HOUR)
    frontier.postpone(row, "timed out", clock.now() + HOUR)
    plan_revisits(state, "orbit")
    monkeypatch.delenv("SPACENEWS_NOW")
    assert heal_clock(state, "orbit") == 1 + 3 + 3
    due = frontier.next_due()
    assert due is not None
    assert due <= clock.now()
    plan_revisits(state, "orbit")
    ((latest,),) = state.query("SELECT max(due_at) FROM revisits")
    assert latest <= to_column(real + LONGEST + DAY)
    assert heal_clock(state, "orbit") == 0
