"""`spacenews rebuild`: database and exports anew, from captures and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from spacenews.cli.counting import LiveCount
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.operate.rebuild_make import Rebuilt

_COLUMNS = ("table", "rows", "only_before", "only_rebuilt", "example")


@click.command(
    cls=Verb,
    short_help="Make database and exports anew from captures.",
    examples=(
        ("spacenews rebuild", "make them in data/rebuilt, and say what differs from the live ones"),
        ("spacenews rebuild --replace", "the same, then put them in their place; the old ones are kept beside"),
    ),
)
@click.argument("keys", nargs=-1, metavar="[KEY]...", shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for the new files; what is there is kept beside them.  [default: rebuilt, in the data folder]",
)
@click.option("--replace", is_flag=True, help="Put the new files in the place of the old ones, which are kept.")
@click.option(
    "--allow-loss", is_flag=True, help="With --replace: even where the captures no longer give all that is held."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes that read.  [default: one a core, where there is much]",
)
def command(
    keys: tuple[str, ...],
    folders: Folders,
    form: str | None,
    *,
    into: Path | None,
    replace: bool,
    allow_loss: bool,
    jobs: int | None,
) -> int:
    """Make spacenews.db and data/articles from the captures and decisions.jsonl alone; no site is asked.

    Neither spacenews.db nor state.db is read. The new files lie beside the old ones until --replace, and are compared
    with them row for row and byte for byte: the answer has a line a table. Stopped or killed, a rebuild goes on when
    it is called again. Exit code 0: the new files are in place, or equal the live ones, or there are none to compare
    with; 1: they differ, or captures could not be read, or the archive holds what its captures do not give any more,
    so that nothing was replaced; 5: a site is being crawled, and nothing was done.
    """
    from spacenews.operate.rebuild import rebuild
    from spacenews.operate.rebuild_make import REBUILT, RebuildOrder

    if allow_loss and not replace:
        raise click.UsageError("--allow-loss goes with --replace")
    target = into or folders.data.path / REBUILT
    order = RebuildOrder(folders.data, target, keys, folders.sites, jobs, replace, allow_loss)
    counts: dict[str, LiveCount] = {}

    def show(what: str, done: int, of: int) -> None:
        count = counts.setdefault(what, LiveCount(what))
        if of:
            count.show(done, of)

    result = rebuild(order, show)
    for count in counts.values():
        count.end()
    write_records(_records(result), chosen_format(form), columns=_COLUMNS)
    for line in result.messages:
        say(line)
    return _conclude(result, target)


def _records(result: Rebuilt) -> list[dict[str, object]]:
    tables: list[dict[str, object]] = [
        {
            "table": each.table,
            "rows": each.rows,
            "only_before": each.only_first,
            "only_rebuilt": each.only_second,
            "example": each.example,
        }
        for each in result.tables
    ]
    files: list[dict[str, object]] = [
        {"table": name, "rows": None, "only_before": 1, "only_rebuilt": 1, "example": ""} for name in result.files
    ]
    return tables + files


def _conclude(result: Rebuilt, target: Path) -> int:
    say(f"{result.articles} articles of {', '.join(result.sites)} from {result.captures} captures are in {target}")
    if result.unread:
        say(f"{result.unread} captures could not be read, and what they say is missing")
    for loss in result.losses:
        say(loss)
    if result.losses:
        say("nothing was replaced; --allow-loss replaces all the same, and keeps the old files beside the new ones")
        return ExitCode.OUR_FAULT
    if result.kept:
        say(f"they are in place now; the old files are kept as {', '.join(result.kept)}")
        return ExitCode.OUR_FAULT if result.unread else ExitCode.OK
    if result.tables and result.is_equal:
        say("they equal the live ones, row for row and byte for byte")
    elif result.tables:
        say("they differ from the live ones, as above: `spacenews rebuild --replace` puts them in their place")
    return ExitCode.OK if result.is_equal and not result.unread else ExitCode.OUR_FAULT
