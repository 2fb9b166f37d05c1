"""`spacenews fixtures`: pages kept with what must be read on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from spacenews.cli.fixtures_keep import keep
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Noun
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.errors import SpecError

if TYPE_CHECKING:
    from spacenews.operate.fixtures import Fixture
    from spacenews.specs import Site

IN_PROJECT = "tests/sites"
COLUMNS = ("site", "case", "page", "expects", "reviewed")


@click.command(
    cls=Noun,
    short_help="List the pages that are kept with what must be read on them.",
    examples=(
        ("spacenews fixtures", "the pairs of every site: the page, and whether a person has looked at it"),
        ("spacenews fixtures --site russianspacenews --format csv", "those of one site, for a spreadsheet"),
    ),
)
@takes_folders()
@takes_format
@click.option("--site", "key", metavar="KEY", shell_complete=complete_key, help="Of this site alone.")
@click.pass_context
def command(context: click.Context, folders: Folders, form: str | None, *, key: str | None) -> None:
    """List the pages that are kept with what must be read on them.

    A fixture is a pair, KEY/CASE.warc.gz with the page as it was captured and KEY/CASE.json with what must be read on
    it, in the folder `fixtures` beside the spec; those of the sites that come with the project lie in tests/sites.
    `spacenews sites check KEY --offline` reads them all.
    """
    if context.invoked_subcommand is not None:
        _refuse_misplaced(context)
        return
    registry = folders.registry()
    records: list[dict[str, Any]] = []
    for each in (key,) if key else registry.keys():
        try:
            site = registry.load(each)
        except SpecError as error:  # one bad spec must not hide the others
            say(str(error))
            continue
        records += [_record(site, pair) for pair in pairs_of(folders, site, None)]
    write_records(records, chosen_format(form), columns=COLUMNS)


command.add_command(keep)


def pairs_of(folders: Folders, site: Site, named: str | None) -> list[Fixture]:
    """Return the pairs of a site: those beside its spec and those of the project, or those of one folder alone.

    Raises:
        UsageError, CaptureError: As `load_fixtures`.
    """
    from spacenews.operate.fixtures import folder_beside, load_fixtures

    if named:
        return list(load_fixtures(Path(named), site.key))
    beside = folder_beside(folders.registry().path(site.key))
    return [pair for folder in (beside, Path(IN_PROJECT)) for pair in load_fixtures(folder, site.key)]


def _refuse_misplaced(context: click.Context) -> None:
    for name, flag in (("data", "--data"), ("sites", "--sites"), ("form", "--format"), ("key", "--site")):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            verb = context.invoked_subcommand
            raise click.UsageError(
                f"{flag} stands behind the verb: `spacenews fixtures {verb} … {flag} …`", ctx=context
            )


def _record(site: Site, pair: Fixture) -> dict[str, Any]:
    kind = "a refusal" if "rejection" in pair.expected else pair.expected.get("source", "an article")
    return {
        "site": site.key,
        "case": pair.case,
        "page": pair.capture.url,
        "expects": kind,
        "reviewed": "yes" if pair.is_reviewed else "no",
    }
