"""`spacenews fetch`: archive these articles now."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from spacenews.cli.addresses import read_lines
from spacenews.cli.articles import ARTICLE_COLUMNS, find_fates, find_records
from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace, takes_quiet
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.runs import crawl_apart, crawl_here, summary_text
from spacenews.cli.screen import say, tell
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate
from spacenews.model.run import ExitCode, gravest
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from spacenews.specs import Site

# What a list is asked for: what has no fate, or was only ever passed over. None of these says what stands there.
_OPEN = frozenset({Fate.PENDING, Fate.EXCLUDED})
EXAMPLE = "http://russianspacenews.com/joint-declaration-of-roscosmos-and-cnsa-on-creation-of-lunar-station/"


@click.command(
    cls=Verb,
    short_help="Archive these articles now.",
    examples=(
        (f"spacenews fetch {EXAMPLE}", "archive one article, or see what changed in it"),
        (f"spacenews fetch {EXAMPLE} --format json", "the same, and the article as JSON"),
        ("spacenews fetch --from addresses.txt", "a list of addresses, one a line; - is standard input"),
    ),
)
@click.argument("urls", nargs=-1, metavar="URL…")
@takes_folders()
@takes_format
@takes_pace
@takes_quiet
@click.option(
    "--from", "source", metavar="FILE", help="Addresses too, one a line, # begins a comment; - is standard input."
)
@click.option(
    "--site", "key", metavar="KEY", shell_complete=complete_key, help="The site; else found by the URL's host."
)
def command(
    urls: tuple[str, ...],
    folders: Folders,
    form: str | None,
    pace: Pace,
    *,
    quiet: bool,
    source: str | None,
    key: str | None,
) -> int:
    """Archive the article at each URL now, and print what is stored.

    The site is found by the URL's host among the specs. A URL is asked for again where it is known already. What
    gives no article is named on standard error with the reason; the exit code is that of the run.

    A line of FILE that names no address of a known site is told with its number and left out; the others are asked
    for, and the exit code is 2 unless a graver one comes of them. What has its fate already is not asked for again,
    so that a long list may be given again and again until all of it is done.
    """
    wanted, refused = _wanted(urls, source, folders, key)
    if not wanted:
        if source is not None and not refused:
            say("the list holds no address")
        return ExitCode.USAGE if refused else ExitCode.OK
    sites = [site for site, _ in wanted.values()]
    contact = contact_for(sites)
    if len(sites) == 1:
        ((site, addresses),) = wanted.values()
        named = {canonical_url(url) for url in urls}
        codes = [_fetch_here(site, addresses, named, folders, pace, contact, quiet=quiet)]
    else:
        options = [*folders.arguments(), *pace.arguments(), *(["--quiet"] if quiet else [])]
        codes = _fetch_apart(wanted, urls, options)
    code = gravest([*codes, *([ExitCode.USAGE] if refused else [])])
    if ExitCode.USAGE in codes:
        return code
    records = find_records(folders.data, [url for _, addresses in wanted.values() for url in addresses])
    write_records(records, chosen_format(form), columns=ARTICLE_COLUMNS)
    return code


def _wanted(
    urls: tuple[str, ...], source: str | None, folders: Folders, key: str | None
) -> tuple[dict[str, tuple[Site, list[str]]], int]:
    """Return for each site's key the site and its URLs, each once and canonical; and how many lines were refused.

    Raises:
        UsageError: A URL of the command line is no article of a known site; nothing is given.
    """
    lines = read_lines(source) if source is not None else []
    if not urls and source is None:
        raise UsageError("name at least one URL, or a list of them with --from FILE")
    sorter = _Sorter(folders, folders.site(key) if key else None)
    for url in urls:
        sorter.add(url)
    refused = 0
    for line in lines:
        try:
            sorter.add(line.text)
        except UsageError as error:
            say(f"{line.where}: {error}")
            refused += 1
    if lines and refused:
        say(f"{refused} of {len(lines)} lines are left out")
    return {each: (site, list(addresses)) for each, (site, addresses) in sorter.wanted.items()}, refused


class _Sorter:
    """Sorts addresses by site; those of one host have one, which is looked for once."""

    def __init__(self, folders: Folders, named: Site | None) -> None:
        self.wanted: dict[str, tuple[Site, dict[str, None]]] = {}
        self._folders = folders
        self._named = named
        self._found: dict[str, Site | UsageError] = {}

    def add(self, url: str) -> None:
        """Take up an address; raises UsageError where it is no article of a known site."""
        address = canonical_url(url)
        if address is None:
            raise UsageError(f"{url!r} is no web address: write it whole, such as {EXAMPLE}")
        site = self._named or self._site_of(address)
        if not site.allows(address):
            raise UsageError(f"{address} is on none of the hosts of {site.key}: {', '.join(site.hosts)}")
        self.wanted.setdefault(site.key, (site, {}))[1][address] = None

    def _site_of(self, address: str) -> Site:
        host = host_of(address)
        if host not in self._found:
            try:
                self._found[host] = self._folders.site_of(address)
            except UsageError as error:
                self._found[host] = error
        found = self._found[host]
        if isinstance(found, UsageError):
            raise found
        return found


def _fetch_apart(wanted: dict[str, tuple[Site, list[str]]], urls: tuple[str, ...], options: list[str]) -> list[int]:
    """Fetch each site's addresses in a process of its own; a list goes there as a file, since there may be many."""
    named = {canonical_url(url) for url in urls}
    with TemporaryDirectory(prefix="spacenews-fetch-") as folder:
        for key, (_, addresses) in wanted.items():
            (Path(folder) / key).write_text("\n".join(addresses), encoding="utf-8")
        codes, _ = crawl_apart(
            [(key, [url for url in addresses if url in named]) for key, (_, addresses) in wanted.items()],
            lambda key: ["fetch", "--site", key, "--from", str(Path(folder) / key), *options],
        )
    return codes


def _fetch_here(
    site: Site, addresses: list[str], named: set[str | None], folders: Folders, pace: Pace, contact: str, *, quiet: bool
) -> int:
    """Ask for the addresses that a person named, and for those of a list that have no fate yet."""
    known = find_fates(folders.data, site.key, addresses)
    due = [url for url, found in known.items() if url in named or found is None or found.fate in _OPEN]
    settled = len(addresses) - len(due)
    if settled and not quiet:
        say(f"{settled:,} of {len(addresses):,} addresses have their fate already; `spacenews fetch URL` asks again")
    code = int(ExitCode.OK)
    if due:
        run = crawl_here(site, folders, pace, mode="fetch", contact=contact, urls=tuple(due), quiet=quiet)
        code = int(run.exit_code or ExitCode.OK)
        if not quiet:
            tell(summary_text(run))
    if not quiet:
        for url, found in find_fates(folders.data, site.key, addresses).items():
            if found is None or found.fate is not Fate.ARCHIVED:
                say(f"{url}: {found or 'was not asked'}")
    return code
