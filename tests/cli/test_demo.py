"""`spacenews demo`: what it prints is true of the files that it names, and it can be run again."""

from __future__ import annotations

import re
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

from spacenews.demo.truth import changes, truth

Spacenews = Callable[..., subprocess.CompletedProcess[str]]


def test_the_demo_says_what_is_true_of_its_files_and_goes_on_the_next_day(spacenews: Spacenews, tmp_path: Path) -> None:
    answer = spacenews("demo", SPACENEWS_DATA="elsewhere")
    assert answer.returncode == 0, answer.stderr
    assert not (tmp_path / "elsewhere").exists()
    shown = answer.stdout
    base_url = re.search(r"is served at (http://127\.0\.0\.1:\d+/)", answer.stderr)
    assert base_url is not None
    known = {article.url: article for article in truth(1, base_url.group(1))}
    assert_tells_its_files(shown, tmp_path / "demo-data", len(known))
    uid = re.search(r"spacenews show ([a-z2-7]{16})", shown)
    assert uid is not None
    with sqlite3.connect(tmp_path / "demo-data" / "spacenews.db") as archive:
        url, title = archive.execute("SELECT url, title FROM article_records WHERE uid = ?", uid.groups()).fetchone()
    assert known[url].title == title
    assert ", ".join(known[url].categories) in shown
    assert "".join(known[url].body.split())[:100] in "".join(shown.split())

    again = spacenews("demo", "--day", "2")
    assert again.returncode == 0, again.stderr
    changed = changes(2, base_url.group(1))
    assert f"This folder held {len(known)} articles already" in again.stdout
    assert f"{len(changed.edited)} revised" in again.stdout
    assert f": {len(known) + len(changed.new)} articles in " in again.stdout
    assert "spacenews demo --day 3" in again.stdout
    assert "--revisions" in again.stdout


def assert_tells_its_files(shown: str, data: Path, articles: int) -> None:
    lines = re.search(r"JSON Lines +(\S+): (\d+) articles in (\d+) files", shown)
    assert lines is not None
    files = list((data / "articles").rglob("*.jsonl"))
    assert (int(lines.group(2)), int(lines.group(3))) == (articles, len(files))
    assert sum(path.read_bytes().count(b"\n") for path in files) == articles
    assert lines.group(1) == str(Path("demo-data") / "articles")
    query = re.search(r'^sqlite3 (\S+) "(.+)"$', shown, re.MULTILINE)
    assert query is not None
    with sqlite3.connect(data / "spacenews.db") as archive:
        rows = archive.execute(query.group(2)).fetchall()
    printed = shown.partition(query.group())[2].strip().splitlines()
    assert printed[: len(rows)] == ["|".join(map(str, row)) for row in rows]
    assert sum(count for _, count in rows) == articles


def test_a_port_that_is_taken_is_told(spacenews: Spacenews, tmp_path: Path) -> None:
    from spacenews.demo.spec import spec_text

    (tmp_path / "demo-data" / "sites").mkdir(parents=True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "demo-data" / "sites" / "demo.py").write_text(spec_text(f"http://127.0.0.1:{port}/"))
        answer = spacenews("demo")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert f"lives at 127.0.0.1:{port}" in answer.stderr
