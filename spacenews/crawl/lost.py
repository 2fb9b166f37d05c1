"""An archive that has less than the frontier says was archived: it was lost, or is another one's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from spacenews.frontier.leases import load_waiting
from spacenews.frontier.lost import KEPT, READ, list_articles, reopen
from spacenews.frontier.outlook import count_articles
from spacenews.model.urls import canonical_url
from spacenews.reading.response import TRANSIENT

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.frontier import FrontierRow, State
    from spacenews.model.capture import CaptureRecord


def find_lost(state: State, archive: ArchiveReader, site: str) -> list[str]:
    """Return the articles that the frontier calls archived and the archive does not have.

    Where it has none at all of the site, those that moved or vanished belong to them.

    Args:
        state: The open state.db.
        archive: The open archive.
        site: Key of the site.

    Raises:
        StorageError: A database cannot be read.
    """
    held = sum(each.articles + each.duplicates for each in archive.sites() if each.site == site)
    if count_articles(state, site, KEPT) <= held:  # counted, not listed: there may be a million
        return []
    if not held:
        return list_articles(state, site, READ)
    return [url for url in list_articles(state, site, KEPT) if archive.find_article(url) is None]


def reopen_lost(
    state: State, site: str, lost: Iterable[str], recovered: Iterable[CaptureRecord]
) -> list[tuple[FrontierRow, CaptureRecord]]:
    """Make lost articles due; return their rows with the captures that they can be read from, oldest first.

    Args:
        state: The open state.db, held by this run.
        site: Key of the site.
        lost: As `find_lost` returns them.
        recovered: The captures that had no row.

    Raises:
        StorageError: state.db cannot be read or written.
    """
    urls = set(lost)
    reopen(state, site, urls)
    captures: dict[str, list[CaptureRecord]] = defaultdict(list)
    for record in sorted(recovered, key=lambda each: each.captured_at):
        url = canonical_url(record.url)
        if url in urls and _is_answer(record):
            captures[url].append(record)
    return [(row, record) for row in load_waiting(state, site, captures) for record in captures[row.url]]


def _is_answer(record: CaptureRecord) -> bool:
    failed = record.status >= HTTPStatus.INTERNAL_SERVER_ERROR or record.status in TRANSIENT
    return not failed and not record.truncated
