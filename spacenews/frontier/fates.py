"""What became of each URL of a site, why, and how a person puts some back; and which sites are left alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate

_ADDRESS = re.compile(r"https?://\S+")
_COUNTS = "SELECT fate, reason, lease_until IS NOT NULL, count(*) FROM frontier WHERE site = ? GROUP BY 1, 2, 3"
_LIST = """
SELECT url, kind, fate, reason, found_in, found_at, attempts, due_at, asked_at, lease_until IS NOT NULL
FROM frontier WHERE site = ? AND fate = ? ORDER BY asked_at DESC, id LIMIT ?"""
_AGAIN = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, hops = 0, due_at = NULL, run = NULL
WHERE site = ? AND fate = ? AND lease_until IS NULL"""


@dataclass(frozen=True, slots=True)
class UrlFate:
    """One URL; meanings as the columns of `frontier`."""

    url: str
    kind: str
    fate: str
    reason: str
    found_in: str
    found_at: str
    attempts: int
    due_at: str | None
    asked_at: str | None
    in_flight: bool


def count_reasons(state: State, site: str) -> Sequence[tuple[Fate, str, int]]:
    """Return how many URLs of a site have each fate for each reason, the commonest first within a fate.

    Addresses in a reason are left out, so that equal ones count as one; what is in flight is said to be.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for fate, reason, leased, count in state.query(_COUNTS, (site,)):
        counts[fate, "in flight" if leased else _ADDRESS.sub("…", reason).strip("… ")] += count
    order = list(Fate)
    ranked = sorted(counts.items(), key=lambda each: (order.index(Fate(each[0][0])), -each[1], each[0][1]))
    return [(Fate(fate), reason, count) for (fate, reason), count in ranked]


def list_fate(state: State, site: str, fate: Fate, *, limit: int) -> Sequence[UrlFate]:
    """Return URLs of a site that have a fate, the last decided first; raises StorageError."""
    rows = state.query(_LIST, (site, fate, limit))
    names = [each.name for each in fields(UrlFate)]
    return [UrlFate(**(dict(zip(names, row, strict=True)) | {"in_flight": bool(row[-1])})) for row in rows]


def put_back(state: State, site: str, fate: Fate) -> int:
    """Make every URL of a site that has a fate due now, as if it had never been asked for; returns how many.

    What waits for a later instant is due at once then. What is in flight is left alone.

    Raises:
        UsageError: They are excluded: not ours to ask.
        StorageError: state.db cannot be written.
    """
    if fate is Fate.EXCLUDED:
        raise UsageError("what is excluded is not ours to ask (another host, or no article): change the spec instead")
    with state.transaction() as connection:
        return connection.execute(_AGAIN, (site, fate)).rowcount


def pause_site(state: State, site: str) -> None:
    """Leave a site alone until `resume_site`: neither the schedule nor a person's crawl asks it for anything."""
    with state.transaction() as connection:
        connection.execute("INSERT OR IGNORE INTO pauses (site, since) VALUES (?, ?)", (site, to_column(clock.now())))


def resume_site(state: State, site: str) -> bool:
    """Let a site be crawled again; returns whether it was paused."""
    with state.transaction() as connection:
        return connection.execute("DELETE FROM pauses WHERE site = ?", (site,)).rowcount > 0


def paused_since(state: State, site: str) -> datetime | None:
    """Return since when a site is left alone, or None; raises StorageError."""
    rows = state.query("SELECT since FROM pauses WHERE site = ?", (site,))
    return clock.from_text(rows[0][0]) if rows else None
