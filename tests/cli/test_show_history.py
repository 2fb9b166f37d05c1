"""`show --revisions`, `--as-of` and `--diff`, asked of an article that was edited twice."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import open_archive
from spacenews.cli.word_diff import diff_words
from tests.archive.archive_samples import LONG_BODY, ROOT, article, capture, on

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
URL = f"{ROOT}cargo/"
FIRST = f"The crew waited.\n\n{LONG_BODY}"
THIRD = f"The \x1b[31mcrew slept.\n\n{LONG_BODY}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    edits: tuple[dict[str, Any], ...] = (
        {},
        {"title": "Cargo ship leaves"},
        {"title": "Cargo ship leaves", "body": THIRD, "published": on("2021-04-27")},
    )
    with open_archive(folder / "spacenews.db") as archive:
        for day, edit in enumerate(edits):
            record = capture("cargo/", day * 1440)
            archive.save([record], article(record, **({"body": FIRST} | edit), content_digest=f"sha256:{day}"))
    return folder


def test_revisions_say_what_changed_and_which_capture_showed_it(spacenews: Spacenews, data: Path) -> None:
    answer = spacenews("show", URL, "--revisions", "--data", data)
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [row["changed"] for row in rows] == ["first", "title", "date, text"]
    assert [row["capture"] for row in rows] == [capture("cargo/", day * 1440).record_uuid for day in range(3)]
    table = spacenews("show", URL, "--revisions", "--format", "table", "--data", data).stdout
    assert all(column in table for column in ("number", "first seen at", "last seen at", "changed", "capture"))


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("2026-01-01", 1),
        ("2026-01-02T05:59:59Z", 1),
        ("2026-01-02T06:00:00", 2),
        ("2026-01-02T08:00:00+02:00", 2),
        ("2026-01-02", 2),
        ("2030-01-01", 3),
    ],
)
def test_the_text_is_shown_as_it_was_known_at_a_moment(
    spacenews: Spacenews, data: Path, moment: str, number: int
) -> None:
    answer = spacenews("show", URL, "--as-of", moment, "--data", data)
    assert json.loads(answer.stdout)["number"] == number


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", "2025-12-31"), "it was first seen at 2026-01-01T06:00:00"),
        (("--as-of", "yesterday"), "'yesterday' is no time: write 2021-04-26"),
        (("--diff", "1", "4"), "there is no revision 4: this article has 1 to 3"),
        (("--diff", "1"), "--diff"),
        (("--diff", "--revisions"), "ask one at a time"),
    ],
)
def test_what_cannot_be_shown_is_said_with_the_exit_code_of_a_question_that_is_wrong(
    spacenews: Spacenews, data: Path, arguments: tuple[str, ...], said: str
) -> None:
    answer = spacenews("show", URL, *arguments, "--data", data)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert said in " ".join(answer.stderr.split())


def test_a_difference_is_words_with_plain_marks_in_a_pipe(spacenews: Spacenews, data: Path) -> None:
    answer = spacenews("show", URL, "--diff", "1", "2", "--data", data)
    assert "title:\nCargo ship [-docks-] {+leaves+}\n" in answer.stdout
    last = spacenews("show", URL, "--diff", "--data", data).stdout
    assert "revision 2 and 3" in last
    assert "[-" in last
    assert "slept." in last
    assert "\x1b" not in last
    assert "title" not in last


def test_a_difference_as_data_has_every_changed_field(spacenews: Spacenews, data: Path) -> None:
    record = json.loads(spacenews("show", URL, "--diff", "1", "3", "--format", "jsonl", "--data", data).stdout)
    assert (record["from"], record["to"]) == (1, 3)
    assert [change["field"] for change in record["changes"]] == ["title", "published_on", "body"]
    body = record["changes"][-1]["parts"]
    assert "".join(part["text"] for part in body if part["kind"] != "new") == FIRST
    assert "".join(part["text"] for part in body if part["kind"] != "gone") == THIRD


def test_a_difference_of_huge_texts_ends_and_loses_nothing() -> None:
    old, new = " ".join(f"old{n}" for n in range(50_000)), " ".join(f"new{n}" for n in range(50_000))
    assert diff_words(old, new) == (("gone", old), ("new", f" {new}"))
    assert diff_words(old, old) == (("same", old),)
