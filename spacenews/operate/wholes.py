"""Articles that are printed on several pages, put together from their captures.

A crawl, a rebuild and a re-reading make the same call, and so get the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacenews.archive import ArchiveReader
from spacenews.archive.several import Around, captures_around
from spacenews.archive.visits import PageCapture, Visit, find_visits
from spacenews.captures import read_capture
from spacenews.model import Article, CaptureRecord, Reading, Rejection
from spacenews.model.errors import CaptureError, SpecError
from spacenews.model.urls import canonical_url
from spacenews.reading import normalize_reading, read_article, read_later_page
from spacenews.reading.pages import MAX_PAGES, number_of
from spacenews.reading.whole import LaterPage, join_pages
from spacenews.specs import Site

Note = Callable[[str], object]
"""Is told why captures cannot be read, or a rule of the spec failed on one; the visit is then left as it is stored."""


@dataclass(frozen=True, slots=True)
class Together:
    """What was put together.

    Attributes:
        wholes: By the record_uuid of the capture that holds each.
        parts: Captures that held a whole and do not any more, since an earlier one came to be known; and what they are.
    """

    wholes: dict[str, Article] = field(default_factory=dict)
    parts: dict[str, Rejection] = field(default_factory=dict)


class Wholes:
    """Puts articles together; captures are read once, however often they are asked for.

    Args:
        folder: The captures folder.
        archive: Whose captures are known; raises ArchiveError where it cannot be read.
        site: By whose spec they are read.
        also: Captures that the archive does not have yet.
        note: As `Note`.
    """

    def __init__(
        self, folder: Path, archive: ArchiveReader, site: Site, note: Note, also: Collection[CaptureRecord] = ()
    ) -> None:
        self._folder = folder
        self._archive = archive
        self._site = site
        self._note = note
        self._also = {record.record_uuid: record for record in also if record.site == site.key}
        self._read: dict[tuple[str, bool], Reading | Rejection] = {}

    def all_of(self, url: str) -> Together:
        """Return every whole that the captures of an article make.

        Args:
            url: Canonical URL of the article.
        """
        around = captures_around(self._archive, self._site.key, url)
        captures = self._captures(around, url)
        visits = find_visits(captures)
        return Together(self._make(visits), self._parts(around, captures, visits))

    def changed_by(self, url: str, record_uuids: Collection[str]) -> Together:
        """Return the wholes that are not what they were before these captures came; as `all_of`."""
        around = captures_around(self._archive, self._site.key, url)
        captures = self._captures(around, url)
        before = find_visits(each for each in captures if each.record.record_uuid not in record_uuids)
        visits = find_visits(captures)
        changed = self._make(visit for visit in visits if visit not in before)
        return Together(changed, self._parts(around, captures, visits))

    def _make(self, visits: Iterable[Visit]) -> dict[str, Article]:
        made: dict[str, Article] = {}
        for visit in visits:
            try:
                article = self._whole(visit)
            except (CaptureError, SpecError) as error:
                self._note(str(error))
                continue
            if article is not None:
                made[visit.holder.record_uuid] = article
        return made

    def _parts(self, around: Around, captures: Iterable[PageCapture], visits: Iterable[Visit]) -> dict[str, Rejection]:
        holders = {visit.holder.record_uuid for visit in visits}
        parts: dict[str, Rejection] = {}
        for each in captures:
            uuid = each.record.record_uuid
            if each.number > 1 and uuid in around.holding - holders:
                try:
                    reading = self._reading(each.record, is_first=True)
                except (CaptureError, SpecError) as error:
                    self._note(str(error))
                    continue
                parts |= {uuid: reading} if isinstance(reading, Rejection) else {}
        return parts

    def _captures(self, around: Around, url: str) -> list[PageCapture]:
        found = {address: list(records) for address, records in around.captures.items()}
        for record in self._also.values():
            known = found.setdefault(record.url, [])
            if all(each.record_uuid != record.record_uuid for each in known):
                known.append(record)
        return [
            PageCapture(number, each)
            for address, number in _numbers(found, url, around.asked)
            for each in found[address]
        ]

    def _whole(self, visit: Visit) -> Article | None:
        """Return the whole of a visit; None where its first page is printed alone, and was not captured in it."""
        first = self._reading(visit.first, is_first=True)
        if isinstance(first, Rejection) or (not first.pages and visit.holder != visit.first):
            return None
        pages = visit.later if first.pages else ()
        later = {number: self._later(record, gone=gone) for number, record, gone in pages}
        holder = read_capture(self._folder, visit.holder, self._find)
        return normalize_reading(self._site, holder, join_pages(first, later))

    def _later(self, record: CaptureRecord | None, *, gone: bool) -> LaterPage:
        if record is None:
            return LaterPage(gone=gone)
        reading = self._reading(record, is_first=False)
        if isinstance(reading, Rejection):
            return LaterPage(capture=record.record_uuid, gone=gone, why=str(reading))
        return LaterPage(reading, record.record_uuid, gone)

    def _reading(self, record: CaptureRecord, *, is_first: bool) -> Reading | Rejection:
        key = (f"{record.url} {record.status} {record.payload_digest}", is_first)
        if key not in self._read:
            read = read_article if is_first else read_later_page
            self._read[key] = read(self._site, read_capture(self._folder, record, self._find))
        return self._read[key]

    def _find(self, record_uuid: str) -> CaptureRecord | None:
        return self._also.get(record_uuid) or self._archive.find_capture(record_uuid)


def _numbers(urls: Iterable[str], first: str, asked: Collection[str]) -> Iterator[tuple[str, int]]:
    """Give the addresses that may be pages of an article, each with its number; 1 is the first.

    Which of them are, the pages themselves say: one that none of them names is left out when they are joined.
    """
    for url in urls:
        address = canonical_url(url) or url
        number = number_of(address, first)
        if number is not None and number <= MAX_PAGES:
            yield url, number
        elif address == first or url in asked:
            yield url, 1
