"""`spacenews status`: what each site's last runs did and what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.runs import draw_runs, run_record
from spacenews.cli.schedule import minute_text, schedule_record
from spacenews.cli.screen import console, one_line, say
from spacenews.model import clock

if TYPE_CHECKING:
    from spacenews.operate.status import SiteStatus

_KILO = 1000


@click.command(
    cls=Verb,
    short_help="Show what each site's last runs did and what is stored.",
    examples=(
        ("spacenews status", "every site in one line"),
        ("spacenews status russianspacenews", "one site, with what became of its URLs and its last runs"),
    ),
)
@click.argument("key", required=False, shell_complete=complete_key)
@takes_folders()
@takes_format
def command(key: str | None, folders: Folders, form: str | None) -> None:
    """Show how each site of the archive stands, or site KEY in full.

    What is stored, how fast it grows, what is pending, what its last runs did and when it is due next (never: until
    `spacenews schedule` puts it on the schedule, a site is crawled when you crawl it).
    """
    from spacenews.operate.status import read_status

    found = read_status(folders.data, site=key)
    if not found:
        what = f"of {key} " if key else ""
        say(f"nothing {what}is stored in {folders.data.path} yet: `spacenews crawl {key or 'KEY'}` begins")
    records = [status_record(each) for each in found]
    write_records(records, chosen_format(form), draw=lambda: _draw(records, in_full=key is not None))


def status_record(status: SiteStatus) -> dict[str, Any]:
    """Return how a site stands as plain values."""
    stored, schedule, last = status.stored, status.schedule, status.last_ending
    return {
        "site": status.site,
        "articles": stored.articles,
        "duplicates": stored.duplicates,
        "revisions": stored.revisions,
        "undated": stored.undated,
        "first_day": stored.first_day,
        "last_day": stored.last_day,
        "captures": stored.captures,
        "capture_bytes": stored.capture_bytes,
        "last_captured_at": stored.last_captured_at,
        "articles_30_days": status.growth.articles,
        "capture_bytes_30_days": status.growth.capture_bytes,
        "fates": {str(fate): count for fate, count in sorted(status.fates.items())},
        "next_due_at": clock.to_text(schedule.next_due_at) if schedule and not schedule.paused else None,
        "schedule": schedule_record(schedule) if schedule else None,
        "paused_since": clock.to_text(status.paused_since) if status.paused_since else None,
        "findings": [
            {"number": each.number, "state": str(each.state), "cause": each.cause} for each in status.findings
        ],
        "held_by": str(status.holder) if status.holder else None,
        "last_run": {
            "started_at": clock.to_text(last.started_at),
            "exit_code": last.exit_code,
            "outcome": last.outcome,
        }
        if last
        else None,
        "runs": [run_record(run) for run in status.runs],
    }


def size_text(count: int) -> str:
    """Return a number of bytes as people say it: `3.4 MB`."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < _KILO:
            break
        value, unit = value / _KILO, larger
    return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"


def _draw(records: list[dict[str, Any]], *, in_full: bool) -> None:
    rows = [_row(record) for record in records]
    write_records(rows, "table")
    if not in_full:
        return
    for record in records:
        out = console()
        fates = ", ".join(f"{count} {fate}" for fate, count in record["fates"].items())
        out.print(f"URLs: {fates or 'none'}")
        if record["held_by"]:
            out.print(f"Crawled now by {record['held_by']}")
        out.print(f"Next due: {_next_due(record)}")
        for finding in record["findings"]:
            out.print(one_line(f"Finding {finding['number']} ({finding['state']}): {finding['cause']}"), soft_wrap=True)
        out.print("Last runs:" if record["runs"] else "Last runs: none")
        draw_runs(record["runs"])


def _next_due(record: dict[str, Any]) -> str:
    schedule = record["schedule"]
    if record["paused_since"]:
        return "paused"
    return minute_text(schedule["next_due_at"]) if schedule else "never"


def _row(record: dict[str, Any]) -> dict[str, Any]:
    last = record["last_run"]
    return {
        "site": record["site"],
        "articles": record["articles"],
        "edits": record["revisions"] - record["articles"] - record["duplicates"],
        "days": f"{record['first_day'] or '?'} to {record['last_day'] or '?'}",
        "pending": record["fates"].get("pending", 0),
        "failed": record["fates"].get("failed", 0),
        "waiting": record["fates"].get("quarantined", 0),
        "findings": sum(finding["state"] == "open" for finding in record["findings"]),
        "captures": size_text(record["capture_bytes"]),
        "in 30 days": f"+{record['articles_30_days']}, {size_text(record['capture_bytes_30_days'])}",
        "last run": last["started_at"][:16].replace("T", " ") if last else "none",
        "exit": last["exit_code"] if last and last["exit_code"] is not None else "",
        "next due": _next_due(record).removeprefix(f"{clock.now().year}-"),
        "outcome": last["outcome"] if last else "",
    }
