"""What `sites repair` found, as plain values and as people read it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.screen import block, console, one_line

if TYPE_CHECKING:
    from spacenews.operate.repair import Repair
    from spacenews.operate.repair_known import Page
    from spacenews.reading.learning import PageScore, Scores

_SHOWN_EVIDENCE = 3  # candidates of each part in a table; the other formats have all


@dataclass(frozen=True)
class Spec:
    """A spec's file, and what was found about its site.

    Attributes:
        path: The file.
        text: Its text.
        found: What is to be done about it.
    """

    path: Path
    text: str
    found: Repair

    @cached_property
    def repaired(self) -> str:
        """The text with the proposed layout in it.

        Raises:
            UsageError: It has to be done by hand.
        """
        from spacenews.operate.repair_spec import insert_layout
        from spacenews.reading.learning import constructors_in

        return insert_layout(self.text, self.found.source, constructors_in(self.found.source))


def spec_diff(spec: Spec) -> tuple[str, str]:
    """Return the change of a spec's file as a unified diff, and why there is none where it has to be done by hand."""
    from spacenews.model.errors import UsageError

    if spec.found.outcome != "proposed":
        return "", ""
    try:
        new = spec.repaired
    except UsageError as error:
        return "", str(error)
    name = spec.path.name
    lines = difflib.unified_diff(spec.text.splitlines(), new.splitlines(), name, f"{name} repaired", lineterm="")
    return "\n".join(lines), ""


def repair_record(key: str, spec: Spec, written: Path | None, kept: Path | None) -> dict[str, Any]:
    """Return what was found as plain values."""
    found, learnt = spec.found, spec.found.learnt
    diff, note = spec_diff(spec)
    after = {each.url: each for each in learnt.pages} if learnt else {}
    tested = {each.url for each in learnt.pages[learnt.trained.pages :]} if learnt else set()
    return {
        "site": key,
        "outcome": found.outcome,
        "reason": found.reason,
        "file": str(spec.path),
        "layout": found.source,
        "scores": {
            "before": _scores(learnt.before),
            "learnt_from": _scores(learnt.trained),
            "not_learnt_from": _scores(learnt.held_out),
        }
        if learnt
        else {},
        "pages": [_page_record(page, after, tested) for page in found.pages],
        "evidence": [asdict(each) for each in learnt.evidence] if learnt else [],
        "doubts": list(learnt.doubts) if learnt else [],
        "previews": [asdict(each) for each in found.previews],
        "diff": diff,
        "by_hand": note,
        "written": str(written) if written else None,
        "kept": str(kept) if kept else None,
    }


def _scores(scores: Scores) -> dict[str, Any]:
    return {
        "pages": scores.pages,
        "body": round(scores.body, 4),
        "worst_body": round(scores.worst, 4),
        **{name: round(share, 4) for name, share in scores.fields.items()},
    }


def _page_record(page: Page, after: Mapping[str, PageScore], tested: set[str]) -> dict[str, Any]:
    new = after.get(page.known.capture.url)
    return {
        "url": page.known.capture.url,
        "origin": page.origin,
        "layout": page.score.layout,
        "body": round(page.score.body, 4),
        "body_after": round(new.body, 4) if new else None,
        "wrong": [name for name, equal in page.score.fields.items() if not equal],
        "wrong_after": [name for name, equal in new.fields.items() if not equal] if new else None,
        "held_out": page.known.capture.url in tested,
        "note": page.score.note,
    }


def draw_repair(record: Mapping[str, Any]) -> None:
    """Write what was found for people: scores, the change of the spec, some pages as they would be read."""
    out = console()
    out.print(one_line(f"{record['site']}: {record['reason']}"), style="bold", soft_wrap=True)
    if record["scores"]:
        _draw_scores(record["scores"])
        _draw_evidence(record["evidence"])
    for doubt in record["doubts"]:
        out.print(one_line(f"doubtful: {doubt}"), style="yellow", soft_wrap=True)
    if record["by_hand"]:
        out.print(one_line(record["by_hand"]), soft_wrap=True)
        click.echo(block(record["layout"]))
    for line in record["diff"].splitlines():
        style = "green" if line.startswith("+") else "red" if line.startswith("-") else ""
        out.print(block(line), style=style, soft_wrap=True)
    for each in record["previews"]:
        _draw_preview(each)


def _draw_scores(scores: Mapping[str, Mapping[str, Any]]) -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    names = {"before": "the spec today", "learnt_from": "new, learnt from", "not_learnt_from": "new, not learnt from"}
    columns = [name for name in scores["before"] if name != "worst_body"]
    table.add_column("read by")
    for column in columns:
        table.add_column(column, justify="right")
    for name, called in names.items():
        if scores[name]["pages"]:
            table.add_row(called, *(_share(column, scores[name].get(column)) for column in columns))
    console().print(table)


def _share(column: str, value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if column == "pages" else f"{value:.3f}" if column == "body" else f"{value:.0%}"


def _draw_evidence(evidence: list[dict[str, Any]]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("part", "tried", "score", ""):
        table.add_column(column, overflow="fold")
    for part in dict.fromkeys(each["part"] for each in evidence):
        rows = [each for each in evidence if each["part"] == part][:_SHOWN_EVIDENCE]
        for each in rows:
            style = "bold" if each["chosen"] else "dim"
            cells = (part, each["source"], f"{each['score']:.3f}", each["why"])
            table.add_row(*(Text(one_line(cell)) for cell in cells), style=style)
    console().print(table)


def _draw_preview(each: Mapping[str, Any]) -> None:
    from rich.text import Text

    out = console()
    out.print(Text(f"\n{one_line(each['url'])}", style="dim"), soft_wrap=True)
    if each["note"]:
        out.print(Text(one_line(each["note"]), style="red"), soft_wrap=True)
        return
    facts = [each["published_on"], each["byline"], each["categories"], f"{each['words']} words"]
    out.print(Text(one_line(each["title"]), style="bold"), soft_wrap=True)
    out.print(Text(one_line(" · ".join(fact for fact in facts if fact))), soft_wrap=True)
    out.print(Text(one_line(f"{each['beginning']} … {each['end']}")), soft_wrap=True)
