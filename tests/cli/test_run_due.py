"""`run-due` under our clock, against served sites: each due site once, whatever hangs, is down or is killed."""

from __future__ import annotations

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.program import run
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from tests.cli.starting import begin

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
Plan = Callable[..., None]
START = datetime(2026, 1, 31, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LEAST = 20  # articles of the smallest demo site
SITES = {"SPACENEWS_SITES": "sites", "SPACENEWS_ALLOW_LOOPBACK": "1"}
ONCE = ("--set", "SPACENEWS_RETRY_TIMES=0", "--set", "SPACENEWS_RETRY_BACKOFF=0.1")
FAST = ("--delay", "0", "--concurrency", "4", *ONCE)
# A site that never answers would give up by itself after that; its run's limit comes first.
HANGS = ("--set", "DOWNLOAD_TIMEOUT=4")


def at(instant: datetime) -> dict[str, str]:
    return {**SITES, "SPACENEWS_NOW": instant.isoformat()}


def lines(answer: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.stdout.splitlines()]


def put_site(folder: Path, key: str, base_url: str) -> None:
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "sites" / f"{key}.py").write_text(spec_text(base_url, key), encoding="utf-8")


@contextmanager
def silent_site() -> Iterator[str]:
    """Give the address of a site that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Give `spacenews schedule KEY …` at `START` or another time, in this process: it is asked often."""
    monkeypatch.chdir(tmp_path)

    def ask(key: str, *options: str, now: datetime = START) -> None:
        with monkeypatch.context() as variables:
            for name, value in at(now).items():
                variables.setenv(name, value)
            assert run(["schedule", key, *options]) == 0

    return ask


def schedules(spacenews: Spacenews, now: datetime) -> dict[str, dict[str, Any]]:
    return {each["site"]: each for each in lines(spacenews("schedule", **at(now)))}


def test_five_sites_of_different_rhythms_each_run_once_when_due(
    spacenews: Spacenews, plan: Plan, tmp_path: Path
) -> None:
    rhythms = {"hourly": "1h", "hangs": "2h", "down": "6h", "daily": "1d", "weekly": "1w"}
    with ExitStack() as stack:
        servers = {key: stack.enter_context(DemoServer(articles=LEAST)) for key in ("hourly", "daily", "weekly")}
        servers["down"] = stack.enter_context(DemoServer(articles=LEAST, faults=["down"]))
        for key, server in servers.items():
            put_site(tmp_path, key, server.base_url)
        put_site(tmp_path, "hangs", stack.enter_context(silent_site()))
        for key, every in rhythms.items():
            plan(key, "--every", every, *(("--limit", "2s") if key == "hangs" else ()))

        month_later = START + 30 * DAY  # many slots were missed: one run each makes up for them
        first = spacenews("run-due", *FAST, *HANGS, **at(month_later))
        runs = {run["site"]: run for run in lines(first)}
        assert len(lines(first)) == len(runs) == 5
        assert first.returncode == 4, first.stderr
        assert {key: run["exit_code"] for key, run in runs.items()} == {
            **dict.fromkeys(("hourly", "daily", "weekly"), 0),
            **dict.fromkeys(("hangs", "down"), 4),
        }
        assert runs["hangs"]["outcome"].startswith("ended at its limit of 2s")
        assert all(run["counts"]["new"] == LEAST for run in runs.values() if run["exit_code"] == 0)
        assert any(run["started_at"] < runs["hangs"]["finished_at"] for key, run in runs.items() if key != "hangs")

        for key in ("hourly", "daily", "weekly"):
            assert [each.path for each in servers[key].requests()].count("/robots.txt") == 1

        planned = schedules(spacenews, month_later)
        due_at = {key: datetime.fromisoformat(each["next_due_at"]) for key, each in planned.items()}
        assert min(due_at.values()) > month_later
        status = {each["site"]: each for each in lines(spacenews("status", **at(month_later)))}
        assert {key: each["last_run"]["exit_code"] for key, each in status.items()} == {
            key: run["exit_code"] for key, run in runs.items()
        }
        assert status["hangs"]["last_run"]["outcome"] == runs["hangs"]["outcome"]
        assert {key: each["next_due_at"] for key, each in status.items()} == {
            key: each["next_due_at"] for key, each in planned.items()
        }

        # An hour on, those whose slot has come, and nobody else.
        hour_later = due_at["hourly"]
        expected = {key for key, instant in due_at.items() if instant <= hour_later}
        assert "weekly" not in expected
        second = spacenews("run-due", *FAST, *HANGS, **at(hour_later))
        assert sorted(run["site"] for run in lines(second)) == sorted(expected)
        assert second.returncode == (4 if expected & {"hangs", "down"} else 0)


def test_what_is_due_is_shown_without_being_crawled(spacenews: Spacenews, plan: Plan, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST) as server:
        put_site(tmp_path, "one", server.base_url)
        plan("one", "--every", "1h")
        early = spacenews("run-due", "--dry-run", **at(START - DAY / 100))
        shown = spacenews("run-due", "--dry-run", **at(START + DAY))
        plan("one", "--pause")
        paused = spacenews("run-due", **at(START + DAY))
        assert server.requests() == []
    assert [each["site"] for each in lines(shown)] == ["one"]
    assert (early.returncode, early.stdout) == (0, "")
    assert (paused.returncode, paused.stdout) == (0, "")


def test_a_quiet_one_speaks_of_what_went_wrong_alone(spacenews: Spacenews, plan: Plan, tmp_path: Path) -> None:
    with DemoServer(articles=LEAST, faults=["down"]) as down, DemoServer(articles=LEAST) as well:
        put_site(tmp_path, "down", down.base_url)
        put_site(tmp_path, "well", well.base_url)
        for key in ("down", "well"):
            plan(key, "--every", "1h")
        answer = spacenews("run-due", "--quiet", *FAST, **at(START + DAY))
    assert answer.returncode == 4
    (said,) = answer.stderr.splitlines()
    assert said.startswith("spacenews: down: the site is not well")


def test_a_spec_that_is_gone_is_told_and_holds_up_nobody(spacenews: Spacenews, plan: Plan, tmp_path: Path) -> None:
    put_site(tmp_path, "gone", "http://127.0.0.1:9/")
    plan("gone", "--every", "1h")
    (tmp_path / "sites" / "gone.py").unlink()
    answer = spacenews("run-due", **at(START + DAY))
    assert answer.returncode == 2
    assert lines(answer)[0]["outcome"].startswith("no site is called 'gone'")


@contextmanager
def one_hangs(plan: Plan, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Start a `run-due` with two sites due: one hangs and is being crawled, the other waits its turn."""
    with silent_site() as hangs, DemoServer(articles=LEAST, faults=["down"]) as other:
        put_site(folder, "hangs", hangs)
        put_site(folder, "other", other.base_url)
        plan("hangs", "--every", "1h")
        plan("other", "--every", "1h", now=START + DAY)
        with begin(folder, "run-due", "--jobs", "1", *FAST, *options, **at(START + 2 * DAY)) as program:
            yield program
            program.kill()


def begun_process(program: subprocess.Popen[str]) -> int:
    assert program.stderr is not None
    found = re.fullmatch(r"hangs: begun, process (\d+)\n", program.stderr.readline())
    assert found
    return int(found[1])


def test_ctrl_c_stops_what_runs_begins_nothing_more_and_leaves_both_due(
    spacenews: Spacenews, plan: Plan, tmp_path: Path
) -> None:
    with one_hangs(plan, tmp_path, *HANGS) as program:
        begun_process(program)
        program.send_signal(signal.SIGINT)
        answer, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert [(run["site"], run["exit_code"]) for run in map(json.loads, answer.splitlines())] == [("hangs", 130)]
    assert "other: begun" not in said
    due = spacenews("run-due", "--dry-run", **at(START + 2 * DAY))
    assert sorted(each["site"] for each in lines(due)) == ["hangs", "other"]


def test_a_site_that_somebody_crawls_is_left_to_them_and_taken_over_when_they_are_dead(
    spacenews: Spacenews, plan: Plan, tmp_path: Path
) -> None:
    now = at(START + 2 * DAY)
    with one_hangs(plan, tmp_path, "--set", "DOWNLOAD_TIMEOUT=600") as program:
        orphan = begun_process(program)
        beside = spacenews("run-due", *FAST, **now)
        assert [run["site"] for run in lines(beside)] == ["other"]
        program.kill()
        program.wait()
        after = spacenews("run-due", *FAST, **now)
        assert (after.returncode, after.stdout) == (0, "")  # the run that was left behind still lives
        os.killpg(orphan, signal.SIGKILL)
        with (tmp_path / "data" / "locks" / "due-hangs.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until it is dead
        plan("hangs", "--limit", "1s")
        taken = spacenews("run-due", *FAST, *HANGS, **now)
        assert [(run["site"], run["exit_code"]) for run in lines(taken)] == [("hangs", 4)]


def test_a_run_that_nobody_looks_after_any_more_is_ended_by_the_kernel(tmp_path: Path) -> None:
    with silent_site() as hangs:
        put_site(tmp_path, "hangs", hangs)
        forever = ("--set", "DOWNLOAD_TIMEOUT=600")
        variables = at(START + 2 * DAY)
        with begin(tmp_path, "2", "crawl", "hangs", *forever, module="spacenews.cli.bounded", **variables) as orphan:
            orphan.communicate(timeout=60)
    assert orphan.returncode == -signal.SIGALRM
