"""Which articles of a site are duplicates now: that of two equal texts is known only once both are stored."""

from __future__ import annotations

from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader

_DUPLICATES = """
SELECT d.url, o.url FROM articles d JOIN articles o ON o.id = d.duplicate_of
WHERE d.duplicate_of IS NOT NULL AND d.site = ? ORDER BY d.url"""
_ORIGINAL = "SELECT EXISTS (SELECT 1 FROM articles WHERE site = ? AND url = ? AND duplicate_of IS NULL)"


def find_duplicates(archive: ArchiveReader, site: str) -> dict[str, str]:
    """Return the URL of every duplicate of a site, with its original's.

    Raises:
        ArchiveError: The file cannot be read.
    """
    with explained(archive.path):
        return dict(archive.connection.execute(_DUPLICATES, (site,)))


def is_original(archive: ArchiveReader, site: str, url: str) -> bool:
    """Whether an article is filed under a URL that is no duplicate.

    Raises:
        ArchiveError: The file cannot be read.
    """
    with explained(archive.path):
        return bool(archive.connection.execute(_ORIGINAL, (site, url)).fetchone()[0])
