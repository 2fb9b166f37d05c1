"""Which captures of its pages make one whole article, for articles that are printed on several pages. Pure.

A visit begins when the first page answers (with itself, or 304) and lasts until it answers again: its further pages are
asked for in between. What is put together of a visit's captures is one whole, and the reading of the visit's earliest
capture of a page; so the fold sees one sighting a visit, whose text is that of all pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise

from spacenews.archive.facts import Moment
from spacenews.archive.rows import instant_text
from spacenews.model import CaptureRecord

_OK = range(200, 300)
_UNCHANGED = HTTPStatus.NOT_MODIFIED
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


@dataclass(frozen=True, slots=True)
class PageCapture:
    """A capture of one page: the number of the page, 1 is the first."""

    number: int
    record: CaptureRecord

    @property
    def moment(self) -> Moment:
        """Its place in time, as the fold orders them."""
        return instant_text(self.record.captured_at), self.record.record_uuid

    @property
    def is_page(self) -> bool:
        """Whether it holds the page."""
        return self.record.status in _OK and not self.record.truncated


@dataclass(frozen=True, slots=True)
class Visit:
    """What is put together.

    Attributes:
        holder: The capture whose reading the whole is.
        first: The capture of the first page.
        later: Of each further page its number, its capture (None: there is none), and whether it is gone.
    """

    holder: CaptureRecord
    first: CaptureRecord
    later: tuple[tuple[int, CaptureRecord | None, bool], ...]


@dataclass(slots=True)
class _Span:
    """The captures of one visit, and the moment at which the next one begins."""

    seen: list[PageCapture] = field(default_factory=list)
    end: Moment | None = None

    @property
    def has_page(self) -> bool:
        return any(each.is_page for each in self.seen)


def find_visits(captures: Iterable[PageCapture]) -> list[Visit]:
    """Return the visits of an article, oldest first, from all captures of addresses that may be pages of it.

    A page that was not looked at during a visit is as it was when it was looked at next; if it never was, as before:
    a crawl that was stopped between two pages goes on later, and that makes no edit of the newsroom. One that was
    there, and answers 404 or 410, is gone and keeps its text.
    """
    told = sorted((each for each in captures if _tells(each)), key=lambda each: each.moment)
    visits = []
    first: CaptureRecord | None = None
    for span in _spans(told):
        first = next((each.record for each in reversed(span.seen) if each.number == 1 and each.is_page), first)
        if first is None:
            continue
        holder = next(each.record for each in span.seen if each.is_page)
        numbers = sorted({each.number for each in told} - {1})
        visits.append(Visit(holder, first, tuple((number, *_page(told, span, number)) for number in numbers)))
    return visits


def _tells(each: PageCapture) -> bool:
    return each.is_page or each.record.status == _UNCHANGED or each.record.status in _GONE


def _spans(told: Sequence[PageCapture]) -> list[_Span]:
    """Part the captures into visits; one that brought no page is a part of the one before."""
    spans: list[_Span] = []
    for each in told:
        if not spans or (each.number == 1 and each.record.status not in _GONE):
            spans.append(_Span())
        spans[-1].seen.append(each)
    joined: list[_Span] = []
    for span in spans:
        if joined and not span.has_page:
            joined[-1].seen += span.seen
        elif span.has_page:
            joined.append(span)
    for span, after in pairwise(joined):
        span.end = after.seen[0].moment
    return joined


def _page(told: Sequence[PageCapture], span: _Span, number: int) -> tuple[CaptureRecord | None, bool]:
    """Return which capture of a page a visit's text is from, and whether the page is gone."""
    ours = [each for each in told if each.number == number]
    until = [each for each in ours if span.end is None or each.moment < span.end]
    after = ours[len(until) :]
    is_asked = bool(until) and until[-1].moment >= span.seen[0].moment
    held = next((each.record for each in reversed(until) if each.is_page), None)
    if after and not is_asked and (held is None or after[0].is_page):
        held = next((each.record for each in after if each.is_page), held)
    return held, bool(until) and until[-1].record.status in _GONE
