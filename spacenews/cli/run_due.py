"""`spacenews run-due`: crawl the sites that are due, and exit; for cron and systemd."""

from __future__ import annotations

import math
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.runs import COUNTS
from spacenews.cli.schedule import minute_text, open_schedule, schedule_record
from spacenews.cli.screen import say, tell
from spacenews.model import clock
from spacenews.model.run import ExitCode, gravest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacenews.frontier import Schedule, State
    from spacenews.operate.due import DueRun

_SPARE = timedelta(seconds=30)  # a run that nobody looks after any more is ended so long after it should have been


@click.command(
    cls=Verb,
    short_help="Crawl the sites that are due, and exit; for cron and systemd.",
    examples=(
        ("spacenews run-due --quiet", "crawl what is due; say only what went wrong"),
        ("spacenews run-due --dry-run", "show what is due, and crawl nothing"),
    ),
)
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    metavar="N",
    help="Sites that are crawled at a time.",
)
@click.option("--dry-run", is_flag=True, help="Show what is due, and crawl nothing.")
def command(folders: Folders, form: str | None, pace: Pace, *, quiet: bool, jobs: int, dry_run: bool) -> int:
    """Crawl the sites that are due by `spacenews schedule`, the longest due first, each once, and exit.

    Each is crawled in a process of its own; what that says stands behind the site's key. A run that takes longer than
    its limit is ended and recorded. Two of this command at once share the work: no site is crawled twice. A site
    that failed is due again at its next slot; one that was stopped by hand, or died with the machine, is still due.

    The answer is what became of each. Exit codes: 0 nothing was due, or all well; else the gravest of the runs, where
    4 is a run that was ended at its limit too, and 1 one that had to be killed.
    """
    shape = chosen_format(form)
    state = open_schedule(folders)
    if state is None:
        _say_nothing(quiet=quiet)
        return ExitCode.OK
    try:
        if dry_run:
            _show(state, shape)
            return ExitCode.OK
        return _run(state, folders, pace, shape, jobs=jobs, quiet=quiet)
    finally:
        state.close()


def _run(state: State, folders: Folders, pace: Pace, shape: str, *, jobs: int, quiet: bool) -> int:
    from spacenews.operate.due import GRACE, DueOrder, run_due

    options = [*folders.arguments(), *pace.arguments(), *(["--quiet"] if quiet else [])]

    order = DueOrder(
        command=_command(options, GRACE + _SPARE),
        environment=_environment,
        begun=_ignore if quiet else (lambda site, process: tell(f"{site}: begun, process {process}")),
        tell=lambda site, line: tell(f"{site}: {line}"),
        jobs=jobs,
        tells_outcomes=quiet,  # below, with the exit code; one that is not quiet sums up in lines of its own
    )
    runs, stopped = run_due(state, folders.data, order)
    records = [_record(run) for run in runs]
    for run in runs:
        if run.exit_code != ExitCode.OK:
            say(f"{run.site}: {run.outcome} (exit code {int(run.exit_code)})")
    if not runs and not stopped:
        _say_nothing(quiet=quiet)
    write_records(records, shape, draw=lambda: _draw(records))
    return gravest([*(run.exit_code for run in runs), *([ExitCode.STOPPED] if stopped else [])])


def _command(options: Sequence[str], spare: timedelta) -> Callable[[Schedule], list[str]]:
    program = [sys.executable, *(f"-W{each}" for each in sys.warnoptions), "-m", "spacenews.cli.bounded"]

    def command_of(schedule: Schedule) -> list[str]:
        bound = math.ceil((schedule.limit + spare).total_seconds())
        mode = ["--full"] if schedule.mode == "full" else []
        return [*program, str(bound), "crawl", *options, *mode, "--format", "jsonl", "--", schedule.site]

    return command_of


def _environment() -> dict[str, str]:
    """Return the environment of a run: ours, with a clock that goes on from where ours is, if it was shifted."""
    shifted = {clock.VARIABLE: clock.to_text(clock.now())} if os.environ.get(clock.VARIABLE) else {}
    return dict(os.environ) | shifted


def _show(state: State, shape: str) -> None:
    from spacenews.operate.schedule import due_sites

    due = [schedule_record(each) for each in due_sites(state, clock.now())]
    if not due:
        _say_nothing(quiet=False)
    write_records(due, shape)


def _say_nothing(*, quiet: bool) -> None:
    if not quiet:
        say("nothing is due that is not being crawled: `spacenews schedule` shows what is due when")


def _record(run: DueRun) -> dict[str, Any]:
    return {
        "site": run.site,
        "mode": run.mode,
        "due_at": clock.to_text(run.due_at),
        "started_at": clock.to_text(run.started_at),
        "finished_at": clock.to_text(run.finished_at),
        "exit_code": run.exit_code,
        "outcome": run.outcome,
        "next_due_at": clock.to_text(run.next_due_at) if run.next_due_at else None,
        "run": run.record["id"] if run.record else None,
        "counts": dict(run.record["counts"]) if run.record else {},
    }


def _draw(records: Sequence[dict[str, Any]]) -> None:
    rows = [
        {
            "site": record["site"],
            "was due": minute_text(record["due_at"]),
            **{name: record["counts"].get(name, 0) for name in COUNTS},
            "exit": record["exit_code"],
            "next due": minute_text(record["next_due_at"]),
            "outcome": record["outcome"],
        }
        for record in records
    ]
    write_records(rows, "table")


def _ignore(_site: str, _process: int) -> None:
    """Say nothing."""
