"""`--dry-run` asks nothing of the site and writes nothing, and says what a run would ask for."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.starting import Spacenews, start

if TYPE_CHECKING:
    from tests.cli.conftest import Demo

RUNS = [
    ("crawl", "demo"),
    ("crawl", "demo", "--full"),
    ("backfill", "demo"),
    ("backfill", "demo", "--since", "2015", "--until", "2016-06"),
]


def contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Return every file with the instant of its last change and what is in it.

    Left out is what SQLite lays beside a database for whoever reads it, and holds nothing.
    """
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
        and not (path.name.endswith("-shm") or (path.name.endswith("-wal") and not path.stat().st_size))
    }


@pytest.mark.parametrize("run", RUNS, ids=" ".join)
def test_a_dry_run_asks_nothing_and_writes_nothing(run: tuple[str, ...], demo: Demo, tmp_path: Path) -> None:
    before, asked = contents(demo.data), len(demo.server.requests())
    answer = start(tmp_path, *run, "--dry-run", **demo.variables)
    assert answer.returncode == 0, answer.stderr
    assert contents(demo.data) == before
    assert len(demo.server.requests()) == asked
    foreseen = json.loads(answer.stdout)
    assert (foreseen["site"], foreseen["mode"]) == ("demo", "full" if "--full" in run else run[0])
    assert foreseen["requests"] == sum(foreseen["by_kind"].values()) > 0
    assert foreseen["seconds"] == foreseen["requests"] * foreseen["delay"]


@pytest.mark.parametrize("run", [RUNS[0], RUNS[2]], ids=" ".join)
def test_a_dry_run_of_a_new_site_makes_no_folder(
    run: tuple[str, ...], demo: Demo, spacenews: Spacenews, tmp_path: Path
) -> None:
    asked = len(demo.server.requests())
    answer = spacenews(*run, "--dry-run", "--format", "table", "--sites", demo.sites, "--data", "data")
    assert answer.returncode == 0, answer.stderr
    assert "nothing was asked" in answer.stdout
    assert not list(tmp_path.iterdir())
    assert len(demo.server.requests()) == asked


def test_an_unchanged_site_costs_what_was_foreseen(demo: Demo, tmp_path: Path) -> None:
    shutil.copytree(demo.data, tmp_path / "data")
    variables = demo.variables | {"SPACENEWS_DATA": str(tmp_path / "data")}
    foreseen = json.loads(start(tmp_path, "crawl", "demo", "--dry-run", **variables).stdout)
    asked = len(demo.server.requests())
    assert start(tmp_path, "crawl", "demo", "--delay", "0", "--quiet", **variables).returncode == 0
    # The first run found every article: that is what is foreseen, as long as there is no other run to tell from.
    foreseen_lists = foreseen["requests"] - foreseen["by_kind"].get("article", 0)
    assert len(demo.server.requests()) - asked == foreseen_lists
