"""The standfirst: the paragraph between headline and text, which templates keep apart from the text."""

from __future__ import annotations

from spacenews.reading.generic.headline import Told, squash
from spacenews.reading.generic.names import Extra, is_introduction, is_standfirst
from spacenews.reading.generic.outline import Block, Outline
from spacenews.reading.generic.weight import size_of

# A line is the headline's second deck; a paragraph is where the text begins.
_PARAGRAPH = 140
_INTRODUCTION = 40
_LINKED = 0.3
_REACH = 3  # parts around a block whose names are looked at
_NEVER = frozenset(
    {Extra.CAPTION, Extra.HIDDEN, Extra.RELATED, Extra.NAVIGATION, Extra.COMMENTS, Extra.FORM},
)


def find_standfirst(page: Outline, kept: list[Block], told: Told) -> list[Block]:
    """Return the blocks between headline and text that are named a standfirst, or that the page is described with."""
    if not kept:
        return []
    first = page.blocks.index(kept[0])
    above = reversed(range(first))
    start = next((place for place in above if _is_headline(page, page.blocks[place], told)), None)
    if start is None:
        return []
    seen = {squash(block.text) for block in kept} | told.titles
    found: list[Block] = []
    for block in page.blocks[start + 1 : first]:
        squashed = squash(block.text)
        if squashed not in seen and _is_standfirst(page, block, squashed in told.descriptions):
            seen.add(squashed)
            found.append(block)
    return found


def _is_headline(page: Outline, block: Block, told: Told) -> bool:
    return page.tag(block) == "h1" or squash(block.text) in told.titles


def _is_standfirst(page: Outline, block: Block, is_description: bool) -> bool:  # noqa: FBT001 - private, one caller
    if block.extra in _NEVER or block.links > _LINKED * len(block.text):
        return False
    names = _names_around(page, block)
    least = _INTRODUCTION if any(is_introduction(each) for each in names[:2]) else _PARAGRAPH
    return size_of(block.text) >= least and (is_description or any(is_standfirst(each) for each in names))


def _names_around(page: Outline, block: Block) -> list[str]:
    names: list[str] = []
    number = block.node
    while number >= 0 and len(names) < _REACH:
        names.append(page.nodes[number].names)
        number = page.nodes[number].parent
    return names
