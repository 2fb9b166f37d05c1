"""Which part of a page holds the article's text."""

from __future__ import annotations

import re
from itertools import pairwise

from spacenews.reading.generic.outline import Node, Outline

_ROOM = 200  # letters of prose that a part must hold to be looked at
_NO_CONTAINER = frozenset({"p", "span", "li", "ul", "body", "main", "html"})
_NO_DESCENT = frozenset({"p", "blockquote", "li", "ul", "table", "tr", "td", "span"})
_OF_PAGE = 0.25  # share of the page's prose that a named part must hold
_SPLIT = 1.2  # from which ratio on several alike parts are one text in sections
_NEARLY_ALL = 0.9
_DIGITS = re.compile(r"\d+")


def find_container(page: Outline) -> tuple[int, str]:
    """Return the place in `page.nodes` of the part that holds the text, and how it was found.

    First the part that the template calls the text (`articleBody`, `entry-content`), then `<article>`, each only where
    it holds a fair share of the prose; else the part in which prose most outweighs what speaks against it. From there
    down to the innermost part that holds nearly all of its prose.
    """
    sums = page.sum_up([0.0 if block.extra else block.value for block in page.blocks])
    prose = page.sum_up([0.0 if block.extra else max(0.0, block.value) for block in page.blocks])
    densest = max(range(len(sums)), key=lambda number: (round(sums[number]), number))
    named = _find_named(page, prose, densest)
    found, source = (densest, "densest") if named is None else named
    return _descend(page, prose, found), source


def _find_named(page: Outline, prose: list[float], densest: int) -> tuple[int, str] | None:
    roomy = [number for number, node in enumerate(page.nodes) if prose[number] > _ROOM and _has_room(node)]
    claims = (
        ("names", 0.35, [number for number in roomy if page.nodes[number].strength == 3]),  # noqa: PLR2004 - the scale's top
        ("names", 0.5, [number for number in roomy if page.nodes[number].strength]),
        ("article", 0.5, [number for number in roomy if page.nodes[number].tag == "article"]),
    )
    for source, share, claimants in claims:
        if not claimants:
            continue
        top = max(claimants, key=lambda number: (round(prose[number]), number))
        if source == "names":
            top = _join_sections(page, prose, claimants, top)
        if prose[top] > share * prose[densest] and prose[top] > _OF_PAGE * prose[0]:
            return top, source
    return None


def _has_room(node: Node) -> bool:
    return not node.extra and node.tag not in _NO_CONTAINER


def _join_sections(page: Outline, prose: list[float], claimants: list[int], top: int) -> int:
    """Return what holds all parts that are named like `top`, where together they are one text in sections."""
    name = _DIGITS.sub("", page.nodes[top].names)
    tag = page.nodes[top].tag
    alike = [
        number
        for number in claimants
        if page.nodes[number].tag == tag and _DIGITS.sub("", page.nodes[number].names) == name
    ]
    outer = _common(page, alike)
    if outer == top or prose[outer] <= _SPLIT * prose[top]:
        return top
    # Several headlines: these are several articles.
    headlines = sum(page.tag(block) == "h1" for block in page.inside(outer))
    return outer if headlines <= 1 else top


def _common(page: Outline, numbers: list[int]) -> int:
    outer = numbers[0]
    for _, number in pairwise(numbers):
        inner = page.nodes[number]
        while not (page.nodes[outer].first <= inner.first and inner.last <= page.nodes[outer].last):
            outer = page.nodes[outer].parent
    return outer


def _descend(page: Outline, prose: list[float], number: int) -> int:
    children: dict[int, list[int]] = {}
    for child, node in enumerate(page.nodes):
        children.setdefault(node.parent, []).append(child)
    while inner := children.get(number):
        heaviest = max(inner, key=lambda child: prose[child])
        if prose[heaviest] < _NEARLY_ALL * prose[number] or page.nodes[heaviest].tag in _NO_DESCENT:
            break
        number = heaviest
    return number
