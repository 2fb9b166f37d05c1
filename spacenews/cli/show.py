"""`spacenews show`: print one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from spacenews.cli.articles import article_record, draw_article
from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.history import LAST_TWO, Moment, write_as_of, write_diff, write_revisions
from spacenews.cli.records import chosen_format, write_records
from spacenews.model.errors import UsageError
from spacenews.model.urls import canonical_url

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader, StoredArticle

EXAMPLE = "http://russianspacenews.com/40-years-since-launch-of-salyut-2-station/"


class ShowVerb(Verb):
    """`--diff` takes two numbers, or none: then it compares the last two revisions."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write the numbers that were left out."""
        if "--diff" in args:
            at = args.index("--diff") + 1
            if not all(arg.lstrip("-").isdigit() for arg in args[at : at + 1]) or len(args) == at:
                args = [*args[:at], *map(str, LAST_TWO), *args[at:]]
        return super().parse_args(ctx, args)


def _by_page(archive: ArchiveReader, reference: str) -> StoredArticle | None:
    """Return the article of which an address is a further page, or None."""
    from spacenews.archive.several import find_page_of

    url = canonical_url(reference)
    page = find_page_of(archive, None, url) if url else None
    return archive.find_article(page.uid) if page else None


@click.command(
    cls=ShowVerb,
    short_help="Print one article.",
    examples=(
        (f"spacenews show {EXAMPLE}", "the article at an address, in any spelling of it"),
        (f"spacenews show {EXAMPLE} --revisions", "each content that it ever had"),
        (f"spacenews show {EXAMPLE} --as-of 2030-01-31", "as the archive knew it on a day"),
    ),
)
@click.argument("reference", metavar="URL-or-UID")
@takes_folders()
@takes_format
@click.option("--revisions", is_flag=True, help="List its revisions: when each was seen, and what changed.")
@click.option(
    "--as-of", "moment", type=Moment(), help="The text as the archive knew it then: an instant, or a day's end."
)
@click.option(
    "--diff", "numbers", type=int, nargs=2, metavar="[A B]", help="The words that changed; without numbers, last."
)
def command(
    reference: str,
    folders: Folders,
    form: str | None,
    *,
    revisions: bool,
    moment: str | None,
    numbers: tuple[int, int] | None,
) -> None:
    """Print one article: title, date, categories, byline, body, and where its capture lies.

    It is found by its address, by any other address that led to it, or by its uid, of which the beginning will do.
    """
    if sum((revisions, moment is not None, numbers is not None)) > 1:
        raise UsageError("--revisions, --as-of and --diff are three questions: ask one at a time")
    with folders.open_archive() as archive:
        article = archive.find_article(reference) or _by_page(archive, reference)
        if article is None:
            raise UsageError(
                f"no article is stored under {reference!r}: `spacenews search WORDS` finds articles by their words, "
                f"`spacenews fetch URL` archives one"
            )
        if revisions:
            write_revisions(archive.revisions(article.uid), chosen_format(form))
        elif moment is not None:
            write_as_of(archive.revisions(article.uid), moment, chosen_format(form))
        elif numbers is not None:
            write_diff(archive.revisions(article.uid), numbers, form)
        else:
            record = article_record(archive, article)
            write_records([record], chosen_format(form), draw=lambda: draw_article(record, folders.data))
