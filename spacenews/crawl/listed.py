"""One page of a source, with what it hints at: links become children, and known articles are asked for again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spacenews.crawl.inventories import Reach
from spacenews.crawl.walk import article_urls, walk_on
from spacenews.frontier import AGAIN, LISTS, Child, FrontierRow, Inventory
from spacenews.frontier.hints import Hints, read_hints, unchanged_parts
from spacenews.frontier.inventories import Walk, count_pages, find_walk
from spacenews.frontier.moves import find_used_again
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome
    from spacenews.crawl.walk import Reach as Bounds

DOUBTED = 20  # changes that one part of a sitemap may claim, or half of what it lists, before it is doubted
NESTED = 3  # sitemaps within sitemaps


def read_list(context: RunContext, outcome: Outcome, bounds: Bounds, reach: Reach, known: Inventory | None) -> Hints:
    """Fill the children of a source's page, and decide whether its next page is asked for; returns its hints.

    Args:
        context: The run.
        outcome: With `listing`.
        bounds: Of every walk of the run.
        reach: How far this source is walked.
        known: What is known of it; None where it was never read.
    """
    row, listing = outcome.row, outcome.listing
    walk = find_walk(context.state, context.site.key, row.source)
    if listing is None or walk is None:
        return Hints()
    articles = [link for link in listing.links if link.kind is LinkKind.ARTICLE]
    hints = read_hints(
        context.state,
        context.site.key,
        articles,
        source=walk.row,
        newest=known.newest if known else None,
        teasers=row.kind in {LinkKind.LISTING, LinkKind.FEED},
    )
    if row.kind is LinkKind.SITEMAP:
        _doubt(outcome, hints)
    survey = context.frontier.survey(row, article_urls(listing))
    survey = replace(survey, known=_is_known(hints, walk, known, row, seen=survey.known))
    walk_on(outcome, survey, replace(bounds, to_end=bounds.to_end or reach is Reach.END))
    if reach is Reach.FIRST and not row.depth:
        outcome.children = [child for child in outcome.children if child.link.relation != "next"]
        outcome.complete, outcome.reason = True, "its first page alone"
    is_newest = not row.depth and row.kind in {LinkKind.LISTING, LinkKind.FEED}
    for url in find_used_again(context.state, context.site.key, articles, is_newest=is_newest):
        hints.again.setdefault(url, "a moved address is used again")
    outcome.children = [_again(child, hints) for child in outcome.children]
    listed = set(outcome.lists)
    outcome.children += [
        Child(Link(url=url, relation="renamed"), AGAIN + LISTS // 100, again=True)
        for url in hints.again
        if url not in listed
    ]
    if row.kind is LinkKind.SITEMAP:
        hints.partial = _bound_parts(context, outcome, bounds, reach)
    return hints


def _is_known(hints: Hints, walk: Walk, known: Inventory | None, row: FrontierRow, *, seen: bool) -> bool:
    """Whether a walk may end on a page: nothing on it is news, and what stands behind it was read before."""
    if not (hints.dated and hints.ordered and "orderby=modified" in row.source):
        return seen and not hints.has_news
    if not hints.ends_known:  # in the order of changes, what stands behind one that is old is older
        return False
    missed_nothing = walk.complete >= walk.number - 1
    reached = known is not None and known.oldest is not None and hints.oldest is not None
    return missed_nothing or (reached and hints.oldest <= known.oldest)  # type: ignore[operator,union-attr]  # as above


def _again(child: Child, hints: Hints) -> Child:
    why = hints.again.get(child.link.url)
    return child if why is None or child.fate is not Fate.PENDING else replace(child, again=True)


def _doubt(outcome: Outcome, hints: Hints) -> None:
    """Believe a sitemap only so far: some call every article changed whenever they are asked."""
    if hints.changed <= max(DOUBTED, hints.known // 2):
        return
    kept = [url for url, why in hints.again.items() if why != "changed"]
    changed = [url for url, why in hints.again.items() if why == "changed"]
    outcome.reason = f"it says that {hints.changed} of {hints.known} articles were changed: {DOUBTED} were asked for"
    hints.again = {url: hints.again[url] for url in (*kept, *changed[-DOUBTED:])}


def _bound_parts(context: RunContext, outcome: Outcome, bounds: Bounds, reach: Reach) -> bool:
    """Leave out the parts of a sitemap that say they are unchanged, and those beyond all measure; say if any were."""
    row = outcome.row
    parts = [child.link for child in outcome.children if child.link.kind is LinkKind.SITEMAP]
    if not parts:
        return False
    left_out: set[str] = set()
    if reach is Reach.KNOWN:
        left_out = unchanged_parts(context.state, context.site.key, parts)
    pages, _ = count_pages(context.state, context.site.key, row.source, context.run.started_at)
    if row.depth >= NESTED:
        outcome.reason = f"its parts stand in more than {NESTED} sitemaps within sitemaps"
        left_out = {part.url for part in parts}
    elif pages + len(parts) > bounds.max_pages:
        outcome.reason = f"the limit of {bounds.max_pages} parts"
        left_out |= {part.url for part in parts[max(0, bounds.max_pages - pages) :]}
    outcome.children = [child for child in outcome.children if child.link.url not in left_out]
    return bool(left_out)
