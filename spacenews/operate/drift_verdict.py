"""Whether what some pages show is chance, or a site that changed. Pure: counts alone, in whatever order they came."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from spacenews.frontier.observed import Observed
from spacenews.operate.audit_statistics import incomplete_beta
from spacenews.operate.drift import OF_ITSELF, Bands, Share
from spacenews.operate.drift_signs import STRONG, Found, Sign, each_sign

UNLIKELY = 0.001
"""By chance so many pages would show it in one run of a thousand: the site changed."""

LIKELY = 0.05
"""By chance as many would in one run of twenty: nothing follows, and what waited is taken."""

LEAST_SHARE = 0.2
"""A change of a site shows on more of its pages than this; fewer are odd pages, however sure the count is."""

LEAST_REPEATED = 5
"""So many pages have the same title or text before it is more than a column that comes back."""

_AT_ONCE = STRONG | Sign.REFUSED
_MUCH = 0.5  # of a page's paragraphs


class Verdict(Enum):
    """What follows from counts."""

    FINE = "fine"
    UNSURE = "unsure"  # too few pages to tell; what waits goes on waiting
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Judged:
    """What is thought of one sign.

    Attributes:
        layout: Of the pages that it is about; empty: of all.
        pages: Those that show it.
        judged: How many could have.
        before: The same of the good pages before.
        marks: Of a repeated title or body, its checksums.
        known: Whether the articles were compared with themselves.
    """

    sign: Sign
    layout: str
    verdict: Verdict
    pages: tuple[Observed, ...]
    judged: int
    before: Share
    marks: tuple[int, ...] = ()
    what: str = ""
    known: bool = False


def weigh(shown: int, judged: int, share: float, *, least: int = 2) -> Verdict:
    """Return what follows where so many pages show what at most this share of good ones does.

    Args:
        shown: Pages that show it.
        judged: Pages that could.
        share: Of good pages, at most.
        least: Fewer than so many are never a change.
    """
    if not shown:
        return Verdict.FINE
    chance = at_least(shown, judged, share)
    if chance < UNLIKELY and shown >= least and shown >= LEAST_SHARE * judged:
        return Verdict.DRIFT
    return Verdict.FINE if chance >= LIKELY or shown < LEAST_SHARE * judged else Verdict.UNSURE


def at_least(count: int, trials: int, share: float) -> float:
    """Return how likely so many or more of some trials are, where each is with a share."""
    return incomplete_beta(share, count, trials - count + 1) if count else 1.0


def judge_signs(pages: Iterable[Observed], bands: Bands) -> list[Judged]:
    """Return what is thought of each sign that single pages show, new articles and known ones apart.

    A page does not wait for a weak sign, so that a site with one article a day would never show enough of it in one
    run: there the last pages before the run are counted in.
    """
    groups, earlier = _grouped(pages), _grouped(bands.recent)
    found = []
    for (sign, layout, known), held in sorted(groups.items()):
        before = bands.expected(sign, layout)
        share = OF_ITSELF if known else before.at_most
        shown = tuple(page for page in held if page.shown & sign)
        counted = held if sign & _AT_ONCE else [*held, *earlier[sign, layout, known]]
        least = 3 if sign is Sign.REFUSED else 2
        verdict = weigh(sum(bool(page.shown & sign) for page in counted), len(counted), share, least=least)
        found.append(Judged(sign, layout, verdict, shown, len(held), before, known=known))
    return found


def _grouped(pages: Iterable[Observed]) -> dict[tuple[Sign, str, bool], list[Observed]]:
    groups: dict[tuple[Sign, str, bool], list[Observed]] = defaultdict(list)
    for page in pages:
        known = bool(page.found & Found.KNOWN)
        for sign in each_sign(page.judged & ~int(Sign.MARKED)):
            layout = "" if known or sign in {Sign.LAYOUT, Sign.REFUSED} else page.layout
            groups[sign, layout, known and sign is not Sign.REFUSED].append(page)
    return groups


def judge_repeated(pages: Sequence[Observed], bands: Bands, known: AbstractSet[int] = frozenset()) -> list[Judged]:
    """Return the titles and bodies that so many articles share that it cannot be chance, and those `known` for it."""
    found = []
    for what, own in (("title", Found.SAME_TITLE), ("body", Found.SAME_TEXT)):
        fresh = [page for page in pages if page.kind == "article" and not page.found & own]
        counts = Counter(getattr(page, what) for page in fresh)
        before = bands.repeated(what)
        most = before.at_most
        marks = tuple(
            sorted(
                mark
                for mark, count in counts.items()
                if mark in known
                or (count >= LEAST_REPEATED and weigh(count, len(fresh), most, least=LEAST_REPEATED) is Verdict.DRIFT)
            )
        )
        shown = tuple(page for page in fresh if getattr(page, what) in marks)
        verdict = Verdict.DRIFT if shown else Verdict.FINE
        found.append(Judged(Sign.MARKED, "", verdict, shown, len(fresh), before, marks, what))
    return found


def judge_furniture(pages: Sequence[Observed], bands: Bands) -> Judged:
    """Return the articles most of whose paragraphs stand on many pages of the site too."""
    fresh = [page for page in pages if page.kind == "article" and not page.found & Found.SAME_TEXT]
    shown = _furnished(fresh)
    before = Share(len(bands.articles), len(_furnished(bands.articles)))
    verdict = weigh(len(shown), len(fresh), before.at_most, least=LEAST_REPEATED)
    return Judged(Sign.MARKED, "", verdict, tuple(shown), len(fresh), before, what="furniture")


def _furnished(pages: Sequence[Observed]) -> list[Observed]:
    counts: Counter[int] = Counter()
    for page in pages:
        counts.update(set(page.paragraphs))
    many = max(LEAST_REPEATED, math.ceil(LEAST_SHARE * len(pages)))
    common = {paragraph for paragraph, count in counts.items() if count >= many}
    return [
        page
        for page in pages
        if len(page.paragraphs) > 1 and sum(each in common for each in page.paragraphs) > _MUCH * len(page.paragraphs)
    ]
