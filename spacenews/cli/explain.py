"""`spacenews explain`: how a page is read, and why so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.articles import draw_paragraphs, page_line
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pages import find_page, stored_pages
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import console, one_line

if TYPE_CHECKING:
    from spacenews.model.reading import Candidate
    from spacenews.reading import Explanation
    from spacenews.specs import Site

EXAMPLE = "http://russianspacenews.com/40-years-since-launch-of-salyut-2-station/"
_PARAGRAPHS = 2
_SHOWN = 80  # characters of a value in the table


@click.command(
    cls=Verb,
    short_help="Show how a page is read, and why so.",
    examples=(
        (f"spacenews explain {EXAMPLE}", "the latest capture of an archived page"),
        ("spacenews explain page.html --url https://example.org/2021/launch/", "a file, by the common rules"),
    ),
)
@click.argument("page", metavar="FILE-or-URL")
@takes_folders()
@takes_format
@click.option("--url", metavar="URL", help="Address of a file; else the one that the page itself states.")
@click.option(
    "--site", "key", metavar="KEY", shell_complete=complete_key, help="Read it by this spec; else found by its host."
)
def command(page: str, folders: Folders, form: str | None, *, url: str | None, key: str | None) -> None:
    """Show every candidate for every field of a page, where it came from, and why one won.

    The page is an HTML file, or an archived URL, whose latest capture is read; of an article that its site prints on
    several pages, the pages that are held are listed. Where no spec covers its host, the
    common rules alone are used. A page that is no article is shown with the reason. Nothing is asked for or stored.
    """
    from spacenews.reading import explain_article

    site, capture = find_page(page, folders, url=url, key=key)
    explanation = explain_article(site, capture)
    record = explanation_record(site, explanation) | {"pages": stored_pages(page, folders)}
    shape = chosen_format(form)
    write_records(
        record["candidates"] if shape == "csv" else [record],
        shape,
        draw=lambda: _draw(site, explanation, record["pages"]),
    )


def explanation_record(site: Site, explanation: Explanation) -> dict[str, Any]:
    """Return how a page was read as plain values."""
    from spacenews.model.rejection import Rejection

    result = explanation.result
    return {
        "url": explanation.url,
        "site": site.key,
        "charset": explanation.charset,
        "charset_why": explanation.charset_why,
        "layout": explanation.layout,
        "layouts": [{"name": name, "marker": marker, "found": found} for name, marker, found in explanation.layouts],
        "rejection": str(result) if isinstance(result, Rejection) else None,
        "candidates": [candidate_record(candidate) for candidate in explanation.rows],
        "body": None if isinstance(result, Rejection) else "\n\n".join(result.body),
    }


def candidate_record(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as plain values."""
    return {
        "field": candidate.field,
        "chosen": candidate.chosen,
        "value": candidate.value,
        "source": candidate.source,
        "why": candidate.why,
        "raw": candidate.raw,
        "precision": candidate.precision,
        "zone": candidate.zone,
    }


def _draw(site: Site, explanation: Explanation, pages: Sequence[Mapping[str, Any]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from spacenews.model.rejection import Rejection

    out = console()
    out.print(Text(one_line(explanation.url), style="bold"), soft_wrap=True)
    out.print(Text(f"spec: {site.key} ({one_line(site.name)})"))
    for line in _layout_lines(explanation):
        out.print(Text(line), soft_wrap=True)
    if explanation.charset:
        out.print(Text(one_line(f"charset: {explanation.charset} ({explanation.charset_why})")))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("field", "", "value", "source", "why"):
        table.add_column(name, overflow="fold")
    for row in _by_field(explanation.rows):
        style = "bold" if row.chosen else "dim"
        value = one_line(row.value)
        cells = (row.field, "*" if row.chosen else "", _cut(value), row.source, row.why)
        table.add_row(*(Text(one_line(cell), style=style) for cell in cells))
    if explanation.rows:
        out.print(table)
    for each in pages:
        out.print(Text(page_line(each)), soft_wrap=True)
    if isinstance(explanation.result, Rejection):
        out.print(Text(f"no article: {one_line(explanation.result)}", style="bold red"))
    else:
        draw_paragraphs("\n\n".join(explanation.result.body), _PARAGRAPHS)


def _layout_lines(explanation: Explanation) -> list[str]:
    lines = [
        one_line(f"layout {name}: {'on the page' if found else 'not on the page'}: {marker}")
        for name, marker, found in explanation.layouts
    ]
    return [*lines, f"read by layout: {one_line(explanation.layout)}"] if explanation.layout else lines


def _by_field(rows: tuple[Candidate, ...]) -> list[Candidate]:
    """Return the candidates field by field, in the order in which fields first occur, each field's winner first."""
    fields = list(dict.fromkeys(row.field for row in rows))
    return sorted(rows, key=lambda row: (fields.index(row.field), not row.chosen))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
