"""`spacenews show`: print one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.articles import article_record, draw_article
from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.model.errors import UsageError

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader, StoredArticle

EXAMPLE = "http://russianspacenews.com/40-years-since-launch-of-salyut-2-station/"
REVISION_COLUMNS = ("number", "first_seen_at", "last_seen_at", "word_count", "title")


@click.command(
    cls=Verb,
    short_help="Print one article.",
    examples=(
        (f"spacenews show {EXAMPLE}", "the article at an address, in any spelling of it"),
        (f"spacenews show {EXAMPLE} --revisions", "each content that it ever had"),
    ),
)
@click.argument("reference", metavar="URL-or-UID")
@takes_folders()
@takes_format
@click.option("--revisions", is_flag=True, help="List its revisions: when each was first and last seen.")
def command(reference: str, folders: Folders, form: str | None, *, revisions: bool) -> None:
    """Print one article: title, date, categories, byline, body, and where its capture lies.

    It is found by its address, by any other address that led to it, or by its uid, of which the beginning will do.
    """
    with folders.open_archive() as archive:
        article = archive.find_article(reference)
        if article is None:
            raise UsageError(
                f"no article is stored under {reference!r}: `spacenews search WORDS` finds articles by their words, "
                f"`spacenews fetch URL` archives one"
            )
        if revisions:
            _write_revisions(archive, article, chosen_format(form))
            return
        record = article_record(archive, article)
    write_records([record], chosen_format(form), draw=lambda: draw_article(record, folders.data))


def _write_revisions(archive: ArchiveReader, article: StoredArticle, shape: str) -> None:
    records: list[dict[str, Any]] = list(archive.revisions(article.uid))
    write_records(records, shape, columns=REVISION_COLUMNS)
