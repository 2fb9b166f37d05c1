"""One template of a site: how to recognise it, and only what the common rules do not find by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

from spacenews.model.errors import SpecError
from spacenews.specs.page import Rule
from spacenews.specs.rules import css

FIELDS = ("title", "published", "modified", "byline", "categories", "tags", "teaser", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A template. Only `name` and `marker` must be given.

    Attributes:
        name: Stored with every reading, such as `classic-2016`.
        marker: CSS selector that is on every page of this template and on no other.
        title, published, modified, byline, categories, tags, teaser, language: CSS selector or rule that replaces the
            common rules for that field.
        body: CSS selector of the element that holds the body, or a rule that gives its paragraphs.
        drop: CSS selectors of parts inside the body that are left out.
        cut: Texts; the body ends before the first block that starts with one of them.
    """

    name: str
    marker: str
    title: str | Rule | None = None
    published: str | Rule | None = None
    modified: str | Rule | None = None
    byline: str | Rule | None = None
    categories: str | Rule | None = None
    tags: str | Rule | None = None
    teaser: str | Rule | None = None
    language: str | Rule | None = None
    body: str | Rule | None = None
    drop: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a layout that could not work."""
        if not self.name or self.name == "generic":
            raise SpecError(f"Layout.name is {self.name!r}: give it a name of its own, such as 'classic-2016'")
        for field in ("drop", "cut"):
            value = getattr(self, field)
            if not isinstance(value, tuple) or not all(isinstance(each, str) and each for each in value):
                raise SpecError(f"Layout {self.name}: {field} is {value!r}: it takes a tuple, such as ('.promo',)")
        for field in ("marker", "body", *FIELDS):
            value = getattr(self, field)
            if isinstance(value, str):
                check_selector(value, f"Layout {self.name}: {field}")
        for selector in self.drop:
            check_selector(selector, f"Layout {self.name}: drop")

    def rule(self, field: str) -> Rule | None:
        """Return the layout's own rule for one of `FIELDS`, or None where the common rules serve."""
        value = getattr(self, field)
        return _css(value) if isinstance(value, str) else value


def check_selector(selector: str, where: str) -> None:
    """Raise SpecError, naming `where`, unless `selector` is CSS that parsel understands."""
    if not selector.strip():
        raise SpecError(f"{where} is empty: it takes a CSS selector, such as 'div.entry-content'")
    try:
        HTMLTranslator().css_to_xpath(selector)
    except SelectorError as error:
        raise SpecError(
            f"{where} is {selector!r}, which is no CSS selector ({error}); one is 'article.post'"
        ) from error


@cache
def _css(selector: str) -> Rule:
    return css(selector)
