"""`spacenews sites check`: test a spec against its fixtures and its live pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace
from spacenews.cli.probe import Probe, probing
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import console, one_line, say
from spacenews.model.counted import counted
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.operate.check import FieldRead
    from spacenews.operate.sources import SourceAnswer
    from spacenews.specs import Site


@click.command(
    cls=Verb,
    name="check",
    short_help="Test a spec against its fixtures and its live pages.",
    examples=(
        ("spacenews sites check russianspacenews", "its sources and three articles, field by field"),
        ("spacenews sites check russianspacenews --format csv --limit 1", "one article, for a spreadsheet"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_pace
@click.option("--offline", is_flag=True, help="Check the fixtures alone; ask the site for nothing.")
@click.option(
    "--fixtures", metavar="DIR", help="Folder of fixtures.  [default: fixtures, beside the spec, and tests/sites]"
)
@click.option(
    "--limit", type=click.IntRange(1, 20), default=3, show_default=True, metavar="N", help="How many live articles."
)
def check(  # one parameter an option
    key: str, folders: Folders, form: str | None, pace: Pace, *, offline: bool, fixtures: str | None, limit: int
) -> int:
    """Test the spec of site KEY against its fixtures and its live pages.

    A fixture is a capture, DIR/KEY/CASE.warc.gz, with what must be read on it, CASE.json. Of the live site, the first
    page of each source and some of the articles that they list are asked for, at the usual pace; nothing of it goes
    into the archive. Each field is shown with what was read and which rule read it. Exit code 4: a fixture is read
    otherwise, no source lists an article, or an article cannot be read as the spec says.
    """
    site = folders.site(key)
    rows = list(_check_fixtures(site, folders, fixtures))
    if not offline:
        contact_for([site])
        with probing(site, folders, pace) as probe:
            rows += [*_check_sources(probe), *_check_articles(probe, limit)]
    records = [asdict(row) for row in rows]
    write_records(records, chosen_format(form), draw=lambda: _draw(records))
    unwell = [row for row in rows if not row.well]
    if rows:
        say(f"{site.key}: {f'{len(unwell)} of {len(rows)} checks failed' if unwell else 'all is well'}")
    return ExitCode.SITE_UNWELL if unwell else ExitCode.OK


def _check_fixtures(site: Site, folders: Folders, named: str | None) -> Sequence[FieldRead]:
    from spacenews.cli.fixtures import pairs_of
    from spacenews.operate.fixtures import check_fixture

    if named and not Path(named).is_dir():
        raise UsageError(f"{named} is no folder: --fixtures names the folder that holds {site.key}/CASE.json")
    pairs = pairs_of(folders, site, named)
    if not pairs:
        say(f"{named or 'neither the folder beside its spec nor tests/sites'} holds no fixtures of {site.key}")
    unseen = [pair.case for pair in pairs if not pair.is_reviewed]
    if unseen:
        say(f"not yet reviewed: {', '.join(unseen)}; `spacenews fixtures keep URL --yes` says it is right")
    return [row for pair in pairs for row in check_fixture(site, pair)]


def _check_sources(probe: Probe) -> Sequence[FieldRead]:
    from spacenews.operate.check import FieldRead

    probe.fetch(tuple(source.url for source in probe.site.sources))
    answers = probe.sources()
    rows = [
        FieldRead(each.source.url, f"source: {each.source.kind}", _answer_text(each), note=each.note)
        for each in answers
    ]
    if not any(each.articles for each in answers):
        rows.append(FieldRead(probe.site.home, "sources", "", well=False, note="none of them lists an article"))
    return rows


def _check_articles(probe: Probe, limit: int) -> Sequence[FieldRead]:
    from spacenews.operate.check import FieldRead, check_article, sample_articles

    urls = sample_articles(probe.sources(), limit)
    if not urls:
        return ()
    probe.fetch(urls)
    rows: list[FieldRead] = []
    for url in urls:
        capture = probe.capture(url)
        if capture is None:
            rows.append(FieldRead(url, "article", "", well=False, note="nothing answered"))
        else:
            rows.extend(check_article(probe.site, capture))
    return rows


def _answer_text(answer: SourceAnswer) -> str:
    found = [counted(len(answer.articles), "article")] if answer.articles else []
    found += [counted(len(answer.parts), "part")] if answer.parts else []
    found += ["more pages"] if answer.next_page else []
    return ", ".join(found)


def _draw(records: Sequence[dict[str, Any]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    for page, rows in groupby(records, key=lambda record: record["page"]):
        out.print(Text(one_line(page), style="bold"), soft_wrap=True)
        table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
        for row in rows:
            cells = (row["field"], row["value"] or "-", row["source"], row["note"])
            style = "" if row["well"] else "bold red"
            table.add_row(*(Text(one_line(cell), style=style) for cell in cells))
        out.print(table)
