"""Find a stored capture by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacenews.captures import read_capture
from spacenews.model.capture import Capture, CaptureRecord
from spacenews.model.folder import DataFolder

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader

_MAX_HOPS = 10


def latest_capture(archive: ArchiveReader, data: DataFolder, site: str, url: str) -> Capture | None:
    """Return the latest capture of a URL, or of what it redirects to, or None where there is none.

    Raises:
        CaptureError: It is in the archive, and its WARC file cannot be read.
    """
    record = latest_record(archive, site, url)
    return read_capture(data.captures, record, archive.find_capture) if record else None


def latest_record(archive: ArchiveReader, site: str, url: str) -> CaptureRecord | None:
    """Return the row of the latest capture of a URL, or of what it redirects to."""
    record = archive.last_capture(site, url)
    for _ in range(_MAX_HOPS):
        if record is None or record.redirect_to is None:
            break
        following = archive.last_capture(site, record.redirect_to)
        if following is None:
            break
        record = following
    return record
