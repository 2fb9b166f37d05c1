"""The frontier of one site: put, take with a lease, finish. Nothing else remembers what was seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from spacenews.frontier.putting import PUT, PUT_AGAIN, PUT_FINAL
from spacenews.frontier.row import AGAIN, BAND, LAST, Child, FrontierRow, Survey
from spacenews.frontier.state import State, to_column
from spacenews.frontier.tally import LIST, Tally, save_tally
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

MAX_HOPS = 10

_TAKE = """
UPDATE frontier SET lease_until = ?, leased_at = ?, run = ? WHERE id IN (
    SELECT id FROM frontier WHERE site = ? AND fate = 'pending' AND due_at IS NULL AND lease_until IS NULL
        AND priority >= ? ORDER BY priority DESC, id LIMIT ?)
RETURNING id, url, kind, source, relation, priority, attempts, hops, depth, barren"""
_READY = """
SELECT 1 FROM frontier WHERE site = ? AND fate = 'pending' AND due_at IS NULL AND lease_until IS NULL
    AND priority >= ? LIMIT 1"""
_DUE = """
SELECT min(due_at) FROM frontier WHERE site = ? AND fate = 'pending' AND due_at IS NOT NULL AND priority >= ?"""
_WAKE = "UPDATE frontier SET due_at = NULL WHERE site = ? AND fate = 'pending' AND due_at <= ?"
_FINISH = """
UPDATE frontier SET fate = ?, reason = ?, asked_at = ?, lease_until = NULL, due_at = NULL, attempts = 0,
    priority = CASE WHEN priority >= 5000000 THEN priority WHEN kind = 'article' THEN 10000000 + priority % 1000000
        ELSE 50000000 END
WHERE id = ?"""
_POSTPONE = """
UPDATE frontier SET reason = ?, attempts = attempts + 1, due_at = ?, lease_until = NULL WHERE id = ?"""
_SURVEY = """
SELECT count(*), coalesce(sum(l.walk IS NULL OR l.walk < ?), 0), coalesce(sum(l.first_walk <= ?), 0)
FROM frontier f LEFT JOIN listed l ON l.source = ? AND l.article = f.id
WHERE f.site = ? AND f.url IN (SELECT value FROM json_each(?))"""


class SqliteFrontier:
    """What is known of one site and not yet done, for one run.

    Every method raises StorageError where state.db cannot be read or written; then nothing was written.

    Args:
        state: The open state.db.
        site: Key of the site.
        run: Id of the run that asks.
        goes_on: Id of one that was cut short; its walks are gone on with, and in them nothing is asked twice.
    """

    def __init__(self, state: State, site: str, run: str, *, goes_on: str = "") -> None:
        self._state = state
        self._site = site
        self._run = run
        self._goes_on = goes_on
        self.name = self._round = goes_on or run

    def put(self, children: Iterable[Child], *, found_in: str = "") -> None:
        """Add URLs that nothing fetched named: those of the spec, of a person or of a middleware."""
        with self._state.transaction() as connection:
            self._put(connection, children, found_in, to_column(clock.now()))

    def put_sources(self, children: Sequence[Child], kinds: Iterable[LinkKind]) -> None:
        """Make the first pages of sources due, and begin a new walk of each.

        Args:
            children: Those that the spec names.
            kinds: Which kinds are walked; those that were discovered are walked too.
        """
        wanted = [str(kind) for kind in kinds]
        with self._state.transaction() as connection:
            self._put(connection, [each for each in children if each.link.kind in wanted], "", to_column(clock.now()))
            connection.execute(
                "UPDATE frontier INDEXED BY frontier_sources"
                " SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, barren = 0, walk = walk + 1"
                " WHERE site = ? AND source = url AND kind IN (SELECT value FROM json_each(?))"
                " AND lease_until IS NULL AND NOT (run IS ? AND fate IN ('listed', 'moved'))",
                (self._site, json.dumps(wanted), self._round),
            )

    def begin_round(self, number: int) -> None:
        """Let the pages that this run asked for already be asked once more, by a new walk of their source."""
        self._round = f"{self.name}.{number}"

    def ask_again(self, fates: Iterable[Fate], *, reason: str = "", asked: bool = False) -> int:
        """Make articles due that have one of these fates, and were not asked for since the run began that goes on.

        Args:
            fates: What became of them.
            reason: Only those whose reason begins so.
            asked: Those as well that were asked for since.
        """
        with self._state.transaction() as connection:
            return connection.execute(
                "UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, hops = 0,"
                " priority = ? + priority % ?"
                " WHERE site = ? AND kind = 'article' AND fate IN (SELECT value FROM json_each(?))"
                " AND substr(reason, 1, ?) = ? AND lease_until IS NULL AND (? OR (run IS NOT ?"
                " AND NOT coalesce(asked_at >= (SELECT started_at FROM runs WHERE id = ?), 0)))",
                (
                    *(AGAIN, BAND, self._site, json.dumps([str(each) for each in fates]), len(reason), reason),
                    *(asked, self._round, self._goes_on),
                ),
            ).rowcount

    def take(self, count: int, *, lease: timedelta, least: int = LAST) -> list[FrontierRow]:
        """Lease the most urgent rows that are due, at most `count`; none where nothing is due.

        Args:
            count: At most so many.
            lease: How long nobody else may take them; longer than asking for them takes.
            least: Only rows of this priority and above.
        """
        now = clock.now()
        with self._state.transaction() as connection:
            connection.execute(_WAKE, (self._site, to_column(now)))
            values = (to_column(now + lease), to_column(now), self._round, self._site, least, count)
            rows = connection.execute(_TAKE, values).fetchall()
        taken = [FrontierRow(row[0], row[1], LinkKind(row[2]), *row[3:]) for row in rows]
        return sorted(taken, key=lambda row: (-row.priority, row.id))

    def finish(
        self,
        row: FrontierRow,
        fate: Fate,
        reason: str = "",
        *,
        children: Sequence[Child] = (),
        lists: Sequence[str] = (),
        complete: bool = False,
        tally: Tally | None = None,
    ) -> None:
        """Decide a row's fate, together with what its page led to: all of it or nothing.

        Args:
            row: As taken.
            fate: Not pending.
            reason: One clause where the fate is not plain; for moved the target.
            children: What was found on its page.
            lists: Of a source's page: the articles on it.
            complete: The row ends a walk of its source that missed nothing.
            tally: What its page said of how much there is.
        """
        now = to_column(clock.now())
        with self._state.transaction() as connection:
            if children:
                self._put(connection, children, row.url, now)
            if lists:
                source, walk = self._source(row.source)[:2]
                connection.execute(LIST, (source, walk, walk, self._site, json.dumps(lists)))
            if tally is not None:
                save_tally(connection, self._site, row.id, tally, now)
            connection.execute(_FINISH, (fate, reason, now, row.id))
            if complete:
                connection.execute(
                    "UPDATE frontier SET complete_walk = walk WHERE site = ? AND url = ?", (self._site, row.source)
                )

    def postpone(self, row: FrontierRow, reason: str, due_at: datetime) -> None:
        """Let a row wait for another try; it stays pending, with one attempt more."""
        with self._state.transaction() as connection:
            connection.execute(_POSTPONE, (reason, to_column(due_at), row.id))

    def release(self, rows: Iterable[FrontierRow]) -> None:
        """Give leased rows back as they were: they were not asked for."""
        with self._state.transaction() as connection:
            connection.executemany(
                "UPDATE frontier SET lease_until = NULL, run = NULL WHERE id = ?", [(row.id,) for row in rows]
            )

    def release_all(self) -> int:
        """Give back every lease of the site, since no run lives that could hold one; returns how many there were."""
        with self._state.transaction() as connection:
            return connection.execute(
                "UPDATE frontier INDEXED BY frontier_leased SET lease_until = NULL, run = NULL"
                " WHERE site = ? AND lease_until IS NOT NULL",
                (self._site,),
            ).rowcount

    def survey(self, row: FrontierRow, urls: Sequence[str]) -> Survey:
        """Say what is known of the articles that a page of a source lists, before they are put."""
        source, walk, complete = self._source(row.source)
        ((found, seen_before, known),) = self._state.query(
            _SURVEY, (walk, complete, source, self._site, json.dumps(urls))
        )
        unseen = len(urls) - found
        return Survey(listed=len(urls), fresh=unseen + seen_before, known=bool(urls) and known == len(urls))

    def find_fate(self, url: str) -> tuple[Fate, str] | None:
        """Return the fate and the reason of a URL, or None where it was never learned of."""
        rows = self._state.query("SELECT fate, reason FROM frontier WHERE site = ? AND url = ?", (self._site, url))
        return (Fate(rows[0][0]), rows[0][1]) if rows else None

    def find_target(self, url: str) -> str | None:
        """Return where a URL redirected to in this run, or None."""
        rows = self._state.query(
            "SELECT reason FROM frontier WHERE site = ? AND url = ? AND fate = 'moved' AND run = ?",
            (self._site, url, self._round),
        )
        return str(rows[0][0]) if rows else None

    def next_due(self, *, least: int = LAST) -> datetime | None:
        """Return when a row is due next, None where none ever is; an instant that is past means now.

        Args:
            least: Only rows of this priority and above.
        """
        if self._state.query(_READY, (self._site, least)):
            return clock.now()
        ((due,),) = self._state.query(_DUE, (self._site, least))
        return clock.from_text(due) if due else None

    def count_leased(self) -> int:
        """Return how many rows are in flight."""
        ((count,),) = self._state.query(
            "SELECT count(*) FROM frontier INDEXED BY frontier_leased WHERE site = ? AND lease_until IS NOT NULL",
            (self._site,),
        )
        return int(count)

    def count_pending(self) -> int:
        """Return how many URLs are still to be asked for, those in flight with them."""
        return self.count_fates().get(Fate.PENDING, 0)

    def count_fates(self) -> dict[Fate, int]:
        """Return how many URLs have each fate; fates that none has are left out."""
        question = "SELECT fate, count(*) FROM frontier WHERE site = ? GROUP BY fate"
        return {Fate(fate): count for fate, count in self._state.query(question, (self._site,))}

    def _source(self, url: str) -> tuple[int, int, int]:
        """Return row, number of the present walk and `complete_walk` of a source's first page."""
        rows = self._state.query(
            "SELECT id, walk, complete_walk FROM frontier WHERE site = ? AND url = ?", (self._site, url)
        )
        if not rows:
            raise LookupError(f"no row for the source {url}")
        row: tuple[int, int, int] = rows[0]
        return row

    def _put(self, connection: sqlite3.Connection, children: Iterable[Child], found_in: str, now: str) -> None:
        plain, again, final = [], [], []
        for child in children:
            values = self._values(child, found_in, now)
            if child.fate is not Fate.PENDING:
                final.append(values)
            elif child.again:
                again.append((*values, self._round))
            else:
                plain.append(values)
        for statement, rows in ((PUT, plain), (PUT_AGAIN, again), (PUT_FINAL, final)):
            if rows:
                connection.executemany(statement, rows)

    def _values(self, child: Child, found_in: str, now: str) -> tuple[object, ...]:
        link = child.link
        return (
            self._site,
            link.url,
            link.kind,
            child.source,
            link.relation,
            found_in,
            now,
            self._run,
            link.published_on.isoformat() if link.published_on else None,
            to_column(link.modified_at) if link.modified_at else None,
            link.remote_id,
            child.priority,
            child.fate,
            child.reason,
            child.hops,
            child.depth,
            child.barren,
        )
