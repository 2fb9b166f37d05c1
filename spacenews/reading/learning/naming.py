"""Selectors for an element, and how far each may be relied on: what a template names stays, what a build makes goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacenews.reading.blocks import Element

_TOKEN = re.compile(r"[.#](-?[A-Za-z_][\w-]*)", re.ASCII)
_IDENT = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
# What style sheets are compiled to: `css-1x2y3z`, `sc-bdVaJa`, `Body_text__3kQ9s`, `svelte-1a2b3c`.
_BUILT = re.compile(r"^(?:css|sc|jsx|svelte|emotion|jss|tw|makeStyles)-|__[A-Za-z0-9_-]{5,}$|^_[A-Za-z0-9]{4,}$")
_RANDOM = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[A-Za-z])[A-Za-z0-9]{5,}")
_ROUNDS = re.compile(r"[a-z]+[A-Z][a-z]*[A-Z][A-Za-z]*|[A-Z]{2,}[a-z]+[A-Z]\w*")
# What one article is filed under, or how its page is set, rather than what the template is.
_OF_ONE = re.compile(
    r"^(?:category|cat|tag|author|post|postid|page-id|term|parent|format|date|year|section|topic|lang|attachment)[-_]|"
    r"-(?:id|tag|format)-"
)
_OF_STYLE = re.compile(
    r"^(?:is|has|wp-container|align|col|row|grid|flex|clear|clearfix|container|wrap|m[trblxy]?|p[trblxy]?|text|bg|w|h)"
    r"(?:-|$)|^no-|-(?:left|right|standard|default|dark|light)$"
)
_MEANING = frozenset({"article", "main", "h1", "time", "section", "address"})
_PROSE = frozenset({"p", "li", "ul", "ol", "b", "i", "a", "em", "strong", "span", "br", "blockquote", "img", "font"})

BUILT, OF_ONE, DIGITS, OF_STYLE, BARE_TAG, NAMED_TAG, PROSE_TAG = 8.0, 4.0, 3.0, 1.5, 2.0, 1.3, 3.5


@dataclass(frozen=True, slots=True, order=True)
class Selector:
    """A selector and what it costs: a class or an id is 1, every weakness more; of equals the shorter is cheaper."""

    cost: float
    css: str

    @property
    def is_named(self) -> bool:
        """Whether it rests on names that a template gives, not on bare structure or on what a build made."""
        return self.cost < BARE_TAG


def names_of(element: Element) -> Iterator[Selector]:
    """Yield the selectors that one element fits by itself: id, classes, what its text is, and its tag."""
    tag = element.tag
    if not isinstance(tag, str) or tag in {"html", "head"}:
        return
    yield from _by_attributes(element, tag)
    if tag != "body" and _IDENT.fullmatch(tag):
        yield _priced(tag, NAMED_TAG if tag in _MEANING else PROSE_TAG if tag in _PROSE else BARE_TAG)


def _by_attributes(element: Element, tag: str) -> Iterator[Selector]:
    classes = dict.fromkeys((element.get("class") or "").split())
    if tag == "body":
        # `single` alone might be any element's.
        yield from (name for token in classes for name in _named("body.", token, 1.1))
        return
    for value in (element.get("id") or "").split()[:1]:
        yield from _named("#", value, 1.0)
    for token in classes:
        yield from _named(".", token, 1.0)
        if tag == "h1":
            yield from _named("h1.", token, 1.1)
    for value in (element.get("itemprop") or "").split()[:1]:
        if _IDENT.fullmatch(value):
            yield _priced(f"[itemprop~={value}]", 1.2)
    if element.get("role") in {"main", "article"}:
        yield _priced(f"[role={element.get('role')}]", 1.5)


def inside(outer: Selector, inner: Selector) -> Selector:
    """Return `outer inner`."""
    return _joined(outer, " ", inner, 0.2)


def child(outer: Selector, inner: Selector) -> Selector:
    """Return `outer > inner`."""
    return _joined(outer, " > ", inner, 0.3)


def behind(before: Selector, after: Selector, *, at_once: bool) -> Selector:
    """Return `before + after`, or `before ~ after`."""
    return _joined(before, " + " if at_once else " ~ ", after, 0.4)


def holding(outer: Selector, inner: Selector) -> Selector:
    """Return `outer:has(> inner)`."""
    return Selector(_sum(outer, inner, 0.8), f"{outer.css}:has(> {inner.css})")


def last(selector: Selector) -> Selector:
    """Return the selector for the last element of its tag: a position, which the next banner changes."""
    return Selector(selector.cost + 3.0, f"{selector.css}:last-of-type")


def passing_names(css: str) -> tuple[str, ...]:
    """Return the classes and ids in a selector that a build made or one article has: the next one may have others."""
    return tuple(token for token in _TOKEN.findall(css) if _price_of(token) >= OF_ONE)


def _named(sign: str, token: str, cost: float) -> Iterator[Selector]:
    if _IDENT.fullmatch(token):
        yield _priced(f"{sign}{token}", cost + _price_of(token))


def _price_of(token: str) -> float:
    if _BUILT.search(token) or any(_looks_random(part) for part in re.split(r"[-_]", token)):
        return BUILT
    if _OF_ONE.search(token):
        return OF_ONE
    if any(letter.isdigit() for letter in token):
        return DIGITS
    return OF_STYLE if _OF_STYLE.search(token) else 0.0


def _looks_random(part: str) -> bool:
    """Whether a part of a name is no word: `1x2y3z`, `bdVaJa`."""
    digits = sum(letter.isdigit() for letter in part)
    if digits > 1 and _RANDOM.fullmatch(part) and not re.fullmatch(r"[A-Za-z]+\d+", part):
        return True
    vowels = sum(letter in "aeiouyAEIOUY" for letter in part)
    return bool(_ROUNDS.fullmatch(part)) and vowels * 4 <= len(part)


def _priced(css: str, cost: float) -> Selector:
    return Selector(round(cost + len(css) / 200, 4), css)


def _joined(one: Selector, sign: str, other: Selector, more: float) -> Selector:
    return Selector(_sum(one, other, more), f"{one.css}{sign}{other.css}")


def _sum(one: Selector, other: Selector, more: float) -> float:
    return round(one.cost + other.cost + more, 4)
