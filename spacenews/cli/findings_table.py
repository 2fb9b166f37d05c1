"""Findings as records and as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spacenews.cli.records import write_records
from spacenews.cli.screen import console, one_line
from spacenews.model import clock
from spacenews.model.finding import FindingKind, FindingState

if TYPE_CHECKING:
    from spacenews.archive.quarantine import Quarantined
    from spacenews.model.finding import Finding
    from spacenews.operate.findings import Told

_SOME = 20  # readings that one screen can tell
_RULES = frozenset({FindingKind.LAYOUT, FindingKind.FIELD, FindingKind.LENGTH, FindingKind.SAME, FindingKind.FURNITURE})


def finding_record(told: Told) -> dict[str, Any]:
    """Return a finding as plain values."""
    finding = told.finding
    return {
        "number": finding.number,
        "site": finding.site,
        "kind": str(finding.kind),
        "layout": finding.layout,
        "field": finding.field,
        "state": str(finding.state),
        "since": clock.to_text(finding.since),
        "cause": finding.cause,
        "counts": dict(finding.counts),
        "waiting": len(told.waiting),
        "samples": list(finding.samples),
        "run": finding.run,
        "last_run": finding.last_run,
        "seen_at": clock.to_text(finding.seen_at),
        "closed_at": clock.to_text(finding.closed_at) if finding.closed_at else None,
        "closed_reason": finding.closed_reason,
        "note": finding.note,
        "more": commands_of(finding),
    }


def reading_record(waiting: Quarantined) -> dict[str, Any]:
    """Return a reading that waits as plain values."""
    return {
        "site": waiting.site,
        "url": waiting.url,
        "reason": waiting.reason,
        "captured_at": waiting.captured_at,
        "title": waiting.title,
        "layout": waiting.layout,
        "article": waiting.article_url,
        "capture": waiting.capture,
    }


def commands_of(finding: Finding) -> list[str]:
    """Return the commands that show more of a finding, or mend it."""
    shown = [f"spacenews explain {url}" for url in finding.samples[:1]]
    if finding.kind in _RULES:
        return [*shown, f"spacenews sites repair {finding.site}", f"spacenews reread {finding.site}"]
    if finding.kind is FindingKind.REFUSED:
        return [*shown, f"spacenews frontier {finding.site} --fate rejected"]
    return [f"spacenews sites check {finding.site}"]


def draw_findings(findings: Sequence[Told]) -> None:
    """Write findings as a table for people."""
    rows = [
        {
            "no": told.finding.number,
            "site": told.finding.site,
            "what": told.finding.kind,
            "layout": told.finding.layout,
            "field": told.finding.field,
            "since": f"{told.finding.since:%Y-%m-%d %H:%M}",
            "waiting": len(told.waiting),
            "state": _state(told.finding),
            "cause": told.finding.cause,
        }
        for told in findings
    ]
    write_records(rows, "table")
    if any(told.finding.state is FindingState.OPEN for told in findings):
        console().print("`spacenews findings show NO` tells more of one, and what to do")


def draw_finding(told: Told) -> None:
    """Write a finding for people: what is seen, where, and what to do; then what waits."""
    finding, out = told.finding, console()
    head = (
        f"Finding {finding.number}: {finding.site}, {finding.kind}"
        + (f", layout {finding.layout}" if finding.layout else "")
        + f", {finding.field} ({_state(finding)})"
    )
    decide = f"spacenews findings accept {finding.number}, or refuse {finding.number}" if told.waiting else ""
    lines = [
        ("seen", finding.cause),
        ("since", f"{finding.since:%Y-%m-%d %H:%M} UTC, found by run {finding.run}"),
        ("last", f"run {finding.last_run}"),
        *(("sample", url) for url in finding.samples),
        *(("more", line) for line in commands_of(finding)),
        ("decide", decide),
        ("note", finding.note),
    ]
    out.print(one_line(head), soft_wrap=True)
    for label, text in lines:
        if text:
            out.print(f"  {label:<8}{one_line(text)}", soft_wrap=True)
    rows = [
        {"captured": each.captured_at[:16].replace("T", " "), "url": each.url, "title": each.title}
        for each in told.waiting[:_SOME]
    ]
    write_records(rows, "table")
    if len(told.waiting) > _SOME:
        out.print(f"and {len(told.waiting) - _SOME} more: --format csv lists all")


def _state(finding: Finding) -> str:
    if finding.state is FindingState.CLOSED:
        return f"closed: {finding.closed_reason}"
    return str(finding.state)
