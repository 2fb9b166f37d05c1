"""What a run tells the archive of articles that it holds already, and what the archive makes of the answer."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from spacenews.archive.several import find_page_of
from spacenews.captures import read_capture
from spacenews.crawl.addressed import file_under
from spacenews.frontier.moves import call_missing, find_moved_to
from spacenews.model.article import Article
from spacenews.model.capture import CaptureRecord
from spacenews.model.counted import counted
from spacenews.model.errors import CaptureError
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind
from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.operate.wholes import Wholes
from spacenews.reading import read_article
from spacenews.reading.normalize import normalize_reading

if TYPE_CHECKING:
    from spacenews.archive import Saved
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome
    from spacenews.frontier import FrontierRow

logger = logging.getLogger(__name__)
_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def reread(context: RunContext, record: CaptureRecord) -> Article | Rejection:
    """Read a stored capture with today's rules, so that an edit of ours is never taken for the newsroom's.

    One whose file is not there, or is damaged, is refused and told: it is no reason to stop.
    """
    try:
        capture = read_capture(context.order.data.captures, record, context.archive.find_capture)
    except CaptureError as error:
        logger.warning("%s; until then an edit of the newsroom is not told from a change of our rules there", error)
        return Rejection(RejectionReason.TRUNCATED, "its capture cannot be read")
    reading = read_article(context.site, capture)
    if url := _on_several(context, record, reading):
        wholes = Wholes(context.order.data.captures, context.archive, context.site, logger.warning)
        if whole := wholes.all_of(url).wholes.get(record.record_uuid):
            return whole
    return reading if isinstance(reading, Rejection) else normalize_reading(context.site, capture, reading)


def _on_several(context: RunContext, record: CaptureRecord, reading: Reading | Rejection) -> str | None:
    """Return the URL of the article of which a capture is a page, where it is printed on several."""
    if isinstance(reading, Reading):
        return reading.url if reading.pages else None
    is_page = reading.reason is RejectionReason.PART
    page = find_page_of(context.archive, context.site.key, canonical_url(record.url) or "") if is_page else None
    return page.url if page else None


def fate_of_known(context: RunContext, outcome: Outcome, saved: Saved | None) -> tuple[Fate, str] | None:
    """Return the fate of a row whose article is held, where it answered worse than before or not at all.

    An article that is missing for the first time stays archived, with the reason: the next run looks again.
    """
    if saved is not None and saved.kind == "quarantined":
        return Fate.QUARANTINED, saved.reason
    row, capture = outcome.row, outcome.capture
    if row.kind is LinkKind.ARTICLE and capture is not None and capture.status == HTTPStatus.NOT_MODIFIED:
        return _fate_of_unchanged(context, row)
    missing = capture is not None and (capture.status in _MISSING or outcome.redirect_to is not None)
    return _fate_of_missing(context, outcome) if missing and row.kind is LinkKind.ARTICLE else None


def _fate_of_missing(context: RunContext, outcome: Outcome) -> tuple[Fate, str] | None:
    """Return the fate of a row that answered 404 or leads elsewhere; None where no article is filed there."""
    row = outcome.row
    standing = context.archive.find_standing(context.site.key, canonical_url(row.url) or row.url)
    if standing is None:
        return None
    if standing.vanished_at is not None:
        return Fate.VANISHED, standing.reason
    if outcome.redirect_to is not None and not _leads_nowhere(outcome):
        return None  # what stands there is asked for next, and says whether it moved
    status = int(outcome.capture.status) if outcome.capture else 0
    days = counted(standing.missed_days, "day")
    return Fate.ARCHIVED, f"answered {status}; missing on {days} so far"


def note_dead_end(context: RunContext, row: FrontierRow, fate: Fate, reason: str) -> None:
    """Call the articles missing that lead to an address where nothing stands, not moved: the next days look again.

    WordPress leads from the old address of a renamed post to `?p=5` when that is unpublished, and answers 404 there.

    Raises:
        StorageError: A database cannot be read or written.
    """
    if row.kind is not LinkKind.ARTICLE or fate is not Fate.REJECTED or not reason.startswith("error_status: 4"):
        return
    site = context.site.key
    for url, _ in find_moved_to(context.state, site, row.url):
        standing = context.archive.find_standing(site, url) if url != row.url else None
        if standing is not None and standing.vanished_at is None:
            call_missing(context.state, site, url, f"answered with a redirect to {row.url}, where nothing stands")


def _leads_nowhere(outcome: Outcome) -> bool:
    """Whether a redirect leads to what is no article's address, such as the home page."""
    return any(child.link.url == outcome.redirect_to and child.fate is Fate.EXCLUDED for child in outcome.children)


def _fate_of_unchanged(context: RunContext, row: FrontierRow) -> tuple[Fate, str] | None:
    """Return the fate of a row that answered 304: what is held of it is what it was."""
    article = context.archive.find_article(row.url)
    if article is None:
        return None
    waiting = context.archive.doubts(article.uid)
    if waiting:
        return Fate.QUARANTINED, waiting[-1].reason
    original = article.original_url
    filed = (Fate.ARCHIVED, "") if original is None else (Fate.DUPLICATE, original)
    url = str(article.record["url"])
    return filed if url == row.url else file_under(context, row, url, filed)[:2]
