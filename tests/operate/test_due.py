"""Runs of due sites as processes: each once, each ends, and what became of it is known. The processes are stand-ins."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spacenews.frontier import Schedule, State, load_schedule, open_state, save_schedule
from spacenews.model import clock
from spacenews.model.folder import DataFolder
from spacenews.operate.due import DueOrder, DueRun, run_due

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
WAIT = "import signal; signal.pause()"
DEAF = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('deaf', flush=True); signal.pause()"
)
RECORD = json.dumps({"id": "x-1", "outcome": "all done", "counts": {"new": 3}})


class Due:
    """Sites that are due, each with the Python program that stands for its crawl."""

    def __init__(self, folder: Path) -> None:
        self.data = DataFolder(folder)
        self.state: State = open_state(self.data.state)
        self.programs: dict[str, str] = {}
        self.told: list[tuple[str, str]] = []
        self.begun: list[str] = []

    def add(self, site: str, program: str, *, limit: timedelta = HOUR) -> None:
        due_at = LONG_AGO + timedelta(minutes=len(self.programs))
        self.programs[site] = program
        with self.state.transaction() as connection:
            save_schedule(connection, Schedule(site, HOUR, "crawl", limit, due_at))

    def run(
        self, *, jobs: int = 1, grace: timedelta = HOUR, tells_outcomes: bool = False
    ) -> tuple[Sequence[DueRun], bool]:
        return run_due(
            self.state,
            self.data,
            DueOrder(
                command=lambda schedule: [sys.executable, "-c", self.programs[schedule.site]],
                environment=lambda: dict(os.environ),
                begun=lambda site, _process: self.begun.append(site),
                tell=lambda site, line: self.told.append((site, line)),
                jobs=jobs,
                grace=grace,
                tells_outcomes=tells_outcomes,
            ),
        )


@pytest.fixture
def due(tmp_path: Path) -> Iterator[Due]:
    made = Due(tmp_path)
    yield made
    made.state.close()


def test_every_due_site_is_crawled_once_the_longest_due_first(due: Due) -> None:
    for site in ("zulu", "mike", "alpha"):
        due.add(site, f"print('{RECORD}')")
    runs, stopped = due.run()
    assert due.begun == [run.site for run in runs] == ["zulu", "mike", "alpha"]
    assert [(run.exit_code, run.outcome) for run in runs] == [(0, "all done")] * 3
    assert all(run.record == json.loads(RECORD) for run in runs)
    assert not stopped
    assert due.run() == ([], False)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_as_many_run_at_a_time_as_was_said(due: Due, tmp_path: Path, jobs: int) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    program = (
        "import os, pathlib, sys; shelf = pathlib.Path({shelf!r}); mine = shelf / str(os.getpid()); mine.touch();"
        "print(len(list(shelf.iterdir())), file=sys.stderr); mine.unlink()"
    )
    for number in range(6):
        due.add(f"site{number}", program.format(shelf=str(shelf)))
    runs, _ = due.run(jobs=jobs)
    assert len(runs) == 6
    assert all(1 <= int(line) <= jobs for _, line in due.told)


def test_what_a_run_says_stands_behind_its_site(due: Due) -> None:
    due.add("one", "import sys; sys.stderr.write('spacenews: half\\nand half'); sys.exit(2)")
    runs, _ = due.run()
    assert due.told == [("one", "half"), ("one", "and half")]
    assert [(run.exit_code, run.outcome, run.record) for run in runs] == [(2, "and half", None)]


def test_a_run_that_takes_too_long_is_told_to_stop_and_the_next_one_goes_on(due: Due) -> None:
    due.add("slow", WAIT, limit=SECOND)
    due.add("well", f"print('{RECORD}')")
    runs, stopped = due.run()
    assert [(run.site, run.exit_code) for run in runs] == [("slow", 4), ("well", 0)]
    assert runs[0].outcome == "ended at its limit of 1s; the next run goes on"
    assert not stopped
    known = load_schedule(due.state, "slow")
    assert known is not None
    assert (known.last_exit_code, known.last_outcome) == (4, runs[0].outcome)
    assert clock.now() < known.next_due_at <= clock.now() + HOUR


def test_a_run_that_does_not_stop_at_its_limit_is_killed(due: Due) -> None:
    due.add("deaf", DEAF, limit=5 * SECOND)
    runs, _ = due.run(grace=SECOND)
    assert [(run.exit_code, run.outcome) for run in runs] == [
        (1, "killed: 1 s after its limit of 5s it had still not stopped")
    ]


def test_a_run_is_killed_with_all_that_it_started(due: Due, tmp_path: Path) -> None:
    child = tmp_path / "child"
    program = (
        f"import os, signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        f"c = subprocess.Popen([sys.executable, '-c', {DEAF!r}], stdout=subprocess.PIPE); c.stdout.readline();"
        f"open({str(child)!r}, 'w').write(str(c.pid)); os.kill(os.getppid(), signal.SIGTERM); signal.pause()"
    )
    due.add("deaf", program)
    runs, stopped = due.run(grace=SECOND)
    assert stopped
    assert [(run.exit_code, run.outcome) for run in runs] == [(130, "stopped by hand")]
    assert not is_running(int(child.read_text()))


def test_a_run_that_dies_is_our_fault_and_named(due: Due) -> None:
    due.add("one", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    runs, _ = due.run()
    assert [(run.exit_code, run.outcome) for run in runs] == [(1, "its process was ended by SIGSEGV")]


@pytest.mark.parametrize("code", [130, 1], ids=["by itself", "while its interpreter starts"])
def test_a_signal_is_passed_on_and_nothing_more_is_begun(due: Due, code: int) -> None:
    stop = f"import os, signal; signal.signal(signal.SIGTERM, lambda *_: os._exit({code}));"
    due.add("stops", f"{stop} os.kill(os.getppid(), signal.SIGTERM); signal.pause()")
    due.add("later", f"print('{RECORD}')")
    runs, stopped = due.run()
    assert stopped
    assert due.begun == ["stops"]
    assert [(run.site, run.exit_code) for run in runs] == [("stops", 130)]
    left = [load_schedule(due.state, site) for site in ("stops", "later")]
    assert all(each is not None and each.is_due(clock.now()) for each in left)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_run_that_writes_half_a_record_is_known_by_its_exit_code(due: Due) -> None:
    due.add("half", f"print('{RECORD[:20]}'); import sys; sys.exit(3)")
    runs, _ = due.run()
    assert [(run.exit_code, run.outcome, run.record) for run in runs] == [(3, "exit code 3", None)]


def is_running(process: int) -> bool:
    """Whether a process is there and has not ended; what has ended may wait for somebody to ask how."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def says(*lines: str, outcome: str) -> str:
    """Return a program that says these lines and writes a record of this outcome."""
    record = json.dumps({"id": "x-1", "outcome": outcome})
    return f"import sys; sys.stderr.write({''.join(f'{line}{chr(10)}' for line in lines)!r}); print({record!r})"


@pytest.mark.parametrize("site", ["orbit", "spacenews"])
def test_an_outcome_is_told_once_and_nothing_else_is_lost_whatever_it_begins_with(due: Due, site: str) -> None:
    warning, alike = "spacenews: WARNING: a disk is slow", f"{site}: all is lost"
    due.add(site, says(warning, alike, f"{site}: it is down", outcome="it is down"))
    due.add(f"{site}2", says(alike, f"{site}: it is down", outcome="it is down"))
    due.add(f"{site}3", says(f"{site}3: it is up again", outcome="it is down"))
    due.add(f"{site}4", "import sys; sys.exit('spacenews: no site is called so')")
    runs, _ = due.run(tells_outcomes=True)
    assert [run.outcome for run in runs] == ["it is down"] * 3 + ["no site is called so"]
    told: dict[str, list[str]] = {}
    for key, line in due.told:
        told.setdefault(key, []).append(line)
    foreign = "" if site == "spacenews" else f"{site}: "  # the program's own name is not repeated behind any key
    assert told == {
        site: ["WARNING: a disk is slow", "all is lost"],
        f"{site}2": [f"{foreign}all is lost", *([f"{foreign}it is down"] if foreign else [])],
        f"{site}3": ["it is up again"],
    }


def test_what_is_not_told_elsewhere_is_handed_on_at_once(due: Due) -> None:
    due.add("orbit", says("orbit: 5 pages", "orbit: it is down", outcome="it is down"))
    due.run()
    assert due.told == [("orbit", "5 pages"), ("orbit", "it is down")]
