"""Rows that say their article is archived, where the archive has lost it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from spacenews.frontier.row import AGAIN, BAND
from spacenews.frontier.state import State
from spacenews.model.fate import Fate

KEPT = (Fate.ARCHIVED, Fate.DUPLICATE)
READ = (*KEPT, Fate.MOVED, Fate.QUARANTINED, Fate.VANISHED)  # what was decided by a page that was read
_URLS = """
SELECT url FROM frontier WHERE site = ? AND kind = 'article' AND fate IN (SELECT value FROM json_each(?))"""
_REOPEN = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, hops = 0, run = NULL,
    priority = ? + priority % ?
WHERE site = ? AND kind = 'article' AND lease_until IS NULL AND url IN (SELECT value FROM json_each(?))"""


def list_articles(state: State, site: str, fates: Iterable[Fate]) -> list[str]:
    """Return the addresses of articles that have one of these fates; raises StorageError."""
    return [str(url) for (url,) in state.query(_URLS, (site, json.dumps([str(each) for each in fates])))]


def reopen(state: State, site: str, urls: Iterable[str]) -> int:
    """Make articles due whatever became of them; returns how many. Raises StorageError."""
    with state.transaction() as connection:
        return connection.execute(_REOPEN, (AGAIN, BAND, site, json.dumps(list(urls)))).rowcount
