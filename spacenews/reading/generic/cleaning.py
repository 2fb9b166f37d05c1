"""From the blocks of a container to the article's paragraphs: what stands among them and is not the newsroom's text."""

from __future__ import annotations

import re

from spacenews.reading.generic.headline import Told, squash
from spacenews.reading.generic.outline import Block, Outline
from spacenews.reading.generic.phrases import ASKS, BIOGRAPHY, CONSENT, ENDS, HEADER_LINE, LEADS_ELSEWHERE
from spacenews.reading.generic.weight import HEADINGS, PROSE, size_of

_SENTENCE_END = re.compile("[.!?…\u3002\uff01\uff1f]\\W*$")
_HEADLINE = 300  # letters; no headline is longer
_BEGINNING = 0.15  # share of the prose before which a headline is the article's own
_HEADER = 0.1
_HEADER_LINE = 200
_LINKED = 0.6
_LINKED_PARTLY = 0.3
_LINKED_SENTENCE = 100  # a paragraph that long may be one link, where it is a sentence
_ELSEWHERE = 250
_ELSEWHERE_LABEL = 40
_ASKS = 300
_END_LABEL = 80
_FIRST = 60
_TWICE = 60
_REPEATING = frozenset({"td", "th", "li"})  # tables and lists may say one thing several times
_BIOGRAPHY = 900
_SHORT = 3  # blocks of which none is taken off at the end


def clean_blocks(page: Outline, container: int, told: Told) -> list[Block]:
    """Return the blocks of a container that are the article's text; the others say in `gone` why they are not."""
    blocks = [block for block in page.inside(container) if not block.extra]
    return _Cleaner(page, blocks, told).clean(blocks)


class _Cleaner:
    def __init__(self, page: Outline, blocks: list[Block], told: Told) -> None:
        self._page = page
        self._told = told
        self._all = sum(max(0.0, block.value) for block in blocks)
        self._seen = 0.0
        self._texts: dict[str, int] = {}
        self._lists = _weigh_lists(page, blocks)

    def clean(self, blocks: list[Block]) -> list[Block]:
        kept: list[Block] = []
        for block in blocks:
            if len(block.text) < _HEADLINE and squash(block.text) in self._told.titles:
                block.gone = "headline"
                kept = self._after_headline(block, kept)
                continue
            block.gone = self._why_gone(block)
            if not block.gone:
                self._seen += max(0.0, block.value)
                self._texts[block.text] = self._parent(block)
                kept.append(block)
        while len(kept) > _SHORT and self._is_tail(kept[-1]):
            kept.pop().gone = "tail"
        return kept

    def _parent(self, block: Block) -> int:
        return self._page.nodes[block.node].parent

    def _after_headline(self, headline: Block, kept: list[Block]) -> list[Block]:
        if self._seen >= _BEGINNING * self._all:
            return kept
        for block in kept:
            if self._page.tag(headline) == "h1" or block.value < PROSE:
                block.gone = "above headline"
        return [block for block in kept if not block.gone]

    def _why_gone(self, block: Block) -> str:
        text, tag = block.text, self._page.tag(block)
        size, link_share, is_heading = len(text), block.links / len(text), tag in HEADINGS
        # Side by side it is the author's; elsewhere it is a notice, or the page for narrow windows.
        if (
            size > _TWICE
            and tag not in _REPEATING
            and self._texts.get(text, self._parent(block)) != self._parent(block)
        ):
            return "printed twice"
        if tag == "li" and self._lists[self._parent(block)]:
            return "list of links"
        if is_heading and size < _END_LABEL and ENDS.match(text):
            return "heading of another part"
        if link_share > _LINKED and not is_heading and not _is_linked_sentence(text, tag):
            return "link"
        if text[0] in "<{" and tag != "pre":
            return "markup printed as text"
        return self._why_phrase(text, link_share) or self._why_early(block, is_heading=is_heading)

    def _why_phrase(self, text: str, link_share: float) -> str:
        leads = len(text) < _ELSEWHERE_LABEL or (len(text) < _ELSEWHERE and link_share > _LINKED_PARTLY)
        if leads and LEADS_ELSEWHERE.match(text):
            return "leads elsewhere"
        if "ookie" in text and CONSENT.match(text):
            return "asks for consent"
        return "asks for something" if len(text) < _ASKS and ASKS.match(text) else ""

    def _why_early(self, block: Block, *, is_heading: bool) -> str:
        if is_heading or self._seen >= _HEADER * self._all > 0:
            return ""
        if len(block.text) < _HEADER_LINE and HEADER_LINE.match(block.text):
            return "header line"
        is_label = not self._seen and block.value < 5 and size_of(block.text) < _FIRST  # noqa: PLR2004 - a sentence's
        return "label above the text" if is_label else ""

    def _is_tail(self, block: Block) -> bool:
        is_biography = len(block.text) < _BIOGRAPHY and BIOGRAPHY.match(block.text)
        return self._page.tag(block) in HEADINGS or bool(is_biography)


def _is_linked_sentence(text: str, tag: str) -> bool:
    return tag == "p" and len(text) > _LINKED_SENTENCE and bool(_SENTENCE_END.search(text))


def _weigh_lists(page: Outline, blocks: list[Block]) -> dict[int, bool]:
    """Return for each list whether most of it is link."""
    amounts: dict[int, tuple[int, int]] = {}
    for block in blocks:
        if page.tag(block) == "li":
            links, size = amounts.get(page.nodes[block.node].parent, (0, 0))
            amounts[page.nodes[block.node].parent] = (links + block.links, size + len(block.text))
    return {parent: links > _LINKED * size for parent, (links, size) in amounts.items()}
