"""What no inventory lists: a bound, measured on the related teasers that the site draws at random."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from spacenews.frontier.ledger import Known
from spacenews.operate.audit_ledger import HELD, LISTS, Inventory, Ledger
from spacenews.operate.audit_statistics import clopper_pearson

CONFIDENCE = 0.95
LEAST = 50  # targets: with fewer, the interval says less than a guess
_SPREAD = 0.5  # of the targets that a random draw would reach; below it, the teasers are chosen, not drawn


@dataclass(frozen=True, slots=True)
class Bound:
    """How much may exist that no list of the site names.

    Attributes:
        draws: How many teasers were read.
        targets: Different articles that they lead to, among those older than `before`: the sample.
        first_known: How many of those were first learned of from a teaser.
        unlisted: How many of them no list has named to this day.
        share: Interval of the share of unlisted articles, or None.
        listed: Articles that lists name.
        found: Unlisted articles that were found by whatever way, drawn or not.
        unlisted_at_most: Unlisted articles in all, or None.
        missing_at_most: Those of them that were not found, or None.
        before: Only articles published before this day are counted (YYYY-MM-DD): later ones the lists could not have
            named when they were last read to their end. None: no list was ever read so far.
        doubt: Why there is no bound, or why it is not yet what it will be; empty where neither is so.
    """

    draws: int
    targets: int
    first_known: int
    unlisted: int
    share: tuple[float, float] | None
    listed: int
    found: int
    unlisted_at_most: int | None
    missing_at_most: int | None
    before: str | None
    doubt: str


def measure_bound(known: Known, ledger: Ledger, days: Mapping[int, str], read_at: datetime | None) -> Bound:
    """Return the bound.

    Args:
        known: What the frontier knows.
        ledger: Made of it.
        days: When articles were published, by row, as far as is known.
        read_at: When a list of the whole site was last read to its end; None: never.
    """
    before = read_at.date().isoformat() if read_at else None
    scope = {row: names for row, names in ledger.articles.items() if before is None or days.get(row, "") < before}
    named = frozenset((*LISTS, Inventory.PERSON))
    listed = {row for row, names in scope.items() if names & named}
    targets = {final for row in known.drawn if (final := ledger.finals.get(row)) in scope}
    unlisted = targets - listed
    first_known = sum(known.urls[row].relation == "related" for row in targets)
    draws = sum(known.drawn.values())
    # A link in a text may lead to an address that moved: it is an article only when it was read, or drawn.
    found = sum(row in targets or known.urls[row].fate in HELD for row in scope.keys() - listed)
    doubt = _doubt(draws, len(targets), len(scope), len(targets & listed))
    share = most = None
    if not doubt:
        share = clopper_pearson(len(unlisted), len(targets), confidence=CONFIDENCE)
        most = max(found, math.floor(share[1] / (1 - share[1]) * len(listed)))
        doubt = "" if read_at else _UNREAD
    return Bound(
        draws=draws,
        targets=len(targets),
        first_known=first_known,
        unlisted=len(unlisted),
        share=share,
        listed=len(listed),
        found=found,
        unlisted_at_most=most,
        missing_at_most=None if most is None else most - found,
        before=before,
        doubt=doubt,
    )


_UNREAD = (
    "no list of the whole site was read to its end yet: what counts as unlisted here may only be unread, and the "
    "bound is too high (a run with --full reads the lists whole)"
)


def _doubt(draws: int, targets: int, articles: int, listed: int) -> str:
    """Say why the targets are no sample, `listed` of them being on a list; empty where they are one."""
    if not draws:
        return "no related teasers were read: the site has none, or no article was fetched since they are recorded"
    if not listed:
        return "no list of the site names an article that the teasers lead to: there is nothing to hold them against"
    if targets < LEAST:
        return f"the related teasers lead to {targets} articles: too few to say anything (it takes {LEAST})"
    # Drawn at random, so many teasers would lead to about so many different articles.
    reached = articles * -math.expm1(draws * math.log1p(-1 / articles)) if articles > 1 else 1.0
    if targets < _SPREAD * reached:
        return (
            f"{draws:,} related teasers lead to {targets} articles, where drawing at random would have led to about "
            f"{reached:,.0f}: this site chooses them, so they are no sample"
        )
    return ""
