"""From a captured response to what it leads to: by its status first, then by what its row expects there. Pure."""

from __future__ import annotations

from http import HTTPStatus

from spacenews.crawl.item import Outcome
from spacenews.frontier import FrontierRow
from spacenews.model.capture import Capture
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection
from spacenews.model.urls import canonical_url
from spacenews.reading import read_links, read_page
from spacenews.reading.response import FAILURE, OK, REDIRECT, TRANSIENT, UNASKED, is_cut, refuse_status
from spacenews.reading.retry_after import read_retry_after
from spacenews.specs import Site, Source

_OPTIONAL = frozenset({LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REST})


def read_answer(site: Site, row: FrontierRow, capture: Capture) -> Outcome:
    """Return what a response leads to.

    Args:
        site: The site.
        row: What was expected there.
        capture: The response.
    """
    status = capture.status
    if status in TRANSIENT or status in FAILURE:
        return Outcome(row, capture, transient=True, reason=f"answered {status}", retry_after=read_retry_after(capture))
    if status in UNASKED:
        return Outcome(row, capture, transient=True, reason=UNASKED[HTTPStatus(status)])
    if status in REDIRECT and (location := capture.header("Location")):
        return _redirect(row, capture, location)
    if capture.truncated:
        return Outcome(row, capture, transient=True, reason=f"the body was cut off ({capture.truncated})")
    if row.kind is LinkKind.ARTICLE:
        return _article(site, row, capture)
    return _list(site, row, capture)


def source_of(site: Site, row: FrontierRow) -> Source:
    """Return the source that a page of a list belongs to; one that was discovered is read as the site's first."""
    for source in site.sources:
        if source.url == row.source and source.kind == row.kind:
            return source
    first = next((source for source in site.sources if source.kind is LinkKind.LISTING), site.sources[0])
    return Source(kind=row.kind, url=row.source or row.url, more=first.more, family=first.family)


def _redirect(row: FrontierRow, capture: Capture, location: str) -> Outcome:
    target = canonical_url(location, capture.url)
    if target is None:
        return Outcome(row, capture, fate=Fate.FAILED, reason=f"redirects to {location[:200]!r}, which is no address")
    return Outcome(row, capture, fate=Fate.MOVED, reason=target, redirect_to=target)


def _article(site: Site, row: FrontierRow, capture: Capture) -> Outcome:
    if capture.status not in OK:
        fate = (Fate.VANISHED, "gone") if capture.status == HTTPStatus.GONE else (Fate.REJECTED, "")
        refusal = refuse_status(capture)
        return Outcome(row, capture, refusal, fate=fate[0], reason=fate[1] or str(refusal))
    reading, listing = read_page(site, capture)
    if is_cut(reading):
        return Outcome(row, capture, transient=True, reason=str(reading))
    return Outcome(row, capture, reading, listing)


def _list(site: Site, row: FrontierRow, capture: Capture) -> Outcome:
    status = capture.status
    if status in OK:
        listing = read_links(site, source_of(site, row), capture)
        if is_cut(listing):
            return Outcome(row, capture, transient=True, reason=str(listing))
        if isinstance(listing, Rejection):
            return Outcome(row, capture, listing, fate=Fate.REJECTED, reason=str(listing))
        return Outcome(row, capture, listing=listing)
    # A WordPress answers 400 to a REST page past the last one, 404 to a listing's.
    if row.depth and (
        status == HTTPStatus.NOT_FOUND or (status == HTTPStatus.BAD_REQUEST and row.kind is LinkKind.REST)
    ):
        return Outcome(row, capture, fate=Fate.LISTED, reason="past the end", complete=True)
    if row.kind in _OPTIONAL and not row.depth and status < FAILURE.start:
        return Outcome(row, capture, fate=Fate.REJECTED, reason=f"absent: {status}")
    refusal = refuse_status(capture)
    return Outcome(row, capture, refusal, fate=Fate.REJECTED, reason=str(refusal))
