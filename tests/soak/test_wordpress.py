"""A real WordPress (MariaDB, PHP-FPM, nginx) on the loopback address, and its newsroom.

Needs root, apt and a fixed port, so it is run by `make soak` alone, where `../shared/wordpress/up.sh` exists.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

UP = Path(__file__).resolve().parents[3] / "shared" / "wordpress" / "up.sh"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not UP.exists(), reason="../shared/wordpress/up.sh is not here"),
    pytest.mark.skipif(os.geteuid() != 0, reason="the WordPress needs root"),
]
HOME = "http://127.0.0.1:8071/"
SPEC = f'''"""Baikonur Courier: a WordPress with a block theme."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="courier",
    name="Baikonur Courier",
    home="{HOME}",
    timezone="Europe/Moscow",
    sources=wordpress.sources("{HOME}", more="full story"),
)
'''


def up(*arguments: str) -> list[Any]:
    done = subprocess.run(["bash", str(UP), *arguments], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


class Newsroom:
    """The WordPress and an archive of it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.sites = folder / "sites"
        self.sites.mkdir()
        (self.sites / "courier.py").write_text(SPEC, encoding="utf-8")
        assert len(SPEC.splitlines()) <= 12

    def crawl(self, *options: str) -> None:
        done = subprocess.run(
            [
                *(sys.executable, "-W", "error", "-m", "spacenews", "crawl", "courier", *options),
                *("--data", str(self.data), "--sites", str(self.sites), "--allow-loopback", "--delay", "0"),
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def ask(self, query: str, *values: str) -> list[Any]:
        with sqlite3.connect(self.data / "spacenews.db") as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(query, values).fetchall()

    def articles(self) -> dict[str, Any]:
        return {row["url"]: row for row in self.ask("SELECT * FROM article_records")}

    def revisions(self) -> dict[str, int]:
        return {row["url"]: row["revisions"] for row in self.ask("SELECT url, revisions FROM articles")}

    def exports(self) -> dict[str, str]:
        files = (self.data / "articles").rglob("*.jsonl")
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    subprocess.run(["bash", str(UP)], check=True, capture_output=True)
    room = Newsroom(tmp_path_factory.mktemp("courier"))
    room.crawl("--full")
    return room


def folded(text: str) -> str:
    return " ".join(text.split())


def test_every_post_is_there_exactly_once_and_nothing_else_is(newsroom: Newsroom) -> None:
    truth = {post["url"]: post for post in up("truth")}
    found = newsroom.articles()
    assert set(found) == set(truth)
    for url, post in truth.items():
        row = found[url]
        assert row["title"] == post["title"]
        assert row["published_on"] == post["published_on"]
        assert row["published_at"] == post["published"].replace("+00:00", "Z")
        assert json.loads(row["authors"]) == [post["author"]]
        assert sorted(json.loads(row["categories"])) == sorted(post["categories"])
        assert folded(row["body"]) == folded(post["body"])


def test_the_same_crawl_again_changes_nothing(newsroom: Newsroom) -> None:
    exports, revisions = newsroom.exports(), newsroom.revisions()
    newsroom.crawl("--full")
    assert newsroom.exports() == exports
    assert newsroom.revisions() == revisions


def test_what_the_newsroom_did_is_what_the_archive_says(newsroom: Newsroom) -> None:
    before, known = newsroom.revisions(), set(newsroom.articles())
    # A round is seeded by its number: one that was never used gives new titles, whatever ran before.
    (did,) = up("mutate", str(int(time.time())))
    newsroom.crawl("--full")
    renamed = dict(did["renamed"])
    after = newsroom.revisions()
    assert set(newsroom.articles()) - known == {*did["new"], *renamed.values()}
    for url, count in before.items():
        assert after[renamed.get(url, url)] == count + (url in did["edited"]), url
    for url in did["new"]:
        assert after[url] == 1
