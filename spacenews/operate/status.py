"""How each site stands: what is stored, what is pending, what its last runs did, how fast it grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from spacenews.archive import ArchiveReader, SiteFigures, open_archive_to_read
from spacenews.archive.opening import explained
from spacenews.frontier import (
    Schedule,
    SqliteFrontier,
    State,
    find_holder,
    load_runs,
    load_schedule,
)
from spacenews.frontier.fates import paused_since
from spacenews.frontier.findings import load_findings
from spacenews.frontier.leases import killed_text
from spacenews.frontier.read_only import can_be_written, open_state_to_ask
from spacenews.frontier.state import to_column
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.finding import Finding
from spacenews.model.folder import DataFolder
from spacenews.model.locking import Holder
from spacenews.model.run import Run

GROWTH_DAYS = 30
KILLED = "; the next run goes on where it stopped"
_RUNS = 5


@dataclass(frozen=True, slots=True)
class Growth:
    """What was added to a site's archive within the last `GROWTH_DAYS` days.

    Attributes:
        articles: First captured since then.
        capture_bytes: Bytes of WARC records made since then.
    """

    articles: int = 0
    capture_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How the last run of a site ended; what is None or empty is not known, since it runs or died."""

    started_at: datetime
    exit_code: int | None
    outcome: str


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """How one site stands.

    Attributes:
        fates: How many URLs have each fate; those that none has are left out.
        runs: The latest, newest first.
        schedule: When it is crawled by itself; None: never.
        holder: Who crawls it now; None: nobody.
        paused_since: Since when it is left alone; None: it is not.
        findings: What changed at it and is not over, the newest first.
    """

    site: str
    stored: SiteFigures
    growth: Growth
    fates: Mapping[Fate, int]
    runs: Sequence[Run]
    schedule: Schedule | None = None
    holder: Holder | None = None
    paused_since: datetime | None = None
    findings: Sequence[Finding] = ()

    @property
    def last_ending(self) -> Ending | None:
        """How the last run ended; None where there was none.

        Of a scheduled run its schedule knows more than its own record: that it was ended at its limit, or killed, or
        never came so far as to begin a record.
        """
        run, known = self.runs[0] if self.runs else None, self.schedule
        of_run = Ending(run.started_at, run.exit_code, run.outcome) if run else None
        if known is None or known.last_started_at is None:
            return of_run
        finished = known.last_finished_at
        if finished is None or finished < known.last_started_at:
            of_schedule, until = Ending(known.last_started_at, None, "begun, and not ended"), known.last_started_at
        else:
            of_schedule = Ending(known.last_started_at, known.last_exit_code, known.last_outcome)
            until = finished
        return of_run if run and run.started_at > until else of_schedule


def read_status(data: DataFolder, *, site: str | None = None) -> Sequence[SiteStatus]:
    """Return how every site of a data folder stands, or one of them, by key; nothing where nothing was ever crawled.

    Raises:
        StorageError: A database cannot be read.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(open_archive_to_read(data.archive)) if data.archive.exists() else None
        state = open_state_to_ask(data.state)
        if state is not None:
            stack.callback(state.close)
        stored = {figures.site: figures for figures in archive.sites()} if archive else {}
        keys = sorted({*stored, *(_sites(state) if state else ())})
        asks = state if can_be_written(data.state) else None  # who holds a site is told by its lock, to write alone
        holders = {key: find_holder(asks, data.locks, f"site:{key}") if asks else None for key in keys}
        return [
            SiteStatus(
                key,
                stored.get(key, SiteFigures(key)),
                _growth(archive, key) if archive else Growth(),
                SqliteFrontier(state, key, "").count_fates() if state else {},
                _runs(state, key, holders[key]) if state else (),
                load_schedule(state, key) if state else None,
                holders[key],
                paused_since(state, key) if state else None,
                load_findings(state, key) if state else (),
            )
            for key in keys
            if site in {None, key}
        ]


def _runs(state: State, site: str, holder: Holder | None) -> Sequence[Run]:
    """Return the latest runs; of one that left no last word and holds its site no longer, that it was killed."""
    runs = load_runs(state, site, limit=_RUNS)
    held = holder.run if holder else None
    return [
        replace(run, outcome=killed_text(state, site, to_column(run.started_at)) + KILLED)
        if run.outcome == "running" and run.id != held
        else run
        for run in runs
    ]


def _sites(state: State) -> set[str]:
    rows = state.connection.execute(
        "SELECT site FROM runs UNION SELECT site FROM frontier UNION SELECT site FROM schedule"
    )
    return {site for (site,) in rows}


def _growth(archive: ArchiveReader, site: str) -> Growth:
    since = clock.to_text(clock.now() - timedelta(days=GROWTH_DAYS))
    with explained(archive.path):
        articles, size = archive.connection.execute(
            "SELECT (SELECT count(*) FROM articles WHERE site = ?1 AND first_seen_at >= ?2 AND duplicate_of IS NULL"
            " AND state <> 'withdrawn'),"
            " (SELECT coalesce(sum(length), 0) FROM captures WHERE site = ?1 AND captured_at >= ?2)",
            (site, since),
        ).fetchone()
    return Growth(articles, size)
