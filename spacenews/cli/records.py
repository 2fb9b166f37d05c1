"""Records in the form that was asked for: a table for people; JSON, JSON Lines and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from spacenews.cli.screen import console, one_line

FORMATS = ("table", "json", "jsonl", "csv")
Record = Mapping[str, Any]
# JSON escapes C0 by itself; DEL, C1 and the line separators it leaves, and a terminal may obey them.
_UNESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029]")


def chosen_format(asked: str | None) -> str:
    """Return the format to write in: what was asked for, else `table` on a terminal and `jsonl` in a pipe."""
    return asked or ("table" if sys.stdout.isatty() else "jsonl")


def write_records(
    records: Iterable[Record],
    form: str,
    *,
    columns: Sequence[str] = (),
    draw: Callable[[], None] | None = None,
) -> None:
    """Write records to standard output.

    Args:
        records: Values that JSON can hold; all with the same keys.
        form: One of `FORMATS`.
        columns: Keys of the columns of a table, in order; none given: every key of the first record.
        draw: Writes what stands for the table where one would not do.
    """
    if form == "jsonl":  # line by line, since there may be many
        for record in records:
            _write(_json(record) + "\n")
        return
    rows = list(records)
    if form == "table":
        (draw or (lambda: _draw_table(rows, columns)))()
    elif form == "json":
        _write(_json(rows, indent=2) + "\n")
    else:
        _write(_csv(rows))


def _json(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _csv(records: Sequence[Record]) -> str:
    if not records:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({key: _cell(value) for key, value in record.items()})
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple, dict)):
        return one_line(_json(value))
    return "" if value is None else one_line(value)


def _shown(value: Any) -> str:
    """Return a value as a table shows it: a list by its parts."""
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) for part in value):
        return one_line(", ".join(value))
    return _cell(value)


def _draw_table(records: Sequence[Record], columns: Sequence[str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    keys = list(columns or (records[0] if records else ()))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, key in enumerate(keys):
        numeric = all(isinstance(record[key], int) for record in records)
        heading = Text(key.replace("_", " "))
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=number == 0)
    for record in records:
        table.add_row(*(Text(_shown(record[key])) for key in keys))
    if records:
        console().print(table)


def _write(text: str) -> None:
    sys.stdout.write(text)
