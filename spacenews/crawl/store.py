"""One response's end: captures and article into the archive, then links and fate into the frontier."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from spacenews.crawl.addressed import file_under, other_addresses
from spacenews.crawl.bands import is_broken
from spacenews.crawl.ending import end_by_fault, end_unwell
from spacenews.crawl.pace import apply_pace, pause
from spacenews.crawl.several import (
    asks_for_article,
    children_of_pages,
    fate_of_page,
    put_together,
    spare_pages,
)
from spacenews.crawl.standing import fate_of_known, note_dead_end, reread
from spacenews.crawl.watch import look_at, tally_with
from spacenews.frontier import Child, forget_walks
from spacenews.frontier.state import to_column
from spacenews.model import clock
from spacenews.model.errors import StorageError
from spacenews.model.failpoint import reach
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import host_of
from spacenews.reading import reader_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spacenews.archive import Saved
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome

# Less than a day, so that a run that comes at the same hour every day finds it due, whatever it is late or early by.
_ANOTHER_DAY = timedelta(hours=20)
_DAY = timedelta(hours=24)
_GROWTH = 3  # each wait before a try again is so many times the one before
# How the archive's answer is counted; all but a duplicate mean that the row's article is archived.
_COUNTED = {
    "new": "new",
    "revised": "revised",
    "corrected": "corrected",
    "unchanged": "unchanged",
    "moved": "moved",
    "duplicate": "duplicates",
    "quarantined": "quarantined",
}


def store_outcome(crawler: Crawler, context: RunContext, outcome: Outcome) -> None:
    """Write an outcome whole. Where that cannot be done, the run ends and the row is left as it was."""
    context.in_flight.discard(outcome.row.id)
    context.counts["tried"] += outcome.asked and asks_for_article(outcome.row)
    if context.fault is not None and context.ending:
        return
    try:
        if not outcome.asked:
            context.frontier.release([outcome.row])
        elif outcome.transient:
            _store_transient(crawler, context, outcome)
        else:
            context.silent = 0
            _come_back(crawler, context, outcome)
            _store_final(context, outcome)
        reach("frontier")
    except StorageError as error:
        end_by_fault(crawler, context, error)


def _store_transient(crawler: Crawler, context: RunContext, outcome: Outcome) -> None:
    _save(context, outcome)
    settings, row = context.settings, outcome.row
    if outcome.capture is None:
        context.counts["unanswered"] += 1
    hosts = context.hosts
    host = hosts.host(host_of(row.url))
    hosts.note_error(host)
    apply_pace(crawler, context, host)
    tries = settings.getint("SPACENEWS_RETRY_TIMES") + 1
    days, tried = divmod(row.attempts + 1, tries)
    wait = timedelta(seconds=settings.getfloat("SPACENEWS_RETRY_BACKOFF") * _GROWTH ** max(0, tried - 1))
    if outcome.retry_after is not None:
        pause(crawler, context, outcome.retry_after, row.url)
        wait = timedelta(seconds=min(outcome.retry_after, settings.getfloat("SPACENEWS_RETRY_AFTER_MAX")))
    if tried == 0:
        wait = max(wait, _ANOTHER_DAY + (days - 1) * _DAY)
    if tried == 0 and days >= settings.getint("SPACENEWS_RETRY_DAYS"):
        context.counts["failed"] += 1
        if is_broken(outcome, Fate.FAILED):
            forget_walks(context.state, context.site.key, row.source)
        reason = f"{outcome.reason}, {row.attempts + 1} times"
        others = other_addresses(context, row, Fate.FAILED, reason)
        context.frontier.finish(row, Fate.FAILED, reason, children=others)
        context.rounds.note(outcome, Fate.FAILED, outcome.reason)
    else:
        context.counts["retried" if tried else "put_off"] += 1
        context.frontier.postpone(row, outcome.reason, clock.now() + wait)
    context.silent += 1
    if context.silent >= settings.getint("SPACENEWS_OUTAGE"):
        end_unwell(crawler, context, f"{context.silent} requests in a row failed, the last: {outcome.reason}")


def _come_back(crawler: Crawler, context: RunContext, outcome: Outcome) -> None:
    """Ask a host that answers again as it was asked before."""
    if outcome.capture is None:
        return
    host = context.hosts.host(host_of(outcome.row.url))
    if context.hosts.note_answer(host):
        apply_pace(crawler, context, host)


def _store_final(context: RunContext, outcome: Outcome) -> None:
    observed = look_at(context, outcome)
    saved = _save(context, outcome)
    fate, reason, children = _decide(context, outcome, saved)
    fate, reason = fate_of_known(context, outcome, saved) or (fate, reason)
    page = fate_of_page(context, outcome)
    fate, reason = page or (fate, reason)
    others = [] if page else other_addresses(context, outcome.row, fate, reason)
    children = spare_pages(context, outcome, [*children, *others, *children_of_pages(context, outcome)])
    if is_broken(outcome, fate):
        forget_walks(context.state, context.site.key, outcome.row.source)
    context.frontier.finish(
        outcome.row,
        fate,
        reason,
        children=children,
        lists=outcome.lists,
        complete=outcome.complete,
        tally=tally_with(outcome, observed, saved),
    )
    note_dead_end(context, outcome.row, fate, reason)
    context.rounds.note(outcome, fate, reason)
    if saved is not None and saved.kind == "revised":
        context.rounds.note_change((saved.url if outcome.article is None else None) or outcome.row.url)
    _count(context, outcome, saved, None if page else fate)
    if saved is not None:  # a renamed post that was read at its new address before the old one redirected
        context.counts["new"] -= sum(at >= to_column(context.run.started_at) for at in saved.absorbed)


def _save(context: RunContext, outcome: Outcome) -> Saved | None:
    """Save the captures that wait for it, and what was read; None where there was nothing to save."""
    captures = context.captures.unsaved
    read = outcome.article or _refusal(outcome)
    if not captures and read is None:
        return None
    made = put_together(context, outcome)
    if outcome.capture is not None and (whole := made.wholes.pop(outcome.capture.record_uuid, None)):
        read = whole
        outcome.article = whole if outcome.article is not None else None
    saved = context.archive.save(
        captures,
        read,
        reader=reader_of(context.site),
        reread=partial(reread, context),
        wholes=made.wholes.values(),
        parts=made.parts.items(),
    )
    captures.clear()
    reach("archive")
    return saved


def _refusal(outcome: Outcome) -> tuple[str, Rejection] | None:
    if outcome.row.kind is LinkKind.ARTICLE and outcome.capture and isinstance(outcome.reading, Rejection):
        return outcome.capture.record_uuid, outcome.reading
    return None


def _decide(context: RunContext, outcome: Outcome, saved: Saved | None) -> tuple[Fate, str, list[Child]]:
    """Return fate, reason and children of a row; what the archive says goes before what the page seemed to be."""
    if outcome.fate is not None:
        return outcome.fate, outcome.reason, outcome.children
    if isinstance(outcome.reading, Rejection):
        return Fate.REJECTED, str(outcome.reading), outcome.children
    if outcome.article is None or saved is None:
        return Fate.LISTED, outcome.reason, outcome.children
    fate, reason = Fate.ARCHIVED, ""
    if saved.kind == "duplicate":
        fate, reason = Fate.DUPLICATE, saved.original_url or ""
    row, canonical = outcome.row, outcome.article.url
    if canonical == row.url:
        return fate, reason, outcome.children
    fate, reason, children = file_under(context, row, canonical, (fate, reason))
    return fate, reason, [*outcome.children, *children]


def _count(context: RunContext, outcome: Outcome, saved: Saved | None, fate: Fate | None) -> None:
    """Count what came of a row; no fate: it is a further page of an article, as it was or read."""
    counts = context.counts
    counts["pages"] += 1
    counts["links"] += len(outcome.lists)
    if outcome.article is None and saved is not None and saved.kind == "revised":  # by a further page of it
        counts["revised"] += 1
    if fate is None:
        counts["further_pages"] += 1
        return
    if outcome.article is not None and saved is not None:
        counts["articles"] += 1
        counts[_COUNTED[saved.kind]] += 1
        return
    counts[fate] += 1
    if fate is Fate.EXCLUDED:
        context.refusal = outcome.reason
    if fate in {Fate.REJECTED, Fate.QUARANTINED}:
        reason = str(outcome.reading.reason) if isinstance(outcome.reading, Rejection) else outcome.reason
        context.rejections[reason.partition(":")[0]] += 1
        if asks_for_article(outcome.row):
            counts["unread"] += 1
            context.unread = outcome.row.url
        counts["challenges"] += reason.startswith(RejectionReason.CHALLENGE)
