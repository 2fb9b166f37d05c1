"""`spacenews schedule`: which sites are crawled by themselves, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model import clock
from spacenews.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from spacenews.frontier import Schedule, State

_MODES = ("crawl", "full")


def _duration(_context: click.Context, _parameter: click.Parameter, text: str | None) -> timedelta | None:
    from spacenews.operate.schedule import parse_duration

    return None if text is None else parse_duration(text)


@click.command(
    cls=Verb,
    short_help="Show and change when sites are crawled by themselves.",
    examples=(
        ("spacenews schedule", "every site on the schedule, the next one first"),
        ("spacenews schedule russianspacenews --every 2h", "crawl it every two hours, wherever `run-due` is run"),
        ("spacenews schedule russianspacenews --pause", "leave it alone until --resume"),
    ),
)
@click.argument("key", required=False, shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option("--every", callback=_duration, metavar="TIME", help="Its rhythm, such as 90m, 2h or 1d.")
@click.option(
    "--limit", callback=_duration, metavar="TIME", help="End a run that takes longer.  [default: 1h, if never set]"
)
@click.option(
    "--mode",
    type=click.Choice(_MODES),
    help="What a run asks for: what is new, or everything (as `crawl --full`).  [default: crawl, if never set]",
)
@click.option("--pause/--resume", "paused", default=None, help="Leave it alone for now, or no longer.")
@click.option("--never", is_flag=True, help="Take it off the schedule.")
def command(
    key: str | None,
    folders: Folders,
    form: str | None,
    every: timedelta | None,
    limit: timedelta | None,
    mode: str | None,
    *,
    paused: bool | None,
    never: bool,
) -> None:
    """Show which sites are crawled by themselves and when, or change it for site KEY.

    Nothing is crawled by this command: cron or systemd runs `spacenews run-due` every few minutes, and that crawls
    the sites that are due. Each site has slots of its own, so that sites of one rhythm do not all come at once. What
    was missed while the machine was off is made up for by one run.
    """
    changes = {"every": every, "limit": limit, "mode": mode, "paused": paused}
    wanted = {name: value for name, value in changes.items() if value is not None}
    if (wanted or never) and key is None:
        raise click.UsageError("say which site: `spacenews schedule KEY …`")
    if wanted and never:
        raise click.UsageError("--never takes the site off the schedule: nothing else can be set with it")
    if key is not None and never:
        _remove(folders, key)
    elif key is not None and wanted:
        _change(folders, key, wanted)
    records = [] if never else [schedule_record(each) for each in _load(folders, key)]
    write_records(records, chosen_format(form), draw=lambda: _draw(records))


def schedule_record(schedule: Schedule) -> dict[str, Any]:
    """Return a site's schedule as plain values."""
    from spacenews.operate.schedule import duration_text

    return {
        "site": schedule.site,
        "every": duration_text(schedule.every),
        "mode": schedule.mode,
        "limit": duration_text(schedule.limit),
        "paused": schedule.paused,
        "next_due_at": clock.to_text(schedule.next_due_at),
        "last_started_at": clock.to_text(schedule.last_started_at) if schedule.last_started_at else None,
        "last_finished_at": clock.to_text(schedule.last_finished_at) if schedule.last_finished_at else None,
        "last_exit_code": schedule.last_exit_code,
        "last_outcome": schedule.last_outcome,
    }


def _draw(records: Sequence[dict[str, Any]]) -> None:
    rows = [
        {
            "site": record["site"],
            "every": record["every"],
            "limit": record["limit"],
            "asks for": "everything" if record["mode"] == "full" else "what is new",
            "next due": "paused" if record["paused"] else minute_text(record["next_due_at"]),
            "last run": minute_text(record["last_started_at"]),
            "exit": "" if record["last_exit_code"] is None else record["last_exit_code"],
            "outcome": record["last_outcome"],
        }
        for record in records
    ]
    write_records(rows, "table")


def minute_text(instant: str | None) -> str:
    """Return an instant of a record as people read it, in UTC: `2026-01-31 06:00`; `never` for None."""
    return instant[:16].replace("T", " ") if instant else "never"


def open_schedule(folders: Folders) -> State | None:
    """Return state.db, open; None where nothing was ever crawled or scheduled in this folder."""
    from spacenews.frontier.read_only import open_state_to_ask

    return open_state_to_ask(folders.data.state)


def _change(folders: Folders, key: str, changes: dict[str, Any]) -> None:
    from spacenews.frontier import open_state
    from spacenews.operate.schedule import change_schedule

    if "every" in changes:
        folders.site(key)  # a mistyped key is told now, not at every run
    folders.data.prepare()
    state = open_state(folders.data.state)
    try:
        change_schedule(state, key, **changes)
    finally:
        state.close()


def _remove(folders: Folders, key: str) -> None:
    from spacenews.frontier import remove_schedule

    state = open_schedule(folders)
    try:
        removed = state is not None and remove_schedule(state, key)
    finally:
        if state is not None:
            state.close()
    if not removed:
        raise UsageError(f"{key} is on no schedule in {folders.data.path}; `spacenews schedule` lists those that are")
    say(f"{key} is crawled only when you crawl it")


def _load(folders: Folders, key: str | None) -> Sequence[Schedule]:
    from spacenews.frontier import load_schedules

    state = open_schedule(folders)
    try:
        known = load_schedules(state) if state is not None else []
    finally:
        if state is not None:
            state.close()
    found = [each for each in known if key in {None, each.site}]
    if not found:
        where = f"{key} is on no schedule" if key else "no site is on the schedule"
        say(f"{where}: `spacenews schedule {key or 'KEY'} --every 2h` puts it there")
    return found
