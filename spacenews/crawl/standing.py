"""What a run tells the archive of articles that it holds already, and what the archive makes of the answer."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from spacenews.captures import read_capture
from spacenews.crawl.addressed import file_under
from spacenews.model.article import Article
from spacenews.model.capture import CaptureRecord
from spacenews.model.errors import CaptureError
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
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
    return reading if isinstance(reading, Rejection) else normalize_reading(context.site, capture, reading)


def fate_of_known(context: RunContext, outcome: Outcome, saved: Saved | None) -> tuple[Fate, str] | None:
    """Return the fate of a row whose article is held, where it answered worse than before or not at all.

    An article that is missing for the first time stays archived, with the reason: the next run looks again.
    """
    if saved is not None and saved.kind == "quarantined":
        return Fate.QUARANTINED, saved.reason
    row, capture = outcome.row, outcome.capture
    if row.kind is LinkKind.ARTICLE and capture is not None and capture.status == HTTPStatus.NOT_MODIFIED:
        return _fate_of_unchanged(context, row)
    if row.kind is not LinkKind.ARTICLE or capture is None or capture.status not in _MISSING:
        return None
    standing = context.archive.find_standing(context.site.key, canonical_url(row.url) or row.url)
    if standing is None:
        return None
    if standing.vanished_at is not None:
        return Fate.VANISHED, standing.reason
    days = f"{standing.missed_days} day{'' if standing.missed_days == 1 else 's'}"
    return Fate.ARCHIVED, f"answered {int(capture.status)}; missing on {days} so far"


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
