"""Which selector finds the element that holds an article's text, on every page of a sample and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacenews.reading.blocks import Element
from spacenews.reading.learning.naming import PROSE_TAG, Selector, behind, child, holding, inside, last, names_of
from spacenews.reading.learning.sample import SamplePage, outermost
from spacenews.reading.learning.score import agreement

_SHARED = 0.6  # of the pages, on which a selector must stand at the text
_WHOLE = 0.9  # of the text, which a container must hold
_GOOD = 0.9  # F1 from which on nothing more is looked for: what is too much in it are parts to drop
_MOST = 400


@dataclass(frozen=True, slots=True)
class Container:
    """A selector for the body's container.

    Attributes:
        recall: Share of the known text inside it.
        score: F1 of all words inside it; both without the worst sixth of the pages.
    """

    selector: Selector
    recall: float
    score: float


def find_containers(pages: Sequence[SamplePage]) -> tuple[Container, ...]:
    """Return the selectors that hold the text on the pages, best first: by what is too much, then by cost."""
    found = _weigh(_shared(pages, _by_name), pages)
    if not any(each.recall >= _WHOLE and each.score >= _GOOD and each.selector.is_named for each in found):
        found += _weigh(_shared(pages, _by_place), pages)
    whole = [each for each in found if each.recall >= _WHOLE]
    return tuple(sorted(whole, key=lambda each: (-round(each.score, 2), each.selector)))


def _weigh(selectors: Sequence[Selector], pages: Sequence[SamplePage]) -> list[Container]:
    return [_weighed(selector, pages) for selector in selectors[:_MOST]]


def _weighed(selector: Selector, pages: Sequence[SamplePage]) -> Container:
    recalls, scores = [], []
    for page in pages:
        containers = outermost(page.page.find(selector.css))
        recalls.append(page.share(sum(page.matched.get(each, 0) for each in containers)))
        scores.append(page.score(containers))
    return Container(selector, agreement(recalls), agreement(scores))


def _shared(pages: Sequence[SamplePage], gather: Callable[[SamplePage], Iterable[Selector]]) -> list[Selector]:
    counts: Counter[Selector] = Counter()
    for page in pages:
        counts.update(set(gather(page)))
    return sorted(selector for selector, count in counts.items() if count >= _SHARED * len(pages))


def _by_name(page: SamplePage) -> Iterator[Selector]:
    """Yield what the elements around the known text are called; several together may be the text."""
    for element in page.matched:
        yield from (name for name in names_of(element) if name.cost < PROSE_TAG)


def _by_place(page: SamplePage) -> Iterator[Selector]:
    """Yield selectors of the text's element by what it stands in, behind or around."""
    target = page.target
    outer = target.getparent()
    for element in (target, outer):
        if element is not None and element.getparent() is not None:
            yield from _placed(element)


def _placed(element: Element) -> Iterator[Selector]:
    own = list(names_of(element))
    parent = element.getparent()
    above = [] if parent is None else list(names_of(parent))
    around = [name for each in element.iterancestors() for name in names_of(each) if name.is_named]
    siblings = [name for each in element.itersiblings(preceding=True) for name in names_of(each)]
    beside = next(element.itersiblings(preceding=True), None)
    inner = {name for each in element for name in names_of(each)}
    for name in own:
        yield from (child(each, name) for each in above)
        yield from (inside(each, name) for each in around)
        yield from (behind(each, name, at_once=False) for each in siblings)
        yield from (behind(each, name, at_once=True) for each in (names_of(beside) if beside is not None else ()))
        yield from (holding(name, each) for each in inner)
        if name.css == element.tag:
            yield last(name)
