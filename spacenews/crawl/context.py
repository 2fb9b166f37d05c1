"""What the parts of one run share: its order, its stores, what it counted, and why it ends."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from spacenews import __version__
from spacenews.archive import ArchiveReader, open_archive
from spacenews.captures import CaptureWriter
from spacenews.crawl.bands import begin_backfill
from spacenews.crawl.equal_texts import settle_duplicates
from spacenews.crawl.faults import OUR_FAULT
from spacenews.crawl.holding import opened_alone, take_hold
from spacenews.crawl.hosts import HostBook
from spacenews.crawl.kept import KeptCaptures
from spacenews.crawl.order import CrawlOrder
from spacenews.crawl.recovered import recover
from spacenews.crawl.rounds import Rounds
from spacenews.crawl.seeds import put_seeds
from spacenews.crawl.spent import Spent
from spacenews.crawl.watch import begin_watch, end_watch
from spacenews.exports import export_due
from spacenews.frontier import FrontierRow, SqliteFrontier, open_state, save_run
from spacenews.frontier.backfill import count_parked
from spacenews.frontier.leases import inherit
from spacenews.model import clock
from spacenews.model.errors import FencedError, SpacenewsError, StorageError
from spacenews.model.fate import Fate
from spacenews.model.run import Run
from spacenews.model.urls import host_of
from spacenews.reading import reader_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from spacenews.model.capture import CaptureRecord

logger = logging.getLogger(__name__)


class RunContext:
    """One run, from before its first request to its record. Components find it at `crawler.spacenews`.

    Args:
        order: What to do.
        settings: Of the crawl, complete.

    Attributes:
        counts: What happened, by name.
        fault: The first fault of ours; the exit code is 1 if there is one.
        hosts: What is known of the hosts that it asks.
        held: Until when, on the monotonic clock, nothing goes out to a host, by the name of its slot.
        exhausted: Which budget is used up; empty: none.
        unwell: Why the site cannot be crawled now; the exit code is 4 if there is a reason.
        refusal: Why the last address that may not be asked may not be.
        unread: The last article that answered and could not be read.
        ending: Why no further request goes out, before all is done; empty while they do.
        stopped: Whether a person stopped the run.
        finish_reason: Scrapy's, once its spider has closed.
        in_flight: Rows of articles that were handed out and have not come back.
        silent: Requests in a row that had no answer.
        rounds: Which sources it asks.
        resume_at: The site asked not to be asked before; None: it did not.
        left: Rows whose captures an earlier run made and did not read.
        on_lost: Called, in another thread, when another run took the site over.
        spent: Where its time goes.
        watch: Compares what it reads with what is known of the site.

    Raises:
        HeldError: Another run holds the site or one of its hosts. Nothing was asked of the site.
        UsageError: The site is paused.
        StorageError: A store cannot be opened or written. Nothing was asked of the site.
    """

    def __init__(self, order: CrawlOrder, settings: BaseSettings) -> None:
        self.order = order
        self.site = order.site
        self.settings = settings
        self.counts: Counter[str] = Counter()
        self.rejections: Counter[str] = Counter()
        self.fault: Exception | None = None
        self.unwell = ""
        self.exhausted = ""
        self.refusal = ""
        self.unread = ""
        self.ending = ""
        self.stopped = False
        self.finish_reason = ""
        self.in_flight: set[int] = set()
        self.silent = 0
        self.held: dict[str, float] = {}
        self.on_lost: Callable[[], object] = lambda: None
        self.spent = Spent()
        self.began = clock.monotonic()
        self.run = _new_run(order, settings)
        order.data.prepare()
        busy_seconds = settings.getfloat("SPACENEWS_BUSY_SECONDS")
        with ExitStack() as opened:
            with opened_alone(order.data.path):
                self.state = open_state(order.data.state, busy_seconds=busy_seconds)
            opened.callback(self.state.close)
            lock, goes_on = take_hold(self.state, order, self.run.id, settings)
            opened.callback(lock.release)
            lock.keep_alive(settings.getfloat("SPACENEWS_HEARTBEAT_SECONDS"), self._tell_lost)
            with opened_alone(order.data.path):
                self.archive = open_archive(order.data.archive, busy_seconds=busy_seconds)
            opened.callback(self._close_archive)
            self.archive.guard = self.state.check_fence
            self.frontier = SqliteFrontier(self.state, self.site.key, self.run.id, goes_on=goes_on)
            self._name = goes_on or self.run.id
            self.run = replace(self.run, settings={**self.run.settings, "goes_on": goes_on})
            save_run(self.state, self.run)
            self.watch = begin_watch(self)
            self.hosts = HostBook(self.state, settings)
            self.resume_at = self.hosts.waits_until(host_of(self.site.home))
            self.left = self._recover()
            writer = CaptureWriter(
                order.data.captures, self.site.key, find_payload=partial(self.archive.find_payload, self.site.key)
            )
            self.captures = KeptCaptures(
                writer,
                self.counts,
                sync_after=settings.getint("SPACENEWS_SYNC_CAPTURES"),
                guard=self.state.check_fence,
            )
            opened.callback(self.captures.close)
            self.rounds = Rounds(self)
            put_seeds(self.frontier, order, self.rounds)
            begin_backfill(self.state, self.frontier, order)
            self._opened = opened.pop_all()

    @property
    def articles(self) -> int:
        """How many articles were stored: the figure that a limit is set to."""
        return self.counts["articles"]

    @property
    def asks_for_articles(self) -> bool:
        """Whether another article may be handed out without passing the limit."""
        limit, under_way = self.order.limit, len(self.in_flight)
        return limit is None or (
            self.articles + under_way < limit and self.counts["tried"] + under_way < self.order.most_tries
        )

    @property
    def has_reached_limit(self) -> bool:
        """Whether as many articles were stored as were wanted, or so many asked for in vain that it must end."""
        limit = self.order.limit
        return limit is not None and (self.articles >= limit or self.counts["tried"] >= self.order.most_tries)

    def note_fault(self, row: FrontierRow | None, error: BaseException) -> None:
        """Note a fault of ours; a row that caused it gets its fate, so that this run tries it no more."""
        if self.fault is None:
            self.fault = error if isinstance(error, Exception) else RuntimeError(repr(error))
        if row is None:
            return
        self.in_flight.discard(row.id)
        if isinstance(error, StorageError):
            return
        try:
            self.frontier.finish(row, Fate.FAILED, f"{OUR_FAULT}: {type(error).__name__}: {error}"[:300])
            self.counts["failed"] += 1
        except StorageError as failure:
            self.fault = failure
            self.ending = "storage"

    def close(self) -> None:
        """Write what is left and the run's exports; a failure becomes the run's fault. The databases stay open."""
        if isinstance(self.fault, StorageError):
            for each in (self.state, self.archive):  # what another program holds is not waited for five times
                each.connection.execute("PRAGMA busy_timeout = 1000")
        stores = (self._save_captures, self.hosts.flush, self.rounds.end, partial(settle_duplicates, self))
        for step in (*stores, self._give_back, partial(end_watch, self), self.archive.index, self._export):
            try:
                self.state.check_fence()
                step()
            except FencedError as error:
                self.fault = error
                self.captures.abandon()
                return
            except SpacenewsError as error:  # it says what to do by itself
                self.fault = self.fault or error
            except Exception as error:  # the record of the run must be written whatever else fails
                logger.exception("the end of the run")
                self.fault = self.fault or error

    def finish(self, outcome: str, exit_code: int) -> Run:
        """Write the run's record, close the databases and return the record.

        Raises:
            StorageError: The record cannot be written.
        """
        wait = max(self.state.longest_wait, self.archive.longest_wait)
        figures = self.counts | self.spent.counts() | {"longest_lock_wait_ms": round(1000 * wait)}
        counts = {name: count for name, count in sorted(figures.items()) if count}
        self.run = replace(self.run, finished_at=clock.now(), outcome=outcome, exit_code=int(exit_code), counts=counts)
        with self._opened:
            if not self.is_lost:
                save_run(self.state, self.run)
        return self.run

    @property
    def is_lost(self) -> bool:
        """Whether another run took the site over; then nothing is written any more."""
        return isinstance(self.fault, FencedError)

    def _tell_lost(self) -> None:
        self.on_lost()

    def _close_archive(self) -> None:
        # It writes nothing, where Archive's own brings the index up to date: a run does so before its record.
        ArchiveReader.close(self.archive)

    def _recover(self) -> Sequence[tuple[FrontierRow, CaptureRecord]]:
        """Bring what an earlier run left into agreement: the WARC files, the rows in flight, the exports."""
        left = recover(self)
        lease = timedelta(seconds=self.settings.getfloat("SPACENEWS_LEASE_SECONDS"))
        answered = [(row, record.captured_at) for row, record in left]
        inherit(self.state, self.site.key, answered, self._name, lease=lease)
        self._export()
        return left

    def _save_captures(self) -> None:
        try:
            if self.captures.unsaved:
                self.archive.save(self.captures.unsaved)
                self.captures.unsaved.clear()
        finally:
            self.captures.close()

    def _give_back(self) -> None:
        left = self.frontier.release_all()
        if left and not (self.ending or self.stopped or self.fault):
            self.fault = RuntimeError(f"{left} requests were left without a fate; please report this")
        fates = self.frontier.count_fates()
        self.counts["pending"] = fates.get(Fate.PENDING, 0)
        self.counts["parked"] = count_parked(self.state, self.site.key)

    def _export(self) -> None:
        with self.spent.on("export"):
            wait = self.settings.getfloat("SPACENEWS_EXPORT_WAIT_SECONDS")
            export_due(self.archive, self.order.data.articles, wait_seconds=wait)


def _new_run(order: CrawlOrder, settings: BaseSettings) -> Run:
    started_at = clock.now()
    return Run(
        id=f"{order.site.key}-{started_at:%Y%m%dT%H%M%S%f}Z",
        site=order.site.key,
        mode=order.mode,
        started_at=started_at,
        finished_at=None,
        outcome="running",
        exit_code=None,
        counts={},
        settings={
            "concurrency": str(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")),
            "delay": str(settings.getfloat("DOWNLOAD_DELAY")),
            "limit": str(order.limit or ""),
            "reader": reader_of(order.site),
            "user_agent": str(settings["USER_AGENT"]),
            "version": __version__,
        },
    )


def context_of(crawler: Any) -> RunContext:
    """Return the run that a crawler belongs to.

    Raises:
        RuntimeError: It was not started by `run_site`, which `spacenews crawl` and `scrapy crawl` both do.
    """
    context = getattr(crawler, "spacenews", None)
    if not isinstance(context, RunContext):
        raise RuntimeError(  # noqa: TRY004 - not a wrong type: a crawl that was started in another way
            "this spider runs by `spacenews crawl KEY` or `scrapy crawl KEY`, which open the archive for it"
        )
    return context
