"""Re-readings written into the archive, and taken back: alone with the site, a few articles a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from spacenews.archive import Archive, open_archive
from spacenews.archive.batches import Batch, BatchWriter, addresses_of, list_batches, read_as
from spacenews.archive.opening import explained
from spacenews.archive.undoing import Undone, undo
from spacenews.archive.units import Chosen, list_units
from spacenews.exports import export_due
from spacenews.frontier import State, hold, open_state
from spacenews.frontier.corrected import correct_fates
from spacenews.model import clock
from spacenews.model.decision import MONITOR, Decision, DecisionKind
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate
from spacenews.model.folder import DataFolder
from spacenews.operate.findings import settle_findings
from spacenews.operate.reread_reading import Order, UnitRead, read_units
from spacenews.reading import reader_of

_UNITS_AT_ONCE = 16  # in one transaction: a crawl of another site waits for no more
_STALLED_SECONDS = 300.0
_HEARTBEAT_SECONDS = 5.0
_FATE = """
SELECT d.reason, o.url, a.id FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of
LEFT JOIN doubts d ON d.article = a.id AND d.reading IN (SELECT r.id FROM readings r JOIN captures c
    ON c.id = r.capture WHERE c.site = ?1 AND c.url = ?2)
WHERE a.site = ?1 AND (a.url = ?2 OR a.id IN (SELECT article FROM aliases WHERE url = ?2))
ORDER BY a.url <> ?2 LIMIT 1"""
_REFUSED = """
SELECT json_extract(r.fields, '$.reason'), json_extract(r.fields, '$.detail') FROM captures c JOIN readings r
    ON r.capture = c.id AND r.text IS NULL
WHERE c.site = ? AND c.url = ? AND c.reading IS NULL ORDER BY c.captured_at DESC LIMIT 1"""

Progress = Callable[[int, int], None]
"""Told how many of how many units are done."""


@dataclass(slots=True)
class Applied:
    """What came of `reread --apply`.

    Attributes:
        batch: None where nothing was to be written.
        goes_on: Whether it went on with a batch that was cut short.
        left_out: Articles that read worse, and were left as they are.
        unread: Articles whose captures cannot be read from their files.
    """

    batch: Batch | None = None
    goes_on: bool = False
    left_out: int = 0
    unread: int = 0


def apply_reading(
    order: Order,
    chosen: Chosen,
    *,
    even_losses: bool,
    note: Callable[[UnitRead], None],
    progress: Progress,
) -> Applied:
    """Read stored captures again, and write what they read as; a run of the site is excluded meanwhile.

    Killed at any moment, it leaves whole articles; called again, it goes on.

    Args:
        order: What to read, and how.
        chosen: Which captures of it.
        even_losses: Write what reads worse too.
        note: Told of each unit.
        progress: As `Progress`.

    Raises:
        HeldError: The site is being crawled.
        StorageError: A store cannot be read or written; what was written is whole.
        SpecError: A function in the spec failed on a page; the same.
    """
    reader = reader_of(order.site)
    site = order.site.key
    with _alone(order.data, site) as (archive, state):
        writer = BatchWriter(archive, site, reader)
        applied = Applied(goes_on=writer.goes_on)
        if writer.last_reader == reader:
            order = replace(order, skip=reader)
        keys = list_units(archive, site, chosen)
        waiting: list[UnitRead] = []
        for done, read in enumerate(read_units(order, archive, keys), 1):
            note(read)
            if _is_to_be_written(applied, read, even_losses=even_losses):
                waiting.append(read)
            if len(waiting) >= _UNITS_AT_ONCE:
                _write(archive, writer, waiting)
            progress(done, len(keys))
        _write(archive, writer, waiting)
        batch = writer.batch
        if batch:
            correct_fates(state, site, _fates(archive, site, addresses_of(archive, batch)))
            settle_findings(state, archive, site)
        export_due(archive, order.data.articles, decided=frozenset(read_as(archive, batch)))
        applied.batch = writer.finish(left_out=applied.left_out)
    return applied


def undo_last(data: DataFolder, site: str, progress: Progress) -> tuple[Batch, Undone]:
    """Put back what the last `reread --apply` of a site changed.

    Raises:
        UsageError: There is none, or it is undone already.
        HeldError, StorageError: As `apply_reading`.
    """
    with _alone(data, site) as (archive, state):
        batches = list_batches(archive, site)
        if not batches or batches[0].undone_at:
            when = f": the last one, of {batches[0].began_at[:16]}, is undone already" if batches else ""
            raise UsageError(f"no re-reading of {site} is left to be undone{when}")
        batch = batches[0]
        addresses, removed = list(addresses_of(archive, batch.id)), frozenset(read_as(archive, batch.id))
        undone = undo(archive, batch, lambda count: progress(count, batch.articles))
        correct_fates(state, site, _fates(archive, site, addresses))
        settle_findings(state, archive, site)
        export_due(archive, data.articles, decided=removed)
    return batch, undone


@contextmanager
def _alone(data: DataFolder, site: str) -> Iterator[tuple[Archive, State]]:
    """Open both databases, with nobody else at work on the site."""
    data.prepare()
    with ExitStack() as stack:
        state = open_state(data.state)
        stack.callback(state.close)
        run = f"{site}-reread-{clock.now():%Y%m%dT%H%M%S%fZ}"
        lock = hold(state, data.locks, site, (), run, stalled_after=_STALLED_SECONDS)
        stack.callback(lock.release)
        lock.keep_alive(_HEARTBEAT_SECONDS, lambda: None)  # whoever took over: the next transaction is refused
        archive = stack.enter_context(open_archive(data.archive))
        archive.guard = state.check_fence
        yield archive, state


def _is_to_be_written(applied: Applied, read: UnitRead, *, even_losses: bool) -> bool:
    if read.unread:
        applied.unread += 1
        return False
    if read.loss and not even_losses:
        applied.left_out += 1
        return False
    return not read.confirmed


def _write(archive: Archive, writer: BatchWriter, waiting: list[UnitRead]) -> None:
    if not waiting:
        return
    if holds := list(_holds(writer, waiting)):
        archive.decide(holds)
    writer.write([(each.outcomes, frozenset(difference.field for difference in each.differences)) for each in waiting])
    waiting.clear()


def _holds(writer: BatchWriter, waiting: Iterable[UnitRead]) -> Iterator[Decision]:
    """What the monitor holds back goes on waiting where the new reader reads the same: a hold is bound to a reader."""
    now = clock.now()
    for read in waiting:
        for uuid, reason in read.waits:
            yield Decision(
                at=now,
                by=MONITOR,
                kind=DecisionKind.HOLD,
                site=writer.site,
                reason=reason,
                capture=uuid,
                reader=writer.reader,
                url=read.url,
            )


def _fates(archive: Archive, site: str, addresses: Iterable[str]) -> Sequence[tuple[str, Fate, str]]:
    with explained(archive.path):
        found = [(url, *_fate(archive, site, url)) for url in addresses]
    return [(url, fate, reason) for url, fate, reason in found if fate is not None]


def _fate(archive: Archive, site: str, url: str) -> tuple[Fate | None, str]:
    row = archive.connection.execute(_FATE, (site, url)).fetchone()
    if row is not None:
        doubt, original, _ = row
        if doubt is not None:
            return Fate.QUARANTINED, str(doubt)
        return (Fate.DUPLICATE, str(original)) if original else (Fate.ARCHIVED, "")
    refused = archive.connection.execute(_REFUSED, (site, url)).fetchone()
    if refused is None:
        return None, ""
    return Fate.REJECTED, ": ".join(part for part in refused if part)
