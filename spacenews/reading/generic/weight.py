"""How much each block speaks for the part that it stands in: sentences speak for it, menus against."""

from __future__ import annotations

import re

from spacenews.reading.generic.outline import Outline
from spacenews.reading.generic.phrases import CONSENT

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PROSE = 40  # from this value on a block is taken for a sentence or more
_SENTENCE = re.compile('[.!?…\u3002\uff01\uff1f\u061f\u0964:;”"»)](?:\\s|$)|[\u3002\uff01\uff1f]')
# A character of these scripts says about as much as two letters.
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONG_TEXT = 4000  # characters; what is longer need not be measured finely
_MOSTLY_LINK = 0.5
_PARAGRAPH = 60
_PARAGRAPH_UNPOINTED = 150  # without any sign that ends a sentence
_LINE = 25
_CAP = 1000  # one endless block is no better than a good paragraph


def size_of(text: str) -> int:
    """Return the length of a text in letters."""
    if len(text) >= _LONG_TEXT or text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text))


def weigh(page: Outline) -> None:
    """Give each block its value."""
    for block in page.blocks:
        value = _value(block.text, block.links / len(block.text), page.tag(block))
        # A consent panel is prose, and on a short page more of it than the article has.
        block.value = -value if value > 0 and "ookie" in block.text and CONSENT.match(block.text) else value


def _value(text: str, link_share: float, tag: str) -> float:
    size = size_of(text)
    if link_share > _MOSTLY_LINK:
        return -min(size, 100) * 0.5 - 5
    if tag in HEADINGS:
        return 0.0
    if size >= _PARAGRAPH and (size > _PARAGRAPH_UNPOINTED or _SENTENCE.search(text)):
        return min(size, _CAP) * (1 - link_share)
    if tag == "p" and not link_share:
        # Diaries and poems are made of short paragraphs; menus are not made of paragraphs.
        return size * (0.4 if size >= _LINE else 0.1)
    if size >= _LINE:
        return 5.0 if _SENTENCE.search(text) else -2.0
    return -5.0
