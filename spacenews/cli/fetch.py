"""`spacenews fetch`: archive these articles now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spacenews.cli.articles import ARTICLE_COLUMNS, find_fates, find_records
from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.runs import crawl_apart, crawl_here, summary_text
from spacenews.cli.screen import say, tell
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode, gravest
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from spacenews.specs import Site

EXAMPLE = "http://russianspacenews.com/joint-declaration-of-roscosmos-and-cnsa-on-creation-of-lunar-station/"


@click.command(
    cls=Verb,
    short_help="Archive these articles now.",
    examples=(
        (f"spacenews fetch {EXAMPLE}", "archive one article, or see what changed in it"),
        (f"spacenews fetch {EXAMPLE} --format json", "the same, and the article as JSON"),
    ),
)
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@click.option(
    "--site", "key", metavar="KEY", shell_complete=complete_key, help="The site; else found by the URL's host."
)
def command(
    urls: tuple[str, ...], folders: Folders, form: str | None, pace: Pace, *, quiet: bool, key: str | None
) -> int:
    """Archive the article at each URL now, and print what is stored.

    The site is found by the URL's host among the specs. An article that is known already is asked for again. What
    gives no article is named on standard error with the reason; the exit code is that of the run.
    """
    wanted = _by_site(urls, folders, key)
    sites = [site for site, _ in wanted.values()]
    contact = contact_for(sites)
    if len(sites) == 1:
        ((site, addresses),) = wanted.values()
        code = _fetch_here(site, addresses, folders, pace, contact, quiet=quiet)
    else:
        options = [*folders.arguments(), *pace.arguments(), *(["--quiet"] if quiet else [])]
        codes, _ = crawl_apart(
            [(site.key, addresses) for site, addresses in wanted.values()],
            lambda site_key: ["fetch", "--site", site_key, *options],
        )
        code = gravest(codes)
        if code is ExitCode.USAGE:
            return code
    records = find_records(folders.data, [url for _, addresses in wanted.values() for url in addresses])
    write_records(records, chosen_format(form), columns=ARTICLE_COLUMNS)
    return code


def _by_site(urls: tuple[str, ...], folders: Folders, key: str | None) -> dict[str, tuple[Site, list[str]]]:
    """Return for each site's key the site and its URLs, each once and canonical."""
    named = folders.site(key) if key else None
    wanted: dict[str, tuple[Site, list[str]]] = {}
    found: dict[str, Site] = {}
    for url in urls:
        address = canonical_url(url)
        if address is None:
            raise UsageError(f"{url!r} is no web address: write it whole, such as {EXAMPLE}")
        host = host_of(address)
        site = found[host] = named or found.get(host) or folders.site_of(address)
        if not site.allows(address):
            raise UsageError(f"{address} is on none of the hosts of {site.key}: {', '.join(site.hosts)}")
        addresses = wanted.setdefault(site.key, (site, []))[1]
        if address not in addresses:
            addresses.append(address)
    return wanted


def _fetch_here(site: Site, addresses: list[str], folders: Folders, pace: Pace, contact: str, *, quiet: bool) -> int:
    run = crawl_here(site, folders, pace, mode="fetch", contact=contact, urls=tuple(addresses), quiet=quiet)
    if quiet:
        return int(run.exit_code or ExitCode.OK)
    tell(summary_text(run))
    for url, fate in find_fates(folders.data, site.key, addresses).items():
        say(f"{url}: {fate}")
    return int(run.exit_code or ExitCode.OK)
