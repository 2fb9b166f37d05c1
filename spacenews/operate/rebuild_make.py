"""The making of a rebuild: every capture found, read and folded, in files beside those of the archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from spacenews.archive import Archive, open_archive
from spacenews.archive.rebuild_compare import TableComparison
from spacenews.archive.rebuild_index import CaptureIndex, Part, find_part
from spacenews.archive.schema import VERSION
from spacenews.archive.several import articles_on_several
from spacenews.exports import export_due
from spacenews.model import Article, CaptureRecord, Rejection
from spacenews.model.folder import DataFolder
from spacenews.operate.processes import cores, in_order
from spacenews.operate.rebuild_reading import Batch, Outcome, Unread, read_batch
from spacenews.operate.rebuild_swap import discard, keep_aside
from spacenews.operate.wholes import Wholes
from spacenews.reading import reader_of
from spacenews.specs import SpecRegistry

REBUILT = "rebuilt"
"""The folder of a data folder that is a rebuild's own: what an earlier one left there makes room for the next."""

_BATCH = 64  # captures that go to a process at once, and into one transaction
_MUCH = 4_000_000  # bytes of captures from which on other processes are worth beginning
_TOLD = 20  # captures that could not be read are named so often
Progress = Callable[[str, int, int], object]
"""Is told what is done, how much of it, and how much there is; 0 where that is not known yet."""
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


@dataclass(frozen=True, slots=True)
class RebuildOrder:
    """What to rebuild.

    Attributes:
        data: Where captures and decisions lie.
        into: Where the new files go; made where it is missing.
        keys: Of the sites; none: of all that have captures.
        folders: Of the user's specs.
        jobs: How many processes read; None: one a core.
        replace: Put the new files in the place of the old ones, which are kept beside them.
        allow_loss: Do so even where the old archive holds articles that the captures no longer give.
    """

    data: DataFolder
    into: Path
    keys: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    jobs: int | None = None
    replace: bool = False
    allow_loss: bool = False


@dataclass(slots=True)
class Rebuilt:
    """What came of it.

    Attributes:
        sites: That were rebuilt.
        captures: How many there are.
        articles: How many they make.
        unread: How many captures could not be read.
        messages: One line for a person on each file or capture that is not well; of many captures, the first ones.
        tables: Compared with the live archive; empty where there is none that can be read.
        files: Files of data/articles that differ.
        losses: What the live archive would have lost, a line each; then nothing was replaced.
        kept: What the old files are called now; empty where they were not replaced.
    """

    sites: tuple[str, ...]
    captures: int = 0
    articles: int = 0
    unread: int = 0
    messages: list[str] = field(default_factory=list)
    tables: tuple[TableComparison, ...] = ()
    files: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs from the live archive."""
        return not self.files and all(table.is_equal for table in self.tables)


def make(order: RebuildOrder, readers: Mapping[str, str], progress: Progress) -> Rebuilt:
    """Make `spacenews.db` and `articles` in the order's folder; what is there already is kept beside.

    Args:
        order: What to make.
        readers: Key of each site, and who reads it.
        progress: Is told how far it is.

    Raises:
        StorageError: A file cannot be read or written.
    """
    target = DataFolder(order.into)
    target.prepare()
    result = Rebuilt(tuple(readers))
    made, lines = target.path / "spacenews.db.part", target.path / "articles.part"
    with (
        _begun(target.path / "rebuild.work.db", made, readers) as index,
        in_order(order.jobs or _jobs(order, readers)) as spread,
    ):
        _find(order, index, readers, spread, progress)
        result.messages += index.problems()
        result.captures = index.count()
        with open_archive(made, order.data.decisions) as archive:
            archive.connection.execute("PRAGMA synchronous = OFF")  # a power cut costs a rebuild, and nothing else
            done = archive.connection.execute("SELECT count(*) FROM captures").fetchone()[0]
            for outcomes in spread(read_batch, _batches(order, index, archive)):
                archive.save_all(_steps(outcomes, readers, result))
                done += len(outcomes)
                progress("captures read", done, result.captures)
            for key in readers:
                _put_together(order, archive, key, result)
            archive.index()
            archive.make_due(archive.months())
            progress("months written", 0, 0)
            export_due(archive, lines)
            result.articles = archive.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    own = order.into == order.data.path / REBUILT
    for path in (target.archive, target.articles):
        (discard if own else keep_aside)(path)
    made.rename(target.archive)
    if lines.exists():
        lines.rename(target.articles)
    if order.data.decisions.exists():
        shutil.copyfile(order.data.decisions, target.decisions)
    (target.path / "rebuild.work.db").unlink()
    return result


def _jobs(order: RebuildOrder, keys: Iterable[str]) -> int:
    """A few captures are read sooner than other processes have begun."""
    size = sum(path.stat().st_size for key in keys for path in (order.data.captures / key).glob("*.warc.gz"))
    return cores() if size >= _MUCH else 1


@contextmanager
def _begun(work: Path, made: Path, readers: Mapping[str, str]) -> Iterator[CaptureIndex]:
    """Give the index of a rebuild: of the one that was stopped, where it was read by the same rules, or a new one."""
    told = json.dumps([VERSION, sorted(readers.items())])
    with closing(CaptureIndex(work)) as index:
        if index.is_of(told):
            yield index
            return
    for path in (work, made):  # unfinished, and made by rules that are no more
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
    with closing(CaptureIndex(work)) as index:
        index.is_of(told)
        yield index


def _find(order: RebuildOrder, index: CaptureIndex, keys: Iterable[str], spread: Spread, progress: Progress) -> None:
    """Look through every WARC file, part by part; files are looked through beside each other."""
    paths = sorted(path for key in keys for path in (order.data.captures / key).glob("*.warc.gz"))
    sizes = {f"{path.parent.name}/{path.name}": path.stat().st_size for path in paths}
    whole = sum(sizes.values())
    starts = {location: index.done(location) for location in sizes if index.done(location) < sizes[location]}
    looked = sum(index.done(location) for location in sizes)
    while starts:
        following: dict[str, int] = {}
        part: Part
        for part in spread(partial(_find_part, order.data.captures), sorted(starts.items())):
            looked += part.done - starts[part.location]
            index.add(part)
            progress("bytes of captures looked through", looked, whole)
            if part.end is not None:
                following[part.location] = part.end
        starts = following


def _find_part(folder: Path, where: tuple[str, int]) -> Part:
    return find_part(folder, *where)


def _batches(order: RebuildOrder, index: CaptureIndex, archive: Archive) -> Iterator[Batch]:
    """Give what is not folded yet, by moment; a capture and what it says are folded together, or not at all."""
    for records in index.batches(_BATCH):
        rows = [record for record in records if archive.find_capture(record.record_uuid) is None]
        held = index.find(record.refers_to for record in rows if record.refers_to)
        if rows:
            pairs = tuple((record, held.get(record.refers_to or "")) for record in rows)
            yield Batch(order.data.captures, order.folders, pairs)


def _put_together(order: RebuildOrder, archive: Archive, key: str, result: Rebuilt) -> None:
    """Make articles on several pages whole, once all of their captures are known."""
    site = SpecRegistry(order.folders).load(key)
    for url in articles_on_several(archive, key):
        wholes = Wholes(order.data.captures, archive, site, result.messages.append)
        archive.save((), reader=reader_of(site), wholes=wholes.all_of(url).wholes.values())


def _steps(
    outcomes: Iterable[tuple[CaptureRecord, Outcome]], readers: Mapping[str, str], result: Rebuilt
) -> Iterator[tuple[CaptureRecord, Article | tuple[str, Rejection] | None, str]]:
    for record, outcome in outcomes:
        if isinstance(outcome, Unread):
            result.unread += 1
            result.messages += [outcome.why] if result.unread <= _TOLD else []
            yield record, None, ""
        elif isinstance(outcome, Rejection):
            yield record, (record.record_uuid, outcome), readers[record.site]
        else:
            yield record, outcome, readers[record.site]
