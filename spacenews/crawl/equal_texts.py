"""Which of two equal texts is the duplicate shows when both are stored: at the end of a run, fates follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacenews.archive.duplicates import find_duplicates, is_original
from spacenews.frontier.corrected import called_duplicates, correct_duplicates

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext


def settle_duplicates(context: RunContext) -> None:
    """Bring the fates of a site's articles into agreement with what the archive calls a duplicate.

    Raises:
        StorageError: A store cannot be read or written.
    """
    site = context.site.key
    held = find_duplicates(context.archive, site)
    called = called_duplicates(context.state, site)
    joined = {url: original for url, original in held.items() if url not in called}
    parted = [url for url in called - held.keys() if is_original(context.archive, site, url)]
    if joined or parted:
        correct_duplicates(context.state, site, joined, parted)
