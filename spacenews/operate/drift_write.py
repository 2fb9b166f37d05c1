"""What the end of a run writes into state.db, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacenews.archive.quarantine import load_quarantine
from spacenews.frontier.findings import close_finding, save_finding
from spacenews.frontier.observed import Observed, Status, prune_observed, set_status
from spacenews.model.fate import Fate
from spacenews.model.finding import Finding, FindingKind
from spacenews.model.urls import canonical_url
from spacenews.operate.drift_causes import is_because

if TYPE_CHECKING:
    import sqlite3

    from spacenews.archive import ArchiveReader
    from spacenews.frontier import State
    from spacenews.operate.drift_causes import Scene

_READ = (Fate.ARCHIVED, Fate.DUPLICATE)
_REFATE = """
UPDATE frontier SET fate = ?, reason = ? WHERE site = ? AND lease_until IS NULL
    AND fate IN (SELECT value FROM json_each(?)) AND id IN (SELECT value FROM json_each(?))"""
_AGAIN = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, hops = 0, due_at = NULL, run = NULL
WHERE site = ?1 AND lease_until IS NULL AND ((fate = 'quarantined' AND url IN (SELECT value FROM json_each(?2)))
    OR (?3 AND fate = 'rejected' AND id IN (
        SELECT page FROM observed WHERE site = ?1 AND status = 'drift' AND kind = 'refused')))"""


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


def ask_again(state: State, archive: ArchiveReader, scene: Scene, over: Sequence[Finding]) -> int:
    """Let the next run ask again for what waits because of findings that are over; return how many addresses that are.

    Only for what today's rules read: what waits since the rules were others is read again from its capture.

    Raises:
        StorageError: A database cannot be read or written.
    """
    waiting = [each for each in load_quarantine(archive, scene.site) if each.reader == scene.reader]
    urls = [each.url for each in waiting if any(is_because(finding, each) for finding in over)]
    addresses = json.dumps([canonical_url(url) or url for url in urls])
    refused = any(finding.kind is FindingKind.REFUSED for finding in over)
    with state.transaction() as connection:
        return connection.execute(_AGAIN, (scene.site, addresses, refused)).rowcount


def _refate(
    connection: sqlite3.Connection, site: str, fate: Fate, why: str, those: Iterable[Fate], rows: Iterable[int]
) -> None:
    values = (fate, why, site, json.dumps([str(each) for each in those]), json.dumps(list(rows)))
    connection.execute(_REFATE, values)
