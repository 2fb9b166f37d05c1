"""`spacenews sites show`: what a spec says, and what its sources answer."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import console, one_line

if TYPE_CHECKING:
    from spacenews.specs import Layout, Site

MEANINGS = {
    "draft": "from descriptions alone: check it before you rely on it",
    "rebuilt": "tested with fixtures in the site's markup, not with a page of the site",
    "captured": "tested with fixtures, and scored on a real saved page",
}


@click.command(
    cls=Verb,
    name="show",
    short_help="Show what a spec says.",
    examples=(
        ("spacenews sites show russianspacenews --offline", "what the spec says; nothing is asked for"),
        ("spacenews sites show russianspacenews --offline --format json", "the same for a program"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option("--offline", is_flag=True, help="Ask the site for nothing.")
def show(key: str, folders: Folders, form: str | None, *, offline: bool) -> None:
    """Show what the spec of site KEY says.

    The layouts of the site's family come after its own, and what no layout finds the common rules do.
    """
    del offline
    site = folders.site(key)
    record = spec_record(site) | {"file": str(folders.registry().path(key))}
    write_records([record], chosen_format(form), draw=lambda: _draw(record))


def spec_record(site: Site) -> dict[str, Any]:
    """Return what a spec says as plain values."""
    family = site.rules_of_family
    return {
        "key": site.key,
        "name": site.name,
        "home": site.home,
        "verified": site.verified,
        "timezone": site.timezone,
        "language": site.language,
        "hosts": list(site.hosts),
        "family": site.family,
        "article_url": site.article_url,
        "sources": [{"kind": str(source.kind), "url": source.url, "more": source.more} for source in site.sources],
        "layouts": [_layout_record(layout) for layout in site.layouts],
        "family_layouts": [layout.name for layout in family.layouts] if family else [],
    }


def _layout_record(layout: Layout) -> dict[str, Any]:
    from spacenews.specs import FIELDS

    named = {field.name for field in fields(layout)} & {*FIELDS, "body"}
    own = [name for name in (*FIELDS, "body") if name in named and getattr(layout, name) is not None]
    return {
        "name": layout.name,
        "marker": layout.marker,
        "rules": {name: _rule_text(getattr(layout, name)) for name in own},
        "drop": list(layout.drop),
        "cut": list(layout.cut),
    }


def _rule_text(rule: object) -> str:
    return rule if isinstance(rule, str) else "a rule of its own"


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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=None)
    for name in ("source", "address"):
        table.add_column(name, overflow="fold")
    for source in record["sources"]:
        more = f"  (more link: {source['more']})" if source["more"] else ""
        table.add_row(Text(source["kind"]), Text(one_line(source["url"] + more)))
    out.print(table)


def _layouts_text(record: dict[str, Any]) -> str:
    own = [f"{each['name']} ({', '.join(each['rules']) or 'common rules'})" for each in record["layouts"]]
    return ", ".join([*own, *record["family_layouts"]])
