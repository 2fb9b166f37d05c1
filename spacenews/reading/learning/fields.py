"""A rule of its own for a field, only where the common rules read it wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from spacenews.model.rejection import Rejection
from spacenews.reading.article import read_opened
from spacenews.reading.blocks import Element, Line, fold, text_of
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.learning.naming import BUILT, Selector, child, inside, names_of
from spacenews.reading.learning.sample import SamplePage
from spacenews.reading.learning.score import compare_fields, with_layout
from spacenews.reading.learning.source import quoted
from spacenews.reading.learning.words import words_of
from spacenews.specs.layout import Layout
from spacenews.specs.page import Rule
from spacenews.specs.rules import json_ld, labelled, line, meta
from spacenews.specs.site import Site

_TRIED = 8  # rules a field that are asked of the reader itself
_SHARED = 0.5  # of the pages on which the value is known
_LINES = 80  # blocks of a page in which a printed value is looked for
_WITHIN = 40  # blocks that `line` looks at unless it is told
_LONG = 200  # characters; what is longer is no line about the article
_DATED = ("datetime", "content", "title")
_PATHS = {
    "title": ("headline", "name", "alternativeHeadline"),
    "published": ("datePublished", "dateCreated", "uploadDate"),
    "byline": ("author.name", "author", "creator.name", "creator"),
    "categories": ("articleSection", "genre", "about.name"),
}


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A rule as it stands in a spec.

    Attributes:
        source: Python, as in a spec: a selector's literal, or the call of a rule constructor.
        value: What that gives.
        cost: Of equals the cheapest is taken.
    """

    source: str
    value: str | Rule
    cost: float


@dataclass(frozen=True, slots=True)
class FieldTried:
    """How often a field was read as known with one rule; an empty source stands for the common rules."""

    field: str
    source: str
    share: float
    rule: FieldRule | None = None


def find_rules(site: Site, layout: Layout, field: str, pages: Sequence[SamplePage]) -> list[FieldTried]:
    """Return the rules that read a field better than the common ones, best first, behind the common ones' own share.

    Args:
        site: Its family's rules are asked as usual.
        layout: What is learnt so far: its marker is on the pages, it has no rule for the field.
        field: One of `score.FIELDS`.
        pages: Those that are learnt from.
    """
    asked = [page for page in pages if _is_known(page, field)]
    if not asked:
        return []
    usual = FieldTried(field, "", _share(site, layout, field, asked))
    if usual.share * len(asked) > len(asked) - 1:
        return [usual]
    tried = [
        FieldTried(field, rule.source, _share(site, replace(layout, **_with(field, rule)), field, asked), rule)
        for rule in _candidates(site, field, asked)
    ]
    return [usual, *sorted(tried, key=lambda each: (-each.share, each.rule.cost if each.rule else 0.0))]


def _with(field: str, rule: FieldRule) -> dict[str, Any]:
    return {field: rule.value}


def _share(site: Site, layout: Layout, field: str, pages: Sequence[SamplePage]) -> float:
    read = with_layout(site, layout)
    equal = 0
    for page in pages:
        reading = read_opened(read, page.page)
        equal += not isinstance(reading, Rejection) and compare_fields(page.known, reading)[field]
    return equal / len(pages)


def _is_known(page: SamplePage, field: str) -> bool:
    known = page.known
    return {
        "title": bool(known.title),
        "published": known.day is not None or known.undated,
        "byline": known.byline is not None,
        "categories": known.categories is not None,
    }[field]


def _candidates(site: Site, field: str, pages: Sequence[SamplePage]) -> list[FieldRule]:
    counts: Counter[str] = Counter()
    rules: dict[str, FieldRule] = {}
    valued = 0
    for page in pages:
        found = {rule.source: rule for rule in _on_page(site, field, page)}
        valued += bool(_values(field, page)) or (field == "published" and page.known.day is not None)
        counts.update(found.keys())
        rules |= found
    enough = [rules[source] for source, count in counts.items() if count >= max(1.0, _SHARED * valued)]
    return sorted(enough, key=lambda rule: (-counts[rule.source], rule.cost, rule.source))[:_TRIED]


def _on_page(site: Site, field: str, page: SamplePage) -> Iterator[FieldRule]:
    """Yield the rules that find what is known on one page."""
    if field == "published":
        yield from _dates_on_page(site, page)
        return
    values = _values(field, page)
    if not values:
        return
    for element in _holding(page, values):
        yield from (_css(name) for name in _names(element))
    yield from (FieldRule(f"meta({quoted(name)})", meta(name), 1.4) for name in _metas(page, values))
    for path in _PATHS[field]:
        if any(_same(text, value) for text in page.page.json_ld(path) for value in values):
            yield FieldRule(f"json_ld({quoted(path)})", json_ld(path), 1.3)
    if field != "title":
        yield from (FieldRule(f"labelled({quoted(label)})", labelled(label), 1.5) for label in _labels(page, values))


def _values(field: str, page: SamplePage) -> tuple[str, ...]:
    known = page.known
    return {"title": (known.title or "",), "byline": known.byline or (), "categories": known.categories or ()}.get(
        field, ()
    )


def _same(text: str, value: str) -> bool:
    return bool(value) and words_of(text) == words_of(value)


def _holding(page: SamplePage, values: Sequence[str]) -> Iterator[Element]:
    """Yield the innermost elements whose text is one of some values."""
    for each in _short_lines(page):
        if any(value.casefold() in each.text.casefold() for value in values if value):
            found = [inner for inner in each.block.iter() if any(_same(text_of(inner), value) for value in values)]
            yield from found


def _short_lines(page: SamplePage) -> list[Line]:
    return [each for each in page.page.all_lines if len(each.text) <= _LONG]


def _names(element: Element) -> Iterator[Selector]:
    own = [name for name in names_of(element) if name.cost < BUILT]
    yield from own
    parent = element.getparent()
    if parent is None or any(name.cost < 1.3 for name in own):  # noqa: PLR2004 - a class or id of its own will do
        return
    for name in own:
        yield from (child(each, name) for each in names_of(parent) if each.is_named)
        around = [each for outer in list(element.iterancestors())[1:3] for each in names_of(outer)]
        yield from (inside(each, name) for each in around if each.is_named)


def _css(selector: Selector) -> FieldRule:
    return FieldRule(quoted(selector.css), selector.css, selector.cost)


def _metas(page: SamplePage, values: Sequence[str]) -> Iterator[str]:
    for element in page.page.root.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        if name and any(_same(fold(element.get("content")), value) for value in values):
            yield name


def _labels(page: SamplePage, values: Sequence[str]) -> Iterator[str]:
    """Yield what is printed before the first value in its line, such as `Categories:`."""
    for each in _short_lines(page)[: _LINES * 2]:
        before, colon, rest = each.text.partition(":")
        if colon and before and len(before) <= 24 and rest.strip().casefold().startswith(values[0].casefold()):  # noqa: PLR2004 - a word or two
            yield f"{before}:"


def _dates_on_page(site: Site, page: SamplePage) -> Iterator[FieldRule]:
    day = page.known.day
    if day is None:
        return
    for path in _PATHS["published"]:
        if any(_states(text, day, site) for text in page.page.json_ld(path)[:1]):
            yield FieldRule(f"json_ld({quoted(path)})", json_ld(path), 1.3)
    for element in page.page.find("[datetime], [content], [title]"):
        for name in _DATED:
            if _states(fold(element.get(name)), day, site):
                yield from _of_attribute(element, name)
    for number, each in enumerate(page.page.own_lines[:_LINES]):
        if len(each.text) <= _LONG and any(found.on == day for _, found in find_dates(each.text, site.zone)):
            yield from (_css(name) for name in _names(each.block))
            if number < _WITHIN:
                yield _printed(each.text)


def _states(text: str, day: date, site: Site) -> bool:
    stated = parse_machine_date(text, site.zone, "")
    return stated is not None and stated.on == day


def _of_attribute(element: Element, name: str) -> Iterator[FieldRule]:
    if element.tag == "meta":
        called = element.get("property") or element.get("name") or element.get("itemprop") or ""
        yield FieldRule(f"meta({quoted(called)})", meta(called), 1.4)
        return
    for each in _names(element):
        css = f"{each.css}::attr({name})"
        yield FieldRule(quoted(css), css, each.cost + 0.1)


def _printed(text: str) -> FieldRule:
    """Return a rule for a line by its form: letters for letters, and as many digits."""
    parts = re.findall(r"\d+|[A-Z][a-z]+|\W|\w", text)
    pattern = "".join(_form(part) for part in parts)
    return FieldRule(f"line({_raw(pattern)})", line(pattern), 2.5)


def _form(part: str) -> str:
    if part.isdigit():
        return r"\d{4}" if len(part) == 4 else r"\d{1,2}" if len(part) <= 2 else r"\d+"  # noqa: PLR2004 - year, day
    return "[A-Z][a-z]+" if len(part) > 1 else re.escape(part) if part not in {" ", ","} else part


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern and pattern.isprintable() else repr(pattern)
