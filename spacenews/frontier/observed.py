"""What the last pages of each site read like, a row a page: the history that drift is seen against, and the present.

A row is written in the transaction that decides the page's fate, so that a killed run loses none.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spacenews.frontier.state import State, to_column

KEPT = 400
"""Rows of a layout that outlive a run: so many of the newest captures, and so many of the newest articles."""

MOST = 5000
"""Rows that are looked at together: those of the newest captures."""

_COLUMNS = (
    "site, seen_at, page, capture, url, kind, layout, judged, shown, found, words, title, body, paragraphs,"
    " published_on, status"
)
_ADD = f"INSERT OR REPLACE INTO observed ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"  # noqa: S608 -- constants
_SELECT = f"SELECT {_COLUMNS} FROM observed WHERE site = ? AND "  # noqa: S608 -- constants
_HISTORY = f"""{_SELECT} seen_at < ? AND status = 'good' AND kind IN ('article', 'refused')
ORDER BY seen_at DESC, page DESC LIMIT ?"""
_PRUNE = """
DELETE FROM observed WHERE site = ?1 AND status <> 'held' AND seen_at < ?2 AND (seen_at, page) NOT IN (
    SELECT seen_at, page FROM (
        SELECT seen_at, page, kind,
            row_number() OVER (PARTITION BY kind, layout ORDER BY seen_at DESC) AS newest,
            row_number() OVER (PARTITION BY kind, layout ORDER BY published_on DESC, seen_at DESC) AS youngest,
            row_number() OVER (PARTITION BY kind, page ORDER BY seen_at DESC) AS again
        FROM observed WHERE site = ?1)
    WHERE CASE kind WHEN 'list' THEN again <= 5 ELSE newest <= ?3 OR youngest <= ?3 END)"""


class Status(StrEnum):
    """What is thought of a page."""

    GOOD = "good"  # it is part of the history
    HELD = "held"  # its reading waits until there are pages enough to tell what it shows
    DRIFT = "drift"  # it is one of those that a finding is about
    WORSE = "worse"  # it waits because its own article read better before


@dataclass(frozen=True, slots=True)
class Observed:
    """What one page read like; meanings as the columns of `observed`."""

    seen_at: datetime
    page: int
    capture: str
    url: str
    kind: str
    layout: str
    judged: int = 0
    shown: int = 0
    found: int = 0
    words: int = 0
    title: int = 0
    body: int = 0
    paragraphs: tuple[int, ...] = ()
    published_on: str = ""
    status: Status = Status.GOOD


def add_observed(connection: sqlite3.Connection, site: str, observed: Observed) -> None:
    """Write what a page read like, within the transaction that decides its fate; again is no more than once."""
    connection.execute(
        _ADD,
        (
            site,
            to_column(observed.seen_at),
            observed.page,
            observed.capture,
            observed.url,
            observed.kind,
            observed.layout,
            observed.judged,
            observed.shown,
            observed.found,
            observed.words,
            observed.title,
            observed.body,
            json.dumps(observed.paragraphs, separators=(",", ":")),
            observed.published_on,
            observed.status,
        ),
    )


def load_history(state: State, site: str, before: datetime) -> Sequence[Observed]:
    """Return the good pages captured before an instant, the newest first, at most `MOST`; raises StorageError."""
    return [_observed(row) for row in state.query(_HISTORY, (site, to_column(before), MOST))]


def load_observed(state: State, site: str, since: datetime) -> Sequence[Observed]:
    """Return the pages captured from an instant on, in the order of their capture, at most `MOST` of the last.

    Raises:
        StorageError: state.db cannot be read.
    """
    rows = state.query(
        f"{_SELECT} seen_at >= ? ORDER BY seen_at DESC, page DESC LIMIT ?", (site, to_column(since), MOST)
    )
    return [_observed(row) for row in reversed(rows)]


def load_lists_before(state: State, site: str, before: datetime, pages: Iterable[int]) -> Sequence[Observed]:
    """Return how some pages of lists read before an instant, the newest first; raises StorageError."""
    rows = state.query(
        f"{_SELECT} seen_at < ? AND kind = 'list' AND status = 'good' AND page IN (SELECT value FROM json_each(?))"  # noqa: S608 -- constants
        " ORDER BY seen_at DESC",
        (site, to_column(before), json.dumps(list(pages))),
    )
    return [_observed(row) for row in rows]


def first_held(state: State, site: str) -> datetime | None:
    """Return when the first page was captured that is still held, or None; raises StorageError."""
    rows = state.query(
        "SELECT seen_at FROM observed WHERE site = ? AND status = 'held' ORDER BY seen_at LIMIT 1", (site,)
    )
    return datetime.fromisoformat(rows[0][0]) if rows else None


def set_status(connection: sqlite3.Connection, site: str, captures: Iterable[str], status: Status) -> None:
    """Say what is thought of the pages of some captures, in a transaction of the caller."""
    connection.execute(
        "UPDATE observed SET status = ? WHERE site = ? AND capture IN (SELECT value FROM json_each(?))",
        (status, site, json.dumps(list(captures))),
    )


def prune_observed(state: State, site: str, before: datetime) -> None:
    """Forget what no band is made from any more, of the pages captured before an instant; raises StorageError."""
    with state.transaction() as connection:
        connection.execute(_PRUNE, (site, to_column(before), KEPT))


def _observed(row: Sequence[object]) -> Observed:
    values = list(row[1:])
    values[0] = datetime.fromisoformat(str(values[0]))
    values[12] = tuple(json.loads(str(values[12])))
    values[14] = Status(str(values[14]))
    return Observed(*values)  # type: ignore[arg-type]  # the columns are STRICT, and in the order of the fields
