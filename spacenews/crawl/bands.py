"""A backfill: every source to its end, the newest articles first, for as many runs as that takes.

Its first walk of each source is handed to rows in a band of their own, which an incremental run leaves alone; every
later walk begins at the source's first page and ends where it meets what was walked before. While a run of it lasts,
news are looked for as often as the site's schedule says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from spacenews.frontier import (
    ARCHIVE,
    BAND,
    DEEP,
    LISTS,
    PARKED,
    Child,
    begin_deep,
    is_unfinished,
    set_window,
)
from spacenews.frontier.backfill import OUTSIDE
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

if TYPE_CHECKING:
    from spacenews.crawl.item import Outcome
    from spacenews.crawl.order import CrawlOrder
    from spacenews.frontier import SqliteFrontier, State

NEWS = (LinkKind.LISTING, LinkKind.FEED)
ALL = (*NEWS, LinkKind.SITEMAP, LinkKind.REST)
_HANDED_OVER = "the pages behind it are walked by the backfill"
_LEAST_DEPTH = 2  # so many pages are read whatever they list, so that an incremental run meets a page that it knows
_NEWEST_FIRST = frozenset({LinkKind.LISTING, LinkKind.FEED, LinkKind.REST})


def begin_backfill(state: State, frontier: SqliteFrontier, order: CrawlOrder) -> None:
    """Begin a backfill, or go on with the one that is unfinished; nothing for runs of other modes.

    Raises:
        StorageError: It cannot be written.
    """
    if order.mode != "backfill":
        return
    site = order.site.key
    set_window(state, site, order.since, order.until)
    unfinished = is_unfinished(state, site)
    put_sources(frontier, order, NEWS if unfinished else ALL)
    if not unfinished:
        begin_deep(state, site, ALL)


def put_sources(frontier: SqliteFrontier, order: CrawlOrder, kinds: Iterable[LinkKind]) -> None:
    """Make the first pages of a site's sources due; raises StorageError."""
    links = [Link(url=each.url, kind=LinkKind(each.kind), relation="source") for each in order.site.sources]
    frontier.put_sources([Child(link, LISTS, source=link.url) for link in links], kinds)


@dataclass(frozen=True, slots=True)
class Window:
    """The days of publication that a backfill asks for, both included.

    Attributes:
        since: None: from the beginning.
        until: None: to this day.
    """

    since: date | None = None
    until: date | None = None

    def has(self, link: Link) -> bool:
        """Whether an article is asked for: one whose day no list states is."""
        day = listed_on(link)
        return day is None or ((self.since or date.min) <= day <= (self.until or date.max))


def listed_on(link: Link) -> date | None:
    """Return the day that a list states for an article."""
    if link.published_on is not None:
        return link.published_on
    return link.published_at.date() if link.published_at is not None else None


def place_children(outcome: Outcome, window: Window) -> None:
    """Put what a page of a backfill led to into the bands of the backfill.

    Args:
        outcome: With `children`; of a source's page of the first walk, gets `complete` too.
        window: Which articles are asked for.
    """
    row = outcome.row
    deep = row.priority < LISTS
    older = deep and _is_older(outcome, window)
    outcome.children = [_placed(child, window, deep=deep, older=older) for child in outcome.children]
    if row.priority == DEEP and row.kind is not LinkKind.ARTICLE:
        # The pages behind the first one are in the frontier from here on, so that the walk has missed nothing; where
        # it ends, later walks may have begun.
        handed = any(_is_handed(child) for child in outcome.children)
        outcome.complete = not row.depth and (handed or outcome.complete)
        outcome.reason = outcome.reason or (_HANDED_OVER if handed and not row.depth else "")


def is_broken(outcome: Outcome, fate: Fate) -> bool:
    """Whether the first walk of a source ends here and leaves out what stands on the pages behind this one."""
    row = outcome.row
    if row.kind is LinkKind.ARTICLE or row.priority != DEEP:
        return False
    return fate in (Fate.FAILED, Fate.REJECTED, Fate.BLOCKED) or outcome.reason.startswith("the limit of")


def _is_handed(child: Child) -> bool:
    return child.priority in (DEEP, PARKED) and child.again and child.fate is Fate.PENDING


def _placed(child: Child, window: Window, *, deep: bool, older: bool) -> Child:
    if child.fate is not Fate.PENDING:
        return child
    if child.link.kind is not LinkKind.ARTICLE:
        if not deep:
            return child
        return replace(child, priority=PARKED, reason=OUTSIDE) if older and child.again else _deepened(child)
    if not window.has(child.link):
        return replace(child, priority=PARKED + child.priority % BAND, reason=OUTSIDE)
    return replace(child, priority=ARCHIVE + child.priority % BAND) if deep else child


def _deepened(child: Child) -> Child:
    return replace(child, priority=DEEP)


def _is_older(outcome: Outcome, window: Window) -> bool:
    """Whether a page of a list that begins with the newest lists only what is older than the window."""
    row = outcome.row
    if window.since is None or outcome.listing is None or row.kind not in _NEWEST_FIRST or row.depth < _LEAST_DEPTH:
        return False
    days = [listed_on(link) for link in outcome.listing.links if link.kind is LinkKind.ARTICLE]
    return bool(days) and all(day is not None and day < window.since for day in days)
