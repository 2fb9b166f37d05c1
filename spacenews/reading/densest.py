"""The element that holds most of a page's running text, for pages of which nothing else is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacenews.reading.blocks import Element, Line

_MIN_LINE = 20  # characters; shorter lines are labels, dates, menu entries
_LINK_COST = 2  # a line that is half link counts nothing
# Paragraphs and the lists that they stand in: their text counts for what holds them.
_PARTS = frozenset(
    {"p", "li", "ul", "ol", "dl", "dd", "dt", "pre", "blockquote", "address", "figure", "details", "summary", "center"}
    | {f"h{level}" for level in range(1, 7)}
)
# What an outer container gets of an inner one's text: three sections outweigh each of them, two columns do not.
_SHARES = (1.0, 0.4, 0.15)


def find_densest(lines: Sequence[Line]) -> Element | None:
    """Return the container with most running text among the lines of a page, or None where there is no text.

    A container is a cell, a `div`, a section; a `div` with a single line is a paragraph of what holds it.
    """
    in_block = Counter(line.block for line in lines)
    scores: dict[Element, float] = {}
    for line in lines:
        if weight := _weight(line):
            container = _container(line.block, single=in_block[line.block] == 1)
            for share in _SHARES:
                scores[container] = scores.get(container, 0.0) + weight * share
                outer = container.getparent()
                if outer is None:
                    break
                container = outer
    return max(scores, key=lambda each: scores[each]) if scores else None


def _weight(line: Line) -> int:
    if len(line.text) < _MIN_LINE:
        return 0
    return max(0, len(line.text) - _LINK_COST * line.link_chars)


def _container(block: Element, *, single: bool) -> Element:
    element = block
    if single and element.tag == "div" and (outer := element.getparent()) is not None:
        element = outer
    while element.tag in _PARTS and (outer := element.getparent()) is not None:
        element = outer
    return element
