"""One page of a sample: which of its lines are the known text, and how much of it each element holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacenews.model.rejection import Rejection
from spacenews.reading.blocks import LEFT_OUT, UNSEEN, Element, read_lines
from spacenews.reading.learning.known import Known
from spacenews.reading.learning.words import KnownText, words_of
from spacenews.reading.page import HtmlPage, open_page
from spacenews.specs.site import Site

_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A line of a page.

    Attributes:
        words: How many.
        known: Whether they are of the known text.
        around: The elements that it stands in, from the innermost out; as far as a container may be.
    """

    text: str
    words: int
    known: bool
    around: tuple[Element, ...]


class SamplePage:
    """A page with its known text. Use `open_sample`."""

    def __init__(self, known: Known, page: HtmlPage, drop: frozenset[Element]) -> None:
        self.known = known
        self.page = page
        self.text = KnownText(known.body)
        read = read_lines(page.root, left_out=UNSEEN | {"button"}, drop=drop)
        worded = [(line, words) for line in read if (words := words_of(line.text))]
        known_lines = self.text.match([words for _, words in worded])
        self.lines = [
            SampleLine(line.text, len(words), is_known, tuple(_around(line.block)))
            for (line, words), is_known in zip(worded, known_lines, strict=True)
        ]

    @cached_property
    def held(self) -> dict[Element, int]:
        """Words that a container holds."""
        return _count(self.lines)

    @cached_property
    def matched(self) -> dict[Element, int]:
        """Words of the known text that a container holds; no more than there are."""
        return _count(line for line in self.lines if line.known)

    @cached_property
    def recall(self) -> float:
        """The share of the known text that is on the page at all."""
        return self.share(max(self.matched.values(), default=0))

    def share(self, matched: int) -> float:
        """Return how much of the known text so many words are, at most 1."""
        return min(1.0, matched / len(self.text.words)) if self.text.words else 0.0

    @cached_property
    def target(self) -> Element:
        """The innermost element that holds nearly all of the known text that any element holds."""
        most = max((self.share(count) for count in self.matched.values()), default=0.0)
        roomy = [each for each, count in self.matched.items() if self.share(count) >= _NEARLY_ALL * most]
        return max(roomy, key=lambda each: sum(1 for _ in each.iterancestors()), default=self.page.root)

    def score(self, containers: Sequence[Element]) -> float:
        """Return how well the text of some containers, of which none is in another, is the known one."""
        held = sum(self.held.get(each, 0) for each in containers)
        matched = min(sum(self.matched.get(each, 0) for each in containers), len(self.text.words))
        return 2 * matched / (held + len(self.text.words)) if held else 0.0


def open_sample(site: Site, known: Iterable[Known]) -> tuple[tuple[SamplePage, ...], tuple[str, ...]]:
    """Return the pages that can be learnt from, and the addresses of those that give no page."""
    pages, closed = [], []
    for each in known:
        page = open_page(each.capture)
        if isinstance(page, Rejection):
            closed.append(each.capture.url)
        else:
            pages.append(SamplePage(each, page, dropped_by_family(site, page)))
    return tuple(pages), tuple(closed)


def share_on_page(known: Known) -> float:
    """Return how much of its known text is on a page at all, 0 to 1; 0 where the capture gives no page."""
    page = open_page(known.capture)
    return 0.0 if isinstance(page, Rejection) else SamplePage(known, page, frozenset()).recall


def dropped_by_family(site: Site, page: HtmlPage) -> frozenset[Element]:
    """Return the elements that the site's family leaves out of every body."""
    family = site.rules_of_family
    selectors = [*family.drop, *family.related] if family else []
    return frozenset(page.find(", ".join(selectors))) if selectors else frozenset()


def outermost(elements: Sequence[Element]) -> list[Element]:
    """Return the elements that are in none of the others."""
    held = set(elements)
    return [each for each in elements if not any(outer in held for outer in each.iterancestors())]


def _around(block: Element) -> Iterable[Element]:
    """Yield the elements that a line is read in: none behind one that is left out of a text unless it is the text."""
    element: Element | None = block
    while element is not None:
        yield element
        if element.tag in LEFT_OUT:
            return
        element = element.getparent()


def _count(lines: Iterable[SampleLine]) -> dict[Element, int]:
    counts: dict[Element, int] = {}
    for line in lines:
        for element in line.around:
            counts[element] = counts.get(element, 0) + line.words
    return counts
