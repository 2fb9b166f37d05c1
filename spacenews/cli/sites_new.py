"""`spacenews sites new`: write a spec by looking at a live site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say, tell
from spacenews.cli.sites_new_draw import draw_proposal, proposal_record
from spacenews.cli.sites_new_wire import live_wire
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode
from spacenews.model.urls import canonical_url, host_of
from spacenews.operate.look import MOST_REQUESTS

if TYPE_CHECKING:
    from spacenews.specs import Site

FOLDER = "sites"
VARIABLE = "SPACENEWS_SITES"
_FEWEST = 5


@click.command(
    cls=Verb,
    name="new",
    short_help="Write a spec by looking at a live site.",
    examples=(
        ("spacenews sites new orbitdaily https://orbitdaily.example/ --sites my-sites", "look, and write the spec"),
        ("spacenews sites new orbitdaily https://orbitdaily.example/ --dry-run", "look, show, and write nothing"),
    ),
)
@click.argument("key")
@click.argument("url")
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@click.option(
    "--limit",
    type=click.IntRange(_FEWEST, 200),
    default=MOST_REQUESTS,
    show_default=True,
    metavar="N",
    help="How many requests the look may make, robots.txt and redirects counted.",
)
@click.option("--force", is_flag=True, help="Replace a spec that is there already.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
def new(  # noqa: PLR0913 # one parameter an option
    key: str,
    url: str,
    folders: Folders,
    form: str | None,
    pace: Pace,
    *,
    quiet: bool,
    limit: int,
    force: bool,
    dry_run: bool,
) -> int:
    """Look at the live site at URL, and write its spec, KEY.py, with fixtures.

    The site is asked as a crawl asks it: robots.txt first, at the usual pace, each answer captured, --limit requests
    in all; nothing of it goes into the archive. Where the site is, what made it, where it lists its articles, how
    their addresses look, its name, language and time zone are decided from what it answers; a layout is learnt only
    where the rules that all sites share do not read its articles. Shown are the evidence for each decision, five
    articles as the spec reads them, and what is not sure.

    The spec goes into the first folder that --sites or SPACENEWS_SITES names, else into ./sites; its fixtures into
    fixtures/KEY beside it. Exit code 4: the site gives nothing that a spec could be written from, and nothing is
    written.
    """
    from spacenews.operate.look import Look, Refused
    from spacenews.operate.new_site import propose_site
    from spacenews.operate.new_site_files import check_free, try_out, write_site

    folder, *others = _folders(folders)
    site = _site(key, url)
    check_free(folder, key, others, force=force or dry_run)
    with live_wire(site, pace, contact_for([site]), limit) as wire:
        found = propose_site(site.key, site.home, Look(wire, limit, (lambda _: None) if quiet else tell))
    if isinstance(found, Refused):
        say(f"no spec for {key}: {found.why}")
        return ExitCode.SITE_UNWELL
    text = try_out(found)
    written = None if dry_run else write_site(found, text, folder)
    record = proposal_record(found, text, written)
    write_records([record], chosen_format(form), draw=lambda: draw_proposal(record))
    if written is None:
        say("nothing was written (--dry-run)")
    else:
        _say_next(key, folder, written.spec, record)
    return ExitCode.OK


def _folders(folders: Folders) -> list[Path]:
    """Return the user's folders of specs, the one that the spec goes into first; it may not exist yet."""
    named = [each for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each]
    return list(folders.sites) or [Path(each) for each in named] or [Path(FOLDER)]


def _site(key: str, url: str) -> Site:
    """Return what is known of the site before it was asked.

    Raises:
        SpecError: The key is none.
        UsageError: The address is none.
    """
    from dataclasses import replace

    from spacenews.operate.look_home import hosts_of, made_up

    address = canonical_url(url)
    if address is None:
        raise UsageError(f"{url!r} is no web address: write it whole, such as https://orbitdaily.example/")
    if "@" in urlsplit(url.strip()).netloc:
        raise UsageError(
            f"the address of {host_of(address)} has a user's name in it: a spec holds no password; write it without"
        )
    site = made_up(address, key=key)
    return replace(site, hosts=hosts_of(site.hosts[0]))


def _say_next(key: str, folder: Path, spec: Path, record: dict[str, Any]) -> None:
    say(f"written: {spec}, with {len(record['fixtures'])} fixtures beside it")
    doubts = [each for each in record["evidence"] if not each["sure"]]
    for each in doubts:
        say(f"not sure: {each['decision']}: {each['value']}: {each['why']}")
    flag = "" if os.environ.get(VARIABLE) else f" --sites {folder}"
    say(f"next: look at the five articles above, then `spacenews crawl {key} --limit 20{flag}`")
