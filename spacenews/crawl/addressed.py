"""An article that is filed under another address than the one it was read at: which of the two is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacenews.frontier import Child
from spacenews.frontier.moves import find_moved_to, give_up_address
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext
    from spacenews.frontier import FrontierRow

_UNWELL = frozenset({Fate.BLOCKED, Fate.EXCLUDED, Fate.FAILED, Fate.REJECTED, Fate.VANISHED})


def other_addresses(context: RunContext, row: FrontierRow, fate: Fate, reason: str) -> list[Child]:
    """Return the addresses that lead to a row's, to be asked again where the row itself does not answer well.

    Args:
        context: The run.
        row: The row that was asked.
        fate: What becomes of it.
        reason: Why.

    Raises:
        StorageError: state.db cannot be read.
    """
    if row.kind is not LinkKind.ARTICLE or not _is_unwell(fate, reason):
        return []
    return [
        Child(Link(url=url, relation="canonical"), priority, again=True)
        for url, priority in find_moved_to(context.state, context.site.key, row.url)
        if url != row.url
    ]


def file_under(
    context: RunContext, row: FrontierRow, canonical: str, filed: tuple[Fate, str]
) -> tuple[Fate, str, list[Child]]:
    """Return fate, reason and children of a row whose article is filed under another address.

    That address need not be asked any more, unless it was, and did not answer well: then this one is kept to.

    Args:
        context: The run.
        row: The row that was read.
        canonical: The address that its article is filed under.
        filed: Fate and reason of the article.

    Raises:
        StorageError: state.db cannot be read or written.
    """
    known = context.frontier.find_fate(canonical)
    if known is not None and _is_unwell(*known):
        why = known[1] or str(known[0])
        give_up_address(context.state, context.site.key, canonical, f"{why}; its page is at {row.url}")
        return Fate.ARCHIVED, f"filed under {canonical}, which does not answer", []
    return (
        Fate.MOVED,
        canonical,
        [Child(Link(url=canonical, relation="canonical"), row.priority, fate=filed[0], reason=filed[1])],
    )


def _is_unwell(fate: Fate, reason: str) -> bool:
    return fate in _UNWELL or (fate is Fate.ARCHIVED and reason.startswith("answered 4"))
