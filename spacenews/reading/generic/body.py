"""The article's text on a page that no layout describes: several readers, and a reasoned choice among them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.generic.cleaning import clean_blocks
from spacenews.reading.generic.container import Weighed, find_container
from spacenews.reading.generic.extras import mark_extras
from spacenews.reading.generic.headline import read_told
from spacenews.reading.generic.names import Extra
from spacenews.reading.generic.next_article import cut_next_article
from spacenews.reading.generic.outline import Block, Outline, read_outline
from spacenews.reading.generic.standfirst import find_standfirst
from spacenews.reading.generic.weight import weigh

_NEAR_LINES = 50  # lines of a block from one link's to the next one's


@dataclass(frozen=True, slots=True)
class Lost:
    """A part of the page that might have been the text's: the reader that proposed it, what it is, why it lost."""

    source: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Body:
    """An article's text.

    Attributes:
        lines: Its paragraphs with where they stand; empty where the page has no text.
        source: The reader that found it.
        why: One clause: why this one won.
        container: The element it stands in.
        lost: The parts of the page that were weighed and lost.
    """

    lines: Sequence[Line]
    source: str
    why: str
    container: Element | None = None
    lost: tuple[Lost, ...] = ()


def find_body(root: Element, *, drop: Collection[Element] = (), cuts: Sequence[str] = ()) -> Body:
    """Return the text of a page's article, read from its tree; the same tree gives the same text.

    Args:
        root: The `html` element.
        drop: Elements that are known to be no text.
        cuts: Texts; nothing counts from the first block on that starts with one of them.
    """
    page = read_outline(root, drop)
    _cut(page, cuts)
    if not page.blocks:
        return Body((), "densest", "the page has no text")
    told = read_told(root, page)
    weigh(page)
    cut_next_article(page, told)
    mark_extras(page)
    won, *lost = find_container(page)
    kept = clean_blocks(page, won.node, told)
    kept = [*find_standfirst(page, kept, told), *kept]
    element = page.nodes[won.node].element
    others = tuple(_candidate(page.nodes[each.node].element, each) for each in lost)
    return Body(_lines(page, won.node, kept), won.source, won.why, element, others)


def _candidate(element: Element, weighed: Weighed) -> Lost:
    name = ".".join([str(element.tag), *(element.get("class") or "").split()[:1]])
    return Lost(weighed.source, f"{name}: {weighed.prose} letters of prose", weighed.why)


def _lines(page: Outline, container: int, kept: list[Block]) -> list[Line]:
    """Return lines; the pictures of captions, which are no text, go to the next line of text, or to the last."""
    lines: list[Line] = []
    taken = set(map(id, kept))
    pictures: list[Element] = []
    links: list[Element] = []
    inside = page.inside(container)
    held = set(map(id, inside))
    for block in [*(each for each in kept if id(each) not in held), *inside]:
        if id(block) in taken:
            lines += _of_block(page, block, links, pictures)
            pictures, links = [], []
        elif block.extra is Extra.CAPTION:
            pictures += block.media
            links += [anchor for anchor in block.anchors if next(anchor.iter("img"), None) is not None]
    if lines:
        lines[-1].media.extend(pictures)
        lines[-1].links += tuple(links)
    return lines


def _of_block(page: Outline, block: Block, links: list[Element], pictures: list[Element]) -> list[Line]:
    element = page.nodes[block.node].element
    chars = block.links // len(block.lines)
    made = [Line(text, element, bool(number), (), chars, []) for number, text in enumerate(block.lines)]
    made[0].media += [*pictures, *block.media]
    made[0].links = tuple(links)
    if len(made) == 1:
        made[0].links += block.anchors
        return made
    place = 0
    for anchor in block.anchors:  # in document order, so the next one is on the same line or on one below it
        words = text_of(anchor)
        near = range(place, min(place + _NEAR_LINES, len(made)))
        place = next((number for number in near if words in made[number].text), place)
        made[place].links += (anchor,)
    return made


def _cut(page: Outline, cuts: Sequence[str]) -> None:
    starts = tuple(cut.casefold() for cut in cuts)
    for place, block in enumerate(page.blocks):
        if starts and block.text.casefold().startswith(starts):
            page.cut(place)
            return
