"""What every field is read from: the page, its site, and the layouts whose marker is on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar, cast

from spacenews.model.errors import SpecError
from spacenews.model.reading import Candidate
from spacenews.reading.page import HtmlPage
from spacenews.specs.families.family import Family
from spacenews.specs.layout import Layout
from spacenews.specs.page import Rule
from spacenews.specs.site import Site

GENERIC = "generic"
Answer = TypeVar("Answer")
_MAX_RAW = 300
_MAX_CANDIDATES = 12  # a field; evidence is kept with every reading, so it stays small


class Scene:
    """A page seen as one of its site's, with the evidence gathered so far.

    Args:
        page: Parsed once; never changed.
        site: Its spec.
    """

    def __init__(self, page: HtmlPage, site: Site) -> None:
        self.page = page
        self.site = site
        self._evidence: list[Candidate] = []
        self._counts: dict[str, int] = {}
        self._known: dict[str, object] = {}

    @property
    def family(self) -> Family | None:
        """What the site's family knows."""
        return self.site.rules_of_family

    @cached_property
    def own_layout(self) -> Layout | None:
        """The first of the site's layouts whose marker is on the page."""
        return self._first_on_page(self.site.layouts)

    @cached_property
    def family_layout(self) -> Layout | None:
        """The first of the family's layouts whose marker is on the page."""
        return self._first_on_page(self.family.layouts) if self.family else None

    @property
    def layout_name(self) -> str:
        """What a reading says of how it was read: the site's layout, else the family's, else `generic`."""
        matched = self.own_layout or self.family_layout
        return matched.name if matched else GENERIC

    @property
    def markers_tried(self) -> tuple[tuple[str, str, bool], ...]:
        """Each layout's name, marker, and whether it is on the page."""
        tried = (*self.site.layouts, *(self.family.layouts if self.family else ()))
        return tuple((each.name, each.marker, self.has(each.marker)) for each in tried)

    def has(self, css: str) -> bool:
        """Whether any element matches."""
        return bool(self.page.find(css))

    def ask_layouts(self, field: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield what the layouts' own rules for a field find, with the rule's name; the site's before the family's.

        Raises:
            SpecError: A rule written in a spec failed; it names the layout, the field and the page.
        """
        for layout in self._layouts():
            if (rule := layout.rule(field)) and (found := self.ask(rule, layout, field)):
                yield f"layout:{layout.name}", found

    def ask(self, rule: Rule, layout: Layout, field: str) -> Sequence[str]:
        """Return what one rule finds.

        Raises:
            SpecError: As `ask_layouts`.
        """
        try:
            return rule(self.page)
        except Exception as error:  # a rule may be a user's function: whatever it raises is a fault of the spec
            raise SpecError(
                f"site {self.site.key!r}, layout {layout.name!r}: its rule for {field} failed on {self.page.url} "
                f"({type(error).__name__}: {error}); a rule gives () where it finds nothing"
            ) from error

    def once(self, question: str, ask: Callable[[Scene], Answer]) -> Answer:
        """Return the answer to a question about the whole page, worked out when it is first asked."""
        if question not in self._known:
            self._known[question] = ask(self)
        return cast("Answer", self._known[question])

    def note(self, candidate: Candidate) -> None:
        """Keep a candidate as evidence, cut to size; the thirteenth of a field is forgotten."""
        count = self._counts.get(candidate.field, 0)
        if count < _MAX_CANDIDATES or candidate.chosen:
            self._counts[candidate.field] = count + 1
            self._evidence.append(candidate)

    def weigh(self, field: str, source: str, raw: str, *, value: str = "", chosen: bool = False, why: str = "") -> None:
        """Note a candidate of a field that is no date."""
        self.note(Candidate(field, source, raw[:_MAX_RAW], (value or raw)[:_MAX_RAW], chosen, why))

    @property
    def evidence(self) -> tuple[Candidate, ...]:
        """Every candidate, winners first."""
        return tuple(sorted(self._evidence, key=lambda each: not each.chosen))

    def _layouts(self) -> Iterator[Layout]:
        if self.own_layout:
            yield self.own_layout
        if self.family_layout:
            yield self.family_layout

    def _first_on_page(self, layouts: Sequence[Layout]) -> Layout | None:
        return next((each for each in layouts if self.has(each.marker)), None)
