"""What the end of a run writes into state.db, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacenews.frontier.findings import close_finding, save_finding
from spacenews.frontier.observed import Observed, Status, prune_observed, set_status
from spacenews.model.fate import Fate
from spacenews.model.finding import Finding

if TYPE_CHECKING:
    import sqlite3

    from spacenews.frontier import State
    from spacenews.operate.drift_causes import Scene

_READ = (Fate.ARCHIVED, Fate.DUPLICATE)
_REFATE = """
UPDATE frontier SET fate = ?, reason = ? WHERE site = ? AND lease_until IS NULL
    AND fate IN (SELECT value FROM json_each(?)) AND id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be written.

    Attributes:
        drift: Pages that show what was found.
        held: Rows of the frontier whose readings wait, each with the reason.
        taken: Pages whose readings waited and were taken.
        worse: Pages that go on waiting, since their own article read better before.
        findings: What was found, each of which may be known.
        quiet: The same, of a site that is quiet.
        over: Findings that are over, each with the reason.
    """

    drift: Sequence[Observed]
    held: Mapping[int, str]
    taken: Sequence[Observed]
    worse: Sequence[Observed]
    findings: Sequence[Finding]
    quiet: Finding | None
    over: Sequence[tuple[Finding, str]]


def write_conclusion(
    state: State, scene: Scene, written: Written
) -> tuple[tuple[Finding, ...], Finding | None, tuple[Finding, ...]]:
    """Write it, and forget what no band is made from any more; return the findings, the quiet one, those closed.

    Raises:
        StorageError: state.db cannot be written.
    """
    site = scene.site
    with state.transaction() as connection:
        set_status(connection, site, [page.capture for page in written.drift], Status.DRIFT)
        set_status(connection, site, [page.capture for page in written.taken], Status.GOOD)
        set_status(connection, site, [page.capture for page in written.worse], Status.WORSE)
        for why in sorted(set(written.held.values())):
            rows = [row for row, reason in written.held.items() if reason == why]
            _refate(connection, site, Fate.QUARANTINED, why, _READ, rows)
        _refate(connection, site, Fate.ARCHIVED, "", (Fate.QUARANTINED,), [page.page for page in written.taken])
        found = tuple(save_finding(connection, finding) for finding in written.findings)
        quiet = save_finding(connection, written.quiet) if written.quiet else None
        closed = tuple(close_finding(connection, finding, why) for finding, why in written.over)
    prune_observed(state, site, scene.began_at)
    return found, quiet, closed


def _refate(
    connection: sqlite3.Connection, site: str, fate: Fate, why: str, those: Iterable[Fate], rows: Iterable[int]
) -> None:
    values = (fate, why, site, json.dumps([str(each) for each in those]), json.dumps(list(rows)))
    connection.execute(_REFATE, values)
