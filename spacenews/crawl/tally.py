"""What a page tells the completeness ledger."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from spacenews.crawl.item import Outcome
from spacenews.frontier import Tally
from spacenews.model.link import LinkKind

# With one of these, WordPress's total counts a selection, not the site.
_SELECTING = frozenset(
    {"after", "before", "modified_after", "modified_before", "categories", "tags", "author", "search", "include"}
)


def tally_of(outcome: Outcome) -> Tally | None:
    """Return what a page said of how much there is, or None where it said nothing."""
    row, listing = outcome.row, outcome.listing
    if listing is None:
        return None
    if row.kind is LinkKind.ARTICLE:
        drawn = tuple(link.url for link in listing.links if link.relation == "related")
        return Tally(drawn=drawn) if drawn else None
    selected = _SELECTING.intersection(name for name, _ in parse_qsl(urlsplit(row.url).query))
    return Tally(articles=len(outcome.lists), total=None if selected else listing.total)
