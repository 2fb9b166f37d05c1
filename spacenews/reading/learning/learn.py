"""A layout learnt from pages whose text is known: the smallest that reads them, scored on pages it was not learnt from.

Every choice is between few candidates that the pages themselves offer, and the reader decides: what is proposed was
read with it. The same pages in the same order give the same layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection
from spacenews.reading.learning.container import find_containers
from spacenews.reading.learning.fields import find_rules
from spacenews.reading.learning.known import Known
from spacenews.reading.learning.marker import find_markers
from spacenews.reading.learning.naming import Selector, passing_names
from spacenews.reading.learning.parts import Contained, Parts, find_parts
from spacenews.reading.learning.sample import SamplePage, open_sample, outermost
from spacenews.reading.learning.score import FIELDS, PageScore, Scores, agreement, score_page, sum_up, with_layout
from spacenews.reading.page import HtmlPage, open_page
from spacenews.specs.layout import FIELDS as LAYOUT_FIELDS
from spacenews.specs.layout import Layout
from spacenews.specs.site import Site

_TOLD = 0.6  # of its known text must be on a page, or the page is not the one that is known
_FLOOR = 0.8  # F1 below which a layout is no proposal
_ALIKE = 0.004  # F1 by which two bodies may differ and still be equals, of which the simpler wins
_FINALISTS = 5
# A class or an id that holds the text, with a part or two to drop, is worth more than none: it is read faster, and its
# absence tells of the next redesign.
_COST_OF_NONE = 2.6
_FEW = 4  # pages; with fewer nothing can be held back
_THIRD = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """One candidate: the part of the layout that it was tried for, how it did (0 to 1), and a word on it."""

    part: str
    source: str
    score: float
    chosen: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A layout and what speaks for it.

    Attributes:
        layout: As it stands in a spec.
        rules: The source text of each field's rule, by field, as `layout_source` takes it.
        trained: Scores on the pages it was learnt from.
        held_out: Scores on pages it was not learnt from; of no pages where there were too few.
        before: Scores of the spec as it is, on all pages.
        pages: Each page's score with the layout, those held out last.
        evidence: Every candidate that was weighed, part by part, the chosen one first.
        doubts: What a person should look at, one sentence each.
    """

    layout: Layout
    rules: dict[str, str]
    trained: Scores
    held_out: Scores
    before: Scores
    pages: tuple[PageScore, ...]
    evidence: tuple[Tried, ...]
    doubts: tuple[str, ...]


def learn_layout(
    site: Site, known: Sequence[Known], *, name: str, others: Sequence[Capture] = (), floor: float = _FLOOR
) -> Learnt | None:
    """Return the smallest layout that reads pages as they are known, or None where none does.

    Args:
        site: Its spec so far; the layout is tried before its own.
        known: Pages of one template with their text; every third is held back to test the layout on.
        name: The layout's name.
        others: Pages that its marker must not be on: listings, pages of other templates.
        floor: F1 of the bodies below which no layout is proposed.

    Raises:
        SpecError: A function in the site's spec failed on a page.
    """
    opened, closed = open_sample(site, known)
    told = [page for page in opened if page.recall >= _TOLD]
    if not told:
        return None
    training, held_back = _parted(told)
    lesson = _Lesson(site, name, training, [*_open_all(others)])
    if not lesson.learn_body(floor) or not lesson.learn_marker():
        return None
    lesson.learn_fields()
    return lesson.finish(held_back, [page for page in opened if page.recall < _TOLD], closed)


def _parted(pages: Sequence[SamplePage]) -> tuple[list[SamplePage], list[SamplePage]]:
    if len(pages) < _FEW:
        return list(pages), []
    held_back = [page for number, page in enumerate(pages) if number % _THIRD == _THIRD - 1]
    return [page for page in pages if page not in held_back], held_back


def _open_all(captures: Sequence[Capture]) -> list[HtmlPage]:
    return [page for each in captures if not isinstance(page := open_page(each), Rejection)]


class _Lesson:
    """One layout while it is learnt, with its evidence."""

    def __init__(self, site: Site, name: str, pages: list[SamplePage], others: list[HtmlPage]) -> None:
        self.site = site
        self.pages = pages
        self.others = others
        self.layout = Layout(name=name, marker="body")
        self.near: tuple[Selector, ...] = ()
        self.rules: dict[str, str] = {}
        self.evidence: list[Tried] = []
        self.doubts: list[str] = []

    def learn_body(self, floor: float) -> bool:
        """Find the body's rule with what is left out of it; whether it reads the pages well enough."""
        found = find_containers(self.pages)
        finalists: list[tuple[float, float, Selector | None, Layout]] = [
            (self._bodies(self.layout), self._cost_of_none(), None, self.layout)
        ]
        if finalists[0][0] < 1 - _ALIKE:
            finalists.append(self._tried(None, find_parts([Contained(page, (page.target,)) for page in self.pages])))
        for each in found[:_FINALISTS]:
            inside = [Contained(page, tuple(outermost(page.page.find(each.selector.css)))) for page in self.pages]
            finalists.append(self._tried(each.selector, find_parts(inside)))
        best = max(score for score, *_ in finalists)
        equal = [each for each in finalists if each[0] >= best - _ALIKE]
        score, _, body, self.layout = min(equal, key=lambda each: (each[1], each[3].body is None))
        alike = [each.selector for each in found if found and each.score >= found[0].score - _ALIKE]
        self.near = tuple(dict.fromkeys([body] if body else [each for each in alike if each.is_named]))
        for each_score, cost, _, layout in sorted(finalists, key=lambda each: -each[0]):
            why = f"costs {cost:.1f}" if layout is not self.layout else "the simplest of those that read best"
            self._note("body", _body_text(layout), each_score, why, chosen=layout is self.layout)
        return score >= floor

    def _tried(self, selector: Selector | None, parts: Parts) -> tuple[float, float, Selector | None, Layout]:
        layout = replace(
            self.layout,
            body=selector.css if selector else None,
            drop=tuple(each.css for each in parts.drop),
            cut=parts.cut,
        )
        cost = (selector.cost if selector else self._cost_of_none()) + parts.cost
        return self._bodies(layout), cost, selector, layout

    def _cost_of_none(self) -> float:
        """Return what it costs to name no body: little where the family names it, else more than a class or an id."""
        family = self.site.rules_of_family
        named = [each.marker for each in (family.layouts if family else ()) if each.body is not None]
        on = sum(any(page.page.find(marker) for marker in named) for page in self.pages)
        return 0.5 if on == len(self.pages) else _COST_OF_NONE

    def _bodies(self, layout: Layout) -> float:
        site = with_layout(self.site, layout)
        return agreement([score_page(site, page).body for page in self.pages])

    def learn_marker(self) -> bool:
        """Find the marker; whether there is any."""
        markers = find_markers(self.pages, self.others, self.near)
        if not markers:
            return False
        chosen = markers[0]
        for each in markers[:_FINALISTS]:
            why = f"on {each.others} of {len(self.others)} other pages"
            self._note("marker", each.selector.css, each.on, why, chosen=each is chosen)
        self.layout = replace(self.layout, marker=chosen.selector.css)
        if chosen.others:
            self.doubts.append(
                f"the marker is on {chosen.others} of {len(self.others)} pages that it should not be on: no other "
                f"selector tells them apart"
            )
        elif not self.others:
            self.doubts.append("the marker was tried on no page of another kind")
        return True

    def learn_fields(self) -> None:
        """Find a rule for each field that is known and that the common rules read wrong."""
        for field in FIELDS:
            tried = find_rules(self.site, self.layout, field, self.pages)
            if not tried:
                continue
            usual, *better = tried
            best = better[0] if better and better[0].share > usual.share else None
            if best is not None and best.rule is not None:
                self.layout = replace(self.layout, **{field: best.rule.value})  # type: ignore[arg-type] # a field's name
                self.rules[field] = best.source
            for each in tried:
                if not each.share and each is not usual:
                    continue
                source = each.source or "the common rules"
                self._note(field, source, each.share, "", chosen=each is (best or usual))

    def finish(self, held_back: list[SamplePage], untold: list[SamplePage], closed: Sequence[str]) -> Learnt:
        """Score the layout, and say what is doubtful."""
        site = with_layout(self.site, self.layout)
        trained = [score_page(site, page) for page in self.pages]
        tested = [score_page(site, page) for page in held_back]
        before = [score_page(self.site, page) for page in (*self.pages, *held_back)]
        name = self.layout.name
        doubts = [*self.doubts, *_passing(self.layout), *_doubts(trained, tested, untold, closed)]
        return Learnt(
            layout=self.layout,
            rules=self.rules,
            trained=sum_up(trained, name),
            held_out=sum_up(tested, name),
            before=sum_up(before),
            pages=(*trained, *tested),
            evidence=tuple(sorted(self.evidence, key=lambda each: not each.chosen)),
            doubts=tuple(doubts),
        )

    def _note(self, part: str, source: str, score: float, why: str, *, chosen: bool) -> None:
        self.evidence.append(Tried(part, source, round(score, 4), chosen, why))


def _body_text(layout: Layout) -> str:
    parts = [str(layout.body) if layout.body else "the common rules"]
    parts += [f"without {', '.join(layout.drop)}"] if layout.drop else []
    parts += [f"cut at {', '.join(layout.cut)}"] if layout.cut else []
    return "; ".join(parts)


def _passing(layout: Layout) -> list[str]:
    selectors = [layout.marker, *layout.drop, *(getattr(layout, name) for name in (*LAYOUT_FIELDS, "body"))]
    names = dict.fromkeys(name for css in selectors if isinstance(css, str) for name in passing_names(css))
    return [f"{', '.join(names)}: made by a build, or of one article, and the next may have others"] if names else []


def _doubts(
    trained: Sequence[PageScore], tested: Sequence[PageScore], untold: Sequence[SamplePage], closed: Sequence[str]
) -> list[str]:
    doubts = []
    if not tested:
        doubts.append(
            f"{len(trained)} pages are too few to hold any back: it is tested on none that it was not learnt from"
        )
    if untold:
        urls = ", ".join(page.page.url for page in untold[:3])
        doubts.append(f"{len(untold)} pages do not show the text that is known of them, and were left aside: {urls}")
    if closed:
        doubts.append(f"{len(closed)} captures give no page: {', '.join(closed[:3])}")
    bad = [score for score in (*trained, *tested) if score.body < _FLOOR]
    doubts += [f"{score.url} is read at {score.body:.2f}{f': {score.note}' if score.note else ''}" for score in bad[:3]]
    for field in FIELDS:
        wrong = [score for score in (*trained, *tested) if score.fields.get(field) is False and score not in bad]
        if wrong:
            doubts.append(f"{field} differs from what is known on {len(wrong)} pages, such as {wrong[0].url}")
    return doubts
