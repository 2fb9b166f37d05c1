"""Stored captures read again by the rules and the spec of today, unit by unit, on as many cores as there are.

Whatever the number of processes, units come in the order in which they were asked for. Nothing here knows a network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacenews.archive import ArchiveReader, open_archive_to_read
from spacenews.archive.units import Stored, Unit, UnitKey, load_unit
from spacenews.captures import read_capture
from spacenews.model import Article, Capture, CaptureRecord, Reading, Rejection
from spacenews.model.errors import CaptureError, SpecError
from spacenews.model.folder import DataFolder
from spacenews.operate.processes import cores, in_order
from spacenews.operate.reread_difference import Difference, differences
from spacenews.operate.wholes import Wholes
from spacenews.reading import normalize_reading, read_article, reader_of
from spacenews.reading.response import read_response
from spacenews.specs import Site, SpecRegistry

_CHUNK = 16  # units that go to a process at once
_FEW = 200  # units; as many are read sooner than processes have begun
_TELLING = ("Content-Type", "Content-Encoding", "cf-mitigated")  # the headers that reading asks for


@dataclass(frozen=True, slots=True)
class Order:
    """What to read again.

    Attributes:
        folders: Of the user's specs, from which other processes load the site.
        jobs: How many processes; None: one a core, and none besides this one where there is little to read.
        skip: Units that this reader read already are left out; empty: none are.
        whole: Differences give values whole, however long; in one process alone.
    """

    data: DataFolder
    site: Site
    folders: tuple[Path, ...] = ()
    jobs: int | None = None
    skip: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class UnitRead:
    """What the captures of one unit read as now.

    Attributes:
        outcomes: record_uuid of each capture, and what it reads as.
        differences: Against what is stored.
        confirmed: Whether it was read by this very reader before, and reads the same: there is nothing to write.
        loss: What is worse, in one line; empty where nothing is.
        waits: Captures that the monitor holds back and that read as before by the same layout, each with its reason.
        unread: Why its captures cannot be read from their files; then there is nothing else.
    """

    uid: str
    url: str
    outcomes: tuple[tuple[str, Article | Rejection], ...] = ()
    differences: tuple[Difference, ...] = ()
    confirmed: bool = False
    loss: str = ""
    waits: tuple[tuple[str, str], ...] = ()
    unread: str = ""


def read_units(order: Order, archive: ArchiveReader, keys: Sequence[UnitKey]) -> Iterator[UnitRead]:
    """Give what each unit reads as now, in their order; units that are gone meanwhile are left out.

    Raises:
        SpecError: A function in the spec failed on a page, or the spec was changed meanwhile.
        ArchiveError: The archive cannot be read.
        StorageError: A process ended before its work was done.
    """
    chunks = [keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK)]
    jobs = min(order.jobs or (cores() if len(keys) >= _FEW else 1), len(chunks))
    if jobs <= 1:
        for key in keys:
            yield from _read_one(order, archive, key)
        return
    work = _Work(order.data.path, order.site.key, order.folders, reader_of(order.site), order.skip)
    with in_order(jobs) as spread:
        for reads in spread(_read_chunk, ((work, chunk) for chunk in chunks)):
            yield from reads


@dataclass(frozen=True, slots=True)
class _Work:
    """All that another process must know."""

    data: Path
    key: str
    folders: tuple[Path, ...]
    reader: str
    skip: str


@dataclass(slots=True)
class _Opened:
    """What a process keeps open between chunks."""

    order: Order | None = None
    archive: ArchiveReader | None = field(default=None, repr=False)


_opened = _Opened()


def _read_chunk(given: tuple[_Work, Sequence[UnitKey]]) -> list[UnitRead]:
    """In another process: what it opens stays open for the next ones."""
    work, keys = given
    if _opened.order is None or _opened.archive is None:
        site = SpecRegistry(work.folders).load(work.key)
        if reader_of(site) != work.reader:
            raise SpecError(f"the spec of {work.key} was changed meanwhile: nothing more was read; begin again")
        _opened.order = Order(DataFolder(work.data), site, work.folders, skip=work.skip)
        _opened.archive = open_archive_to_read(_opened.order.data.archive)
    order, archive = _opened.order, _opened.archive
    return [read for key in keys for read in _read_one(order, archive, key)]


def _read_one(order: Order, archive: ArchiveReader, key: UnitKey) -> Iterator[UnitRead]:
    unit = load_unit(archive, order.site.key, key)
    if unit is None or (order.skip and all(held.before.reader == order.skip for held in unit.captures)):
        return
    try:
        outcomes = _read(order, archive, unit)
    except CaptureError as error:
        yield UnitRead(unit.uid, unit.url, unread=str(error))
        return
    found = differences(unit, outcomes, whole=order.whole)
    reader = reader_of(order.site)
    yield UnitRead(
        uid=unit.uid,
        url=unit.url,
        outcomes=tuple((held.record.record_uuid, each) for held, each in zip(unit.captures, outcomes, strict=True)),
        differences=found,
        confirmed=not found and all(held.before.reader == reader for held in unit.captures),
        loss=next((each.loss for each in found if each.loss), ""),
        waits=tuple(
            (held.record.record_uuid, held.before.held)
            for held, each in zip(unit.captures, outcomes, strict=True)
            if held.before.held and isinstance(each, Article) and _is_same(held.before, each)
        ),
    )


def _is_same(before: Stored, now: Article) -> bool:
    """Whether a reading says the same by the same layout: one that a layout of the spec gives now is vouched for."""
    return now.content_digest == before.digest and now.layout == before.fields.get("layout")


def _read(order: Order, archive: ArchiveReader, unit: Unit) -> list[Article | Rejection]:
    """Read each capture; what was captured many times and never changed is parsed once."""
    known: dict[tuple[object, ...], Reading | Rejection] = {}
    outcomes: list[Article | Rejection] = []
    for held in unit.captures:
        capture = read_capture(order.data.captures, held.record, archive.find_capture)
        same = _sameness(held.record, capture)
        if same not in known:
            # What says nothing of an article now was something else to an older reader: a refusal says so.
            known[same] = read_response(order.site, capture) or read_article(order.site, capture)
        reading = known[same]
        again = reading if isinstance(reading, Rejection) else normalize_reading(order.site, capture, reading)
        outcomes.append(again)
    return _whole(order, archive, unit, outcomes)


def _whole(
    order: Order, archive: ArchiveReader, unit: Unit, outcomes: Sequence[Article | Rejection]
) -> list[Article | Rejection]:
    """Put articles on several pages together: what a capture of one page reads as alone is a part of that."""
    urls = {each.url for each in outcomes if isinstance(each, Article) and each.pages}
    urls |= {unit.url} if any(held.before.fields.get("pages") for held in unit.captures) else set()
    made: dict[str, Article] = {}
    for url in sorted(urls):
        made |= Wholes(order.data.captures, archive, order.site, _stop).all_of(url).wholes
    return [made.get(held.record.record_uuid, each) for held, each in zip(unit.captures, outcomes, strict=True)]


def _stop(why: str) -> None:
    raise CaptureError(why)


def _sameness(record: CaptureRecord, capture: Capture) -> tuple[object, ...]:
    asked = (record.url, capture.status, capture.truncated, record.payload_digest)
    return (*asked, *(capture.header(name) for name in _TELLING))
