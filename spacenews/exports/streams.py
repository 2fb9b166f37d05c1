"""A selection of articles written to a stream, one after the other: JSON Lines, JSON, CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import Any, TextIO

from spacenews.archive import RECORD_COLUMNS, Record, canonical_json
from spacenews.model.errors import UsageError


def write_export(records: Iterable[Record], format: str, stream: TextIO) -> int:  # noqa: A002 -- as users call it
    """Write records and return how many there were; each is written as it comes, so memory stays flat.

    Args:
        records: As `ArchiveReader.select_records` gives them.
        format: One of FORMATS. `csv` has a head line, joins lists by `; `, ends lines with CRLF (RFC 4180), and puts
            an apostrophe before a text that a spreadsheet would take for a formula.
        stream: Text, UTF-8; for csv opened with `newline=""`.

    Raises:
        UsageError: There is no such format.
    """
    if format not in FORMATS:
        raise UsageError(f"{format!r} is no export format: choose one of {', '.join(FORMATS)}")
    return FORMATS[format](records, stream)


def _jsonl(records: Iterable[Record], stream: TextIO) -> int:
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 -- the count is what is returned
        stream.write(canonical_json(record) + "\n")
    return count


def _json(records: Iterable[Record], stream: TextIO) -> int:
    count = 0
    stream.write("[")
    for count, record in enumerate(records, 1):
        stream.write(("\n" if count == 1 else ",\n") + canonical_json(record))
    stream.write("\n]\n")
    return count


def _csv(records: Iterable[Record], stream: TextIO) -> int:
    count = 0
    writer = csv.writer(stream)
    writer.writerow(RECORD_COLUMNS)
    for count, record in enumerate(records, 1):  # noqa: B007 -- the count is what is returned
        writer.writerow([_cell(record[name]) for name in RECORD_COLUMNS])
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    # A title "=HYPERLINK(…)" comes from a page, and would run in the spreadsheet of whoever opens the file.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


FORMATS: dict[str, Callable[[Iterable[Record], TextIO], int]] = {"jsonl": _jsonl, "json": _json, "csv": _csv}
"""Names of the formats, and what writes each."""
