"""`schedule`: what it shows, what it changes, and what it refuses."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
KEY = "russianspacenews"
NOW = {"SPACENEWS_NOW": "2026-01-31T12:00:00+00:00"}


def only(answer: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert answer.returncode == 0, answer.stderr
    (record,) = [json.loads(line) for line in answer.stdout.splitlines()]
    return dict(record)


def test_what_is_set_is_shown_and_stays_until_it_is_changed(spacenews: Spacenews) -> None:
    made = only(spacenews("schedule", KEY, "--every", "90m", **NOW))
    assert (made["site"], made["every"], made["mode"], made["limit"]) == (KEY, "1h30m", "crawl", "1h")
    assert "2026-01-31T12:00:00Z" < made["next_due_at"] <= "2026-01-31T13:30:00Z"
    changed = only(spacenews("schedule", KEY, "--pause", "--limit", "3h", "--mode", "full", **NOW))
    assert changed == made | {"paused": True, "limit": "3h", "mode": "full"}
    assert only(spacenews("schedule", **NOW)) == only(spacenews("schedule", KEY, **NOW)) == changed
    assert not only(spacenews("schedule", KEY, "--resume", **NOW))["paused"]


def test_a_table_says_what_is_paused(spacenews: Spacenews) -> None:
    spacenews("schedule", KEY, "--every", "2h", "--pause")
    table = spacenews("schedule", "--format", "table").stdout
    assert KEY in table
    assert "paused" in table


def test_status_says_when_a_site_is_due_that_was_never_crawled(spacenews: Spacenews) -> None:
    made = only(spacenews("schedule", KEY, "--every", "2h", **NOW))
    status = only(spacenews("status", **NOW))
    assert (status["site"], status["next_due_at"]) == (KEY, made["next_due_at"])
    assert (status["schedule"], status["last_run"]) == (made, None)
    shown = spacenews("status", KEY, "--format", "table", **NOW)
    assert f"Next due: {made['next_due_at'][:16].replace('T', ' ')}" in shown.stdout
    spacenews("schedule", KEY, "--pause", **NOW)
    assert only(spacenews("status", **NOW))["next_due_at"] is None
    assert "Next due: paused" in spacenews("status", KEY, "--format", "table", **NOW).stdout


def test_never_takes_a_site_off_the_schedule_once(spacenews: Spacenews) -> None:
    spacenews("schedule", KEY, "--every", "2h")
    off, again = spacenews("schedule", KEY, "--never"), spacenews("schedule", KEY, "--never")
    assert (off.returncode, off.stdout) == (0, "")
    assert "only when you crawl it" in off.stderr
    assert again.returncode == 2
    assert "on no schedule" in again.stderr


def test_an_empty_folder_has_no_schedule_and_gets_no_file_by_being_asked(spacenews: Spacenews, tmp_path: Path) -> None:
    for command in (("schedule",), ("schedule", KEY), ("run-due",), ("run-due", "--dry-run")):
        answer = spacenews(*command)
        assert (answer.returncode, answer.stdout) == (0, "")
        assert "spacenews schedule" in answer.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--every", "2h"), "say which site"),
        (("--never",), "say which site"),
        (("nobody", "--every", "2h"), "no site is called 'nobody'"),
        ((KEY, "--pause"), f"schedule {KEY} --every 2h"),
        ((KEY, "--every", "2"), "90m, 2h, 1d"),
        ((KEY, "--every", "30s"), "too often"),
        ((KEY, "--limit", "soon"), "90m, 2h, 1d"),
        ((KEY, "--every", "2h", "--never"), "nothing else can be set"),
        ((KEY, "--mode", "fetch"), "'fetch' is not one of"),
    ],
)
def test_what_cannot_be_scheduled_is_usage(spacenews: Spacenews, arguments: tuple[str, ...], hint: str) -> None:
    answer = spacenews("schedule", *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert hint in answer.stderr
    assert "Traceback" not in answer.stderr
