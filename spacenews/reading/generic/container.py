"""Which part of a page holds the article's text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from spacenews.reading.generic.outline import Node, Outline

_ROOM = 200  # letters of prose that a part must hold to be looked at
_SHORT_ROOM = 15
_NO_CONTAINER = frozenset({"p", "span", "li", "ul", "body", "main", "html"})
_NO_DESCENT = frozenset({"p", "blockquote", "li", "ul", "table", "tr", "td", "span"})
_OF_PAGE = 0.25  # share of the page's prose that a named part must hold
_SPLIT = 1.2  # from which ratio on several alike parts are one text in sections
_NEARLY_ALL = 0.9
_TEXT = 600  # letters of prose: with the headline above it, it is a text, however much readers wrote below it
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part of the page that might have been the text's.

    Attributes:
        node: Its place in `page.nodes`.
        source: The reader that proposed it.
        prose: Letters of prose in it.
        why: One clause: why it won or lost.
    """

    node: int
    source: str
    prose: int
    why: str


def find_container(page: Outline) -> list[Weighed]:
    """Return the parts that may hold the text, the winner first; never empty.

    First the part that the template calls the text (`articleBody`, `entry-content`), then `<article>`, each only where
    it holds a fair share of the prose; then the only `<article>` with a headline and a text; else the part in which
    prose most outweighs what speaks against it. From there down to the innermost part that holds nearly all of its
    prose.
    """
    sums = page.sum_up([0.0 if block.extra else block.value for block in page.blocks])
    prose = page.sum_up([0.0 if block.extra else max(0.0, block.value) for block in page.blocks])
    densest = max(range(len(sums)), key=lambda number: (round(sums[number]), number))
    claims = [*_claims(page, prose, densest), Weighed(densest, "densest", round(prose[densest]), "")]
    won = next(each for each in claims if not each.why)
    number = _descend(page, prose, won.node)
    others = [replace(each, why=each.why or f"{won.source} is asked first") for each in claims if each is not won]
    return [Weighed(number, won.source, round(prose[number]), _WHY[won.source]), *others]


_WHY = {
    "names": "the template names it the text, and it holds a fair share of the prose",
    "article": "the article element holds most of the prose",
    "headline": "the only article element with a headline holds a text, however much is written below it",
    "densest": "prose outweighs menus in no other part as much",
}


def _claims(page: Outline, prose: list[float], densest: int) -> Iterator[Weighed]:
    """Yield the parts that say that they are the text, the surest first; an empty `why` is for it."""
    # On a page with next to no prose a name says more than an amount: a notice is as long as the text.
    is_short = prose[densest] <= _ROOM
    room = _SHORT_ROOM if is_short else _ROOM
    roomy = [number for number, node in enumerate(page.nodes) if prose[number] > room and _has_room(node)]
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
        is_fair = is_short or (prose[top] > share * prose[densest] and prose[top] > _OF_PAGE * prose[0])
        yield Weighed(
            top, source, round(prose[top]), "" if is_fair else f"holds too little beside {round(prose[densest])}"
        )
    heads = [place for place, block in enumerate(page.blocks) if page.tag(block) == "h1"]
    headed = [
        number
        for number, node in enumerate(page.nodes)
        if node.tag == "article" and not node.extra and bisect_left(heads, node.first) < bisect_left(heads, node.last)
    ]
    if len(headed) == 1:
        is_text = prose[headed[0]] > _TEXT
        yield Weighed(headed[0], "headline", round(prose[headed[0]]), "" if is_text else "holds no text")


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
