"""`sites check` against fixtures: pairs of a capture and what must be read on it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Spacenews = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def article(spacenews: Spacenews, demo: Any, tmp_path: Path) -> dict[str, Any]:
    """Return an article, its capture being kept as fixtures/demo/case.warc.gz."""
    url = json.loads(spacenews("export", **demo.variables).stdout.splitlines()[-1])["url"]
    record: dict[str, Any] = json.loads(spacenews("show", url, **demo.variables).stdout)
    place = record["capture"]
    (tmp_path / "fixtures" / "demo").mkdir(parents=True)
    with (demo.data / "captures" / place["location"]).open("rb") as file:
        file.seek(place["offset"])
        (tmp_path / "fixtures" / "demo" / "case.warc.gz").write_bytes(file.read(place["length"]))
    return record


def expect(tmp_path: Path, **expected: Any) -> None:
    (tmp_path / "fixtures" / "demo" / "case.json").write_text(json.dumps(expected), encoding="utf-8")


def check(spacenews: Spacenews, demo: Any) -> tuple[int, list[dict[str, Any]], str]:
    answer = spacenews("sites", "check", "demo", "--offline", "--fixtures", "fixtures", **demo.variables)
    return answer.returncode, [json.loads(line) for line in answer.stdout.splitlines()], answer.stderr


def test_a_fixture_that_is_read_as_expected_is_well(
    spacenews: Spacenews, demo: Any, article: dict[str, Any], tmp_path: Path
) -> None:
    fields = ("url", "title", "published_on", "published_at", "categories", "body", "language", "layout")
    expect(tmp_path, byline=article["authors"], **{name: article[name] for name in fields})
    code, rows, said = check(spacenews, demo)
    assert code == 0, rows
    assert {row["field"] for row in rows} == {*fields, "byline"}
    assert "demo: all is well" in said


def test_a_field_that_is_read_otherwise_is_shown_beside_what_was_expected(
    spacenews: Spacenews, demo: Any, article: dict[str, Any], tmp_path: Path
) -> None:
    expect(tmp_path, title="Another title", language=article["language"])
    code, rows, said = check(spacenews, demo)
    assert code == 4
    (wrong,) = [row for row in rows if not row["well"]]
    assert (wrong["value"], wrong["note"]) == (article["title"], "expected Another title")
    assert "1 of 2 checks failed" in said


def test_an_article_where_a_refusal_is_expected_is_not_well(
    spacenews: Spacenews, demo: Any, article: dict[str, Any], tmp_path: Path
) -> None:
    assert article["title"]
    expect(tmp_path, rejection="not_article")
    assert check(spacenews, demo)[0] == 4


@pytest.mark.parametrize(
    ("text", "hint"), [("{", "is no JSON"), ('{"headline": "x"}', "expects 'headline': there are url, title")]
)
def test_a_fixture_that_cannot_be_checked_is_told(
    spacenews: Spacenews, demo: Any, article: dict[str, Any], tmp_path: Path, text: str, hint: str
) -> None:
    assert article["title"]
    (tmp_path / "fixtures" / "demo" / "case.json").write_text(text)
    code, rows, said = check(spacenews, demo)
    assert (code, rows) == (2, [])
    assert hint in said


def test_a_json_without_its_capture_is_told(spacenews: Spacenews, demo: Any, tmp_path: Path) -> None:
    (tmp_path / "fixtures" / "demo").mkdir(parents=True)
    expect(tmp_path, title="x")
    code, _, said = check(spacenews, demo)
    assert code == 2
    assert "has no capture beside it" in said


def test_a_site_without_fixtures_says_so(spacenews: Spacenews, demo: Any, tmp_path: Path) -> None:
    (tmp_path / "fixtures").mkdir()
    code, rows, said = check(spacenews, demo)
    assert (code, rows) == (0, [])
    assert "holds no fixtures of demo" in said
