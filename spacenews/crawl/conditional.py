"""Asking only for what changed: where a server gave validators before, it may answer 304 instead of the whole."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from spacenews.archive.several import find_page_of
from spacenews.crawl.item import Outcome
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

if TYPE_CHECKING:
    from scrapy import Request

    from spacenews.crawl.context import RunContext
    from spacenews.frontier import FrontierRow
    from spacenews.model.capture import Capture, CaptureRecord

NOT_MODIFIED = "not modified"
_SINCE, _MATCH = "If-Modified-Since", "If-None-Match"
_HOLDING = frozenset({HTTPStatus.OK, HTTPStatus.NOT_MODIFIED})


def conditions(context: RunContext, row: FrontierRow) -> dict[str, str]:
    """Return the headers that make a request conditional; none where all of the answer is wanted.

    A first visit is unconditional, since some servers answer 304 for what they do not have.
    """
    if context.order.mode != "crawl" or row.attempts or row.hops:
        return {}
    if row.kind is not LinkKind.ARTICLE:
        if row.depth or not context.rounds.is_conditional(row.source):
            return {}
    elif context.archive.find_article(row.url) is None and not find_page_of(context.archive, context.site.key, row.url):
        return {}
    record = context.archive.last_capture(context.site.key, row.url)
    if record is None or not context.archive.holds_page(context.site.key, row.url):
        return {}  # what it would spare was lost
    return validators(record)


def validators(record: CaptureRecord) -> dict[str, str]:
    """Return what a capture allows to ask with.

    The time goes alone: servers that are sent both want both to match, and behind a proxy that compresses, the ETag
    of many never does.
    """
    if record.status not in _HOLDING or record.truncated:
        return {}
    if record.last_modified:
        return {_SINCE: record.last_modified}
    return {_MATCH: record.etag} if record.etag else {}


def is_unchanged(request: Request | None, capture: Capture) -> bool:
    """Whether an answer says that what is held is what there is; only to a request that asked so."""
    asked = request is not None and (_SINCE in request.headers or _MATCH in request.headers)
    return asked and capture.status == HTTPStatus.NOT_MODIFIED


def read_unchanged(row: FrontierRow, capture: Capture) -> Outcome:
    """Return what a 304 leads to: nothing new, and the walk of a list missed nothing."""
    if row.kind is LinkKind.ARTICLE:
        return Outcome(row, capture, fate=Fate.ARCHIVED, reason="")
    return Outcome(row, capture, fate=Fate.LISTED, reason=NOT_MODIFIED, complete=True)
