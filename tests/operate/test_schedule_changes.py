"""What puts a site on the schedule, what makes it due, who may crawl it, and what its run leaves behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.frontier import State, load_schedule, next_slot, open_state, remove_schedule
from spacenews.model import clock
from spacenews.model.errors import StorageError, UsageError
from spacenews.model.folder import DataFolder
from spacenews.operate.schedule import (
    change_schedule,
    claim_next,
    due_sites,
    duration_text,
    finish_claim,
    parse_duration,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def state(tmp_path: Path, at: Clock) -> Iterator[State]:
    at(NOON)
    opened = open_state(tmp_path / "state.db")
    yield opened
    opened.close()


class Clock:
    """Sets the time of the program."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, instant: datetime) -> datetime:
        clock._shift.cache_clear()
        self._monkeypatch.setenv(clock.VARIABLE, clock.to_text(instant))
        return instant


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    yield Clock(monkeypatch)
    clock._shift.cache_clear()


@given(st.integers(1, 366 * 86_400))
def test_a_duration_is_read_as_it_is_written(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(duration_text(duration)) == duration


@pytest.mark.parametrize(("text", "hours"), [("90m", 1.5), ("2h", 2), ("1d", 24), ("1h30m", 1.5), (" 1W ", 168)])
def test_durations_are_read_as_people_write_them(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "2", "h", "-2h", "2x", "0m", "30m1h", "367d", "999999999d", "1.5h", "٢h"])
def test_what_is_no_duration_is_refused_with_one_that_is(text: str) -> None:
    with pytest.raises(UsageError, match="90m, 2h, 1d"):
        parse_duration(text)


def test_a_new_site_is_due_at_its_next_slot(state: State) -> None:
    made = change_schedule(state, "orbit", every=2 * HOUR)
    assert made.next_due_at == next_slot("orbit", 2 * HOUR, NOON)
    assert (made.mode, made.limit, made.paused) == ("crawl", HOUR, False)
    assert load_schedule(state, "orbit") == made
    assert due_sites(state, made.next_due_at - timedelta(seconds=1)) == []
    assert due_sites(state, made.next_due_at) == [made]


def test_a_site_on_no_schedule_must_be_given_a_rhythm(state: State) -> None:
    with pytest.raises(UsageError, match="schedule orbit --every 2h"):
        change_schedule(state, "orbit", paused=True)
    with pytest.raises(UsageError, match="too often"):
        change_schedule(state, "orbit", every=timedelta(seconds=59))
    assert load_schedule(state, "orbit") is None


def test_a_new_rhythm_begins_with_its_next_slot_and_what_was_due_stays_due(state: State, at: Clock) -> None:
    first = change_schedule(state, "orbit", every=30 * DAY)
    assert change_schedule(state, "orbit", every=30 * DAY) == first
    assert change_schedule(state, "orbit", limit=2 * HOUR).next_due_at == first.next_due_at
    faster = change_schedule(state, "orbit", every=HOUR)
    assert faster.next_due_at <= NOON + HOUR + timedelta(minutes=1)
    assert faster.limit == 2 * HOUR
    at(NOON + DAY)
    slower = change_schedule(state, "orbit", every=30 * DAY)
    assert slower.next_due_at == faster.next_due_at


def test_a_paused_site_is_not_due_and_a_month_of_missed_slots_is_one_run(
    state: State, tmp_path: Path, at: Clock
) -> None:
    change_schedule(state, "orbit", every=HOUR, paused=True)
    later = at(NOON + 30 * DAY)
    data = DataFolder(tmp_path)
    assert due_sites(state, later) == []
    assert claim_next(state, data, later) is None
    change_schedule(state, "orbit", paused=False)
    claim = claim_next(state, data, later)
    assert claim is not None
    with claim:
        after = finish_claim(state, claim, 0, "all done")
    assert after is not None
    assert later < after.next_due_at <= later + HOUR + timedelta(minutes=1)
    assert claim_next(state, data, later + timedelta(minutes=1)) is None


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5])
def test_whatever_came_of_a_run_the_rhythm_is_the_same(state: State, tmp_path: Path, at: Clock, code: int) -> None:
    due = change_schedule(state, "orbit", every=HOUR).next_due_at
    at(due)
    claim = claim_next(state, DataFolder(tmp_path), due)
    assert claim is not None
    with claim:
        after = finish_claim(state, claim, code, "as it was")
    assert after is not None
    assert after.next_due_at == due + HOUR
    assert (after.last_exit_code, after.last_outcome) == (code, "as it was")
    assert after.last_started_at == claim.started_at


def test_a_run_that_was_stopped_by_hand_leaves_its_site_due(state: State, tmp_path: Path, at: Clock) -> None:
    due = at(change_schedule(state, "orbit", every=HOUR).next_due_at)
    claim = claim_next(state, DataFolder(tmp_path), due)
    assert claim is not None
    with claim:
        finish_claim(state, claim, 130, "stopped by hand")
    assert [each.site for each in due_sites(state, due)] == ["orbit"]


def test_a_slot_that_passes_during_the_run_is_served_by_it(state: State, tmp_path: Path, at: Clock) -> None:
    due = at(change_schedule(state, "orbit", every=HOUR).next_due_at)
    claim = claim_next(state, DataFolder(tmp_path), due)
    assert claim is not None
    at(due + 2.5 * HOUR)
    with claim:
        after = finish_claim(state, claim, 0, "all done")
    assert after is not None
    assert after.next_due_at == due + 3 * HOUR


def test_what_is_claimed_is_nobody_else_s_until_it_is_let_go(state: State, tmp_path: Path, at: Clock) -> None:
    for site in ("one", "two"):
        change_schedule(state, site, every=HOUR)
    now, data = at(NOON + DAY), DataFolder(tmp_path)
    other = open_state(tmp_path / "state.db")
    first, second = claim_next(state, data, now), claim_next(other, data, now)
    assert first is not None
    assert second is not None
    assert {first.schedule.site, second.schedule.site} == {"one", "two"}
    assert claim_next(state, data, now) is None
    os.close(first.lock)  # as when its process dies: no end is recorded, and the site is still due
    again = claim_next(other, data, now)
    assert again is not None
    assert again.schedule.site == first.schedule.site
    for claim in (again, second):
        with claim:
            pass
    assert claim_next(other, data, now, skip={"one", "two"}) is None
    other.close()


def test_the_longest_due_goes_first(state: State, tmp_path: Path, at: Clock) -> None:
    dues = {site: change_schedule(state, site, every=DAY).next_due_at for site in ("a", "b", "c")}
    claim = claim_next(state, DataFolder(tmp_path), at(NOON + 2 * DAY))
    assert claim is not None
    with claim:
        assert claim.schedule.site == min(dues, key=lambda site: dues[site])


def test_a_site_taken_off_the_schedule_while_it_runs_stays_off(state: State, tmp_path: Path, at: Clock) -> None:
    due = at(change_schedule(state, "orbit", every=HOUR).next_due_at)
    claim = claim_next(state, DataFolder(tmp_path), due)
    assert claim is not None
    remove_schedule(state, "orbit")
    with claim:
        assert finish_claim(state, claim, 0, "all done") is None
    assert load_schedule(state, "orbit") is None


def test_a_folder_without_room_for_locks_is_told_and_nothing_is_begun(state: State, tmp_path: Path, at: Clock) -> None:
    due = at(change_schedule(state, "orbit", every=HOUR).next_due_at)
    (tmp_path / "locks").write_text("a file stands where the folder should be")
    with pytest.raises(StorageError, match="locks"):
        claim_next(state, DataFolder(tmp_path), due)
    known = load_schedule(state, "orbit")
    assert known is not None
    assert known.last_started_at is None
