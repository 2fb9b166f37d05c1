"""How much a page may hold: what no article or listing comes near, so that no page takes reading for long.

Reading's work grows with a page's elements, with how deep they stand, and with the characters that rules look at. Bytes
say little about that: scripts are passed over, however long. Within these bounds no page takes two seconds.
"""

from __future__ import annotations

from lxml import etree

from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.reading.blocks import Element

MAX_MARKS = 250_000  # `<` in the source, most of them tags: a page of a thousand teasers has 30,000
MAX_ELEMENTS = 20_000  # a long article with a thousand comments below it has 12,000
MAX_STEPS = 500_000  # from every element up to the root: an element of a common page stands 15 deep
MAX_CHARACTERS = 1_000_000  # of text and of what the head says; a long novel

_SMALL = 60_000  # bytes: a smaller page can exceed none of these
_UNREAD = frozenset({"style", "noscript", "template", "svg", "math"})
_READ = ("class", "id", "href", "content", "value", "datetime", "title", "style", "aria-label")


def refuse_source(utf8: bytes) -> Rejection | None:
    """Return `too_large` where a page has more marks of elements than are parsed."""
    if len(utf8) > MAX_MARKS and (marks := utf8.count(b"<")) > MAX_MARKS:
        return _too_large(f"{marks:,} tags", f"{MAX_MARKS:,}")
    return None


def refuse_tree(root: Element, size: int) -> Rejection | None:
    """Return `too_large` where a parsed page, of so many bytes, holds more than is read."""
    if size <= _SMALL:
        return None
    elements = steps = characters = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            characters += len(element.tail or "")
            continue
        depth += 1
        elements += 1
        steps += depth
        characters += _characters(element)
        if elements > MAX_ELEMENTS:
            return _too_large("more elements", f"{MAX_ELEMENTS:,}")
        if characters > MAX_CHARACTERS:
            return _too_large("more characters of text and metadata", f"{MAX_CHARACTERS:,}")
    return _too_large("elements in elements", f"{MAX_STEPS:,} levels in all") if steps > MAX_STEPS else None


def _characters(element: Element) -> int:
    if element.tag == "script":
        return len(element.text or "") if "ld+json" in (element.get("type") or "").lower() else 0
    attributes = sum(len(element.get(name) or "") for name in _READ) if element.attrib else 0
    return attributes + (0 if element.tag in _UNREAD else len(element.text or ""))


def _too_large(what: str, limit: str) -> Rejection:
    return Rejection(RejectionReason.TOO_LARGE, f"{what}; a page of more than {limit} is not read")
