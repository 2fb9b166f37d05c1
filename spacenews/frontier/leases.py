"""What runs that were cut short left behind: their records, and the rows that were in flight."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spacenews.frontier.records import load_runs
from spacenews.frontier.row import FrontierRow
from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.link import LinkKind
from spacenews.model.run import ExitCode

CUT_SHORT = frozenset({None, int(ExitCode.OUR_FAULT), int(ExitCode.STOPPED)})
LONG = ("full", "backfill")
_RUNS = 1000
_COLUMNS = "id, url, kind, source, relation, priority, attempts, hops, depth, barren"
_LEASED = f"""
SELECT {_COLUMNS}, leased_at FROM frontier INDEXED BY frontier_leased
WHERE site = ? AND lease_until IS NOT NULL"""  # noqa: S608 - made of constants
_WAITING = f"""
SELECT {_COLUMNS} FROM frontier INDEXED BY frontier_url WHERE site = ? AND fate = 'pending' AND lease_until IS NULL
    AND url IN (SELECT value FROM json_each(?))"""  # noqa: S608 - made of constants
_RELEASE = """
UPDATE frontier INDEXED BY frontier_leased SET lease_until = NULL, run = NULL
WHERE site = ? AND lease_until IS NOT NULL AND id NOT IN (SELECT value FROM json_each(?))"""
_LAST_HEARD = """
SELECT max(at) FROM (SELECT max(asked_at) AS at FROM frontier WHERE site = ?1 UNION ALL
    SELECT max(leased_at) FROM frontier INDEXED BY frontier_leased WHERE site = ?1 AND lease_until IS NOT NULL)"""
_CLAIM = "UPDATE frontier SET lease_until = ?, leased_at = ?, run = ? WHERE id = ? AND fate = 'pending'"


@dataclass(frozen=True, slots=True)
class Leased:
    """A row in flight, and since when; None where that is not known."""

    row: FrontierRow
    since: datetime | None


def find_unfinished(state: State, site: str, mode: str, *, within: timedelta | None = None) -> str:
    """Return the first of the last runs of a mode that were all cut short, and so are one; empty for none.

    Runs of other modes between them are passed over where the mode is one of `LONG`.

    Args:
        state: The open state.db.
        site: Key of the site.
        mode: Of the next run.
        within: One that did nothing for longer is not gone on with: what it asked is out of date. None: however long.

    Raises:
        StorageError: state.db cannot be read.
    """
    first = ""
    for run in load_runs(state, site, limit=_RUNS):
        if run.mode != mode and mode in LONG:
            continue  # the news of the day does not end what takes longer
        if run.mode != mode or run.exit_code not in CUT_SHORT:
            break
        first = run.id
    if first and within is not None and _last_asked(state, site, first) < clock.now() - within:
        return ""
    return first


def end_records(state: State, site: str, run: str) -> int:
    """Write into the records of runs that died without a last word that this one went on; returns how many did.

    They say when they were last heard of, too: when the last row was handed out or came back.
    """
    dead = state.query(
        "SELECT id, started_at FROM runs WHERE site = ? AND finished_at IS NULL AND id <> ? AND outcome = 'running'",
        (site, run),
    )
    if not dead:
        return 0
    outcomes = [(f"{killed_text(state, site, began)}; run {run} went on", each) for each, began in dead]
    with state.transaction() as connection:
        connection.executemany("UPDATE runs SET outcome = ? WHERE id = ?", outcomes)
    return len(outcomes)


def killed_text(state: State, site: str, began: str) -> str:
    """Return what is to be said of a site's last run, which died without a last word; raises StorageError.

    Args:
        state: The open state.db.
        site: Key of the site.
        began: When the run began, as columns hold instants.
    """
    ((last,),) = state.query(_LAST_HEARD, (site,))
    if last is None or last < began:
        return "killed before it asked for anything"
    return f"killed, last heard of at {last[:19].replace('T', ' ')} UTC"


def was_killed(state: State, site: str, run: str) -> bool:
    """Whether `end_records` found that a run before this one died without a last word; raises StorageError."""
    query = "SELECT 1 FROM runs WHERE site = ? AND finished_at IS NULL AND substr(outcome, -length(?)) = ? LIMIT 1"
    ending = f"{run} went on"
    return bool(state.query(query, (site, ending, ending)))


def load_leased(state: State, site: str) -> Sequence[Leased]:
    """Return the rows of a site that are in flight; raises StorageError."""
    return [
        Leased(_row(values[:-1]), clock.from_text(values[-1]) if values[-1] else None)
        for values in state.query(_LEASED, (site,))
    ]


def load_waiting(state: State, site: str, urls: Iterable[str]) -> Sequence[FrontierRow]:
    """Return those of these URLs that are pending and not in flight; raises StorageError."""
    return [_row(values) for values in state.query(_WAITING, (site, json.dumps(list(urls))))]


def inherit(
    state: State, site: str, answered: Sequence[tuple[FrontierRow, datetime]], run: str, *, lease: timedelta
) -> None:
    """Give back every lease of a site but those whose answer is captured: these pass to a run, and stay in flight.

    Args:
        state: The open state.db.
        site: Key of the site.
        answered: Rows with the instant of their captures; their leases begin there, so that whoever comes after this
            run, should it be killed, finds these captures too.
        run: As `SqliteFrontier` names itself.
        lease: As in `SqliteFrontier.take`.

    Raises:
        StorageError: state.db cannot be written; then nothing was.
    """
    until = to_column(clock.now() + lease)
    with state.transaction() as connection:
        connection.execute(_RELEASE, (site, json.dumps([row.id for row, _ in answered])))
        connection.executemany(_CLAIM, [(until, to_column(at), run, row.id) for row, at in answered])


def _last_asked(state: State, site: str, run: str) -> datetime:
    # A run in rounds has their number behind its id.
    query = "SELECT max(asked_at) FROM frontier WHERE site = ? AND substr(run, 1, ?) = ?"
    ((last,),) = state.query(query, (site, len(run), run))
    return clock.from_text(last) if last else clock.now()


def _row(values: Sequence[object]) -> FrontierRow:
    number, url, kind, *rest = values
    return FrontierRow(number, url, LinkKind(str(kind)), *rest)  # type: ignore[arg-type]  # STRICT columns, in order
