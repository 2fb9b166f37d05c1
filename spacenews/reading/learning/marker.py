"""Which selector is on every page of a template, and on no page of another kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacenews.reading.blocks import Element
from spacenews.reading.learning.naming import Selector, behind, child, holding, inside, names_of
from spacenews.reading.learning.sample import SamplePage
from spacenews.reading.page import HtmlPage

_NEARLY_ALL = 0.85  # of the pages, that a marker must be on: one may be of another template
_AROUND = 0.5  # what a name costs more that has nothing to do with text or title
_FIRST = 60  # candidates that are joined in pairs
_MOST_PAIRS = 400


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker.

    Attributes:
        on: Share of the sample's pages that it is on.
        others: How many pages of other kinds it is on.
    """

    selector: Selector
    on: float
    others: int


def find_markers(
    pages: Sequence[SamplePage], others: Sequence[HtmlPage], near: Sequence[Selector]
) -> tuple[Marker, ...]:
    """Return the markers that do best, best first; none where the pages share nothing.

    Args:
        pages: Those of the template.
        others: Pages that a marker should not be on.
        near: Selectors of the body's container: where one does, its presence is what a reader relies on anyway.
    """
    named = {each.css for each in near}
    single = [*near, *(each for each in _shared(pages) if each.css not in named)]
    found = _weigh(single, pages, others, near)
    if not any(each.others == 0 and each.selector.is_named for each in found):
        found += _weigh(_pairs(pages, [each.selector for each in found], near), pages, others, near)
    return tuple(sorted(found, key=lambda each: (each.others, -round(each.on, 1), _cost(each.selector, near))))


def _cost(selector: Selector, near: Sequence[Selector]) -> tuple[float, str]:
    is_near = any(each.css in selector.css for each in near)
    return (selector.cost - (_AROUND if is_near else 0.0), selector.css)


def _weigh(
    selectors: Sequence[Selector], pages: Sequence[SamplePage], others: Sequence[HtmlPage], near: Sequence[Selector]
) -> list[Marker]:
    """Return those of some selectors that nearly all pages have."""
    made = []
    for selector in sorted(selectors, key=lambda each: _cost(each, near)):
        on = sum(bool(page.page.find(selector.css)) for page in pages) / len(pages)
        if on >= _NEARLY_ALL:
            made.append(Marker(selector, on, sum(bool(page.find(selector.css)) for page in others)))
    return made


def _shared(pages: Sequence[SamplePage]) -> list[Selector]:
    """Return the names that nearly all pages have, those about title and text first."""
    near: Counter[Selector] = Counter()
    far: Counter[Selector] = Counter()
    for page in pages:
        about = set(_about(page))
        named = {name for each in about for name in names_of(each)}
        near.update(named)
        elements = page.page.find("[class], [id]")
        far.update({name for each in elements for name in names_of(each) if name.is_named} - named)
    enough = _NEARLY_ALL * len(pages)
    close = [name for name, count in near.items() if count >= enough]
    return close + [
        Selector(name.cost + _AROUND, name.css)
        for name, count in (far + near).items()
        if count >= enough and name not in close
    ]


def _about(page: SamplePage) -> Iterator[Element]:
    """Yield the elements that an article's page has for its text and title."""
    yield page.target
    yield from page.target.iterancestors()
    for head in page.page.root.iter("h1"):
        yield head
        yield from head.iterancestors()


def _pairs(pages: Sequence[SamplePage], single: Sequence[Selector], near: Sequence[Selector]) -> list[Selector]:
    """Return selectors of two parts, by what stands in, behind and around the elements of text and title."""
    allowed = {name.css for name in (*single[:_FIRST], *near)}
    counts: Counter[Selector] = Counter()
    for page in pages:
        counts.update({pair for element in set(_about(page)) for pair in _paired(element, allowed)})
    enough = _NEARLY_ALL * len(pages)
    pairs = sorted(pair for pair, count in counts.items() if count >= enough)
    on_body = [name for name in single if name.css.startswith("body.")]
    pairs += [inside(name, each) for name in on_body for each in near]
    return pairs[:_MOST_PAIRS]


def _paired(element: Element, allowed: set[str]) -> Iterator[Selector]:
    own = [name for name in names_of(element) if name.css in allowed]
    if not own:
        return
    parent = element.getparent()
    above = [] if parent is None else list(names_of(parent))
    around = {name for each in element.iterancestors() for name in names_of(each) if name.is_named}
    before = next(element.itersiblings(preceding=True), None)
    beside = [] if before is None else list(names_of(before))
    inner = {name for each in element for name in names_of(each)}
    for name in own:
        yield from (child(each, name) for each in above)
        yield from (inside(each, name) for each in around)
        yield from (behind(each, name, at_once=True) for each in beside)
        yield from (holding(name, each) for each in inner)
        yield from (child(name, each) for each in inner)
