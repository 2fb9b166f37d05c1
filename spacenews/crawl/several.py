"""Articles that are printed on several pages, as a crawl meets them: a page at a time, each a row of the frontier."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from spacenews.archive.several import find_on_several, find_page_of, later_pages
from spacenews.frontier import Child
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.operate.wholes import Together, Wholes
from spacenews.reading import reader_of

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome
    from spacenews.frontier import FrontierRow

logger = logging.getLogger(__name__)
PART = "part"
"""The relation of a further page to the page that named it."""
_UNREAD = "%s; the pages of that article are put together again when it can be read"


def put_together(context: RunContext, outcome: Outcome) -> Together:
    """Return the articles that a response makes other ones, whole.

    Raises:
        StorageError: The archive cannot be read.
    """
    capture, unsaved = outcome.capture, context.captures.unsaved
    if capture is None or outcome.row.kind is not LinkKind.ARTICLE:
        return Together()
    if outcome.article is not None:
        url = outcome.article.url if outcome.article.pages else None
    else:
        page = find_page_of(context.archive, context.site.key, outcome.row.url)
        url = page.url if page else None
    if url is None:
        return Together()
    folder, site = context.order.data.captures, context.site
    wholes = Wholes(folder, context.archive, site, lambda why: logger.warning(_UNREAD, why), unsaved)
    return wholes.changed_by(url, {capture.record_uuid})


def put_all_together(context: RunContext, urls: Iterable[str]) -> None:
    """Make the articles of these addresses whole, as far as they are printed on several pages.

    Raises:
        StorageError: The archive cannot be read or written.
    """
    archive, site = context.archive, context.site
    found = {article for url in urls for article in find_on_several(archive, site.key, url)}
    for url in sorted(found):
        wholes = Wholes(context.order.data.captures, archive, site, lambda why: logger.warning(_UNREAD, why))
        made = wholes.all_of(url)
        archive.save((), reader=reader_of(site), wholes=made.wholes.values(), parts=made.parts.items())


def asks_for_article(row: FrontierRow) -> bool:
    """Whether a row is expected to be an article of its own."""
    return row.kind is LinkKind.ARTICLE and row.relation != PART


def is_page(outcome: Outcome) -> bool:
    """Whether an outcome is a further page of an article."""
    reading = outcome.reading
    return isinstance(reading, Rejection) and reading.reason is RejectionReason.PART


def fate_of_page(context: RunContext, outcome: Outcome) -> tuple[Fate, str] | None:
    """Return the fate of a further page of an article that was read, or is as it was; None for any other row.

    It is no article of its own, so it is rejected as one; the reason says in which article its text is.
    """
    row, capture = outcome.row, outcome.capture
    if row.kind is not LinkKind.ARTICLE or capture is None:
        return None
    if is_page(outcome):
        page = find_page_of(context.archive, context.site.key, row.url)
        reading = outcome.reading if page is None else Rejection(RejectionReason.PART, str(page))
        return Fate.REJECTED, str(reading)
    if capture.status == HTTPStatus.NOT_MODIFIED and (page := find_page_of(context.archive, context.site.key, row.url)):
        return Fate.REJECTED, str(Rejection(RejectionReason.PART, str(page)))
    return None


def spare_pages(context: RunContext, outcome: Outcome, children: Iterable[Child]) -> list[Child]:
    """Return children as they are, but ask for no further page again that was looked at since the page that names it.

    So what an archive lost and is read from its captures asks for nothing that is captured.
    """
    if outcome.capture is None:
        return list(children)
    spared: list[Child] = []
    for child in children:
        is_page = child.again and child.link.relation == PART
        record = context.archive.last_capture(context.site.key, child.link.url) if is_page else None
        is_seen = record is not None and record.captured_at > outcome.capture.captured_at
        spared.append(replace(child, again=False) if is_seen else child)
    return spared


def children_of_pages(context: RunContext, outcome: Outcome) -> list[Child]:
    """Return the further pages of an article that answered 304: they are looked at whenever it is."""
    row, capture = outcome.row, outcome.capture
    if row.kind is not LinkKind.ARTICLE or capture is None or capture.status != HTTPStatus.NOT_MODIFIED:
        return []
    return [
        Child(Link(url, relation=PART), row.priority, again=True)
        for url in later_pages(context.archive, context.site.key, row.url)
    ]
