"""The archive to write to: one call, one transaction."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from spacenews.archive.captured import Answered, Moved, add_capture
from spacenews.archive.deciding import Caught, catch_up, has_news, known_of
from spacenews.archive.decisions import NAME, append_decisions
from spacenews.archive.filing import (
    Reread,
    Saved,
    file_answers,
    file_article,
    file_part,
    file_redirects,
    file_refusal,
    file_whole,
    note_serving,
)
from spacenews.archive.opening import BUSY_SECONDS, connect, connect_to_read, explained
from spacenews.archive.reader import ArchiveReader
from spacenews.archive.rows import UNDATED
from spacenews.archive.search_index import GROUP, index_waiting
from spacenews.archive.touched import PUT_DOWN
from spacenews.model import Article, CaptureRecord, Rejection, clock
from spacenews.model.decision import Decision
from spacenews.model.failpoint import reach

logger = logging.getLogger(__name__)


def open_archive(path: Path, journal: Path | None = None, *, busy_seconds: float = BUSY_SECONDS) -> Archive:
    """Return the archive in this file, made where there is none; its folder must exist.

    Decisions that stand in the journal and were not folded yet are; what is wrong with the journal is told.

    Args:
        path: The file.
        journal: Its decisions; None: `decisions.jsonl` beside it.
        busy_seconds: How long to wait for another process's write.

    Raises:
        ArchiveError: The file cannot be opened, is not ours, or was written by a later version. Nothing is deleted.
        StorageError: The journal cannot be read.
    """
    archive = Archive(connect(path, busy_seconds=busy_seconds), path, journal or path.with_name(NAME))
    archive.index()
    for message in archive.catch_up().messages(archive.journal):
        logger.warning(message)
    return archive


def open_archive_to_read(path: Path) -> ArchiveReader:
    """Return the archive in this file, for queries alone: nothing can be changed by it.

    Raises:
        ArchiveError: There is none, or as `open_archive`.
    """
    return ArchiveReader(connect_to_read(path), path)


class Archive(ArchiveReader):
    """spacenews.db, to write and read; for one thread. Close it, or use it in a `with` statement.

    Attributes:
        journal: The file of decisions that it is folded from, besides captures.
        guard: Called at the beginning of each transaction; raises where nothing may be written any more.
        longest_wait: The longest that a transaction waited for another process's, in seconds.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, journal: Path) -> None:
        super().__init__(connection, path)
        self.journal = journal
        self.guard: Callable[[], None] | None = None
        self.longest_wait = 0.0
        self._unindexed = 0

    def save(
        self,
        captures: Sequence[CaptureRecord],
        outcome: Article | tuple[str, Rejection] | None = None,
        *,
        reader: str = "",
        reread: Reread | None = None,
        wholes: Iterable[Article] = (),
        parts: Iterable[tuple[str, Rejection]] = (),
    ) -> Saved:
        """Store capture rows, and fold in what was read from one of them, in one transaction.

        Saving the same again changes nothing. In whatever order captures are saved, the rows come out the same.

        Args:
            captures: Rows to store; one that is there stays as it is.
            outcome: An article, whose capture is among these or stored before; or record_uuid and rejection.
            reader: Version of the rules that rejected; an article names its own.
            reread: Reads an old capture with today's rules. Without it, an article that another version of the
                rules read last gets no new revision, however different it looks.
            wholes: Articles on several pages that were put together anew because of these captures.
            parts: Captures of further pages that hold such an article no more, and what they read as.

        Returns:
            What was done with the outcome; where it is no article, with the wholes: `revised` if one of them was.

        Raises:
            ArchiveError: It could not be stored; then nothing of this call was.
        """
        with self.transaction() as db:
            saved = self._fold_in(db, captures, outcome, reader, reread)
            for part in parts:
                file_part(db, *part, reader)
            for whole in wholes:
                note_serving(db, whole)
                filed = file_whole(db, whole, reread)
                if not isinstance(outcome, Article) and saved.kind != "revised":
                    saved = filed
                self._unindexed += 1
            self._index_group(db)
        return saved

    def save_all(self, steps: Iterable[tuple[CaptureRecord, Article | tuple[str, Rejection] | None, str]]) -> None:
        """Store many captures as `save` does one, in one transaction: each with its outcome, and who read it.

        Raises:
            ArchiveError: They could not be stored; then none of them was.
        """
        with self.transaction() as db:
            for record, outcome, reader in steps:
                self._fold_in(db, (record,), outcome, reader, None)
            self._index_group(db)

    def decide(self, decisions: Sequence[Decision]) -> Caught:
        """Write decisions into the journal, and fold them in: the journal first, so that a crash loses none.

        Raises:
            StorageError: The journal cannot be written; then nothing was decided.
            ArchiveError: They could not be folded in; the next open does it.
        """
        append_decisions(self.journal, decisions)
        return self.catch_up()

    def catch_up(self) -> Caught:
        """Fold in what stands in the journal and is not folded yet, in one transaction.

        Raises:
            StorageError: The journal cannot be read.
            ArchiveError: The decisions could not be folded in.
        """
        with explained(self.path):
            news = has_news(self.connection, self.journal)
        if not news:
            return known_of(self.connection)
        with self.transaction() as db:
            caught = catch_up(db, self.journal)
        self.index()
        return caught

    def index(self) -> None:
        """Put every article that waits for it into the full text index; done at open and close too."""
        waiting = "SELECT EXISTS (SELECT 1 FROM articles WHERE search_row IS NULL)"
        with explained(self.path):
            if not self.connection.execute(waiting).fetchone()[0]:
                return
        with self.transaction() as db:
            index_waiting(db)
        self._unindexed = 0

    def sites_due(self) -> tuple[str, ...]:
        """Return the sites that have a month to export."""
        with explained(self.path):
            rows = self.connection.execute("SELECT DISTINCT site FROM export_due ORDER BY site").fetchall()
        return tuple(site for (site,) in rows)

    def months(self) -> tuple[tuple[str, str], ...]:
        """Return site and month of every article; duplicates and withdrawn ones too, so a month may have no line."""
        # answered from an index alone: a run asks this at its beginning and end, of a million articles too
        query = "SELECT DISTINCT site, coalesce(substr(published_on, 1, 7), ?) FROM articles INDEXED BY articles_by_day"
        with explained(self.path):
            return tuple(self.connection.execute(query, (UNDATED,)))

    def make_due(self, months: Iterable[tuple[str, str]]) -> None:
        """Put months down for export, each as site and month: their files are written anew."""
        with self.transaction() as db:
            db.executemany(PUT_DOWN, sorted(months))

    def months_due(self, site: str) -> tuple[tuple[str, int], ...]:
        """Return the months of a site to export, each with its count of changes so far."""
        query = "SELECT month, changes FROM export_due WHERE site = ? ORDER BY month"
        with explained(self.path):
            return tuple(self.connection.execute(query, (site,)))

    def exported(self, site: str, month: str, changes: int) -> None:
        """Note that a month's file is in place; it stays due where it changed since `months_due` was asked."""
        with self.transaction() as db:
            db.execute("DELETE FROM export_due WHERE site = ? AND month = ? AND changes = ?", (site, month, changes))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside BEGIN IMMEDIATE; all of it is committed, or nothing.

        Raises:
            ArchiveError: SQLite could not do it.
        """
        with explained(self.path):
            began = clock.monotonic()
            self.connection.execute("BEGIN IMMEDIATE")
            self.longest_wait = max(self.longest_wait, clock.monotonic() - began)
            try:
                if self.guard is not None:
                    self.guard()
                yield self.connection
                reach("archive-commit")
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                self._unindexed = GROUP  # what was counted may be rolled back: look again at the next chance
                raise

    def _fold_in(
        self,
        db: sqlite3.Connection,
        captures: Iterable[CaptureRecord],
        outcome: Article | tuple[str, Rejection] | None,
        reader: str,
        reread: Reread | None,
    ) -> Saved:
        said = [found for record in captures if (found := add_capture(db, record)) is not None]
        redirects = [found for found in said if isinstance(found, Moved)]
        answers = [found for found in said if isinstance(found, Answered)]
        saved = file_answers(db, answers) if answers else Saved("captured")
        saved = file_redirects(db, redirects) if redirects else saved
        if isinstance(outcome, Article):
            note_serving(db, outcome)
            saved = file_article(db, outcome, reread)
            self._unindexed += saved.kind != "unchanged" or bool(saved.months)
        elif outcome is not None:
            saved = file_refusal(db, *outcome, reader)
        return saved

    def _index_group(self, db: sqlite3.Connection) -> None:
        if self._unindexed >= GROUP:
            index_waiting(db)
            self._unindexed = 0

    def close(self) -> None:
        """Index what waits, and close."""
        try:
            self.index()
        finally:
            super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()
        else:
            super().close()  # a second error would hide the first; what waits is indexed at the next open
