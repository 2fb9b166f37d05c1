"""What the monitor found and a person should know, in state.db."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.finding import Finding, FindingKind, FindingState

_COLUMNS = (
    "site, kind, layout, field, state, since, run, last_run, seen_at, counts, cause, samples, marks, closed_at,"
    " closed_reason, note"
)
_INSERT = f"INSERT INTO findings ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"  # noqa: S608 -- constants
_UPDATE = f"UPDATE findings SET {', '.join(f'{name.strip()} = ?' for name in _COLUMNS.split(','))} WHERE number = ?"  # noqa: S608 -- constants
_SELECT = f"SELECT number, {_COLUMNS} FROM findings"  # noqa: S608 -- constants


def load_findings(state: State, site: str = "", *, closed: bool = False) -> Sequence[Finding]:
    """Return the findings of a site, or of all sites, the newest first; those that are closed only where asked for.

    Raises:
        StorageError: state.db cannot be read.
    """
    rows = state.query(
        f"{_SELECT} WHERE (?1 = '' OR site = ?1) AND (?2 OR state <> 'closed') ORDER BY number DESC", (site, closed)
    )
    return [_finding(row) for row in rows]


def find_finding(state: State, number: int) -> Finding | None:
    """Return a finding by its number, or None; raises StorageError."""
    rows = state.query(f"{_SELECT} WHERE number = ?", (number,))
    return _finding(rows[0]) if rows else None


def save_finding(connection: sqlite3.Connection, finding: Finding) -> Finding:
    """Write a finding, in a transaction of the caller; return it with its number.

    One that has no number and is open already, by kind, layout and field, is the same: it keeps its number, its state
    and when it began.
    """
    if not finding.number:
        finding = _joined(connection, finding)
    values = _values(finding)
    if finding.number:
        connection.execute(_UPDATE, (*values, finding.number))
        return finding
    return replace(finding, number=int(connection.execute(_INSERT, values).lastrowid or 0))


def close_finding(connection: sqlite3.Connection, finding: Finding, reason: str) -> Finding:
    """Close a finding, in a transaction of the caller; return it as it is then."""
    closed = replace(finding, state=FindingState.CLOSED, closed_at=clock.now(), closed_reason=reason)
    return save_finding(connection, closed)


def open_again(connection: sqlite3.Connection, finding: Finding) -> Finding:
    """Open a finding that was closed, in a transaction of the caller; return it as it is then.

    Where the same was found anew meanwhile, that one goes on, and began when this one did.
    """
    anew = _open_one(connection, finding)
    if anew is not None:
        return save_finding(connection, replace(anew, since=min(anew.since, finding.since)))
    state = FindingState.ACKNOWLEDGED if finding.note else FindingState.OPEN
    return save_finding(connection, replace(finding, state=state, closed_at=None, closed_reason=""))


def _joined(connection: sqlite3.Connection, finding: Finding) -> Finding:
    known = _open_one(connection, finding)
    if known is None:
        return finding
    return replace(finding, number=known.number, state=known.state, since=known.since, run=known.run, note=known.note)


def _open_one(connection: sqlite3.Connection, finding: Finding) -> Finding | None:
    row = connection.execute(
        f"{_SELECT} WHERE site = ? AND kind = ? AND layout = ? AND field = ? AND state <> 'closed'",
        (finding.site, finding.kind, finding.layout, finding.field),
    ).fetchone()
    return _finding(row) if row else None


def _values(finding: Finding) -> tuple[object, ...]:
    return (
        finding.site,
        finding.kind,
        finding.layout,
        finding.field,
        finding.state,
        to_column(finding.since),
        finding.run,
        finding.last_run,
        to_column(finding.seen_at),
        json.dumps(dict(finding.counts), sort_keys=True),
        finding.cause,
        json.dumps(list(finding.samples)),
        json.dumps(list(finding.marks)),
        to_column(finding.closed_at) if finding.closed_at else None,
        finding.closed_reason,
        finding.note,
    )


def _finding(row: Sequence[Any]) -> Finding:
    return Finding(
        number=row[0],
        site=row[1],
        kind=FindingKind(row[2]),
        layout=row[3],
        field=row[4],
        state=FindingState(row[5]),
        since=datetime.fromisoformat(row[6]),
        run=row[7],
        last_run=row[8],
        seen_at=datetime.fromisoformat(row[9]),
        counts=json.loads(row[10]),
        cause=row[11],
        samples=tuple(json.loads(row[12])),
        marks=tuple(json.loads(row[13])),
        closed_at=datetime.fromisoformat(row[14]) if row[14] else None,
        closed_reason=row[15],
        note=row[16],
    )
