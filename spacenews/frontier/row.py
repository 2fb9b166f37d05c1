"""What goes into the frontier and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

# Greater goes first: what a person asked for, the pages that lead to others, articles by their listed day, the rest.
ORDERED = 90_000_000
LISTS = 50_000_000
NEW = 10_000_000
AGAIN = 5_000_000  # articles that are already held
# What a backfill asks for while it lasts; a row that is done leaves these bands, so that an incremental run, which
# begins at AGAIN, finds there only what a backfill has not come to yet.
DEEP = 4_000_000  # pages of lists
ARCHIVE = 2_000_000  # articles by their listed day
LAST = 1_000_000
PARKED = 0  # articles by their listed day, and lists, outside the window of a backfill: pending, and not asked for
BAND = 1_000_000  # greater than any day's number


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """One URL taken from the frontier; the columns of `frontier` that a crawl needs, meanings as there."""

    id: int
    url: str
    kind: LinkKind
    source: str
    relation: str
    priority: int
    attempts: int
    hops: int
    depth: int
    barren: int


@dataclass(frozen=True, slots=True)
class Child:
    """A URL to put into the frontier.

    Attributes:
        link: The address and what was listed with it.
        priority: As `priority_of` gives it.
        source: First page of the source that led here; empty for none.
        fate: Anything but pending is final: the URL is known without being asked for.
        reason: As in `FrontierRow`.
        again: Ask for it even if it is known, unless this run already did.
        hops, depth, barren: As the columns.
    """

    link: Link
    priority: int
    source: str = ""
    fate: Fate = Fate.PENDING
    reason: str = ""
    again: bool = False
    hops: int = 0
    depth: int = 0
    barren: int = 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What the frontier knows of the articles that one page lists.

    Attributes:
        listed: How many articles the page lists.
        fresh: How many of them their source had not listed before in the present walk.
        known: Whether every one was listed by a walk of the source up to the last that missed nothing; what stands
            behind such a page was then listed too.
    """

    listed: int
    fresh: int
    known: bool


def priority_of(link: Link) -> int:
    """Return the place of a link in the queue: lists first, then articles from the newest listed day down."""
    if link.kind is not LinkKind.ARTICLE:
        return LISTS
    day = _listed_on(link)
    return NEW + (day.toordinal() if day else 0)


def _listed_on(link: Link) -> date | None:
    if link.published_on is not None:
        return link.published_on
    return link.published_at.date() if link.published_at is not None else None
