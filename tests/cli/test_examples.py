"""The examples of the help texts work: each is run as it is printed, on a demo site in the place of the real one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.crawl import command as crawl
from spacenews.cli.reference import contexts
from spacenews.frontier import Schedule, open_state, save_schedule
from tests.cli.waiting import let_some_wait

SECONDS = 300
EXAMPLES = [line for _, context in contexts() for line, _ in getattr(context.command, "examples", ())]
# The demo has a test of its own, and takes as long as all of these.
RUN = [line for line in EXAMPLES if not line.startswith("spacenews demo")]
PAGE = "<html lang=en><body><h1>A launch</h1><p>June 9, 2014</p>" + "<p>The rocket rose on time.</p>" * 20


def test_every_command_has_examples() -> None:
    assert len(EXAMPLES) > len(getattr(crawl, "examples", ())) > 0


@pytest.fixture(scope="module")
def articles(demo: Any) -> list[str]:
    lines = (path.read_text(encoding="utf-8") for path in sorted((demo.data / "articles").rglob("*.jsonl")))
    return [part.split('"url":"')[1].split('"')[0] for part in lines]


def put_on_schedule(path: Path) -> None:
    """Let the demo site be due, as somebody's site is who asks what is due."""
    hour = timedelta(hours=1)
    state = open_state(path)
    with state.transaction() as connection:
        save_schedule(connection, Schedule("demo", hour, "crawl", hour, datetime(2020, 1, 1, tzinfo=UTC)))
    state.close()


def let_one_fail(path: Path) -> None:
    """Let an address have failed, as one has for somebody who asks which did."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE frontier SET fate = 'failed', reason = 'timeout'"
            " WHERE id = (SELECT min(id) FROM frontier WHERE kind = 'article')"
        )


def other_spec(sites: Path, folder: Path) -> None:
    """Make a folder with a spec that reads otherwise, as somebody has who reads stored captures again."""
    folder.mkdir()
    text = (sites / "demo.py").read_text(encoding="utf-8")
    (folder / "demo.py").write_text(text.replace("cut=(", 'drop=("p:nth-of-type(2)",), cut=('), encoding="utf-8")


@pytest.mark.parametrize("line", RUN)
def test_an_example_of_a_help_text_works(line: str, demo: Any, articles: list[str], tmp_path: Path) -> None:
    shutil.copytree(demo.data, tmp_path / "data")
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "addresses.txt").write_text(f"# one article\n{articles[0]}\n")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "spacenews"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -W error -m spacenews "$@"\n')
    program.chmod(0o755)
    if "| jq " in line:
        line = line.replace("| jq -r .title", "| head -n 1")  # as good a reader, and part of every system
    for word in line.split():
        if word.startswith("http://russianspacenews.com/"):
            line = line.replace(word, articles[0])
    line = line.replace("russianspacenews", "demo").replace("--delay 3", "").replace("--site KEY", "--site demo")
    line = line.replace("https://orbitdaily.example/", demo.server.base_url)
    asks = line.split()[1] in {"crawl", "fetch", "sites"} and (" demo" in line or "--from" in line or " new " in line)
    if asks or line.startswith(("spacenews run-due", "spacenews backfill")):
        line += " --delay 0"
    if line.split()[1] in {"schedule", "run-due"}:
        put_on_schedule(tmp_path / "data" / "state.db")
    if line.split()[1] == "frontier":
        let_one_fail(tmp_path / "data" / "state.db")
    if line.split()[1] == "findings":
        let_some_wait(tmp_path / "data", articles)
    if line.split()[1] == "fixtures" and " keep " not in line:
        line = f"spacenews fixtures keep {articles[0]} > kept; {line}"
    sites = tmp_path / "sites"
    if line.split()[1] == "reread":
        other_spec(demo.sites, sites)
        line = f"spacenews reread demo --apply > applied; {line}" if "--undo" in line else line
    else:
        shutil.copytree(demo.sites, sites)  # some write beside a spec
    done = subprocess.run(
        ["/bin/sh", "-c", f"set -e; {line}"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")}
        | {
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "SPACENEWS_SITES": str(sites),
            "SPACENEWS_ALLOW_LOOPBACK": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or ".csv" in line or ".jsonl" in line
    assert "Traceback" not in done.stderr
