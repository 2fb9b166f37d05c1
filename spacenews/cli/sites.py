"""`spacenews sites`: the sites that have a spec; its verbs say what a spec says, and test it."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Noun
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.cli.sites_check import check
from spacenews.cli.sites_new import new
from spacenews.cli.sites_repair import repair
from spacenews.cli.sites_show import show
from spacenews.model.errors import SpecError

COLUMNS = ("key", "name", "home", "verified", "sources", "articles")


@click.command(
    cls=Noun,
    short_help="List the sites that have a spec.",
    examples=(
        ("spacenews sites", "every site, how far its spec was verified, and how many of its articles are stored"),
        ("spacenews sites --format csv > sites.csv", "the same for a spreadsheet"),
    ),
)
@takes_folders()
@takes_format
@click.pass_context
def command(context: click.Context, folders: Folders, form: str | None) -> None:
    """List the sites that have a spec, built in or in a folder of your own.

    `verified` says what a spec was tested with: captured (scored on a real saved page), rebuilt (fixtures in its
    markup), draft (from descriptions alone), broken (it cannot be loaded; the reason is on standard error).
    """
    if context.invoked_subcommand is not None:
        _refuse_misplaced(context)
        return
    keys = folders.registry().keys()
    stored = _stored(folders)
    records = [_record(folders, key) | {"articles": stored.get(key, 0)} for key in keys]
    write_records(records, chosen_format(form), columns=COLUMNS)


command.add_command(show)
command.add_command(new)
command.add_command(check)
command.add_command(repair)


def _record(folders: Folders, key: str) -> dict[str, Any]:
    record: dict[str, Any] = {"key": key, "name": "", "home": "", "verified": "broken", "sources": 0, "articles": 0}
    try:
        site = folders.registry().load(key)
    except SpecError as error:  # one bad spec must not hide the others
        say(str(error))
        return record
    return record | {"name": site.name, "home": site.home, "verified": site.verified, "sources": len(site.sources)}


def _stored(folders: Folders) -> dict[str, int]:
    """Return how many articles of each site are stored."""
    if not folders.data.archive.exists():
        return {}
    with folders.open_archive() as archive:
        return {figures.site: figures.articles for figures in archive.sites()}


def _refuse_misplaced(context: click.Context) -> None:
    for name, flag in (("data", "--data"), ("sites", "--sites"), ("form", "--format")):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            verb = context.invoked_subcommand
            raise click.UsageError(f"{flag} stands behind the verb: `spacenews sites {verb} … {flag} …`", ctx=context)
