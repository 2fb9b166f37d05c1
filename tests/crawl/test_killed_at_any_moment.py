"""kill -9 at any moment loses nothing, doubles nothing, and asks again only for what was in flight.

The moments are events: the n-th request served, a byte of a body, and named failpoints inside the process. Six of
them are tested each time, more than forty by `make soak`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from spacenews.captures import check_captures
from spacenews.demo.server import DemoServer
from spacenews.model.folder import DataFolder
from spacenews.operate.rebuild import rebuild
from spacenews.operate.rebuild_make import RebuildOrder
from tests.cli.starting import start
from tests.crawl.crawling import Bench

FEW = ("served=6", "byte=3:700", "capture-half=3", "archive-commit=4", "archive=3", "export=1")
MANY = (
    *("served=1", "served=3", "served=5", "served=7", "served=9", "served=4", "served=8", "served=2"),
    *("byte=1:1", "byte=2:200", "byte=4:900", "byte=6:1500", "byte=3:0", "byte=5:3000", "byte=2:4000", "byte=7:50"),
    *(
        "lease=1",
        "lease=2",
        "capture-half=1",
        "capture-write=1",
        "capture-half=5",
        "capture-lone=4",
        "capture=2",
        "capture=6",
        "reading=1",
        "reading=4",
    ),
    *("archive-commit=1", "archive-commit=2", "archive-commit=5", "archive=1", "archive=5", "archive=7"),
    *("state-commit=1", "state-commit=4", "state-commit=9", "state-commit=16", "frontier=1", "frontier=4"),
    *("export=1", "export=2", "exported=1", "exported=2"),
)
ON_THE_WIRE = 4  # at most so many requests are in flight
# What the fold takes from the moment of capture differs between two crawls.
OF_CAPTURE = {"first_seen_at", "last_seen_at", "changed_at", "capture"}


def test_six_kills(bench: Bench) -> None:
    crawl_through(bench, FEW, articles=20)


@pytest.mark.soak
def test_forty_kills(bench: Bench) -> None:
    assert len(MANY) >= 40
    crawl_through(bench, MANY, articles=300)
    for jobs, zone, seed in ((1, "Asia/Tokyo", "1"), (2, "America/St_Johns", "2"), (5, "UTC", "3")):
        made = bench.folder / f"made-{jobs}"
        rebuilt = start(
            bench.folder,
            *("rebuild", "--jobs", str(jobs), "--into", made, "--data", bench.data, "--sites", bench.sites),
            TZ=zone,
            PYTHONHASHSEED=seed,
        )
        assert rebuilt.returncode == 0, rebuilt.stderr
        assert "they equal the live ones, row for row and byte for byte" in rebuilt.stderr


def crawl_through(bench: Bench, moments: tuple[str, ...], *, articles: int) -> None:
    """Crawl a site, killed at each moment in turn, and compare what came of it with an uninterrupted crawl."""
    whole = Bench(bench.folder / "whole")
    whole.folder.mkdir()
    caught: Counter[str] = Counter()
    with DemoServer(articles=articles) as server:
        for each in (bench, whole):
            each.write_spec(server.base_url)
        for moment in moments:
            kill_at(bench, server, moment)
            caught.update(in_flight(bench))
        server.set_faults()
        last = bench.crawl()
        assert last.code == 0, last.said
        asked = Counter(each.path for each in server.requests())
        assert whole.crawl().code == 0
    assert stored(bench) == stored(whole)
    assert_rebuilt_equal(bench)
    assert lines(bench) == lines(whole)
    assert check_captures(bench.data / "captures", "demo") == []
    subprocess.run([Path(sys.executable).with_name("warcio"), "check", *captures(bench)], check=True)
    base = server.base_url.rstrip("/")
    robots = asked.pop("/robots.txt")
    assert robots <= len(moments) + 1
    too_often = {path: count for path, count in asked.items() if count > caught[base + path] + 1}
    assert not too_often, f"asked more often than it was caught in flight: {too_often}"
    kept = Counter(url for (url,) in bench.query("SELECT url FROM captures", database="spacenews.db"))
    twice = [url for url, count in kept.items() if count > 1 and not url.endswith("/robots.txt")]
    assert twice == [], "captured, and asked for once more"
    repeated = sum(asked.values()) - len(asked)
    assert repeated <= ON_THE_WIRE * len(moments)
    killed = bench.query(
        "SELECT count(*) FROM runs WHERE finished_at IS NULL AND outcome LIKE 'killed%; run % went on'"
    )
    print(f"{len(moments)} kills, {sum(asked.values())} requests, {repeated} of them repeated, {killed} records")  # noqa: T201 - the figures of `make soak`


def assert_rebuilt_equal(bench: Bench) -> None:
    """Rebuild from the captures of all these runs alone, and compare row for row and byte for byte."""
    order = RebuildOrder(DataFolder(bench.data), bench.folder / "rebuilt", folders=(bench.sites,), jobs=1)
    result = rebuild(order, lambda *_: None)
    assert [table for table in result.tables if not table.is_equal] == []
    assert (result.files, result.unread, result.messages) == ((), 0, [])


def kill_at(bench: Bench, server: DemoServer, moment: str) -> None:
    """Crawl until a moment, and see that the process group was killed there."""
    name, _, value = moment.partition("=")
    inside = name not in {"served", "byte"}
    server.set_faults(*([f"stall={value}"] if name == "byte" else []))
    served = len(server.requests()) + int(value.partition(":")[0])
    environment = {"SPACENEWS_FAILPOINT": f"{name}:{value}"} if inside else {}
    process = Bench(bench.folder, environment).start(settings={"DOWNLOAD_TIMEOUT": "60"}, group=True)
    if not inside:
        while len(server.requests()) < served and not ended(process):
            continue
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, f"it ended before {moment}: {said}"


def ended(process: subprocess.Popen[str]) -> bool:
    """Whether a process ended by itself; gives it a moment to work."""
    try:
        process.wait(0.02)
    except subprocess.TimeoutExpired:
        return False
    return True


def in_flight(bench: Bench) -> set[str]:
    """Return the addresses that a killed run had handed out and not finished."""
    if not (bench.data / "state.db").exists():
        return set()
    return {url for (url,) in bench.query("SELECT url FROM frontier WHERE lease_until IS NOT NULL")}


def stored(bench: Bench) -> dict[str, Any]:
    """Return articles, revisions and aliases, without what tells of the moment of capture."""
    found: dict[str, Any] = {}
    for view in ("article_records", "revision_records"):
        columns = [name for _, name, *_ in bench.query(f"PRAGMA table_info({view})", database="spacenews.db")]
        wanted = ", ".join(name for name in columns if name not in OF_CAPTURE)
        found[view] = sorted(bench.query(f"SELECT {wanted} FROM {view}", database="spacenews.db"), key=repr)
    query = "SELECT l.url, a.url FROM aliases l JOIN articles a ON a.id = l.article ORDER BY 1, 2"
    found["aliases"] = bench.query(query, database="spacenews.db")
    return found


def lines(bench: Bench) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {key: value for key, value in json.loads(line).items() if key not in OF_CAPTURE}
            for line in content.splitlines()
        ]
        for name, content in bench.exported().items()
    }


def captures(bench: Bench) -> list[Path]:
    return sorted(bench.data.glob("captures/demo/*.warc.gz"))
