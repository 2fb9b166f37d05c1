"""The rule constructors that specs are written with: each returns a `Rule`, a function from page to texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from spacenews.specs.page import Page, Rule


def css(selector: str) -> Rule:
    """Find by CSS: an element's text, or `::text` and `::attr(NAME)` as in parsel."""

    def rule(page: Page) -> Sequence[str]:
        return page.select(selector)

    return rule


def meta(name: str) -> Rule:
    """Find the content of `<meta name=…>`, `property=…` or `itemprop=…`."""

    def rule(page: Page) -> Sequence[str]:
        return page.meta(name)

    return rule


def json_ld(path: str) -> Rule:
    """Find a value of the page's JSON-LD article, such as `headline` or `author.name`."""

    def rule(page: Page) -> Sequence[str]:
        return page.json_ld(path)

    return rule


def labelled(label: str) -> Rule:
    """Find what follows a printed label: `labelled("Categories:")` gives `Russia`, `ISS`."""

    def rule(page: Page) -> Sequence[str]:
        return page.labelled(label)

    return rule


def line(pattern: str, *, within: int = 40, before: str = "") -> Rule:
    """Find the first block whose whole text matches a regular expression, among the first `within` blocks.

    A pattern with a group gives that group. `before` is a text that ends the search where a block starts with it, such
    as the heading of a related list, in which every teaser has a date of its own.
    """
    compiled = re.compile(pattern)

    def rule(page: Page) -> Sequence[str]:
        for text in islice(page.lines(), within):
            if before and text.startswith(before):
                break
            if found := compiled.fullmatch(text):
                return (found.group(1 if compiled.groups else 0),)
        return ()

    return rule


def first(*rules: Rule) -> Rule:
    """Take the first rule that finds anything."""

    def rule(page: Page) -> Sequence[str]:
        for each in rules:
            if found := each(page):
                return found
        return ()

    return rule
