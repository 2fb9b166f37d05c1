"""What a run finds that was lost: captures that the archive has no rows of, and a frontier that knows nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from spacenews.archive.known import known_addresses
from spacenews.captures import read_capture
from spacenews.crawl.gone import recover_files
from spacenews.crawl.left import find_left
from spacenews.crawl.lost import find_lost, reopen_lost
from spacenews.crawl.several import put_all_together
from spacenews.frontier.seeding import knows_no_article, seed
from spacenews.model.errors import CaptureError, SpecError
from spacenews.model.link import LinkKind
from spacenews.model.reading import Reading
from spacenews.model.urls import canonical_url
from spacenews.reading import normalize_reading, reader_of
from spacenews.reading.response import read_response

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext
    from spacenews.frontier import FrontierRow
    from spacenews.model.article import Article
    from spacenews.model.capture import CaptureRecord
    from spacenews.model.rejection import Rejection

logger = logging.getLogger(__name__)
_BATCH = 64  # captures in one transaction
_MANY = 1000  # captures from which on all cores are worth a command


def recover(context: RunContext) -> list[tuple[FrontierRow, CaptureRecord]]:
    """Bring WARC files, archive and frontier into agreement; return the rows whose answer is captured and not read.

    Raises:
        StorageError: One of them cannot be read or written.
    """
    site, archive, state = context.site, context.archive, context.state
    recovery = recover_files(context)
    left = find_left(state, archive, site.key, recovery.records)
    lost = find_lost(state, archive, site.key)
    _fold(context, recovery.records, {record.record_uuid for _, record in left})
    _seed(context)
    if lost:
        context.counts["reopened"] = len(lost)
        logger.warning("%s lacks %d articles that were archived: they are read again", archive.path, len(lost))
        still = find_lost(state, archive, site.key)
        left += reopen_lost(state, site.key, still, recovery.records) if still else []
    return left


def _fold(context: RunContext, records: Sequence[CaptureRecord], left: AbstractSet[str]) -> None:
    """Read the pages of articles that were captured and have no row, but for those that the frontier waits for.

    So the archive is what a rebuild would make of the captures, whatever was deleted.
    """
    mine = [each for each in records if each.asked_as == LinkKind.ARTICLE and each.record_uuid not in left]
    if len(mine) >= _MANY:
        logger.warning(
            "%d captured pages are read into %s again; `spacenews rebuild --replace` does it on all cores",
            *(len(mine), context.archive.path),
        )
    in_order = sorted(mine, key=lambda record: (record.captured_at, record.record_uuid))
    for at in range(0, len(in_order), _BATCH):
        context.archive.save_all(list(_read(context, in_order[at : at + _BATCH])))
    put_all_together(context, [canonical_url(each.url) or each.url for each in mine])


def _seed(context: RunContext) -> None:
    """Make a frontier that knows no article of the site know those of the archive."""
    state, archive, site = context.state, context.archive, context.site.key
    known = known_addresses(archive, site).values() if knows_no_article(state, site) else ()
    if known:
        rows = ((each.url, each.fate, each.reason, each.published_on, each.seen_at) for each in known)
        count = seed(state, site, context.run.id, rows)
        logger.warning("%s knew nothing of %s: the archive told it %d addresses", state.path, site, count)


def _read(
    context: RunContext, records: Iterable[CaptureRecord]
) -> Iterator[tuple[CaptureRecord, Article | tuple[str, Rejection] | None, str]]:
    site, archive = context.site, context.archive
    reader = reader_of(site)
    for record in records:
        try:
            capture = read_capture(context.order.data.captures, record, archive.find_capture)
            read = read_response(site, capture)
        except (CaptureError, SpecError) as error:
            logger.warning("%s cannot be read from its capture: %s", record.url, error)
            continue
        if isinstance(read, Reading):
            yield record, normalize_reading(site, capture, read), reader
        elif read is not None:
            yield record, (record.record_uuid, read), reader
