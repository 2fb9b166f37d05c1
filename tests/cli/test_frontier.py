"""`spacenews frontier` shows what became of each address, puts some back, and pauses a site."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.frontier import open_state


@pytest.fixture
def frontier(demo: Any, spacenews: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """Run a command of the program on a copy of the demo archive of which one address failed."""
    shutil.copytree(demo.data, tmp_path / "data")
    state = open_state(tmp_path / "data" / "state.db")
    with state.transaction() as connection:
        connection.execute(
            "UPDATE frontier SET fate = 'failed', reason = 'answered 503, 4 times'"
            " WHERE id = (SELECT max(id) FROM frontier WHERE kind = 'article' AND fate = 'archived')"
        )
    state.close()
    variables = demo.variables | {"SPACENEWS_DATA": str(tmp_path / "data")}

    def run(*arguments: str) -> Any:
        return spacenews(*arguments, **variables)

    return run


def records(answer: Any) -> list[dict[str, Any]]:
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_every_address_is_counted_by_fate_and_reason(frontier: Callable[..., Any], tmp_path: Path) -> None:
    counted = records(frontier("frontier", "demo"))
    assert {"fate": "failed", "reason": "answered 503, 4 times", "urls": 1} in counted
    state = open_state(tmp_path / "data" / "state.db")
    ((known,),) = state.query("SELECT count(*) FROM frontier")
    state.close()
    assert sum(record["urls"] for record in counted) == known


def test_a_fate_is_listed_and_put_back(frontier: Callable[..., Any]) -> None:
    (failed,) = records(frontier("frontier", "demo", "--fate", "failed"))
    assert failed["url"].startswith("http://127.0.0.1")
    assert failed["found_in"]
    answer = frontier("frontier", "demo", "--again", "failed", "--fate", "pending")
    assert failed["url"] in [record["url"] for record in records(answer)]
    assert "1 addresses that were failed are asked for again by the next crawl" in answer.stderr
    assert frontier("frontier", "demo", "--again", "failed").returncode == 2
    assert frontier("frontier", "demo", "--again", "excluded").returncode == 2


def test_a_paused_site_is_asked_for_nothing_by_anyone_until_it_is_resumed(frontier: Callable[..., Any]) -> None:
    assert frontier("schedule", "demo", "--every", "2h").returncode == 0
    assert "left alone" in frontier("frontier", "demo", "--pause").stderr
    refused = frontier("crawl", "demo", "--delay", "0")
    assert refused.returncode == 2
    assert "demo is paused since" in refused.stderr
    assert records(frontier("schedule", "demo"))[0]["paused"] is True
    assert records(frontier("status", "demo"))[0]["paused_since"]
    assert frontier("schedule", "demo", "--resume").returncode == 0
    assert "was not paused" in frontier("frontier", "demo", "--resume").stderr
    assert frontier("crawl", "demo", "--delay", "0").returncode == 0


def test_status_tells_of_a_run_that_was_killed(frontier: Callable[..., Any], tmp_path: Path) -> None:
    state = open_state(tmp_path / "data" / "state.db")
    with state.transaction() as connection:
        connection.execute("UPDATE runs SET finished_at = NULL, outcome = 'running', exit_code = NULL")
    state.close()
    (status,) = records(frontier("status", "demo"))
    assert status["runs"][0]["outcome"].endswith("; the next run goes on where it stopped")
    assert status["held_by"] is None
