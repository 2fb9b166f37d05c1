"""`spacenews export`: articles as JSON Lines, JSON or CSV."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

import click

from spacenews.cli.days import takes_days
from spacenews.cli.folders import Folders, complete_key, takes_folders
from spacenews.cli.grammar import Verb
from spacenews.cli.screen import TerminalStream, say
from spacenews.model.errors import StorageError, UsageError
from spacenews.model.folder import DataFolder

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader

_FOLDERS = {"captures", "articles", "locks"}
_FILES = ("spacenews.db", "state.db", "decisions.jsonl")  # and what SQLite puts beside them


@click.command(
    cls=Verb,
    short_help="Write articles as JSON Lines, JSON or CSV.",
    examples=(
        ("spacenews export --format csv -o articles.csv", "everything, for a spreadsheet"),
        ("spacenews export --since 2014 --until 2016 > articles.jsonl", "three years as JSON Lines"),
        ("spacenews export --category Russia | jq -r .title", "the titles of one category"),
    ),
)
@takes_folders()
@click.option(
    "--format", "form", type=click.Choice(("jsonl", "json", "csv")), default="jsonl", show_default=True, help="Form."
)
@takes_days
@click.option("--site", metavar="KEY", shell_complete=complete_key, help="Of this site alone.")
@click.option("--category", metavar="NAME", help="Of this category alone, by its name or slug.")
@click.option("-o", "--output", metavar="FILE", help="Write to this file, whole or not at all; else standard output.")
def command(folders: Folders, form: str, output: str | None, **chosen: str | None) -> None:
    """Write the articles of the archive, or those that fit, in the order of their days.

    A line of JSON Lines has the fields of the view `article_records`. The files of data/articles are the same and are
    always up to date: nothing need be exported to read them.
    """
    from spacenews.exports import write_export

    if output is not None:
        _check_target(Path(output), folders.data)
    with folders.open_archive() as archive:
        folders.check_stored(archive, chosen["site"])
        folders.check_category(archive, chosen["category"])
        with _target(output) as stream:
            count = write_export(_records(archive, chosen), form, stream)
    say(f"{count} articles{f' in {output}' if output else ''}")


def _records(archive: ArchiveReader, chosen: dict[str, str | None]) -> Iterator[dict[str, object]]:
    return archive.select_records(
        site=chosen["site"], since=chosen["since"], until=chosen["until"], category=chosen["category"]
    )


def _check_target(path: Path, data: DataFolder) -> None:
    """Raise UsageError for a file that is the archive itself, or a part of it."""
    home = data.path.resolve()
    for place in {path.parent.resolve() / path.name, path.resolve()}:
        inside = place.relative_to(home).parts if place.is_relative_to(home) else ()
        if inside and (inside[0] in _FOLDERS or inside[0].startswith(_FILES)):
            raise UsageError(
                f"{path} belongs to the archive and would be overwritten: name a file outside of {data.path} with -o"
            )


@contextmanager
def _target(output: str | None) -> Iterator[TextIO]:
    """Give standard output, or a file that takes its name only when it is whole."""
    if output is None:
        yield cast("TextIO", TerminalStream()) if sys.stdout.isatty() else sys.stdout
        return
    path = Path(output)
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with waiting.open("x", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(path)
    except OSError as error:
        raise StorageError(f"{output} cannot be written: {error.strerror}; name another file with -o") from error
    finally:
        waiting.unlink(missing_ok=True)
