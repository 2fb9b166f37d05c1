"""What a backfill asks of the frontier: whether one was begun, its window, and how far it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from spacenews.frontier.row import AGAIN, ARCHIVE, BAND, DEEP, LAST
from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.link import LinkKind

OUTSIDE = "outside the window of the backfill"
RATE_WINDOW = timedelta(minutes=10)
_LEAST_SAMPLE = 20  # answers that a rate is taken from
_UNFINISHED = """
SELECT EXISTS (SELECT 1 FROM frontier WHERE site = :site AND fate = 'pending' AND due_at IS NULL
        AND lease_until IS NULL AND priority >= :least AND priority < :above)
    OR EXISTS (SELECT 1 FROM frontier WHERE site = :site AND fate = 'pending' AND due_at IS NOT NULL
        AND priority >= :least AND priority < :above)"""
_BEGIN = """
UPDATE frontier INDEXED BY frontier_sources SET priority = ?
WHERE site = ? AND source = url AND fate = 'pending' AND lease_until IS NULL
    AND kind IN (SELECT value FROM json_each(?))"""
_OUTSIDE = "published_on IS NOT NULL AND NOT published_on BETWEEN :since AND :until"
_PARK = f"""
UPDATE frontier SET priority = priority % :band, reason = :reason
WHERE site = :site AND kind = 'article' AND fate = 'pending' AND lease_until IS NULL
    AND priority >= :archive AND priority < :archive + :band AND {_OUTSIDE}"""  # noqa: S608 - made of constants
_LIFT = f"""
UPDATE frontier SET priority = CASE WHEN kind = 'article' THEN :archive + priority % :band ELSE :deep END, reason = ''
WHERE site = :site AND fate = 'pending' AND lease_until IS NULL AND priority < :band AND NOT ({_OUTSIDE})"""  # noqa: S608
_COUNT = """
SELECT count(*), coalesce(sum(fate = 'pending'), 0), coalesce(sum(fate = 'failed'), 0) FROM frontier
WHERE site = ? AND fate <> 'excluded'"""
_COUNT_PARKED = """
SELECT count(*) FROM frontier WHERE site = ? AND fate = 'pending' AND due_at IS NULL AND lease_until IS NULL
    AND priority < ?"""
_RECENT = "SELECT count(*), min(asked_at) FROM frontier WHERE site = ? AND asked_at >= ?"


@dataclass(frozen=True, slots=True)
class BackfillFigures:
    """How far the archive of a site is, whichever runs brought it there.

    Attributes:
        known: Addresses that are known and may be asked for, lists and articles.
        pending: Those of them that are still to be asked for.
        failed: Those that failed for good.
        parked: Those outside the window, which are not among the others.
        rate: Answers a second of late; None: too few to tell.
    """

    known: int
    pending: int
    failed: int
    parked: int
    rate: float | None

    @property
    def done(self) -> int:
        """How many have their fate."""
        return self.known - self.pending


def is_unfinished(state: State, site: str) -> bool:
    """Return whether a backfill of a site was begun and has still to ask for something; raises StorageError."""
    ((found,),) = state.query(_UNFINISHED, {"site": site, "least": LAST, "above": AGAIN})
    return bool(found)


def begin_deep(state: State, site: str, kinds: Iterable[LinkKind]) -> None:
    """Have the sources that are due walked to their ends; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(_BEGIN, (DEEP, site, json.dumps([str(kind) for kind in kinds])))


def forget_walks(state: State, site: str, source: str) -> None:
    """Have the next walk of a source go to its end, since an earlier one missed something; raises StorageError."""
    with state.transaction() as connection:
        connection.execute("UPDATE frontier SET complete_walk = 0 WHERE site = ? AND url = ?", (site, source))


def set_window(state: State, site: str, since: date | None, until: date | None) -> None:
    """Park what a backfill is not to ask for, and take back what an earlier one parked; raises StorageError.

    Args:
        state: The open state.db.
        site: Key of the site.
        since: First day of publication that is asked for; None: from the beginning.
        until: Last day; None: to this day.
    """
    values = {
        "site": site,
        "since": (since or date.min).isoformat(),
        "until": (until or date.max).isoformat(),
        "archive": ARCHIVE,
        "deep": DEEP,
        "band": BAND,
        "reason": OUTSIDE,
    }
    with state.transaction() as connection:
        connection.execute(_LIFT, values)
        connection.execute(_PARK, values)


def read_figures(state: State, site: str) -> BackfillFigures:
    """Return how far the archive of a site is; raises StorageError."""
    ((known, pending, failed),) = state.query(_COUNT, (site,))
    parked = count_parked(state, site)
    return BackfillFigures(known - parked, pending - parked, failed, parked, _rate(state, site))


def count_parked(state: State, site: str) -> int:
    """Return how many addresses wait outside the window of a backfill; raises StorageError."""
    ((parked,),) = state.query(_COUNT_PARKED, (site, LAST))
    return int(parked)


def _rate(state: State, site: str) -> float | None:
    now = clock.now()
    ((count, first),) = state.query(_RECENT, (site, to_column(now - RATE_WINDOW)))
    if count < _LEAST_SAMPLE:
        return None
    seconds = (now - clock.from_text(first)).total_seconds()
    return count / seconds if seconds > 0 else None
