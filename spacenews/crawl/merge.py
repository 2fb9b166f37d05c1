"""What a page's links become: rows, each address once, with those that may not be followed and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacenews.crawl.item import Outcome
from spacenews.crawl.several import PART
from spacenews.frontier import LAST, MAX_HOPS, ORDERED, Child, FrontierRow, priority_of
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.specs import Site

FindFate = Callable[[str], tuple[Fate, str] | None]
FindTarget = Callable[[str], str | None]
_HELD = frozenset({Fate.ARCHIVED, Fate.DUPLICATE, Fate.EXCLUDED, Fate.QUARANTINED})


def merge_article(outcome: Outcome) -> None:
    """Turn the links of an article's page into children of its outcome."""
    row, listing = outcome.row, outcome.listing
    if listing is None:
        return
    own = {row.url} if outcome.article is None else {row.url, outcome.article.url}
    outcome.children.extend(_child_of_article(link, row) for link in listing.links if link.url not in own)
    outcome.children.extend(refused_children(listing))


def merge_redirect(site: Site, outcome: Outcome, find_fate: FindFate, find_target: FindTarget) -> None:
    """Turn a redirect into a row of its target, or into the failure that it is.

    Args:
        site: The site.
        outcome: With `redirect_to`.
        find_fate: Answers what became of a URL.
        find_target: Answers where a URL redirected to in this run.
    """
    row, target = outcome.row, str(outcome.redirect_to)
    if target == row.url or _leads_back(row.url, target, find_target):
        outcome.fate, outcome.reason = Fate.FAILED, f"redirect loop by {target}"
    elif row.hops >= MAX_HOPS:
        outcome.fate, outcome.reason = Fate.FAILED, f"more than {MAX_HOPS} redirects, the last to {target}"
    else:
        outcome.children.append(_target_child(site, row, target, find_fate))


def refused_children(listing: Listing) -> Iterable[Child]:
    """Return what a page lists and may not be followed, as rows that say so."""
    return (Child(Link(url=url), LAST, fate=Fate.EXCLUDED, reason=reason) for url, reason in listing.refused)


def _child_of_article(link: Link, row: FrontierRow) -> Child:
    if link.relation == PART:  # looked at whenever the page before it is, and right behind it
        return Child(link, row.priority, again=True)
    # A category is walked from its first page, as the sources of the spec are.
    source = link.url if link.kind is not LinkKind.ARTICLE else ""
    return Child(link, priority_of(link), source=source)


def _leads_back(url: str, target: str, find_target: FindTarget) -> bool:
    for _ in range(MAX_HOPS):
        following = find_target(target)
        if following is None or following == url:
            return following == url
        target = following
    return False


def _target_child(site: Site, row: FrontierRow, target: str, find_fate: FindFate) -> Child:
    link = Link(url=target, kind=row.kind, relation="redirect")
    if not site.allows(target):
        return Child(link, LAST, fate=Fate.EXCLUDED, reason=f"redirect from {row.url} to another host")
    if row.kind is LinkKind.ARTICLE and site.matches_article(target) is False:
        return Child(link, LAST, fate=Fate.EXCLUDED, reason="not an article's address")
    known = find_fate(target)
    held = known is not None and known[0] in _HELD
    return Child(
        link,
        row.priority,
        source=row.source,
        again=not held or row.kind is not LinkKind.ARTICLE or row.priority >= ORDERED,
        hops=row.hops + 1,
        depth=row.depth,
        barren=row.barren,
    )
