"""What a run would find to ask for, without asking: counts by kind, and addresses that tell how large each kind is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

_PENDING = """
SELECT kind, count(*) FROM frontier WHERE site = ? AND fate = 'pending' AND priority >= ?
    AND (due_at IS NULL OR due_at <= ?) AND source <> url
    AND (published_on IS NULL OR published_on BETWEEN ? AND ?) GROUP BY kind"""
_SOURCES = """
SELECT url, kind FROM frontier WHERE site = ? AND source = url AND kind IN (SELECT value FROM json_each(?))"""
_PAGES = """
SELECT kind, count(*) FROM frontier WHERE site = ? AND kind <> 'article' AND source <> url
    AND fate IN ('listed', 'pending') AND kind IN (SELECT value FROM json_each(?)) GROUP BY kind"""
_ARTICLES = """
SELECT count(*) FROM frontier WHERE site = ? AND kind = 'article' AND fate IN (SELECT value FROM json_each(?))"""
_SAMPLE = "SELECT url FROM frontier WHERE site = ? AND kind = ? AND asked_at IS NOT NULL ORDER BY asked_at DESC LIMIT ?"


def count_due(
    state: State, site: str, *, least: int, since: date | None = None, until: date | None = None
) -> dict[LinkKind, int]:
    """Return how many URLs of each kind are due, without the first pages of sources; raises StorageError.

    Args:
        state: The open state.db.
        site: Key of the site.
        least: Only rows of this priority and above.
        since: Only articles listed for this day or later, and those without a day.
        until: The same to the other side.
    """
    window = ((since or date.min).isoformat(), (until or date.max).isoformat())
    rows = state.query(_PENDING, (site, least, to_column(clock.now()), *window))
    return {LinkKind(kind): count for kind, count in rows}


def find_sources(state: State, site: str, kinds: Iterable[LinkKind]) -> dict[str, LinkKind]:
    """Return the first pages of the sources that the frontier knows; raises StorageError."""
    rows = state.query(_SOURCES, (site, json.dumps([str(kind) for kind in kinds])))
    return {url: LinkKind(kind) for url, kind in rows}


def count_further_pages(state: State, site: str, kinds: Iterable[LinkKind]) -> dict[LinkKind, int]:
    """Return how many pages the sources of each kind had behind their first ones; raises StorageError."""
    rows = state.query(_PAGES, (site, json.dumps([str(kind) for kind in kinds])))
    return {LinkKind(kind): count for kind, count in rows}


def count_articles(state: State, site: str, fates: Iterable[Fate]) -> int:
    """Return how many articles have one of these fates; raises StorageError."""
    ((count,),) = state.query(_ARTICLES, (site, json.dumps([str(fate) for fate in fates])))
    return int(count)


def sample_asked(state: State, site: str, kind: LinkKind, count: int) -> list[str]:
    """Return the URLs of a kind that were asked last; raises StorageError."""
    return [url for (url,) in state.query(_SAMPLE, (site, kind, count))]
