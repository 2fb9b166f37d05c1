"""What an analyst would ask an archive first, with the answers that this archive gives."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from spacenews.archive import ArchiveReader, open_archive_to_read
from spacenews.cli.articles import article_record, draw_article
from spacenews.cli.history import write_revisions
from spacenews.cli.runs import summary_text
from spacenews.cli.screen import console, one_line
from spacenews.cli.search import draw_hits, total_text
from spacenews.cli.status import size_text
from spacenews.model.counted import counted

if TYPE_CHECKING:
    from spacenews.archive import Hit
    from spacenews.model.folder import DataFolder
    from spacenews.model.run import Run

WORDS = "docking"
QUERY = (
    "SELECT coalesce(substr(published_on, 1, 4), 'undated') AS year, count(*) "
    "FROM article_records GROUP BY year ORDER BY year"
)
_HITS = 3
_PARAGRAPHS = 3


def show_tour(run: Run, data: DataFolder, *, before: int, day: int) -> None:
    """Write what the run did and what the archive answers to standard output.

    Args:
        run: The run that just ended.
        data: Where it stored what it found.
        before: How many articles were there before it.
        day: Which day of the site it saw.
    """
    with open_archive_to_read(data.archive) as archive:
        _title("What the run did")
        if before:
            _line(f"This folder held {before} articles already: only what is new or changed was stored.")
        for line in summary_text(run).splitlines():
            console().print(line, soft_wrap=True)
        where = shlex.quote(str(data.path))
        _title(f"spacenews search {WORDS} --limit {_HITS} --data {where}")
        result = archive.search(WORDS, limit=_HITS)
        draw_hits(result.hits)
        _line(total_text(result, _HITS))
        if result.hits:
            _show_article(archive, data, _with_categories(archive, result.hits), where)
        _show_edited(archive, where)
    _show_files(data)
    _show_query(data)
    _title("What to try next")
    for command in (
        *_activation(),
        f"spacenews search 'space station' --data {where}",
        f"spacenews export --format csv -o articles.csv --data {where}",
        f"spacenews demo --day {day + 1} --data {where}",
        f"spacenews sites show demo --offline --sites {where}/sites",
    ):
        _line(command)


def _activation() -> tuple[str, ...]:
    """Return the command that puts `spacenews` on the path, where the shell does not have it there."""
    script = Path(sys.prefix) / "bin" / "activate"
    if shutil.which("spacenews") is not None or not script.exists():
        return ()
    here = Path.cwd()
    return (f". {shlex.quote(str(script.relative_to(here) if script.is_relative_to(here) else script))}",)


def _show_article(archive: ArchiveReader, data: DataFolder, uid: str, where: str) -> None:
    article = archive.find_article(uid)
    if article is None:
        return
    _title(f"spacenews show {uid} --data {where}")
    draw_article(article_record(archive, article), data, paragraphs=_PARAGRAPHS)


def _show_edited(archive: ArchiveReader, where: str) -> None:
    """Show an article that the newsroom changed, where it did."""
    edited = archive.connection.execute(
        "SELECT uid FROM article_records WHERE revisions > 1 ORDER BY changed_at DESC, uid LIMIT 1"
    ).fetchone()
    if edited is None:
        return
    _title(f"spacenews show {edited[0]} --revisions --data {where}")
    write_revisions(archive.revisions(edited[0]), "table")


def _with_categories(archive: ArchiveReader, hits: tuple[Hit, ...]) -> str:
    """Return the uid of the first hit that has categories, else of the first."""
    for hit in hits:
        article = archive.find_article(hit.uid)
        if article is not None and article.record["categories"]:
            return hit.uid
    return hits[0].uid


def _show_files(data: DataFolder) -> None:
    _title("Where it lies")
    months = sorted(data.articles.rglob("*.jsonl"))
    lines = sum(path.read_bytes().count(b"\n") for path in months)
    captures = sorted(data.captures.rglob("*.warc.gz"))
    _fact("SQLite", f"{data.archive} ({size_text(data.archive.stat().st_size)})")
    _fact("JSON Lines", f"{data.articles}: {lines} articles in {len(months)} files, one a month")
    size = sum(path.stat().st_size for path in captures)
    _fact("captures", f"{data.captures}: {counted(len(captures), 'WARC file')}, {size_text(size)}")


def _show_query(data: DataFolder) -> None:
    _title(f'sqlite3 {shlex.quote(str(data.archive))} "{QUERY}"')
    with closing(sqlite3.connect(f"{data.archive.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        for row in connection.execute(QUERY):
            _line("|".join("" if value is None else str(value) for value in row))


def _title(text: str) -> None:
    from rich.text import Text

    console().print(Text(f"\n{text}", style="bold cyan"), soft_wrap=True)


def _fact(name: str, text: str) -> None:
    console().print(f"{name:12}{one_line(text)}", soft_wrap=True)


def _line(text: str) -> None:
    console().print(one_line(text), soft_wrap=True)
