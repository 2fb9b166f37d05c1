"""`spacenews backfill`: the whole archive of a site."""

from __future__ import annotations

from datetime import date

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.days import takes_days
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.forecast import write_forecast
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format
from spacenews.cli.runs import backfill_here, write_run


@click.command(
    cls=Verb,
    short_help="Archive all that a site has, its oldest page included.",
    examples=(
        ("spacenews backfill russianspacenews", "the whole archive; the same command again goes on where it stopped"),
        ("spacenews backfill russianspacenews --since 2020 --until 2021-06", "a window of it"),
        ("spacenews backfill russianspacenews --budget 5000", "no more than 5,000 requests a day"),
        ("spacenews backfill russianspacenews --dry-run", "what it would ask for, and what that costs the site"),
    ),
)
@click.argument("key", metavar="KEY", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@takes_days
@click.option("--dry-run", is_flag=True, help="Say what would be asked and what it would cost the site; ask nothing.")
def command(
    key: str,
    folders: Folders,
    form: str | None,
    pace: Pace,
    *,
    quiet: bool,
    since: str | None,
    until: str | None,
    dry_run: bool,
) -> int:
    """Archive all that site KEY has: every list to its end, then every article, the newest first.

    It may take weeks, and may be stopped at any moment: the same command again goes on where it stopped. While it
    runs it looks for news as often as the site's schedule says, so that a scheduled crawl that finds the site held
    misses nothing.

    With a window, articles that a list dates outside of it are kept for a later backfill; those that no list dates
    are asked for. Once all is done, another backfill walks every list to its end again, and asks for the articles
    that are not archived.

    The answer is the run's record. Exit codes: as `crawl`; 0 too where the day's budget is used up, which the
    outcome says.
    """
    site = folders.site(key)
    window = [date.fromisoformat(each) if each else None for each in (since, until)]
    shape = chosen_format(form)
    if dry_run:
        return write_forecast(site, folders, pace, shape, mode="backfill", since=window[0], until=window[1])
    contact = contact_for([site])
    run = backfill_here(site, folders, pace, contact=contact, since=window[0], until=window[1], quiet=quiet)
    write_run(run, shape, quiet=quiet)
    return int(run.exit_code or 0)
