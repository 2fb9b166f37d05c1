"""The article's text on a page that no layout describes: several readers, and a reasoned choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacenews.reading.blocks import Element, Line
from spacenews.reading.generic.cleaning import clean_blocks
from spacenews.reading.generic.container import find_container
from spacenews.reading.generic.extras import mark_extras
from spacenews.reading.generic.headline import read_told
from spacenews.reading.generic.outline import Block, Outline, read_outline
from spacenews.reading.generic.standfirst import find_standfirst
from spacenews.reading.generic.weight import weigh


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text.

    Attributes:
        lines: Its paragraphs with where they stand; empty where another reader gave `paragraphs`.
        paragraphs: In order; empty where the page has no text.
        source: The reader that found it.
        why: One clause: why this one won.
        container: The element it stands in.
    """

    lines: Sequence[Line]
    paragraphs: tuple[str, ...]
    source: str
    why: str
    container: Element | None = None


def find_body(root: Element) -> Body:
    """Return the text of a page's article, read from its tree; the same tree gives the same text."""
    page = read_outline(root)
    if not page.blocks:
        return Body((), (), "densest", "the page has no text")
    weigh(page)
    mark_extras(page)
    told = read_told(root, page)
    container, source = find_container(page)
    kept = clean_blocks(page, container, told)
    kept = [*find_standfirst(page, kept, told), *kept]
    lines = [_line(page, block) for block in kept]
    why = _WHY[source]
    return Body(lines, tuple(line.text for line in lines), source, why, page.nodes[container].element)


_WHY = {
    "names": "the template names it the text, and it holds a fair share of the prose",
    "article": "the article element holds most of the prose",
    "densest": "prose outweighs menus in no other part as much",
}


def _line(page: Outline, block: Block) -> Line:
    return Line(block.text, page.nodes[block.node].element, False, block.anchors, block.links, block.media)  # noqa: FBT003 - a dataclass of another room
