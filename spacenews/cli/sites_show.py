"""`spacenews sites show`: what a spec says, and what its sources answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace
from spacenews.cli.probe import probing
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import console, one_line
from spacenews.cli.spec_text import MEANINGS, spec_record
from spacenews.model.counted import counted
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.operate.sources import SourceAnswer
    from spacenews.specs import Site


@click.command(
    cls=Verb,
    name="show",
    short_help="Show what a spec says, and what its sources answer.",
    examples=(
        ("spacenews sites show russianspacenews", "the spec, and what each of its sources lists at present"),
        ("spacenews sites show russianspacenews --offline --format json", "the spec alone, for a program"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_pace
@click.option("--offline", is_flag=True, help="Ask the site for nothing.")
def show(key: str, folders: Folders, form: str | None, pace: Pace, *, offline: bool) -> int:
    """Show what the spec of site KEY says, and what its sources answer.

    Each source is asked for its first page, at the usual pace; nothing of it goes into the archive. The layouts of
    the site's family come after its own, and what no layout finds the common rules do. Exit code 4: no source lists
    anything.
    """
    site = folders.site(key)
    answers = () if offline else _ask(site, folders, pace)
    record = spec_record(site) | {"file": str(folders.registry().path(key))}
    for source, answer in zip(record["sources"], answers, strict=False):
        source.update(answer_record(answer))
    write_records([record], chosen_format(form), draw=lambda: _draw(record))
    return (
        ExitCode.OK if offline or any(answer.articles or answer.parts for answer in answers) else ExitCode.SITE_UNWELL
    )


def _ask(site: Site, folders: Folders, pace: Pace) -> tuple[SourceAnswer, ...]:
    contact_for([site])
    with probing(site, folders, pace) as probe:
        probe.fetch(tuple(source.url for source in site.sources))
        return probe.sources()


def answer_record(answer: SourceAnswer) -> dict[str, Any]:
    """Return what a source answered as plain values."""
    return {
        "status": answer.status,
        "articles": len(answer.articles),
        "parts": len(answer.parts),
        "next_page": answer.next_page,
        "total": answer.total,
        "note": answer.note,
    }


def _draw(record: dict[str, Any]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    out = console()
    head = Table.grid(padding=(0, 2))
    facts = {name: record[name] for name in ("key", "name", "home", "timezone", "language", "family", "article_url")}
    facts |= {"hosts": ", ".join(record["hosts"]), "verified": f"{record['verified']}: {MEANINGS[record['verified']]}"}
    facts |= {"file": record["file"], "layouts": _layouts_text(record)}
    for name, value in facts.items():
        if value:
            head.add_row(Text(name.replace("_", " "), style="dim"), Text(one_line(value)))
    out.print(head)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("source", "address", "answer"):
        table.add_column(name, overflow="fold")
    for source in record["sources"]:
        more = f"\nmore link: {one_line(source['more'])}" if source["more"] else ""
        table.add_row(Text(source["kind"]), Text(one_line(source["url"]) + more), Text(_answer_text(source)))
    out.print(table)


def _layouts_text(record: dict[str, Any]) -> str:
    own = [f"{each['name']} ({', '.join(each['rules']) or 'common rules'})" for each in record["layouts"]]
    return ", ".join([*own, *record["family_layouts"]])


def _answer_text(source: dict[str, Any]) -> str:
    if "status" not in source:
        return "not asked"
    if source["note"]:
        return one_line(source["note"])
    found = [counted(source["articles"], "article")] if source["articles"] else []
    found += [counted(source["parts"], "part")] if source["parts"] else []
    found += [f"of {source['total']}"] if source["total"] is not None else []
    found += [f"\nnext: {one_line(source['next_page'])}"] if source["next_page"] else []
    return f"{source['status']}: " + ", ".join(found)
