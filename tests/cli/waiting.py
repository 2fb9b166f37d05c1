"""Let readings wait, and a finding be known, as they do for somebody whose site changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from spacenews.archive import open_archive
from spacenews.frontier import open_state
from spacenews.frontier.findings import save_finding
from spacenews.model.decision import MONITOR, Decision, DecisionKind
from spacenews.model.finding import Finding, FindingKind, FindingState

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)


def let_some_wait(data: Path, urls: list[str]) -> None:
    """Let the first address wait because of finding 3, which is acknowledged, and the second without any."""
    with open_archive(data / "spacenews.db") as archive:
        for url, reason in zip(urls, ("no layout matches", "no byline"), strict=False):
            record = archive.last_capture("demo", url)
            assert record is not None
            hold = Decision(BEGAN, MONITOR, DecisionKind.HOLD, "demo", reason, capture=record.record_uuid, url=url)
            archive.decide([hold])
    finding = Finding(
        kind=FindingKind.LAYOUT,
        site="demo",
        layout="by-text",
        field="marker",
        since=BEGAN,
        run="demo-1",
        last_run="demo-1",
        seen_at=BEGAN,
        counts={"held": 1},
        cause="marker `body` on 0 of 1 pages, was on 100 %",
        samples=(urls[0],),
        state=FindingState.ACKNOWLEDGED,
    )
    state = open_state(data / "state.db")
    with state.transaction() as connection:
        connection.execute(
            "INSERT INTO findings SELECT 2, 'demo', 'quiet', '', 'new articles', 'closed', '', '', '', '', '{}', '',"
            " '[]', '[]', NULL, '', ''"
        )
        save_finding(connection, finding)
        connection.execute("DELETE FROM findings WHERE number = 2")
    state.close()
