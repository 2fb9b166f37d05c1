"""`spacenews search`: find articles by their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.days import takes_days
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import console, one_line, say
from spacenews.model.counted import counted

if TYPE_CHECKING:
    from rich.text import Text

    from spacenews.archive import Hit, SearchResult

MOST = 1_000_000_000
_HIT = "bold yellow"


@click.command(
    cls=Verb,
    short_help="Find articles by their words.",
    examples=(
        ("spacenews search docking", "the best twenty articles with this word"),
        ("spacenews search 'space station' --since 2014 --newest", "with both words, of 2014 and later, newest first"),
        ("spacenews search '\"space station\" launch* -NASA' --format csv", "a phrase, a beginning, and not a word"),
    ),
)
@click.argument("words", nargs=-1, required=True)
@takes_folders()
@takes_format
@takes_days
@click.option("--site", metavar="KEY", shell_complete=complete_key, help="Of this site alone.")
@click.option("--category", metavar="NAME", help="Of this category alone, by its name or slug.")
@click.option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, metavar="N", help="How many.")
@click.option("--newest", is_flag=True, help="Newest first; else the best first.")
def command(
    words: tuple[str, ...], folders: Folders, form: str | None, *, limit: int, newest: bool, **chosen: str | None
) -> None:
    """Find articles that hold all WORDS in title or body.

    Case and accents do not matter. "two words" in quotes is a phrase, rock* a beginning, -word must not occur (put
    `--` before words that begin with a dash).
    """
    with folders.open_archive() as archive:
        folders.check_stored(archive, chosen["site"])
        folders.check_category(archive, chosen["category"])
        result = archive.search(
            " ".join(words),
            site=chosen["site"],
            since=chosen["since"],
            until=chosen["until"],
            category=chosen["category"],
            limit=limit,
            order="newest" if newest else "rank",
        )
    records = [hit_record(hit) for hit in result.hits]
    write_records(records, chosen_format(form), draw=lambda: draw_hits(result.hits))
    say(total_text(result, limit))


def total_text(result: SearchResult, limit: int) -> str:
    """Return one line that says how many articles match."""
    if not result.query:
        return "there is no word to search for"
    found = f"{counted(result.total, 'article')} found"
    return f"{found}, {limit} shown: --limit N shows more" if result.total > limit else found


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit as plain values, unmarked."""
    return {
        "uid": hit.uid,
        "site": hit.site,
        "published_on": hit.published_on,
        "title": _unmarked(hit.title),
        "url": hit.url,
        "snippet": _unmarked(hit.snippet),
    }


def draw_hits(hits: Sequence[Hit]) -> None:
    """Write hits for people: day, title, snippet and address, the words that were searched for highlighted."""
    from rich.padding import Padding
    from rich.text import Text

    out = console()
    for hit in hits:
        out.print(Text.assemble((f"{hit.published_on or 'undated':10}  ", "dim"), _marked(hit.title, "bold")))
        out.print(Padding(_marked(hit.snippet, ""), (0, 0, 0, 12)))
        out.print(Text(f"{'':12}{hit.uid}  {one_line(hit.url)}", style="dim"), soft_wrap=True)


def _marked(text: str, style: str) -> Text:
    """Return a text whose hits are highlighted; what stands between the marks is cleaned like any other text."""
    from rich.text import Text

    from spacenews.archive import MARKS

    shown = Text(style=style)
    for number, part in enumerate(text.replace(MARKS[1], MARKS[0]).split(MARKS[0])):
        shown.append(_spaced(part), style=_HIT if number % 2 else "")
    return shown


def _unmarked(text: str) -> str:
    from spacenews.archive import MARKS

    return text.replace(MARKS[0], "").replace(MARKS[1], "")


def _spaced(text: str) -> str:
    """Clean a part of a line, and keep the spaces at its ends."""
    inner = one_line(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
