"""The bands of a site: how its good pages read, and what of that a further page lacks. Pure.

A band is made of the `HISTORY` youngest articles that read well, of each layout by itself; undated ones are among them
in the share that they have among the newest captures. It needs `ENOUGH` pages: fewer say nothing of a share. Its edge
is no fixed percentage but the highest share that the history still allows (Clopper-Pearson, one-sided 95 %), so that a
short history gives a wide band. A page that is older than nearly all of the history is not judged by it: what a
backfill finds in an archive's depths may always have been different. An article that is held already is compared with
itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from spacenews.frontier.observed import Observed
from spacenews.operate.audit_statistics import clopper_pearson
from spacenews.operate.drift_signs import FIELDS, PAIRS, Found, Shown, Sign

HISTORY = 400
ENOUGH = 20
OF_ITSELF = 0.02
"""Share of articles that lose a field, or half of their text, by a newsroom's edits: nothing of the site changed."""

SURE_WORDS = 60
"""Half of a shorter body is a sentence or two: that says nothing (as docs/decisions/0004 has it)."""

_LAYOUT, _SHORT, _MATCHED = int(Sign.LAYOUT), int(Sign.SHORT), int(Found.MATCHED)
_LOOKED_AT = ((_LAYOUT, _MATCHED), *PAIRS)
_EVERY = sum(field for _, field in _LOOKED_AT)
_ONE_SIDED = 0.9  # of the two-sided interval: 95 % on the side that is asked for
_OLDEST = 0.05  # of the history is older than what is still judged by it


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the pages that could show something show it."""

    judged: int
    shown: int

    @property
    def at_most(self) -> float:
        """The highest share that these numbers still allow."""
        return clopper_pearson(self.shown, self.judged, confidence=_ONE_SIDED)[1] if self.judged else 1.0


@dataclass(frozen=True, slots=True)
class Profile:
    """How the good pages of one layout read.

    Attributes:
        shares: Of each sign.
        words: Median of the words of their bodies.
    """

    shares: dict[Sign, Share]
    words: float


class Bands:
    """How the good pages of a site read.

    Args:
        pages: Articles and refused pages that were captured before those to be judged, in any order.
    """

    def __init__(self, pages: Iterable[Observed]) -> None:
        ordered = sorted(pages, key=lambda each: (each.seen_at, each.page), reverse=True)
        newest = ordered[:HISTORY]
        refused = sum(each.kind == "refused" for each in newest)
        self.refused = Share(len(newest), refused)
        self.recent = [each for each in newest if each.kind == "article"][:ENOUGH]
        self.articles = _choose([each for each in ordered if each.kind == "article"])
        unmatched = sum(not each.found & Found.MATCHED for each in self.articles)
        self.unmatched = Share(len(self.articles), unmatched)

    @property
    def exist(self) -> bool:
        """Whether there is history enough to judge anything by."""
        return len(self.articles) >= ENOUGH

    @cached_property
    def layout(self) -> str:
        """The layout of most pages; empty where there is none."""
        counts = Counter(each.layout for each in self.articles if each.found & Found.MATCHED)
        return max(sorted(counts), key=lambda name: counts[name], default="")

    @cached_property
    def oldest(self) -> str:
        """The day before which an article is not judged; empty: there is none."""
        days = sorted(each.published_on for each in self.articles if each.published_on)
        return days[int(len(days) * _OLDEST)] if days else ""

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """How the pages of each layout read that has enough of them."""
        by_layout: dict[str, list[Observed]] = defaultdict(list)
        for each in self.articles:
            by_layout[each.layout].append(each)
        return {name: _profile(held) for name, held in by_layout.items() if len(held) >= ENOUGH}

    def is_judged(self, day: str, *, current: bool) -> bool:
        """Whether an article that the archive does not hold is judged by the history.

        Args:
            day: That it was published, as far as anything tells; empty: nothing does.
            current: Whether an article of no known day is taken for a new one.
        """
        return day >= self.oldest if day else current

    def judge_new(self, found: int, layout: str, words: int) -> tuple[int, int]:
        """Return what a new article could have shown of drift, and what it shows, as bits of `Sign`."""
        if not found & _MATCHED and self.unmatched.shown < self.unmatched.judged:
            return _LAYOUT, _LAYOUT
        profile = self.profiles.get(layout)
        return _lacks(_EVERY, found, profile.words, words) if profile else (_LAYOUT, 0)

    def judge_known(self, found: int, words: int, before: Shown) -> tuple[int, int]:
        """Return the same for an article that is held: what it had, and has not any more."""
        judged, shown = _lacks(before.found, found, before.words, words)
        # What else is lost where no layout matches follows from that, and is no finding of its own.
        return (_LAYOUT, shown) if shown & _LAYOUT else (judged, shown)

    def expected(self, sign: Sign, layout: str) -> Share:
        """Return how many good pages of a layout show a sign."""
        if sign is Sign.LAYOUT:
            return self.unmatched
        if sign is Sign.REFUSED:
            return self.refused
        profile = self.profiles.get(layout)
        return profile.shares[sign] if profile and sign in profile.shares else Share(0, 0)

    def repeated(self, what: str) -> Share:
        """Return on how many pages the commonest `title` or `body` stands that is not one article's own."""
        counts = Counter(getattr(each, what) for each in self.articles if not each.found & Found.KNOWN)
        return Share(sum(counts.values()), max(counts.values(), default=0))


def _lacks(had: int, found: int, usual: float, words: int) -> tuple[int, int]:
    """Return what could be missed of what was had, and what is."""
    judged = shown = 0
    for sign, field in _LOOKED_AT:
        if had & field:
            judged |= sign
            shown |= 0 if found & field else sign
    if usual >= SURE_WORDS:
        judged |= _SHORT
        shown |= _SHORT if words * 2 <= usual else 0
    return judged, shown


def _choose(articles: Sequence[Observed]) -> list[Observed]:
    """Return the youngest articles, with undated ones in the share that they have among the newest captures."""
    dated = sorted((each for each in articles if each.published_on), key=lambda each: each.published_on, reverse=True)
    undated = [each for each in articles if not each.published_on]
    newest = articles[:HISTORY]
    share = sum(not each.published_on for each in newest) / len(newest) if newest else 0.0
    return [*dated[: HISTORY - round(HISTORY * share)], *undated[: round(HISTORY * share)]]


def _profile(pages: Sequence[Observed]) -> Profile:
    words = median(each.words for each in pages)
    shares = {sign: Share(len(pages), sum(not each.found & field for each in pages)) for sign, field in FIELDS.items()}
    shares[Sign.SHORT] = Share(len(pages), sum(each.words * 2 <= words for each in pages))
    return Profile(shares, words)
