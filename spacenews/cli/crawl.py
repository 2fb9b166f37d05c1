"""`spacenews crawl`: one incremental run of each site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.forecast import write_forecast
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.runs import crawl_apart, crawl_here, draw_runs, write_run
from spacenews.model.run import gravest

if TYPE_CHECKING:
    from spacenews.specs import Site


@click.command(
    cls=Verb,
    short_help="Archive what is new and what changed on each site.",
    examples=(
        ("spacenews crawl russianspacenews", "one incremental run: new and changed articles"),
        ("spacenews crawl russianspacenews --full --delay 3", "every listing to its end, slowly"),
        ("spacenews crawl russianspacenews --limit 20 --format json", "twenty articles, and the run's record as JSON"),
    ),
)
@click.argument("keys", nargs=-1, required=True, metavar="KEY…", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@click.option("--full", is_flag=True, help="Walk every listing to its end, and ask for every known article again.")
@click.option("--dry-run", is_flag=True, help="Say what would be asked and what it would cost the site; ask nothing.")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000_000),
    metavar="N",
    help="End after N articles, or 3N+10 that were asked for in vain.",
)
def command(
    keys: tuple[str, ...],
    folders: Folders,
    form: str | None,
    pace: Pace,
    *,
    quiet: bool,
    full: bool,
    limit: int | None,
    dry_run: bool,
) -> int:
    """Archive what is new and what changed on each site KEY.

    Sites are crawled one after the other. A crawl of a public site needs SPACENEWS_CONTACT, a mail address or URL
    that goes into the User-Agent: on a terminal it is asked for where it is not set, in a script its absence is an
    error of usage (exit code 2).

    The answer is the run's record. Exit codes: 0 all well, 1 our fault, 2 usage, 3 some URLs failed for good, 4 the
    site is not well, 5 another run holds the site, 130 stopped by hand; of several sites the gravest.
    """
    sites = [folders.site(key) for key in dict.fromkeys(keys)]
    mode = "full" if full else "crawl"
    shape = chosen_format(form)
    if dry_run:
        return max(write_forecast(site, folders, pace, shape, mode=mode) for site in sites)
    contact = contact_for(sites)
    if len(sites) == 1:
        run = crawl_here(sites[0], folders, pace, mode=mode, contact=contact, limit=limit, quiet=quiet)
        write_run(run, shape, quiet=quiet)
        return int(run.exit_code or 0)
    return _crawl_several(
        sites, shape, [*folders.arguments(), *pace.arguments(), *_arguments(quiet=quiet, full=full, limit=limit)]
    )


def _crawl_several(sites: list[Site], shape: str, arguments: list[str]) -> int:
    codes, records = crawl_apart([(site.key, [site.key]) for site in sites], lambda _key: ["crawl", *arguments])
    write_records(records, shape, draw=lambda: draw_runs(records))
    return gravest(codes)


def _arguments(*, quiet: bool, full: bool, limit: int | None) -> list[str]:
    return [
        *(["--quiet"] if quiet else []),
        *(["--full"] if full else []),
        *(["--limit", str(limit)] if limit is not None else []),
    ]
