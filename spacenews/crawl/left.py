"""What an earlier run captured and did not come to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from w3lib.url import safe_url_string

from spacenews.frontier.leases import load_leased, load_waiting
from spacenews.model.urls import canonical_url

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.frontier import FrontierRow, State
    from spacenews.frontier.leases import Leased
    from spacenews.model.capture import CaptureRecord


def find_left(
    state: State, archive: ArchiveReader, site: str, recovered: Iterable[CaptureRecord]
) -> list[tuple[FrontierRow, CaptureRecord]]:
    """Return each row whose answer is captured and not read, with its newest capture.

    Those are the rows that were in flight and have a capture newer than that; and, after a power cut that took the
    last commits of state.db with it, those that were waiting and whose capture had no row in the archive either.

    Args:
        state: The open state.db, held by this run.
        archive: With the rows of all captures.
        site: Key of the site.
        recovered: The captures that had no row.

    Raises:
        StorageError: A database cannot be read.
    """
    found = {}
    for leased in load_leased(state, site):
        record = _answer(archive, site, leased)
        if record is not None:
            found[leased.row.id] = (leased.row, record)
    newest = {canonical_url(record.url): record for record in recovered}
    for row in load_waiting(state, site, [url for url in newest if url]):
        found[row.id] = (row, newest[row.url])
    return list(found.values())


def _answer(archive: ArchiveReader, site: str, leased: Leased) -> CaptureRecord | None:
    if leased.since is None:
        return None
    for url in dict.fromkeys((leased.row.url, safe_url_string(leased.row.url))):
        record = archive.last_capture(site, url)
        if record is not None and record.captured_at >= leased.since:
            return record
    return None
