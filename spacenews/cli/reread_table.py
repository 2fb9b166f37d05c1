"""What a re-reading found, as a person or a program wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from spacenews.cli.records import write_records
from spacenews.cli.screen import block, console, one_line, say
from spacenews.cli.word_diff import diff_words
from spacenews.model.counted import counted
from spacenews.model.errors import UsageError

if TYPE_CHECKING:
    from spacenews.cli.reread_options import Asked
    from spacenews.operate.reread_apply import Applied
    from spacenews.operate.reread_difference import Difference
    from spacenews.operate.reread_tally import Tally

_ROWS = 1000
_SAMPLES = 3  # of a field, in a table
_LOSSES = 10
_SHOWN = 100  # characters of a value in a sample
_PLAIN = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
_STYLES = {"same": "", "gone": "red strike", "new": "green"}


def check_field(field: str | None) -> None:
    """Raise UsageError for a name that no difference has; None is no name."""
    from spacenews.operate.reread_difference import FIELDS

    if field is not None and field not in FIELDS:
        raise UsageError(f"there is no field {field!r}: there are {', '.join(FIELDS)}")


def write_tally(tally: Tally, shape: str, asked: Asked) -> None:
    """Write what differs: a table for people, or a record a difference, the worst losses first."""
    if shape == "table":
        _draw(tally, asked)
        return
    limit = asked.limit or _ROWS
    found = list(tally.worst(asked.field or "", limit + 1))
    write_records([asdict(each) for each in found[:limit]], shape)
    if len(found) > limit:
        say(f"{limit} differences are shown, and there are more: --limit N shows as many")


def looked_lines(tally: Tally, key: str) -> Sequence[str]:
    """Return what to say of a re-reading that wrote nothing."""
    read = f"{counted(tally.articles, 'article')} ({counted(tally.captures, 'capture')}) read again"
    if not tally.differing:
        return [f"{read}: nothing would change"]
    lines = [f"{read}: {tally.differing} would change, {tally.losses} of them for the worse"]
    left = "; it leaves those that read worse as they are, unless --even-losses is given too" if tally.losses else ""
    return [*lines, f"`spacenews reread {key} --apply` writes it{left}"]


def applied_lines(applied: Applied) -> Sequence[str]:
    """Return what to say of a re-reading that was written."""
    lines = ["it went on with what was cut short"] if applied.goes_on else []
    batch = applied.batch
    if batch is None:
        lines.append("nothing was to be written")
    else:
        lines.append(
            f"{counted(batch.articles, 'article')} written, {batch.changed} of them read otherwise; the exports are up"
            f" to date; `spacenews reread {batch.site} --undo` takes it back"
        )
    if applied.left_out:
        lines.append(
            f"{counted(applied.left_out, 'article')} would read worse, and stayed as they are: look at them with"
            " --diff URL; --apply --even-losses writes them too"
        )
    return lines


def draw_diff(differences: Sequence[Difference]) -> None:
    """Write all that changes, word by word: colors on a terminal, marks elsewhere."""
    from rich.text import Text

    out = console()
    for each in differences:
        what = f"revision {each.revision}" if each.revision else "no revision"
        out.print(Text(f"\n{each.field} ({what}, capture {each.capture}):", style="bold"), soft_wrap=True)
        if each.loss:
            out.print(Text(one_line(f"worse: {each.loss}"), style="bold red"), soft_wrap=True)
        line = Text()
        for kind, text in diff_words(each.before, each.after):
            words = block(text.strip(" "))
            line.append(" " * text.startswith(" "))
            line.append(words if out.is_terminal else _PLAIN[kind].format(words), style=_STYLES[kind])
            line.append(" " * (text != " " and text.endswith(" ")))
        out.print(line, soft_wrap=True)


def _draw(tally: Tally, asked: Asked) -> None:
    rows = [asdict(each) for each in tally.fields() if asked.field in {None, each.field}]
    write_records(rows, "table")
    if asked.field is None:
        _draw_losses(tally)
    for row in rows:
        _draw_samples(tally, row["field"], asked.limit or _SAMPLES)


def _draw_losses(tally: Tally) -> None:
    from rich.text import Text

    out = console()
    seen: dict[str, str] = {}
    for each in tally.worst():
        if len(seen) == _LOSSES or (not each.loss and each.words >= 0 and each.change != "lost"):
            break
        if each.loss:
            seen.setdefault(each.url, each.loss)
    if seen:
        out.print(Text(f"worse, of {tally.losses}:", style="bold red"))
    for url, loss in seen.items():
        out.print(Text(f"  {one_line(url)}: {one_line(loss)}"), soft_wrap=True)


def _draw_samples(tally: Tally, field: str, limit: int) -> None:
    from rich.text import Text

    out = console()
    out.print(Text(f"{field}:", style="bold"))
    for each in tally.worst(field, limit):
        about = [f"revision {each.revision}"] if each.revision else []
        about += [f"{each.words:+} words"] if each.words else []
        what = f" ({', '.join(about)})" if about else ""
        out.print(Text(f"  {one_line(each.url)}{what}", style="dim"), soft_wrap=True)
        out.print(Text(f"    - {_cut(each.before)}", style="red"), soft_wrap=True)
        out.print(Text(f"    + {_cut(each.after)}", style="green"), soft_wrap=True)


def _cut(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"
