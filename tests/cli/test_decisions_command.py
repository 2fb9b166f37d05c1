"""`spacenews decisions`: a takedown is a line of the journal, and follows everywhere at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.program import run


@pytest.fixture
def data(demo: Any, tmp_path: Path) -> Path:
    shutil.copytree(demo.data, tmp_path / "data")
    return tmp_path / "data"


def shown(data: Path) -> dict[str, str]:
    lines = [line for path in (data / "articles").rglob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return {record["url"]: record["uid"] for record in map(json.loads, lines)}


def test_a_withdrawn_article_is_in_no_export_and_a_restored_one_is_as_it_was(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shown(data)
    url, uid = next(iter(before.items()))
    decide = ["decisions", "--data", str(data), "--by", "Ann"]
    assert run([*decide, "--withdraw", url, "--reason", "its author asked"]) == 0
    assert shown(data) == {other: name for other, name in before.items() if other != url}
    assert run([*decide, "--withdraw", uid]) == 0
    assert "1 were so already" in capsys.readouterr().err
    assert run([*decide, "--restore", uid]) == 0
    assert shown(data) == before
    capsys.readouterr()
    assert run(["decisions", "--data", str(data)]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["kind"], each["by"], each["about"], each["reason"]) for each in told] == [
        ("withdraw", "Ann", url, "its author asked"),
        ("restore", "Ann", url, ""),
    ]


def test_a_journal_with_a_line_that_says_nothing_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "decisions.jsonl").write_text("not a decision\n", "utf-8")
    assert run(["decisions", "--data", str(data)]) == 1
    assert "line 1 says no decision" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--withdraw", "https://nowhere.example/"), "no article is stored under"),
        (("--withdraw",), "say which articles"),
        (("https://nowhere.example/",), "say what is decided"),
        (("--unjoin", "ARTICLE"), "is no duplicate"),
    ],
)
def test_what_cannot_be_decided_is_told(
    demo: Any, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    article = next(iter(shown(demo.data)))
    given = [article if each == "ARTICLE" else each for each in arguments]
    assert run(["decisions", "--data", str(demo.data), *given]) == 2
    assert told in capsys.readouterr().err
