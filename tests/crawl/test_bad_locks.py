"""What another process holds for longer than a run waits is told with its name, and the next run completes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from spacenews.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

ARTICLES = 20
# Each says when it has what it wants, and keeps it until its standard input ends.
DATABASE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
EXPORT = """
import os, sys
from pathlib import Path
from spacenews.model.locking import lock_path, this_process, try_lock, write_note
handle = os.open(lock_path(Path(sys.argv[1]), "export:demo"), os.O_RDWR | os.O_CREAT)
assert try_lock(handle)
write_note(handle, this_process())
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(code: str, path: Path) -> Iterator[int]:
    """Let another process hold something; gives its number."""
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid


@pytest.mark.parametrize("name", ["spacenews.db", "state.db"])
def test_a_database_that_another_program_holds_is_told(bench: Bench, name: str) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        assert bench.crawl("-a", "limit=1").code == 0
        stored = bench.articles()
        with held(DATABASE, bench.data / name):
            ended = bench.crawl(settings={"SPACENEWS_BUSY_SECONDS": "0.1"})
        assert ended.code == 1, ended.said
        assert f"{name}: database is locked; another program holds it" in ended.said
        assert "Traceback" not in ended.said
        assert stored <= bench.articles()
        assert bench.crawl().code == 0
    assert len(bench.articles()) == ARTICLES


def test_an_export_that_another_process_writes_is_told_with_its_number(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        (bench.data / "locks").mkdir(parents=True)
        with held(EXPORT, bench.data / "locks") as process:
            ended = bench.crawl(settings={"SPACENEWS_EXPORT_WAIT_SECONDS": "0.1"})
        assert ended.code == 5, ended.said
        assert f"the export of demo is being written by process {process} on " in ended.said
        assert len(bench.articles()) == ARTICLES
        assert bench.exported() == {}
        assert bench.crawl().code == 0
    assert sorted(bench.exported_urls()) == sorted(bench.articles())
