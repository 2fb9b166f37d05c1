"""A page as its blocks of text in document order, each with the elements it stands in and what these are called.

One walk over the tree, without recursion; nothing is copied or changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from spacenews.reading.blocks import BLOCKS, MEDIA, Element
from spacenews.reading.generic.names import Extra, extra_of, is_hidden, is_text, strength_of

# A page of more elements is no article that anyone wrote; what lies beyond is not looked at, so that time is bounded.
_MAX_NODES = 60_000
# What no reader sees as text, whatever it holds.
_UNSEEN_TAGS = """
    script style noscript template svg math iframe embed head title select option textarea input canvas audio video
    map datalist meter progress frameset
"""
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
# Some pages never close a button or an object, and so have their article in it: they are parts like others.
_PARTS = BLOCKS - {"option"} | {"address", "button", "dialog", "object", "hgroup", "optgroup", "dir"}
_BY_TAG = {
    "aside": Extra.ASIDE,
    "button": Extra.BUTTON,
    "dialog": Extra.CHROME,
    "figcaption": Extra.CAPTION,
    "footer": Extra.FOOTER,
    "form": Extra.FORM,
    "menu": Extra.NAVIGATION,
    "nav": Extra.NAVIGATION,
}
_WHOLE = frozenset({"html", "body", "main"})
# A template writes an article's author, tags and neighbors into the names of the whole article.
_TOLD_OF_ARTICLE = frozenset({Extra.BYLINE, Extra.CHROME, Extra.MEDIA, Extra.META, Extra.CAPTION, Extra.PROMOTION})
_BOLD = frozenset({"b", "strong"})
_BREAK = "\v"


@dataclass(slots=True)
class Node:
    """A part of the page: a block element, or a `span` whose names say that it is an extra.

    Attributes:
        parent: Its place in `Outline.nodes`; -1 for the first.
        tag: Of the element.
        names: Its class, id, role and itemprop.
        extra: What extra it is by its own names, later also by what it stands in.
        strength: How strongly its names say that it holds the article's text, 0 to 3.
        element: In the tree.
        first: The first block that stands in it.
        last: The first block behind it.
    """

    parent: int
    tag: str
    names: str
    extra: Extra | None
    strength: int
    element: Element
    first: int
    last: int = 0


@dataclass(slots=True, eq=False)
class Block:
    """What a reader sees as one paragraph, heading, cell or line.

    Attributes:
        text: Never empty, spaces folded.
        lines: The same, parted where a single `<br>` stands.
        node: The part it stands in.
        links: How many of its characters, about, are link texts.
        bold: The same for bold ones.
        anchors: The links that begin in it.
        media: Pictures and videos in it and behind it.
        extra: What extra it belongs to.
        value: How much it speaks for the part it stands in; below 0 against it.
        gone: Why it was left out of the text.
    """

    text: str
    lines: tuple[str, ...]
    node: int
    links: int
    bold: int
    anchors: tuple[Element, ...]
    media: list[Element]
    extra: Extra | None = None
    value: float = 0.0
    gone: str = ""


@dataclass(slots=True)
class Outline:
    """All blocks of a page, and the parts they stand in, outer before inner."""

    blocks: list[Block] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    def tag(self, block: Block) -> str:
        """Return the tag of the part a block stands in."""
        return self.nodes[block.node].tag

    def inside(self, node: int) -> list[Block]:
        """Return the blocks of a part."""
        return self.blocks[self.nodes[node].first : self.nodes[node].last]

    def cut(self, place: int) -> None:
        """Forget all blocks from a place on."""
        del self.blocks[place:]
        for node in self.nodes:
            node.first, node.last = min(node.first, place), min(node.last, place)

    def sum_up(self, weights: list[float]) -> list[float]:
        """Return for each part the sum of a weight over its blocks; `weights` has one for each block."""
        sums = [0.0] * len(self.nodes)
        for block, weight in zip(self.blocks, weights, strict=True):
            sums[block.node] += weight
        for number in range(len(sums) - 1, 0, -1):
            sums[self.nodes[number].parent] += sums[number]
        return sums


def read_outline(root: Element, drop: Collection[Element] = ()) -> Outline:
    """Return the outline of a page's `html` element, without the elements in `drop`."""
    body = root.find("body") if root.tag == "html" else None
    start = root if body is None else body
    walk = _Walk(drop)
    walk.enter(start, start.tag)
    walk.add(start.text)
    open_elements = [(start, start.tag, iter(start))]
    while open_elements:
        element, tag, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            walk.leave(element, tag)
            if open_elements:
                walk.add(element.tail)
        elif (entered := walk.visit(child)) is not None:
            open_elements.append((child, entered, iter(child)))
    return walk.outline


class _Walk:
    def __init__(self, drop: Collection[Element]) -> None:
        self.outline = Outline()
        self._drop = drop
        self._here = -1
        self._parts: list[str] = []
        self._links = self._bold = 0
        self._in_link = self._in_bold = self._in_listing = 0
        self._anchors: list[Element] = []
        self._media: list[Element] = []
        # Text around an inline extra that is open: the extra's text must not stand in its midst.
        self._held: list[tuple[list[str], int, int]] = []

    def visit(self, element: Element) -> str | None:
        """Take an element up to its text; return its tag where its children are to be visited."""
        tag = element.tag
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag in MEDIA or tag in _UNSEEN or not isinstance(tag, str):
            if tag in MEDIA:
                self._media.append(element)
        elif len(self.outline.nodes) < _MAX_NODES and element not in self._drop:
            self.enter(element, tag)
            self.add(element.text)
            return tag
        self.add(element.tail)
        return None

    def enter(self, element: Element, tag: str) -> None:
        is_part = tag in _PARTS or "-" in tag or self._here < 0
        if tag == "a":
            self._in_link += 1
            self._anchors.append(element)
        elif tag in _BOLD:
            self._in_bold += 1
        elif tag == "pre":
            self._in_listing += 1
        # In a listing the names of spans are those of its syntax: a `comment` there is code.
        if not is_part and (tag != "span" or self._in_listing):
            return
        names = _names(element)
        extra = _extra(element, tag, names, is_part=is_part)
        if is_part:
            self._flush()
        elif extra is None:
            return
        else:
            self._held.append((self._parts, self._links, self._bold))
            self._parts, self._links, self._bold = [], 0, 0
        nodes = self.outline.nodes
        nodes.append(Node(self._here, tag, names, extra, strength_of(names), element, len(self.outline.blocks)))
        self._here = len(nodes) - 1

    def leave(self, element: Element, tag: str) -> None:
        if tag == "a":
            self._in_link -= 1
        elif tag in _BOLD:
            self._in_bold -= 1
        elif tag == "pre":
            self._in_listing -= 1
        node = self.outline.nodes[self._here]
        if node.element is not element:
            return
        self._flush()
        node.last = len(self.outline.blocks)
        self._here = node.parent
        if tag == "span" and self._held:
            self._parts, self._links, self._bold = self._held.pop()
            self._parts.append(" ")

    def add(self, text: str | None) -> None:
        if not text:
            return
        self._parts.append(text)
        if self._in_link or self._in_bold:
            size = len(text.strip())
            self._links += size if self._in_link else 0
            self._bold += size if self._in_bold else 0

    def _flush(self) -> None:
        if not self._parts:
            return
        raw = "".join(self._parts)
        self._parts.clear()
        paragraphs = _split(raw) if _BREAK in raw else [(" ".join(raw.split()),)]
        blocks = self.outline.blocks
        for lines in paragraphs:
            if not (text := " ".join(lines)):
                continue
            anchors, self._anchors = tuple(self._anchors), []
            media, self._media = self._media, []
            blocks.append(Block(text, lines, self._here, min(self._links, len(text)), self._bold, anchors, media))
        self._links = self._bold = 0
        if self._media and blocks:
            blocks[-1].media += self._media
            self._media = []


def _names(element: Element) -> str:
    get = element.get
    anchor = get("id")
    if anchor and anchor.count("-") > 2:  # noqa: PLR2004 - the words of a heading, for links to it
        anchor = None
    return " ".join(filter(None, (get("class"), anchor, get("role"), get("itemprop"))))


def _extra(element: Element, tag: str, names: str, *, is_part: bool) -> Extra | None:
    if _hides(element):
        return Extra.HIDDEN
    extra = _BY_TAG.get(tag) or (extra_of(names) if names else None)
    if extra is None or tag in _WHOLE or (tag == "article" and extra in _TOLD_OF_ARTICLE):
        return None
    return None if is_part and tag not in _BY_TAG and is_text(names) else extra


def _hides(element: Element) -> bool:
    style = element.get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    classes = element.get("class")
    return bool(classes) and is_hidden(classes or "")


def _split(raw: str) -> list[tuple[str, ...]]:
    """Two line breaks in a row part paragraphs; one parts lines."""
    paragraphs: list[tuple[str, ...]] = []
    lines: list[str] = []
    for line in raw.split(_BREAK):
        if text := " ".join(line.split()):
            lines.append(text)
        elif lines:
            paragraphs.append(tuple(lines))
            lines = []
    return [*paragraphs, tuple(lines)]
