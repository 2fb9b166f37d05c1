"""The records that runs leave in state.db."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.run import Run

_SAVE = """
INSERT INTO runs (id, site, mode, started_at, finished_at, outcome, exit_code, counts, settings)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, outcome = excluded.outcome,
    exit_code = excluded.exit_code, counts = excluded.counts, settings = excluded.settings"""
_LOAD = """
SELECT id, site, mode, started_at, finished_at, outcome, exit_code, counts, settings FROM runs
WHERE ? = '' OR site = ? ORDER BY started_at DESC LIMIT ?"""


@dataclass(frozen=True, slots=True)
class HostRecord:
    """What state.db knows of a host; meanings as the columns of `hosts`."""

    host: str
    delay: float | None = None
    next_allowed_at: datetime | None = None
    robots: str | None = None
    robots_at: datetime | None = None


def save_run(state: State, run: Run) -> None:
    """Write a run's record, anew or over its earlier state; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(
            _SAVE,
            (
                run.id,
                run.site,
                run.mode,
                to_column(run.started_at),
                to_column(run.finished_at) if run.finished_at else None,
                run.outcome,
                run.exit_code,
                json.dumps(dict(run.counts), sort_keys=True),
                json.dumps(dict(run.settings), sort_keys=True),
            ),
        )


def load_runs(state: State, site: str = "", *, limit: int = 20) -> Sequence[Run]:
    """Return the latest runs, newest first, of one site or of all; raises StorageError."""
    rows = state.query(_LOAD, (site, site, limit))
    return [
        Run(
            id=row[0],
            site=row[1],
            mode=row[2],
            started_at=clock.from_text(row[3]),
            finished_at=clock.from_text(row[4]) if row[4] else None,
            outcome=row[5],
            exit_code=row[6],
            counts=json.loads(row[7]),
            settings=json.loads(row[8]),
        )
        for row in rows
    ]


def save_host(state: State, host: HostRecord) -> None:
    """Write what is known of a host, over what was known; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO hosts (host, delay, next_allowed_at, robots, robots_at) VALUES (?, ?, ?, ?, ?)",
            (
                host.host,
                host.delay,
                to_column(host.next_allowed_at) if host.next_allowed_at else None,
                host.robots,
                to_column(host.robots_at) if host.robots_at else None,
            ),
        )


def load_host(state: State, host: str) -> HostRecord:
    """Return what is known of a host; raises StorageError."""
    rows = state.query("SELECT delay, next_allowed_at, robots, robots_at FROM hosts WHERE host = ?", (host,))
    if not rows:
        return HostRecord(host)
    row = rows[0]
    return HostRecord(
        host,
        delay=row[0],
        next_allowed_at=clock.from_text(row[1]) if row[1] else None,
        robots=row[2],
        robots_at=clock.from_text(row[3]) if row[3] else None,
    )
