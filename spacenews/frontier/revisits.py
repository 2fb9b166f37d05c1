"""When an archived article is looked at again: often while it is young, then ever more rarely.

Headline edits mostly come within ten hours of publication (7.5 % of 411,000 articles had one), so three of the looks
fall there; after that each age is twice the one before, up to half a year.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from spacenews.frontier.row import AGAIN
from spacenews.frontier.state import State, to_column
from spacenews.model import clock

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
AGES = (_HOUR, 3 * _HOUR, 10 * _HOUR, *(timedelta(days=1 << step) for step in range(8)))  # 1 h, 3 h, 10 h, 1 d … 128 d
LONGEST = 180 * _DAY
MISSED_REST = timedelta(hours=20)
FARTHEST = timedelta(days=2)  # no row of ours waits longer: what does was written under another clock
_BATCH = 5000
_STALE = """
SELECT f.id, f.url, f.published_on, f.found_at, f.asked_at, r.born_at,
    f.first_run = (SELECT min(first_run) FROM frontier WHERE site = ?)
FROM frontier f
LEFT JOIN revisits r ON r.article = f.id
WHERE f.site = ? AND f.fate IN ('archived', 'duplicate') AND f.kind = 'article' AND f.asked_at IS NOT NULL
    AND (r.article IS NULL OR r.planned_at <> f.asked_at) LIMIT ?"""
_PLAN = "INSERT OR REPLACE INTO revisits (article, site, born_at, planned_at, due_at) VALUES (?, ?, ?, ?, ?)"
_TAKE = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, hops = 0,
    priority = ? + 4000000 WHERE lease_until IS NULL AND fate IN ('archived', 'duplicate') AND id IN (
    SELECT article FROM revisits WHERE site = ? AND due_at <= ? ORDER BY born_at DESC LIMIT ?)"""
_MISSED = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, hops = 0
WHERE site = ? AND kind = 'article' AND fate = 'archived' AND reason LIKE 'answered %' AND asked_at <= ?
    AND lease_until IS NULL"""
_DUE = """
SELECT count(*) FROM revisits r JOIN frontier f ON f.id = r.article
WHERE r.site = ? AND r.due_at <= ? AND f.fate IN ('archived', 'duplicate')"""
_HEAL_WAITS = """
UPDATE frontier SET due_at = ? WHERE site = ? AND fate = 'pending' AND due_at > ?"""
_HEAL_REVISITS = "UPDATE revisits SET planned_at = '' WHERE site = ? AND (due_at > ? OR planned_at > ?)"
_HEAL_ASKED = "UPDATE frontier SET asked_at = ? WHERE site = ? AND asked_at > ?"


@dataclass(frozen=True, slots=True)
class Seen:
    """What decides when an article is looked at again.

    Attributes:
        url: Spreads those of the same age.
        born_at: When it was published, or changed last.
        asked_at: When it was looked at.
    """

    url: str
    born_at: datetime
    asked_at: datetime


def next_visit(seen: Seen) -> datetime:
    """Return when an article is looked at next: at the first of `AGES` that it has not reached.

    One that is past them all is due within `LONGEST`, on a day that its address decides: of an old archive, the same
    number is due every day.
    """
    age = seen.asked_at - seen.born_at
    for step in AGES:
        if age < step:
            return seen.born_at + step
    share = int.from_bytes(hashlib.blake2b(seen.url.encode(), digest_size=4).digest()) / 2**32
    return seen.asked_at + _DAY + share * (LONGEST - _DAY)


def plan_revisits(state: State, site: str, *, changed: Collection[str] = ()) -> int:
    """Plan the next look at every article that was asked for since its last plan; returns how many.

    Args:
        state: The open state.db.
        site: Key of the site.
        changed: Addresses at which a change was found: their plan begins anew.
    """
    planned = 0
    while rows := state.query(_STALE, (site, site, _BATCH)):
        plans = []
        for row, url, published_on, found_at, asked_at, born_at, was_there in rows:
            asked = clock.from_text(asked_at)
            born = asked if url in changed else _born(published_on, found_at, born_at, was_there=bool(was_there))
            due = next_visit(Seen(url, min(born, asked), asked))
            plans.append((row, site, to_column(min(born, asked)), asked_at, to_column(due)))
        with state.transaction() as connection:
            connection.executemany(_PLAN, plans)
        planned += len(plans)
    return planned


def take_revisits(state: State, site: str, *, at_most: int) -> int:
    """Make articles due that it is time to look at again, the youngest first; returns how many."""
    with state.transaction() as connection:
        return connection.execute(_TAKE, (AGAIN, site, to_column(clock.now()), at_most)).rowcount


def take_missed(state: State, site: str) -> int:
    """Make articles due that were missing when they were asked for, a day ago or more; returns how many."""
    with state.transaction() as connection:
        return connection.execute(_MISSED, (site, to_column(clock.now() - MISSED_REST))).rowcount


def count_due(state: State, site: str) -> int:
    """Return how many articles it is time to look at again."""
    ((count,),) = state.query(_DUE, (site, to_column(clock.now())))
    return int(count)


def heal_clock(state: State, site: str) -> int:
    """Undo what a clock that had jumped ahead wrote: waits that never end, visits in the future; returns how many."""
    now = clock.now()
    present, farthest = to_column(now), to_column(now + FARTHEST)
    with state.transaction() as connection:
        waits = connection.execute(_HEAL_WAITS, (present, site, farthest)).rowcount
        asked = connection.execute(_HEAL_ASKED, (present, site, farthest)).rowcount
        visits = connection.execute(_HEAL_REVISITS, (site, to_column(now + LONGEST + _DAY), farthest)).rowcount
    return waits + asked + visits


def _born(published_on: str | None, found_at: str, born_at: str | None, *, was_there: bool) -> datetime:
    """Return when an article was published, as far as lists say: a day is its noon, unless it was found that day.

    Without a day, one that the first run found is as old as any, and a later one as young as its discovery.
    """
    if born_at:
        return clock.from_text(born_at)
    found = clock.from_text(found_at)
    if not published_on:
        return found - LONGEST if was_there else found
    noon = datetime.combine(datetime.fromisoformat(published_on).date(), time(12), UTC)
    return found if abs(found - noon) < _DAY else min(noon, found)
