"""What the archive knows of the addresses of a site: enough to go on without a frontier that was lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader
from spacenews.model.fate import Fate

_ARTICLES = """
SELECT a.url, a.published_on, a.last_seen_at, o.url,
    (SELECT b.reason FROM absences b WHERE b.article = a.id),
    (SELECT d.reason FROM doubts d WHERE d.article = a.id ORDER BY d.since LIMIT 1)
FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of WHERE a.site = ? ORDER BY a.last_seen_at"""
_ALIASES = """
SELECT l.url, a.url, l.last_seen_at FROM aliases l JOIN articles a ON a.id = l.article
WHERE a.site = ? AND NOT EXISTS (SELECT 1 FROM articles o WHERE o.url = l.url AND o.site = a.site)
ORDER BY l.last_seen_at"""
_REFUSED = """
SELECT c.url, r.fields, c.captured_at FROM readings r JOIN captures c ON c.id = r.capture
WHERE r.site = ?1 AND r.status = 'rejected' AND r.text IS NULL
    AND NOT EXISTS (SELECT 1 FROM articles o WHERE o.url = c.url AND o.site = ?1)
    AND NOT EXISTS (SELECT 1 FROM aliases l WHERE l.url = c.url) ORDER BY c.captured_at"""


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """One address, and what became of it; `seen_at` is when it was captured last, as text."""

    url: str
    fate: Fate
    reason: str
    published_on: str | None
    seen_at: str


def known_addresses(archive: ArchiveReader, site: str) -> dict[str, KnownAddress]:
    """Return every address of a site at which an article was, is, or was refused; raises ArchiveError."""
    with explained(archive.path):
        return {known.url: known for known in _known(archive, site)}


def _known(archive: ArchiveReader, site: str) -> Iterator[KnownAddress]:
    db = archive.connection
    for url, fields, at in db.execute(_REFUSED, (site,)):
        refused = json.loads(fields)
        reason = f"{refused['reason']}: {refused['detail']}" if refused["detail"] else refused["reason"]
        yield KnownAddress(url, Fate.REJECTED, reason, None, at)
    for url, target, at in db.execute(_ALIASES, (site,)):
        yield KnownAddress(url, Fate.MOVED, target, None, at)
    for url, day, at, original, gone, doubt in db.execute(_ARTICLES, (site,)):
        fate, reason = Fate.ARCHIVED, ""
        if gone is not None:
            fate, reason = Fate.VANISHED, gone
        elif doubt is not None:
            fate, reason = Fate.QUARANTINED, doubt
        elif original is not None:
            fate, reason = Fate.DUPLICATE, original
        yield KnownAddress(url, fate, reason, day, at)
