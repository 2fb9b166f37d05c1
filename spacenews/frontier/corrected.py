"""Fates that follow from reading again what was captured: nothing was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from spacenews.frontier.state import State
from spacenews.model.fate import Fate

# What else became of an address (gone, moved, failed, pending) does not follow from how a page is read.
_CORRECT = """
UPDATE frontier SET fate = ?1, reason = ?2 WHERE site = ?3 AND url = ?4 AND kind = 'article' AND lease_until IS NULL
    AND fate IN ('archived', 'duplicate', 'quarantined', 'rejected') AND fate <> ?1"""


def correct_fates(state: State, site: str, fates: Iterable[tuple[str, Fate, str]]) -> int:
    """Give addresses that were read another fate, each with its reason; return how many got one.

    Raises:
        StorageError: state.db cannot be written.
    """
    with state.transaction() as connection:
        rows = [connection.execute(_CORRECT, (fate, reason, site, url)).rowcount for url, fate, reason in fates]
    return sum(rows)
