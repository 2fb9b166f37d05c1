"""What earlier runs left in WARC files: what is half written, has no row, or is gone though a row speaks of it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacenews.archive.lost import find_captures_again, lose_captures
from spacenews.captures import Recovery, recover_captures
from spacenews.frontier.leases import was_killed
from spacenews.frontier.lost import reopen
from spacenews.model.urls import canonical_url

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext

logger = logging.getLogger(__name__)


def recover_files(context: RunContext) -> Recovery:
    """Bring the WARC files of a site and their rows into agreement, and return what was found.

    What a stopped writer left half written is trimmed, what has no row gets one, and what a row speaks of and no file
    holds is marked as gone and asked for again.

    Raises:
        StorageError: A file or a database cannot be read or written.
    """
    archive, site = context.archive, context.site.key
    recovery = recover_captures(
        context.order.data.captures,
        site,
        indexed=archive.indexed_bytes,
        indexed_within=archive.indexed_bytes,
        doubted=was_killed(context.state, site, context.run.id),
    )
    for message in recovery.messages:
        logger.warning(message)
    if recovery.records:
        archive.save(recovery.records)
        context.counts["captures_found"] += find_captures_again(
            archive, (each.record_uuid for each in recovery.records)
        )
    _lose(context, recovery)
    return recovery


def _lose(context: RunContext, recovery: Recovery) -> None:
    """Mark the captures that are gone, and let their articles be asked for again."""
    for location, start in recovery.lost:
        lost = lose_captures(context.archive, location, start)
        if not lost.captures:
            continue
        context.counts["captures_lost"] += lost.captures
        due = reopen(context.state, context.site.key, _spellings(lost.urls))
        logger.warning(
            "%s ends at byte %d, and the archive knows of %d captures behind that: a power cut took them, or the file "
            "is no whole copy. What was read from them stays, and %d articles are asked for again; where you have the "
            "whole file, put it back: the next run takes it up",
            context.order.data.captures / location,
            start,
            lost.captures,
            due,
        )


def _spellings(urls: Iterable[str]) -> set[str]:
    """Return addresses as they were asked for, and as the frontier knows them."""
    return {each for url in urls for each in (url, canonical_url(url) or url)}
