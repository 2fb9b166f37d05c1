"""How far a source is walked: to its end, to where all is known, or to where it only repeats itself."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.crawl.item import Outcome
from spacenews.crawl.merge import refused_children
from spacenews.frontier import LISTS, NEW, Child, Survey, priority_of
from spacenews.model.link import Link, LinkKind, Listing


@dataclass(frozen=True, slots=True)
class Reach:
    """The bounds of a walk.

    Attributes:
        to_end: Walk on where all is known.
        max_pages: Pages of one source.
        barren_pages: Pages in a row that list nothing new to the walk and end it.
        articles_first: Ask for the articles of a page before its next page: for runs with a limit.
    """

    to_end: bool
    max_pages: int
    barren_pages: int
    articles_first: bool = False


def article_urls(listing: Listing) -> tuple[str, ...]:
    """Return the articles that a page lists."""
    return tuple(link.url for link in listing.links if link.kind is LinkKind.ARTICLE)


def walk_on(outcome: Outcome, survey: Survey, reach: Reach) -> None:
    """Turn the links of a source's page into children, and decide whether its next page is asked for.

    Args:
        outcome: With `listing`; gets `children`, `lists`, `reason` and `complete`.
        survey: What is known of its articles.
        reach: How far to go.
    """
    row, listing = outcome.row, outcome.listing
    if listing is None:
        return
    outcome.lists = article_urls(listing)
    for link in listing.links:
        if link.kind is LinkKind.ARTICLE:
            outcome.children.append(Child(link, priority_of(link), source=row.source))
        elif link.url != row.url:
            outcome.children.append(_page_child(outcome, link, 0, LISTS))
    outcome.children.extend(refused_children(listing))
    barren = 0 if survey.fresh else row.barren + 1
    if listing.next_page is None:
        outcome.complete = row.kind is not LinkKind.SITEMAP
    elif survey.known and not reach.to_end:
        outcome.complete, outcome.reason = True, "everything on it was known"
    elif barren >= reach.barren_pages:
        outcome.complete, outcome.reason = True, f"nothing new on {barren} pages in a row"
    elif row.depth + 1 >= reach.max_pages:
        outcome.reason = f"the limit of {reach.max_pages} pages"
    else:
        priority = NEW - 1 if reach.articles_first else LISTS
        outcome.children.append(_page_child(outcome, listing.next_page, barren, priority))


def _page_child(outcome: Outcome, link: Link, barren: int, priority: int) -> Child:
    row = outcome.row
    return Child(link, priority, source=row.source, again=True, depth=row.depth + 1, barren=barren)
