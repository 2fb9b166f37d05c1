"""Nothing that a page says can move a terminal's cursor, and every form of records can be read back."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.cli.records import write_records
from spacenews.cli.screen import block, one_line


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Soyuz \x1b[31mdocked\x1b[0m", "Soyuz docked"),
        ("a\x1b]0;owned\x07b", "ab"),
        ("a\x1b]8;;http://x/\x1b\\b", "ab"),
        ("\x9b2Jcleared", "cleared"),
        ("bell\x07 back\x08space\x7f", "bell backspace"),
        ("two\r\nlines\u2028here", "two lines here"),
        ("left\u202eright\u2066", "leftright"),
        ("[bold]not markup[/bold] :rocket:", "[bold]not markup[/bold] :rocket:"),
        ("no\u00a0break", "no break"),
        ("\ud800lone", "lone"),
    ],
)
def test_no_control_sign_reaches_a_terminal(hostile: str, shown: str) -> None:
    assert one_line(hostile) == shown


@given(st.text())
def test_one_line_is_one_line_that_can_be_printed(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in shown)
    assert shown.encode().decode() == shown


def test_a_block_keeps_its_lines() -> None:
    assert block("one\x1b[2J\n\ntwo\r\n") == "one\n\ntwo\n"


RECORDS = [
    {"key": "a", "title": 'quote " comma , \x1b[31m\x9b', "names": ["x", "y"], "count": 1, "none": None},
    {"key": "b", "title": "[bold]ы[/bold]", "names": [], "count": 22, "none": None},
]


def test_json_lines_hold_every_value_and_no_bare_control(capsys: pytest.CaptureFixture[str]) -> None:
    write_records(RECORDS, "jsonl")
    written = capsys.readouterr().out
    assert [json.loads(line) for line in written.split("\n")[:-1]] == RECORDS
    assert "\x1b" not in written
    assert "\x9b" not in written


def test_json_is_one_list(capsys: pytest.CaptureFixture[str]) -> None:
    write_records(RECORDS, "json")
    assert json.loads(capsys.readouterr().out) == RECORDS


def test_csv_has_a_header_and_a_row_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    write_records(RECORDS, "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == {"key": "a", "title": 'quote " comma ,', "names": '["x", "y"]', "count": "1", "none": ""}


def test_a_table_takes_markup_for_text(capsys: pytest.CaptureFixture[str]) -> None:
    write_records(RECORDS, "table")
    written = capsys.readouterr().out
    assert "[bold]ы[/bold]" in written
    assert "\x1b" not in written


def test_no_records_are_an_empty_answer(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("table", "jsonl", "csv"):
        write_records([], form)
        assert capsys.readouterr().out == ""
