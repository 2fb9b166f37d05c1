"""Runs of one site or host exclude each other, and runs of several sites share two databases without a wait."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

ARTICLES = 20
SLOW = {"DOWNLOAD_DELAY": "2", "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}  # it waits for its turn whenever we look
LONGEST_MS = 1000


def begin_slowly(bench: Bench, **settings: str) -> subprocess.Popen[str]:
    """Start a crawl, and return once it says that it has a page; it waits for its turn then."""
    process = bench.start(settings=SLOW | settings)
    assert process.stderr is not None
    while " 0 pages" in (line := process.stderr.readline()):
        continue
    assert " pages" in line, line
    return process


def stop(process: subprocess.Popen[str], bench: Bench) -> None:
    """Let a process stand still, at a moment at which it holds no lock of a database."""
    while True:
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        if all(_is_free(bench.data / name) for name in ("state.db", "spacenews.db")):
            return
        process.send_signal(signal.SIGCONT)


def _is_free(database: Path) -> bool:
    connection = sqlite3.connect(database, isolation_level=None, timeout=0)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def test_a_second_crawl_of_a_site_says_who_holds_it_and_exits_with_5(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        (bench.sites / "again.py").write_text(spec_text(server.base_url, "again"))
        first = begin_slowly(bench)
        try:
            named = {"SPACENEWS_CONTACT": "second@orbit.example"}
            second, other = bench.crawl(settings=named), bench.crawl(key="again", settings=named)
            assert not [each for each in server.requests() if "second@" in each.headers["User-Agent"]]
        finally:
            first.kill()
            first.communicate()
        assert second.code == 5
        assert f"demo is being crawled by run {bench.run().id} (process {first.pid} on " in second.said
        assert other.code == 5
        assert "is being asked for another site by run demo-" in other.said
        third = bench.crawl()
        assert third.code == 0, third.said
    assert len(bench.articles()) == ARTICLES
    outcomes = [outcome for (outcome,) in bench.query("SELECT outcome FROM runs ORDER BY started_at")]
    assert re.match(r"killed, last heard of at \d{4}-.* UTC; run demo-", outcomes[0])
    assert len(outcomes) == 2


def test_a_run_that_stood_still_is_taken_over_from_and_writes_nothing_when_it_wakes_up(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        first = begin_slowly(bench, SPACENEWS_HEARTBEAT_SECONDS="0.1")
        try:
            stop(first, bench)
            ended = bench.crawl(settings={"SPACENEWS_STALLED_SECONDS": "0.5"})
            while ended.code == 5:  # it has not stood still for long enough
                assert "Wait for it, or end that process" in ended.said
                ended = bench.crawl(settings={"SPACENEWS_STALLED_SECONDS": "0.5"})
            assert ended.code == 0, ended.said
            assert "stood still: this run took demo over" in ended.said
            before = _contents(bench)
            first.send_signal(signal.SIGCONT)
            _, said = first.communicate(timeout=60)
        finally:
            first.kill()
    assert first.returncode == 5, said
    assert "took the site over" in said
    assert _contents(bench) == before
    assert len(bench.articles()) == ARTICLES


def _contents(bench: Bench) -> dict[str, object]:
    """Return all that is stored: every row of both databases, and every file beside them."""
    found: dict[str, object] = dict(bench.exported())
    for database in ("state.db", "spacenews.db"):
        tables = bench.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%--%'", database=database
        )
        for (table,) in tables:
            found[f"{database} {table}"] = bench.query(f"SELECT * FROM {table}", database=database)
    found |= {path.name: path.stat().st_size for path in bench.data.glob("captures/*/*")}
    return found


def test_eight_sites_at_once_complete_in_one_database_and_none_waits_for_a_lock(bench: Bench) -> None:
    keys = [f"site{number}" for number in range(8)]
    with ExitStack() as stack:
        bench.sites.mkdir()
        for key in keys:
            server = stack.enter_context(DemoServer(articles=ARTICLES))
            (bench.sites / f"{key}.py").write_text(spec_text(server.base_url, key))
        processes = [bench.start(key=key, settings={"DOWNLOAD_TIMEOUT": "30"}) for key in keys]
        ended = [(process.communicate()[1], process.returncode) for process in processes]
    assert [code for _, code in ended] == [0] * 8, ended
    counted = dict(bench.query("SELECT site, count(*) FROM articles GROUP BY site", database="spacenews.db"))
    assert counted == dict.fromkeys(keys, ARTICLES)
    waits = dict(bench.query("SELECT site, json_extract(counts, '$.longest_lock_wait_ms') FROM runs"))
    assert set(waits) == set(keys)
    assert all(wait is None or wait < LONGEST_MS for wait in waits.values()), waits
