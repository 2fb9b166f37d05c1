"""Stored captures read for a rebuild, on as many cores as there are; the same answers whatever their number.

Nothing here knows a network, a database or what a crawl found: a capture, what it was asked as, and the spec suffice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacenews.captures import read_capture
from spacenews.model import Article, CaptureRecord, Reading, Rejection
from spacenews.model.errors import CaptureError, SpecError
from spacenews.model.link import LinkKind
from spacenews.model.urls import canonical_url
from spacenews.reading import normalize_reading
from spacenews.reading.response import read_response
from spacenews.specs import Site, SpecRegistry


@dataclass(frozen=True, slots=True)
class Unread:
    """A capture that could not be read, and why: its file is damaged, or its spec failed on it."""

    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What a process is told.

    Attributes:
        captures: The captures folder.
        folders: Of the user's specs.
        records: Each capture, and the one that holds its payload where it is a revisit.
    """

    captures: Path
    folders: tuple[Path, ...]
    records: tuple[tuple[CaptureRecord, CaptureRecord | None], ...]


Outcome = Article | Rejection | Unread | None
"""What the archive keeps of a capture as an article's; None where it says nothing of one."""


def read_batch(batch: Batch) -> list[tuple[CaptureRecord, Outcome]]:
    """Return each capture with what the archive keeps of it."""
    return [
        (record, _read(_load(batch.folders, record.site), batch.captures, record, held))
        for record, held in batch.records
    ]


def is_of_article(site: Site, record: CaptureRecord) -> bool | None:
    """Return whether a capture answered a request for an article; None: it is one if it reads as one.

    Since captures say what was expected at their address, that decides. For older ones it is the spec: its sources,
    robots.txt and what its `article_url` excludes are none, what that names is one, and all else is one if it can be
    read as an article. A refusal of such a page is not kept: it might be a list that nobody took for an article.
    """
    if record.asked_as:
        return record.asked_as == LinkKind.ARTICLE
    url = canonical_url(record.url) or record.url
    if url.endswith("/robots.txt") or any(url == canonical_url(source.url) for source in site.sources):
        return False
    return site.matches_article(url)


@cache
def _load(folders: tuple[Path, ...], key: str) -> Site:
    return SpecRegistry(folders).load(key)


def _read(site: Site, folder: Path, record: CaptureRecord, held: CaptureRecord | None) -> Outcome:
    expected = is_of_article(site, record)
    if expected is False:
        return None
    try:
        capture = read_capture(folder, record, lambda _: held)
        reading = read_response(site, capture)
        if isinstance(reading, Reading):
            return normalize_reading(site, capture, reading)
    except (CaptureError, SpecError) as error:
        return Unread(str(error))
    return reading if expected else None
