"""How much a page may hold: what no article or listing comes near, so that no page takes reading for long.

Reading's work grows with a page's elements, with how deep they stand, and with the characters that rules look at. Bytes
say little about that: scripts are passed over, however long. Within these bounds no page takes two seconds.
"""

from __future__ import annotations

import re

from lxml import etree

from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.reading.blocks import Element

MAX_MARKS = 250_000  # `<` in the source, most of them tags: a page of a thousand teasers has 30,000
MAX_ELEMENTS = 20_000  # a long article with a thousand comments below it has 12,000
MAX_STEPS = 500_000  # from every element up to the root: an element of a common page stands 15 deep
MAX_ATTRIBUTES = 100_000  # in all; the largest page that we have has 14,000
# The parser compares each attribute of an element with all before it: 20,000 in one element take a second.
MAX_COMPARED = 100_000_000
MAX_CHARACTERS = 1_000_000  # of text and of what the head says; a long novel
# Each character once for each element around it: what stands in a hundred bylines is the text of each of them.
MAX_WEIGHT = 30_000_000  # the largest page that we have has 10 million, the median one 0.4

_SMALL = 60_000  # bytes: a smaller page can exceed none of these
# A tag as browsers part it into attributes; possessive, so that no byte is looked at twice.
_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>]*+))?+"""
_TAG = re.compile(rb"<[a-zA-Z][^\s/>]*+(?:" + _ATTRIBUTE + rb")*+")
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_LONG_TAG = 400  # bytes; what is shorter has too few attributes to matter
_UNREAD = frozenset({"style", "noscript", "template", "svg", "math"})
_READ = ("class", "id", "href", "content", "value", "datetime", "title", "style", "aria-label")


def refuse_source(utf8: bytes) -> Rejection | None:
    """Return `too_large` where a page has more marks of elements, or attributes in them, than are parsed."""
    if len(utf8) <= _SMALL:
        return None
    if len(utf8) > MAX_MARKS and (marks := utf8.count(b"<")) > MAX_MARKS:
        return _too_large(f"{marks:,} tags", f"{MAX_MARKS:,}")
    compared = 0
    for tag in _TAG.finditer(utf8):
        if tag.end() - tag.start() <= _LONG_TAG:
            continue
        compared += sum(1 for _ in _ATTRIBUTES.finditer(utf8, tag.start() + 1, tag.end())) ** 2
        if compared > MAX_COMPARED:
            return _too_large("more attributes in an element", f"{MAX_COMPARED:,} comparisons of attributes")
    return None


def refuse_tree(root: Element, size: int) -> Rejection | None:
    """Return `too_large` where a parsed page, of so many bytes, holds more than is read."""
    if size <= _SMALL:
        return None
    elements = steps = characters = weight = attributes = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            if tail := element.tail:
                characters += len(tail)
                weight += len(tail) * depth
            continue
        depth += 1
        elements += 1
        steps += depth
        own = _characters(element)
        characters += own
        weight += own * depth
        attributes += len(element.attrib)
        if elements > MAX_ELEMENTS or attributes > MAX_ATTRIBUTES or characters > MAX_CHARACTERS:
            break
    amounts = (
        (elements, MAX_ELEMENTS, "more elements", ""),
        (attributes, MAX_ATTRIBUTES, "more attributes", ""),
        (characters, MAX_CHARACTERS, "more characters of text and metadata", ""),
        (steps, MAX_STEPS, "elements in elements", " levels in all"),
        (weight, MAX_WEIGHT, "text in elements in elements", " characters in all"),
    )
    over = (_too_large(what, f"{limit:,}{of}") for amount, limit, what, of in amounts if amount > limit)
    return next(over, None)


def _characters(element: Element) -> int:
    if element.tag == "script":
        return len(element.text or "") if "ld+json" in (element.get("type") or "").lower() else 0
    attributes = sum(len(element.get(name) or "") for name in _READ) if element.attrib else 0
    return attributes + (0 if element.tag in _UNREAD else len(element.text or ""))


def _too_large(what: str, limit: str) -> Rejection:
    return Rejection(RejectionReason.TOO_LARGE, f"{what}; a page of more than {limit} is not read")
