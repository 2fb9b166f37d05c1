"""A mistake in a spec, a crawl, its repair: `reread` shows the damage, heals it without a request, takes it back."""

from __future__ import annotations

import io
import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.program import run
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from spacenews.demo.topics_ground import HEADINGS
from spacenews.demo.truth import truth
from spacenews.frontier import hold, open_state
from spacenews.model.folder import DataFolder
from spacenews.model.run import ExitCode
from tests.cli.starting import Answer, start
from tests.operate.rereading import rows_of

ARTICLES = 24
RIGHT = ('cut=("More from this category:",)', ', before="More from this category:"')
WRONG = (f'cut=("More from this category:", *{HEADINGS!r})', "")  # the text ends at its first heading; any date will do
NOT_READ = {"uid", "first_seen_at", "changed_at", "revisions", "vanished_at", "vanished_reason", "state"}
# Loaded by Python itself when it begins, in every process: whoever turns to a network is ended.
NO_NETWORK = """
import os, sys
def forbid(event, arguments):
    if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"}:
        os.write(2, f"a network was asked for: {event}".encode())
        os._exit(99)
sys.addaudithook(forbid)
"""


@dataclass(frozen=True)
class Damaged:
    """Two days of the embedded site, crawled by a spec with two mistakes, which is right again now."""

    server: DemoServer
    folder: Path
    data: Path

    def start(self, *arguments: str, **variables: str) -> Answer:
        """Run `reread` in a process of its own, which no network answers."""
        alone = {"PYTHONPATH": str(self.folder / "alone"), **variables}
        return start(self.folder, *self._line(arguments), **alone)

    def run(self, *arguments: str) -> Answer:
        """Run `reread` here, which is sooner."""
        out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(errors):
            code = run(self._line(arguments))
        said = []
        for stream in (out, errors):
            stream.seek(0)
            said.append(stream.read())
        return Answer([], code, *said)

    def _line(self, arguments: tuple[str, ...]) -> list[str]:
        return ["reread", "demo", "--data", str(self.data), "--sites", str(self.folder / "sites"), *arguments]

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        ask = self.start if "--jobs" in arguments else self.run
        answer = ask("--format", "jsonl", *arguments)
        assert answer.returncode == ExitCode.OK, answer.stderr
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def query(self, statement: str) -> list[Any]:
        with closing(sqlite3.connect(self.data / "spacenews.db")) as db:
            return db.execute(statement).fetchall()

    def everything(self) -> tuple[Any, Any]:
        with closing(sqlite3.connect(self.data / "spacenews.db")) as db:
            return rows_of(db), exported(self.data)


def exported(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((data / "articles").rglob("*.jsonl"))}


def read_of(data: Path) -> dict[str, dict[str, Any]]:
    """Return what was read of each article, without what depends on when it was captured."""
    records = [json.loads(line) for content in exported(data).values() for line in content.splitlines()]
    return {
        record["url"]: {name: value for name, value in record.items() if name not in NOT_READ} for record in records
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Damaged]:
    folder = tmp_path_factory.mktemp("reread")
    for name in ("sites", "alone"):
        (folder / name).mkdir()
    (folder / "alone" / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    with DemoServer(articles=ARTICLES) as server:
        right = spec_text(server.base_url)
        wrong = right
        for old, new in zip(RIGHT, WRONG, strict=True):
            assert old in right
            wrong = wrong.replace(old, new)
        for name, spec, days in (("data", wrong, (1, 2)), ("fresh", right, (2,))):
            (folder / "sites" / "demo.py").write_text(spec, encoding="utf-8")
            for day in days:
                server.set_day(day)
                answer = start(
                    folder,
                    *("crawl", "demo", "--full", "--delay", "0", "--concurrency", "4", "--allow-loopback"),
                    *("--data", name, "--sites", "sites"),
                    SPACENEWS_NOW=f"2026-03-0{day}T06:00:00+00:00",
                )
                assert answer.returncode == ExitCode.OK, answer.stderr
        yield Damaged(server, folder, folder / "data")


@pytest.fixture
def damaged(crawled: Damaged, tmp_path: Path) -> Damaged:
    shutil.copytree(crawled.data, tmp_path / "data")
    return Damaged(crawled.server, crawled.folder, tmp_path / "data")


def test_a_mistake_is_shown_healed_and_taken_back_without_a_request(damaged: Damaged) -> None:
    asked = len(damaged.server.requests())
    true = {article.url: article for article in truth(2, damaged.server.base_url, articles=ARTICLES)}
    stored = read_of(damaged.data)
    cut = {url for url, article in true.items() if stored[url]["body"] != article.body}
    dated = {url for url, article in true.items() if stored[url]["published_on"] != _text(article.published_on)}
    assert (len(cut), len(dated)) > (2, 0)
    seen = "SELECT uid, number, first_seen_at, last_seen_at FROM revision_records ORDER BY uid, number"
    revisions, before = damaged.query(seen), damaged.everything()

    shown = damaged.rows("--jobs", "2")
    assert {row["url"] for row in shown if row["field"] == "body"} & true.keys() == cut
    assert {row["url"] for row in shown if row["field"] == "published_on"} & true.keys() == dated
    assert {row["field"] for row in shown if row["url"] in cut - dated} <= {"body", "links"}
    assert {row["url"] for row in shown if row["loss"]} & true.keys() == dated
    assert shown == damaged.rows()
    assert damaged.everything() == before

    applied = damaged.start("--apply", "--even-losses", "--jobs", "2")
    assert applied.returncode == ExitCode.OK, applied.stderr
    assert damaged.query(seen) == revisions
    healed = read_of(damaged.data)
    assert {url: healed[url]["body"] for url in true} == {url: article.body for url, article in true.items()}
    assert {url: healed[url]["published_on"] for url in true} == {
        url: _text(article.published_on) for url, article in true.items()
    }
    fresh = read_of(damaged.folder / "fresh")
    assert {url: healed[url] for url in fresh} == fresh
    assert damaged.rows() == []

    undone = damaged.run("--undo")
    assert undone.returncode == ExitCode.OK, undone.stderr
    assert damaged.everything() == before
    assert len(damaged.server.requests()) == asked


def test_what_would_read_worse_is_left_and_said(damaged: Damaged) -> None:
    answer = damaged.run("--apply", "--format", "table")
    assert answer.returncode == ExitCode.OK
    assert "would read worse, and stayed as they are" in answer.stderr
    assert "no date, where it had" in answer.stdout
    assert {row["loss"] != "" for row in damaged.rows()} == {True}


def test_an_apply_that_was_killed_goes_on_and_is_undone_whole(damaged: Damaged) -> None:
    before = damaged.everything()
    killed = damaged.start("--apply", "--even-losses", SPACENEWS_FAILPOINT="archive-commit:3")
    assert killed.returncode == -signal.SIGKILL
    ((written, ended),) = damaged.query("SELECT articles, ended_at FROM reread_batches")
    assert written > 0
    assert ended is None
    again = damaged.run("--apply", "--even-losses")
    assert again.returncode == ExitCode.OK, again.stderr
    assert "it went on with what was cut short" in again.stderr
    assert damaged.rows() == []
    ((articles, _),) = damaged.query("SELECT articles, ended_at FROM reread_batches WHERE ended_at > began_at")
    assert articles > written
    killed = damaged.start("--undo", SPACENEWS_FAILPOINT="archive-commit:2")
    assert killed.returncode == -signal.SIGKILL
    assert damaged.run("--undo").returncode == ExitCode.OK
    assert damaged.everything() == before


def test_a_site_that_is_being_crawled_can_be_looked_at_and_not_written(damaged: Damaged) -> None:
    data = DataFolder(damaged.data)
    with closing(open_state(data.state)) as state:
        lock = hold(state, data.locks, "demo", (), "another", stalled_after=300)
        try:
            assert damaged.run().returncode == ExitCode.OK
            answer = damaged.run("--apply")
        finally:
            lock.release()
    assert answer.returncode == ExitCode.HELD
    assert "demo is being crawled by run another" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--url", "https://other.example/a/"), "is stored under https://other.example/a/"),
        (("--since", "1999", "--until", "1999"), "that was published in these days is stored"),
        (("--field", "headline"), "there is no field 'headline': there are article, url, title"),
        (("--even-losses",), "give that too"),
        (("--apply", "--undo"), "give one of them"),
        (("--undo",), "no re-reading of demo is left to be undone"),
    ],
)
def test_what_cannot_be_done_is_said(crawled: Damaged, arguments: tuple[str, ...], said: str) -> None:
    answer = crawled.run(*arguments)
    assert answer.returncode == ExitCode.USAGE
    assert said in answer.stderr


def test_one_article_is_shown_word_by_word(crawled: Damaged) -> None:
    (worst, *_) = [row for row in crawled.rows("--field", "body") if row["words"] > 0]
    answer = crawled.run("--diff", worst["url"], "--format", "table")
    assert answer.returncode == ExitCode.OK
    assert any(heading in answer.stdout for heading in HEADINGS)
    assert "body (revision 1, capture" in answer.stdout


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
