"""Slots are spread and stay where they are; what is on the schedule comes back as it was written."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from spacenews.frontier import (
    Schedule,
    load_schedule,
    load_schedules,
    next_slot,
    open_state,
    remove_schedule,
    save_schedule,
)
from spacenews.frontier.schema import MIGRATIONS

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ORBIT = Schedule(site="orbit", every=2 * HOUR, mode="crawl", limit=HOUR, next_due_at=NOON)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are plain
rhythms = st.integers(60, 366 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(st.text(min_size=1), rhythms, instants)
def test_the_next_slot_lies_ahead_and_within_the_rhythm(site: str, every: timedelta, after: datetime) -> None:
    slot = next_slot(site, every, after)
    assert after < slot <= after + every
    assert next_slot(site, every, slot) == slot + every
    assert next_slot(site, every, slot - timedelta(microseconds=1)) == slot


def test_sites_of_one_rhythm_are_spread_over_it() -> None:
    slots = [next_slot(f"site{number}", HOUR, NOON) for number in range(120)]
    tenths = [sum(0 <= (slot - NOON) / HOUR - part / 10 < 0.1 for slot in slots) for part in range(10)]
    assert min(tenths) >= 3
    assert max(tenths) <= 30


def test_a_site_is_due_from_its_slot_on_unless_it_is_paused() -> None:
    assert not ORBIT.is_due(NOON - timedelta(seconds=1))
    assert ORBIT.is_due(NOON)
    assert ORBIT.is_due(NOON + timedelta(days=400))
    assert not replace(ORBIT, paused=True).is_due(NOON)


def test_a_slot_that_was_set_by_a_clock_years_ahead_is_due_now() -> None:
    assert replace(ORBIT, next_due_at=NOON + timedelta(days=3650)).is_due(NOON)


def test_a_schedule_comes_back_as_it_was_written(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    full = replace(
        ORBIT, site="full", paused=True, last_started_at=NOON, last_finished_at=NOON, last_exit_code=4, last_outcome="x"
    )
    earlier = replace(ORBIT, site="earlier", next_due_at=NOON - HOUR)
    with state.transaction() as connection:
        for each in (full, ORBIT, earlier):
            save_schedule(connection, each)
    assert load_schedules(state) == [earlier, full, ORBIT]
    assert load_schedule(state, "full") == full
    assert remove_schedule(state, "full")
    assert not remove_schedule(state, "full")
    assert load_schedule(state, "full") is None
    state.close()


def test_a_file_from_before_the_schedule_gets_it_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    old = sqlite3.connect(path, isolation_level=None)
    MIGRATIONS.apply(Database(old), stop_before="m002_schedule")
    old.execute("INSERT INTO hosts (host, delay) VALUES ('orbit.example', 3.0)")
    assert not old.execute("SELECT 1 FROM sqlite_schema WHERE name = 'schedule'").fetchall()
    old.close()
    state = open_state(path)
    assert load_schedules(state) == []
    assert state.query("SELECT delay FROM hosts") == [(3.0,)]
    state.close()
