"""Drift, seen from a run: each outcome is shown to the watch before it is stored, and the run's end is judged."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from spacenews.crawl.several import PART
from spacenews.crawl.tally import tally_of
from spacenews.frontier import Tally
from spacenews.model.counted import counted
from spacenews.model.finding import FindingState
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.operate.drift_watch import Watch, Watched, settled

if TYPE_CHECKING:
    from spacenews.archive import Saved
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome
    from spacenews.frontier.observed import Observed

logger = logging.getLogger(__name__)
_OK = range(200, 300)


def begin_watch(context: RunContext) -> Watch:
    """Return the watch of a run whose stores are open and whose record is written; raises StorageError."""
    site = context.site
    watched = Watched(
        site=site.key,
        markers={layout.name: layout.marker for layout in site.layouts},
        run=context.run.id,
        chain=context.frontier.name,
        reader=context.run.settings["reader"],
        is_current=context.order.mode == "crawl",
    )
    return Watch(context.archive, context.state, watched)


def look_at(context: RunContext, outcome: Outcome) -> Observed | None:
    """Return what an outcome's page shows, before it is stored; a reading that must wait is decided to.

    Raises:
        StorageError: It cannot be decided.
    """
    row, capture = outcome.row, outcome.capture
    if capture is None or row.relation == PART:  # the bands of a site are those of its articles
        return None
    if row.kind is LinkKind.ARTICLE:
        if outcome.article is not None:
            return context.watch.see_article(row, outcome.article)
        if isinstance(outcome.reading, Rejection) and outcome.reading.reason is not RejectionReason.PART:
            return context.watch.see_refused(row, capture, outcome.reading)
        return None
    if row.kind is LinkKind.LISTING and not row.depth and row.url == row.source and capture.status in _OK:
        return context.watch.see_list(row, capture, len(outcome.lists))
    return None


def tally_with(outcome: Outcome, observed: Observed | None, saved: Saved | None) -> Tally | None:
    """Return what a page said, for the ledger and for the bands."""
    tally = tally_of(outcome)
    if observed is None:
        return tally
    seen = settled(observed, waits=saved is not None and saved.kind == "quarantined")
    return replace(tally or Tally(), observed=seen)


def end_watch(context: RunContext) -> None:
    """Judge what the run's pages show together, and mark the run where its site drifted; raises StorageError."""
    counts, key = context.counts, context.site.key
    conclusion = context.watch.end(new=counts["new"])
    counts["held"], counts["unsure"], counts["released"] = conclusion.held, conclusion.unsure, conclusion.taken
    counts["findings"] = len(conclusion.drifted)
    fresh = [finding for finding in conclusion.drifted if finding.state is not FindingState.ACKNOWLEDGED]
    if fresh:
        causes = "; ".join(finding.cause for finding in fresh[:2])
        waiting = f"; {counted(conclusion.held, 'reading', 'wait')} in quarantine" if conclusion.held else ""
        told = f"it drifted: {causes}{waiting}: `spacenews findings {key}` shows more"
        context.unwell = f"{context.unwell}; {told}" if context.unwell else told
    if conclusion.unsure:
        logger.warning(
            "%s: %s in quarantine, too few to tell whether the site changed; a later run will know",
            key,
            counted(conclusion.unsure, "reading", "wait"),
        )
    if conclusion.quiet:
        logger.warning("%s is quiet: %s: `spacenews findings %s` shows more", key, conclusion.quiet.cause, key)
    for finding in conclusion.closed:
        logger.warning("%s: finding %d is closed: %s", key, finding.number, finding.closed_reason)
