"""An article through time: its revisions, its text as it was known at a moment, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import click

from spacenews.cli.articles import draw_paragraphs
from spacenews.cli.records import write_records
from spacenews.cli.screen import block, console, one_line
from spacenews.cli.word_diff import Part, diff_words
from spacenews.model.errors import UsageError

Revision = dict[str, Any]
LAST_TWO = (0, 0)
REVISION_COLUMNS = ("number", "first_seen_at", "last_seen_at", "changed", "capture")
_FIELDS = ("title", "authors", "published_on", "published_at", "categories", "body")
_NAMES = {"authors": "byline", "published_on": "date", "published_at": "time", "body": "text"}
_PLAIN = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
_STYLES = {"same": "", "gone": "red strike", "new": "green"}


class Moment(click.ParamType[str]):
    """A day, which means its end in UTC, or an instant of ISO 8601; without an offset it is UTC."""

    name = "time"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 # click's signature
        """Return what help calls it."""
        return "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the last microsecond that counts, as captures are written; refuse what is no time."""
        instant = _instant(str(value))
        if instant is None:
            self.fail(f"{value!r} is no time: write 2021-04-26 or 2021-04-26T09:00:00Z", param, ctx)
        return instant.isoformat(timespec="microseconds").replace("+00:00", "Z")


def write_revisions(revisions: Sequence[Revision], form: str) -> None:
    """Write a line for each revision: when it was seen, what changed against the one before, its capture."""
    before: Sequence[Revision | None] = (None, *revisions)
    records = [
        revision | {"changed": ", ".join(_changed(old, revision)) if old else "first"}
        for old, revision in zip(before, revisions, strict=False)
    ]
    write_records(records, form, columns=REVISION_COLUMNS)


def write_as_of(revisions: Sequence[Revision], moment: str, form: str) -> None:
    """Write the revision that the archive had at a moment.

    Raises:
        UsageError: The article was not seen yet.
    """
    known = [revision for revision in revisions if revision["first_seen_at"] <= moment]
    if not known:
        raise UsageError(
            f"the archive did not have this article at {moment}: it was first seen at "
            f"{revisions[0]['first_seen_at']}; give a later time"
        )
    write_records([known[-1]], form, draw=lambda: _draw(known[-1]))


def write_diff(revisions: Sequence[Revision], numbers: tuple[int, int], form: str | None) -> None:
    """Write what changed from one revision to another one; words that went and came.

    Args:
        revisions: All there are.
        numbers: Of the two; LAST_TWO: the last and the one before.
        form: None or `table`: text for people, in colors on a terminal.

    Raises:
        UsageError: There is no such revision.
    """
    if numbers == LAST_TWO:
        if len(revisions) == 1:
            raise UsageError("the article has one revision: there is nothing to compare it with")
        numbers = (len(revisions) - 1, len(revisions))
    held = {revision["number"]: revision for revision in revisions}
    for number in numbers:
        if number not in held:
            raise UsageError(f"there is no revision {number}: this article has 1 to {len(revisions)}")
    old, new = (held[number] for number in numbers)
    changes = [
        (field, diff_words(_text(old[field]), _text(new[field]))) for field in _FIELDS if old[field] != new[field]
    ]
    if form in (None, "table"):
        _draw_diff(old, new, changes)
        return
    record = {
        "uid": new["uid"],
        "url": new["url"],
        "from": old["number"],
        "to": new["number"],
        "from_first_seen_at": old["first_seen_at"],
        "to_first_seen_at": new["first_seen_at"],
        "changes": [
            {"field": field, "parts": [{"kind": kind, "text": text} for kind, text in parts]}
            for field, parts in changes
        ],
    }
    write_records([record], form)


def _instant(text: str) -> datetime | None:
    try:
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time(), UTC) + timedelta(days=1, microseconds=-1)
        instant = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def _changed(old: Revision, new: Revision) -> list[str]:
    return [_NAMES.get(field, field) for field in _FIELDS if old[field] != new[field]]


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _draw(revision: Revision) -> None:
    from rich.text import Text

    out = console()
    out.print(Text(one_line(revision["title"]), style="bold"))
    head = [revision["published_at"] or revision["published_on"] or "undated"]
    head += [", ".join(map(one_line, revision[name])) for name in ("categories", "authors") if revision[name]]
    out.print(Text(" · ".join([*head, f"{revision['word_count']} words"]), style="cyan"))
    out.print(Text(one_line(revision["url"]), style="dim"), soft_wrap=True)
    draw_paragraphs(revision["body"])
    seen = f"first seen {revision['first_seen_at']}, last seen {revision['last_seen_at']}"
    out.print(Text(f"revision {revision['number']}, {seen}", style="dim"), soft_wrap=True)


def _draw_diff(old: Revision, new: Revision, changes: Sequence[tuple[str, tuple[Part, ...]]]) -> None:
    from rich.text import Text

    out = console()
    seen = f"seen {old['first_seen_at']} and {new['first_seen_at']}"
    out.print(Text(f"revision {old['number']} and {new['number']}, {seen}", style="dim"), soft_wrap=True)
    for field, parts in changes:
        line = Text()
        for kind, text in parts:
            words = block(text.strip(" "))
            line.append(" " * text.startswith(" "))  # outside of the marks
            line.append(words if out.is_terminal else _PLAIN[kind].format(words), style=_STYLES[kind])
            line.append(" " * (text != " " and text.endswith(" ")))
        out.print(Text(f"\n{_NAMES.get(field, field)}:", style="bold"))
        out.print(line, soft_wrap=True)
    if not changes:
        out.print(Text("they read the same"))
