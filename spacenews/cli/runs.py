"""Runs as commands start and print them: here, or each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.children import run_child
from spacenews.cli.records import write_records
from spacenews.cli.screen import block, say, tell
from spacenews.model import clock
from spacenews.model.run import ExitCode, Run

if TYPE_CHECKING:
    from datetime import date

    from spacenews.cli.folders import Folders
    from spacenews.cli.pace import Pace
    from spacenews.specs import Site

COUNTS = ("new", "revised", "unchanged", "rejected", "failed", "pending")


def crawl_here(
    site: Site,
    folders: Folders,
    pace: Pace,
    *,
    mode: str,
    contact: str,
    limit: int | None = None,
    urls: tuple[str, ...] = (),
    quiet: bool = False,
) -> Run:
    """Run one crawl in this process, which can do so once, and return its record.

    Lines of progress go to standard error, unless `quiet`.

    Raises:
        SpacenewsError: It could not begin.
    """
    return _run(site, folders, pace, quiet=quiet, mode=mode, contact=contact, limit=limit, urls=urls)


def backfill_here(
    site: Site,
    folders: Folders,
    pace: Pace,
    *,
    contact: str,
    since: date | None = None,
    until: date | None = None,
    quiet: bool = False,
) -> Run:
    """Go on with the backfill of a site in this process, as `crawl_here` does."""
    return _run(site, folders, pace, quiet=quiet, mode="backfill", contact=contact, since=since, until=until)


def _run(site: Site, folders: Folders, pace: Pace, *, quiet: bool, **what: Any) -> Run:
    from spacenews.crawl.order import CrawlOrder
    from spacenews.crawl.process import run_site

    folders.data.prepare()
    silence = {"SPACENEWS_PROGRESS_SECONDS": "0"} if quiet else {}
    return run_site(
        CrawlOrder(
            site=site,
            data=folders.data,
            delay=pace.delay,
            concurrency=pace.concurrency,
            allow_loopback=pace.allow_loopback,
            settings=silence | pace.chosen,
            **what,
        )
    )


def write_run(run: Run, shape: str, *, quiet: bool) -> None:
    """Write the record; for people it is the summary itself, else the summary goes beside it.

    A quiet run that did not go well says so all the same, in one line.
    """
    summary = summary_text(run)
    if shape != "table" and not quiet:
        tell(summary)
    elif shape != "table" and run.exit_code != ExitCode.OK:
        tell(f"{run.site}: {run.outcome}")
    write_records([run_record(run)], shape, draw=lambda: click.echo(block(summary)))


def summary_text(run: Run) -> str:
    """Return a run in five lines."""
    from spacenews.crawl.summary import summarize

    return "\n".join(summarize(run))


def crawl_apart(
    jobs: Iterable[tuple[str, Sequence[str]]], arguments: Callable[[str], list[str]]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Run one command a site, one after the other, each in a process of its own.

    Args:
        jobs: Pairs of a site's key and the operands of its command.
        arguments: Gives, for a key, the command and its options.

    Returns:
        Every exit code, and every record that was written. After one that was stopped by hand none is started.
    """
    codes: list[int] = []
    records: list[dict[str, Any]] = []
    for key, operands in jobs:
        if ExitCode.STOPPED in codes:
            say(f"{key}: not begun")
            continue
        code, written = run_child(arguments(key), operands=operands)
        codes.append(code)
        records.extend(written)
    return codes, records


def run_record(run: Run) -> dict[str, Any]:
    """Return a run as plain values."""
    return {
        "id": run.id,
        "site": run.site,
        "mode": run.mode,
        "started_at": clock.to_text(run.started_at),
        "finished_at": clock.to_text(run.finished_at) if run.finished_at else None,
        "outcome": run.outcome,
        "exit_code": run.exit_code,
        "counts": dict(run.counts),
        "settings": dict(run.settings),
    }


def draw_runs(records: Sequence[dict[str, Any]]) -> None:
    """Write runs as a table for people: the counts that matter, no settings."""
    rows = [
        {
            "site": record["site"],
            "mode": record["mode"],
            "started": record["started_at"][:16].replace("T", " "),
            **{name: record["counts"].get(name, 0) for name in COUNTS},
            "exit": record["exit_code"],
            "outcome": record["outcome"],
        }
        for record in records
    ]
    write_records(rows, "table")
