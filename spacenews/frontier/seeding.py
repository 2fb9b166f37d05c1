"""A frontier that was lost, made anew from what the archive knows: what is held is not asked for as if it were new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from spacenews.frontier.row import NEW
from spacenews.frontier.state import State
from spacenews.model.fate import Fate

_IS_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM frontier WHERE site = ? AND kind = 'article')"
_SEED = """
INSERT INTO frontier (site, url, kind, source, relation, found_in, found_at, first_run, published_on, priority, fate,
    reason, attempts, hops, depth, barren, asked_at, walk, complete_walk)
VALUES (?, ?, 'article', '', 'archive', '', ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, 1, 0)
ON CONFLICT (site, url) DO NOTHING"""

Known = tuple[str, Fate, str, str | None, str]
"""An address, its fate and reason, the day its article was published or None, and when it was captured last."""


def knows_no_article(state: State, site: str) -> bool:
    """Whether the frontier has no address of an article of a site; raises StorageError."""
    return bool(state.query(_IS_EMPTY, (site,))[0][0])


def seed(state: State, site: str, run: str, known: Iterable[Known]) -> int:
    """Put addresses into the frontier with the fates that they have; those that it has stay. Returns how many.

    Raises:
        StorageError: state.db cannot be written.
    """
    rows = [
        (site, url, at, run, day, NEW + (date.fromisoformat(day).toordinal() if day else 0), str(fate), reason, at)
        for url, fate, reason, day, at in known
    ]
    with state.transaction() as connection:
        connection.executemany(_SEED, rows)
    return len(rows)
