"""Fates that follow from what was captured, read again or beside what came later: nothing was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacenews.frontier.state import State
from spacenews.model.fate import Fate

# What else became of an address (gone, moved, failed, pending) does not follow from how a page is read.
_CORRECT = """
UPDATE frontier SET fate = ?1, reason = ?2 WHERE site = ?3 AND url = ?4 AND kind = 'article' AND lease_until IS NULL
    AND fate IN ('archived', 'duplicate', 'quarantined', 'rejected') AND fate <> ?1"""

_JOIN = """
UPDATE frontier SET fate = 'duplicate', reason = ?1 WHERE site = ?2 AND url = ?3 AND kind = 'article'
    AND fate = 'archived' AND reason = ''"""
_PART = """
UPDATE frontier SET fate = 'archived', reason = '' WHERE site = ?1 AND url = ?2 AND kind = 'article'
    AND fate = 'duplicate'"""


def called_duplicates(state: State, site: str) -> frozenset[str]:
    """Return the addresses whose fate is `duplicate`."""
    rows = state.connection.execute("SELECT url FROM frontier WHERE site = ? AND fate = 'duplicate'", (site,))
    return frozenset(url for (url,) in rows)


def correct_duplicates(state: State, site: str, joined: Mapping[str, str], parted: Iterable[str]) -> None:
    """Give articles that are duplicates by now that fate, with their original's URL; others that have it lose it.

    Raises:
        StorageError: state.db cannot be written.
    """
    with state.transaction() as connection:
        connection.executemany(_JOIN, [(original, site, url) for url, original in joined.items()])
        connection.executemany(_PART, [(site, url) for url in parted])


def correct_fates(state: State, site: str, fates: Iterable[tuple[str, Fate, str]]) -> int:
    """Give addresses that were read another fate, each with its reason; return how many got one.

    Raises:
        StorageError: state.db cannot be written.
    """
    with state.transaction() as connection:
        rows = [connection.execute(_CORRECT, (fate, reason, site, url)).rowcount for url, fate, reason in fates]
    return sum(rows)
