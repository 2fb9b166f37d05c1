"""Runs and hosts come back as they were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from spacenews.frontier import HostRecord, load_host, load_runs, open_state, save_host, save_run
from spacenews.frontier.state import to_column
from spacenews.model import clock
from spacenews.model.run import Run

RUN = Run(
    id="orbit-20260131T060000000000Z",
    site="orbit",
    mode="crawl",
    started_at=datetime(2026, 1, 31, 6, tzinfo=UTC),
    finished_at=None,
    outcome="running",
    exit_code=None,
    counts={},
    settings={"delay": "1.0"},
)


def test_a_run_is_one_record_from_start_to_end(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    save_run(state, RUN)
    ended = replace(RUN, finished_at=datetime(2026, 1, 31, 7, tzinfo=UTC), exit_code=0, counts={"new": 3})
    save_run(state, ended)
    later = replace(RUN, id="other", site="other", started_at=datetime(2026, 2, 1, tzinfo=UTC))
    save_run(state, later)
    assert load_runs(state) == [later, ended]
    assert load_runs(state, "orbit") == [ended]


def test_a_host_is_remembered(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    assert load_host(state, "orbit.example") == HostRecord("orbit.example")
    known = HostRecord("orbit.example", delay=3.0, next_allowed_at=datetime(2026, 1, 31, tzinfo=UTC), robots="rules")
    save_host(state, known)
    assert load_host(state, "orbit.example") == known


def test_a_column_holds_every_year_with_four_digits_so_that_it_can_be_read_again() -> None:
    early = datetime(1, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert to_column(early) == "0001-01-02T03:04:05.000000Z"
    assert clock.from_text(to_column(early)) == early
