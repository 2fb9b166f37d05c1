"""Selections as JSON Lines, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from spacenews.archive import RECORD_COLUMNS
from spacenews.exports import FORMATS, write_export
from spacenews.model.errors import UsageError


def record(**more: Any) -> dict[str, Any]:
    return dict.fromkeys(RECORD_COLUMNS) | {"authors": [], "categories": [], "tags": [], "title": "Союз docks"} | more


RECORDS = (record(), record(title='A "quoted" title,\nin two lines', authors=["Ann", "Ben"], word_count=-3))


def written(form: str, *records: dict[str, Any]) -> str:
    stream = io.StringIO(newline="")
    assert write_export(iter(records), form, stream) == len(records)
    return stream.getvalue()


def test_json_lines_hold_one_record_a_line() -> None:
    assert [json.loads(line) for line in written("jsonl", *RECORDS).splitlines()] == list(RECORDS)


@pytest.mark.parametrize("records", [(), RECORDS[:1], RECORDS])
def test_json_is_one_array(records: tuple[dict[str, Any], ...]) -> None:
    assert json.loads(written("json", *records)) == list(records)


def test_csv_has_a_head_line_and_joined_lists() -> None:
    head, *rows = csv.reader(io.StringIO(written("csv", *RECORDS), newline=""))
    assert tuple(head) == RECORD_COLUMNS
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert first["title"] == "Союз docks"
    assert (second["title"], second["authors"], second["word_count"]) == (RECORDS[1]["title"], "Ann; Ben", "-3")


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(title: str) -> None:
    (row,) = csv.DictReader(io.StringIO(written("csv", record(title=title, tags=[title])), newline=""))
    assert (row["title"], row["tags"]) == (f"'{title}", f"'{title}")


@pytest.mark.parametrize("form", FORMATS)
def test_records_are_written_as_they_come(form: str) -> None:
    stream = io.StringIO()
    sizes = []

    def records() -> Any:
        for _ in range(3):
            sizes.append(stream.tell())
            yield record()

    write_export(records(), form, stream)
    assert sizes[0] < sizes[1] < sizes[2]


def test_an_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="choose one of jsonl, json, csv"):
        write_export((), "xml", io.StringIO())
