"""How well a layout reads pages whose text is known: asked of the reader itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection
from spacenews.reading.article import read_opened
from spacenews.reading.learning.known import Known
from spacenews.reading.learning.sample import SamplePage
from spacenews.reading.learning.words import f1_of, words_of
from spacenews.reading.normalize import normalize_name
from spacenews.reading.page import HtmlPage, open_page
from spacenews.specs.layout import Layout
from spacenews.specs.site import Site

FIELDS = ("title", "published", "byline", "categories")
_LEFT_ASIDE = 0.15  # of the pages, the worst: their known text may be wrong or outdated


@dataclass(frozen=True, slots=True)
class Scores:
    """How well pages are read.

    Attributes:
        pages: How many.
        body: F1 of the body's words, without the worst sixth of the pages, whose known text may be outdated.
        worst: The lowest F1 of any page.
        fields: Share of pages on which a field equals what is known, by its name; without those of which none is.
        layout: Share of pages that the layout's marker is on.
    """

    pages: int
    body: float
    worst: float
    fields: Mapping[str, float]
    layout: float


@dataclass(frozen=True, slots=True)
class PageScore:
    """How well one page is read.

    Attributes:
        body: F1 of its body's words.
        fields: Whether each known field is read as known.
        layout: The layout that read it; empty where it gives no article.
        note: Why it gives none.
        readable: Whether the capture gives a page at all.
    """

    url: str
    body: float
    fields: Mapping[str, bool]
    layout: str
    note: str = ""
    readable: bool = True


def with_layout(site: Site, layout: Layout | None) -> Site:
    """Return a site whose layouts begin with this one."""
    if layout is None:
        return site
    return replace(site, layouts=(layout, *(each for each in site.layouts if each.name != layout.name)))


def score_known(site: Site, known: Known) -> PageScore:
    """Return how well a capture is read by a site's spec.

    Raises:
        SpecError: A function in the spec failed on this page.
    """
    page = open_page(known.capture)
    if isinstance(page, Rejection):
        return PageScore(known.capture.url, 0.0, dict.fromkeys(_asked(known), False), "", str(page), readable=False)
    return _score(site, page, known, words_of(known.body))


def score_page(site: Site, page: SamplePage) -> PageScore:
    """Return how well a page is read by a site's spec."""
    return _score(site, page.page, page.known, page.text.words)


def _score(site: Site, page: HtmlPage, known: Known, words: Sequence[str]) -> PageScore:
    reading = read_opened(site, page)
    if isinstance(reading, Rejection):
        return PageScore(page.url, 0.0, dict.fromkeys(_asked(known), False), "", str(reading))
    body = f1_of([word for part in reading.body for word in words_of(part)], words)
    return PageScore(page.url, body, compare_fields(known, reading), reading.layout)


def sum_up(scores: Sequence[PageScore], layout: str = "") -> Scores:
    """Return the scores of several pages as one; `layout` names the one that should have read them."""
    asked = {name: [score.fields[name] for score in scores if name in score.fields] for name in FIELDS}
    return Scores(
        pages=len(scores),
        body=agreement([score.body for score in scores]),
        worst=min((score.body for score in scores), default=0.0),
        fields={name: sum(equal) / len(equal) for name, equal in asked.items() if equal},
        layout=sum(score.layout == layout for score in scores) / len(scores) if scores else 0.0,
    )


def agreement(values: Sequence[float]) -> float:
    """Return the mean of what is left when the worst are left aside, of few none; 0 of nothing."""
    kept = sorted(values)[int(len(values) * _LEFT_ASIDE) :]
    return sum(kept) / len(kept) if kept else 0.0


def compare_fields(known: Known, reading: Reading) -> dict[str, bool]:
    """Return for each field that is known whether the reading equals it."""
    day = reading.published.on if reading.published else None
    equal = {
        "title": _plain(reading.title) == _plain(known.title or ""),
        "published": day == known.day,
        "byline": _names(reading.byline) == _names(known.byline or ()),
        "categories": _names(reading.categories) == _names(known.categories or ()),
    }
    return {name: equal[name] for name in _asked(known)}


def _asked(known: Known) -> tuple[str, ...]:
    given = {
        "title": known.title is not None,
        "published": known.day is not None or known.undated,
        "byline": known.byline is not None,
        "categories": known.categories is not None,
    }
    return tuple(name for name in FIELDS if given[name])


def _plain(text: str) -> tuple[str, ...]:
    return words_of(normalize_name(text))


def _names(names: Sequence[str]) -> list[tuple[str, ...]]:
    return [_plain(name) for name in names]
