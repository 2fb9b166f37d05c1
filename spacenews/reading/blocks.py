"""From a tree to lines and paragraphs, as a reader would see them.

One rule for breaks: block elements, table cells and two `<br>` in a row part paragraphs; a single `<br>` parts two
lines of one paragraph, which are joined by a space. List items, quotations and subheads are paragraphs.
No function here recurses, so no nesting can exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's public name for it does not exist

_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre section summary
    table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
# What is on the page, but is no text of it.
_UNSEEN = """
    script style noscript template head title svg math iframe object embed audio video canvas select textarea
    datalist map
"""
UNSEEN = frozenset(_UNSEEN.split())
# What stands inside an article's container and is no part of its text.
LEFT_OUT = UNSEEN | {"nav", "form", "figcaption", "aside", "footer", "button", "dialog", "menu"}
MEDIA = frozenset({"img", "iframe", "video", "audio"})
_NOTHING: frozenset[Element] = frozenset()


@dataclass(slots=True, eq=False)
class Line:
    """One line as printed: a block's text, or what stands before a `<br>`.

    Attributes:
        text: Never empty; spaces folded to one.
        block: The nearest block element around its beginning.
        joined: Only a single `<br>` parts it from the line before.
        links: The `<a href>` that begin in it.
        link_chars: How many of its characters, about, are link texts.
        media: Pictures and videos in it, and those that follow it alone in their blocks; the first line also has those
            before it.
    """

    text: str
    block: Element
    joined: bool
    links: tuple[Element, ...]
    link_chars: int
    media: list[Element]


def read_lines(root: Element, *, left_out: frozenset[str] = UNSEEN, drop: Collection[Element] = _NOTHING) -> list[Line]:
    """Return the lines of a subtree in document order.

    Args:
        root: Its own tail is not part of it.
        left_out: Tags that are not entered.
        drop: Elements that are not entered.
    """
    return list(iter_lines(root, left_out=left_out, drop=drop))


def iter_lines(
    root: Element, *, left_out: frozenset[str] = UNSEEN, drop: Collection[Element] = _NOTHING
) -> Iterator[Line]:
    """Yield the lines that `read_lines` returns as they are found, for those who need only the first ones."""
    reader = _LineReader(root)
    ready, start, end = reader.ready, reader.start, reader.end
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            end(element)
        elif (element.tag in left_out or element in drop) and element is not root:
            walker.skip_subtree()
            reader.leave_out(element)
        else:
            start(element)
        if ready:
            yield ready.pop()
    reader.flush()
    yield from ready


def join_lines(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return paragraphs: each line with the lines that are joined to it."""
    paragraphs: list[str] = []
    for line in lines:
        if line.joined and paragraphs:
            paragraphs[-1] = f"{paragraphs[-1]} {line.text}"
        else:
            paragraphs.append(line.text)
    return tuple(paragraphs)


def text_of(element: Element) -> str:
    """Return the visible text of an element as one line; empty where it has none."""
    if len(element) == 0:
        return fold(element.text)
    return " ".join(line.text for line in read_lines(element))


def fold(text: str | None) -> str:
    """Return text with every run of white space, no-break spaces included, as one space, and none at its ends."""
    return " ".join(text.split()) if text else ""


def cut_lines(lines: Iterable[Line], cuts: Sequence[str]) -> list[Line]:
    """Return the lines before the first that starts with one of the texts, whatever its case; none after it is read."""
    starts = tuple(fold(cut).casefold() for cut in cuts)
    return list(takewhile(lambda line: not line.text.casefold().startswith(starts), lines)) if cuts else list(lines)


class _LineReader:
    """Takes elements in document order, puts a line into `ready` as soon as it has ended.

    Most of reading's time is spent here, so it asks little twice.
    """

    __slots__ = (
        "_blocks",
        "_breaks",
        "_in_link",
        "_last",
        "_left",
        "_link_chars",
        "_links",
        "_media",
        "_root",
        "_text",
        "ready",
    )

    def __init__(self, root: Element) -> None:
        self.ready: list[Line] = []
        self._last: Line | None = None
        self._root = root
        self._blocks = [root]
        self._text: list[str] = []
        self._links: list[Element] = []
        self._media: list[Element] = []
        self._in_link = 0
        self._link_chars = 0
        self._breaks = 0  # <br> since the last text; 2 stand for a block's border
        self._left: Element | None = None

    def start(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            if self._text:
                self.flush()
            self._breaks = 2
            self._blocks.append(element)
        elif tag == "a":
            self._in_link += 1
            if element.get("href") is not None:
                self._links.append(element)
        elif tag == "br":
            if self._text:
                self.flush()
            self._breaks += 1
        elif tag in MEDIA:
            self._see(element)
        if text := element.text:
            self._add(text)

    def end(self, element: Element) -> None:
        if element is self._left:
            self._left = None
        elif (tag := element.tag) in BLOCKS:
            if self._text:
                self.flush()
            self._breaks = 2
            self._blocks.pop()
        elif tag == "a":
            self._in_link -= 1
        if (tail := element.tail) and element is not self._root:
            self._add(tail)

    def leave_out(self, element: Element) -> None:
        self._left = element
        if element.tag in MEDIA:
            self._see(element)
        if element.tag in BLOCKS:
            if self._text:
                self.flush()
            self._breaks = 2

    def flush(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if not text:
            return
        links: tuple[Element, ...] = ()
        chars = 0
        if self._links:
            links, self._links = tuple(self._links), []
        if self._link_chars:
            chars, self._link_chars = min(self._link_chars, len(text)), 0
        media, self._media = self._media, []
        joined = self._breaks == 1 and self._last is not None
        self._breaks = 0
        self._last = Line(text, self._blocks[-1], joined, links, chars, media)
        self.ready.append(self._last)

    def _see(self, element: Element) -> None:
        if self._last is not None and not self._text:
            self._last.media.append(element)
        else:
            self._media.append(element)

    def _add(self, text: str) -> None:
        if not self._text and text.isspace():
            return  # what stands between two blocks
        self._text.append(text)
        if self._in_link:
            self._link_chars += len(text.strip())
