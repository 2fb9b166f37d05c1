"""What stands inside a body's container and is no text of it: parts to drop, and the line where the text ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacenews.reading.blocks import LEFT_OUT, Element
from spacenews.reading.learning.naming import BUILT, Selector, names_of
from spacenews.reading.learning.sample import SampleLine, SamplePage, outermost

_HARM = 0.005  # of the known words that a part may take with it
_STRAY = 0.2  # of a part's words that may be known: a teaser of the same matter, a sentence quoted from the text
_WORTH = 0.002  # of all words that a part must rid the text of
_MOST = 6
_ALL_BUT_ONE = 0.9  # of the known text: a last paragraph may have been added
_LONGEST_CUT = 60  # characters; what is longer is text
_FEW = 0.2  # of the pages that a part must be on
_MANY = 0.5  # of the pages that a line must be on at which the text ends


@dataclass(frozen=True, slots=True)
class Contained:
    """A page and the elements that hold its body."""

    page: SamplePage
    containers: tuple[Element, ...]

    def lines(self) -> list[SampleLine]:
        """Return the lines inside, in order."""
        held = set(self.containers)
        return [line for line in self.page.lines if any(each in held for each in line.around)]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is left out of a body: selectors of elements, and texts of lines at which it ends."""

    drop: tuple[Selector, ...] = ()
    cut: tuple[str, ...] = ()

    @property
    def cost(self) -> float:
        """What they add to a layout's cost."""
        return 0.7 * len(self.cut) + sum(0.4 + 0.3 * each.cost for each in self.drop)


def find_parts(pages: Sequence[Contained]) -> Parts:
    """Return the fewest parts without which the containers hold the known text, and hardly anything else."""
    gone: dict[SamplePage, set[Element]] = {each.page: set() for each in pages}
    drop: list[Selector] = []
    candidates = _candidates(pages)
    while len(drop) < _MOST:
        gains = [(_gain(selector, pages, gone), selector) for selector in candidates]
        best = max((gain for gain, _ in gains), default=0)
        if best < max(1, _WORTH * _words(pages)):
            break
        # Among parts that rid the text of nearly as much, the one that is named best.
        chosen = min((selector for gain, selector in gains if gain >= 0.95 * best), default=None)
        if chosen is None:
            break
        drop.append(chosen)
        candidates.remove(chosen)
        for each in pages:
            gone[each.page].update(each.page.page.find(chosen.css))
    drop, gone = _needed(drop, pages)
    cut = _find_cut(pages, gone)
    return Parts(tuple(drop), (cut,) if cut else ())


def _needed(
    drop: Sequence[Selector], pages: Sequence[Contained]
) -> tuple[list[Selector], dict[SamplePage, set[Element]]]:
    """Return the parts without those that the others hold, and the elements that they are."""
    needed = list(drop)
    for selector in drop:
        rest = [each for each in needed if each is not selector]
        if _gain(selector, pages, _elements(rest, pages)) < max(1, _WORTH * _words(pages)):
            needed = rest
    return needed, _elements(needed, pages)


def _elements(drop: Sequence[Selector], pages: Sequence[Contained]) -> dict[SamplePage, set[Element]]:
    return {each.page: {element for one in drop for element in each.page.page.find(one.css)} for each in pages}


def _candidates(pages: Sequence[Contained]) -> list[Selector]:
    """Return selectors of the elements that hold no known text, on enough pages, and do no harm on any."""
    counts: Counter[Selector] = Counter()
    for each in pages:
        counts.update({name for part in _foreign(each) for name in names_of(part) if name.cost < BUILT})
    enough = max(2, _FEW * len(pages))
    return [
        name for name, count in sorted(counts.items()) if count >= min(enough, len(pages)) and not _harms(name, pages)
    ]


def _foreign(each: Contained) -> Iterable[Element]:
    """Yield the elements inside the containers that hold words, and none of the known text."""
    held, matched = each.page.held, each.page.matched
    for container in each.containers:
        for element in container.iterdescendants():
            words = held.get(element, 0)
            if words and matched.get(element, 0) <= _STRAY * words and element.tag not in LEFT_OUT:
                yield element


def _harms(selector: Selector, pages: Sequence[Contained]) -> bool:
    hit = held = known = 0
    for each in pages:
        known += len(each.page.text.words)
        for element in outermost(each.page.page.find(selector.css)):
            hit += each.page.matched.get(element, 0)
            held += each.page.held.get(element, 0)
    return hit > _HARM * known and hit > _STRAY * held


def _gain(selector: Selector, pages: Sequence[Contained], gone: dict[SamplePage, set[Element]]) -> int:
    """Return how many foreign words a part would rid the containers of."""
    gain = 0
    for each in pages:
        held = set(each.containers)
        for element in outermost(each.page.page.find(selector.css)):
            around = list(element.iterancestors())
            if not held.isdisjoint(around) and gone[each.page].isdisjoint([element, *around]):
                gain += each.page.held.get(element, 0) - each.page.matched.get(element, 0)
    return gain


def _words(pages: Sequence[Contained]) -> int:
    return sum(len(each.page.text.words) for each in pages)


def _find_cut(pages: Sequence[Contained], gone: dict[SamplePage, set[Element]]) -> str | None:
    """Return the line behind which no known text stands on any page, where enough other words do.

    A line with a number in it is a date or a count, which another page does not have.
    """
    tails = [_tail(each, gone[each.page]) for each in pages]
    counts = Counter(
        text for tail in tails for text in dict.fromkeys(line.text for line in tail if _is_label(line.text))
    )
    enough = min(max(2, _MANY * sum(map(bool, tails))), len(pages))
    best, most = None, max(1.0, _WORTH * _words(pages))
    for text, count in counts.items():
        if count >= enough and not any(_stands_before_text(text, each) for each in pages):
            gain = sum(_behind(text, tail) for tail in tails)
            if gain > most:
                best, most = text, gain
    return best


def _tail(each: Contained, gone: set[Element]) -> list[SampleLine]:
    """Return the lines behind those in which the known text stands that are not dropped."""
    lines = [line for line in each.lines() if gone.isdisjoint(line.around)]
    known, rest = 0, sum(line.words for line in lines)
    for at, line in enumerate(lines):
        known += line.words if line.known else 0
        rest -= line.words
        if line.known and each.page.share(known) >= _ALL_BUT_ONE and _known_in(lines[at + 1 :]) <= _STRAY * rest:
            return lines[at + 1 :]
    return []


def _known_in(lines: Sequence[SampleLine]) -> int:
    return sum(line.words for line in lines if line.known)


def _stands_before_text(text: str, each: Contained) -> bool:
    start, lines = text.casefold(), each.lines()
    begin = next((at for at, line in enumerate(lines) if line.text.casefold().startswith(start)), len(lines))
    behind = lines[begin:]
    return sum(line.words for line in behind if line.known) > _STRAY * sum(line.words for line in behind)


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_CUT and not any(letter.isdigit() for letter in text)


def _behind(text: str, tail: Sequence[SampleLine]) -> float:
    at = next((at for at, line in enumerate(tail) if line.text.startswith(text)), len(tail))
    return float(sum(line.words for line in tail[at:]))
