"""The next article, which pages that scroll without end print below the one that was asked for."""

from __future__ import annotations

from spacenews.reading.generic.headline import Told, squash
from spacenews.reading.generic.names import is_label
from spacenews.reading.generic.outline import Outline

_BETWEEN = 150  # letters of prose: what has less between two headlines is a list
_TITLE = 8  # letters
_SURE = 3
_MOST = 20  # headlines that are looked at; a page of more is a list


def cut_next_article(page: Outline, told: Told) -> None:
    """Forget what stands from the next article's headline on.

    That is an `h1` of the very class of the page's own headline, behind it and a text, which the page does not call its
    title. Headings of sections are `h1` as well on some pages, but not named as titles.
    """
    own, seen = "", 0
    prose = 0.0
    for place, block in enumerate(page.blocks):
        if page.tag(block) != "h1" or not (names := page.nodes[block.node].names) or not is_label(names):
            prose += max(0.0, block.value) if own else 0.0
            continue
        squashed = squash(block.text)
        if squashed in told.titles:
            own, prose = names, 0.0
        elif own == names and (seen := seen + 1) > _MOST:
            return
        elif own == names and prose > _BETWEEN and len(squashed) > _TITLE and not _is_quoted(page, place):
            page.cut(place)
            return


def _is_quoted(page: Outline, place: int) -> bool:
    """Whether a headline stands in the midst of what is named the text: then it is an embedded post's."""
    number = page.blocks[place].node
    while number >= 0:
        node = page.nodes[number]
        if node.strength == _SURE and any(block.value > 0 for block in page.blocks[node.first : place]):
            return True
        number = node.parent
    return False
