"""What a rule may ask of a page. `reading.page` implements it; rules never see more than this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol


class Page(Protocol):
    """A parsed page, seen by rules. Every text is visible text: spaces folded, entities resolved, never empty."""

    @property
    def url(self) -> str:
        """The URL that was captured."""

    def select(self, css: str) -> Sequence[str]:
        """Return the text of each element that matches, in document order.

        `::text` gives an element's own text nodes, `::attr(NAME)` an attribute, as in parsel.
        """

    def meta(self, name: str) -> Sequence[str]:
        """Return the contents of `<meta>` elements whose name, property or itemprop is `name`."""

    def json_ld(self, path: str) -> Sequence[str]:
        """Return the values at a dotted path of the page's JSON-LD article object, such as `author.name`."""

    def lines(self) -> Sequence[str]:
        """Return the text of each block of the page (a paragraph, a heading, a cell, a line before `<br>`)."""

    def labelled(self, label: str) -> Sequence[str]:
        """Return what follows a printed label such as `Categories:` in its block: its links' texts, or its parts."""


Rule = Callable[[Page], Sequence[str]]
