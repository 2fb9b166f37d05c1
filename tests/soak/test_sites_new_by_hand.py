"""A spec that `sites new` writes crawls as one written by hand: the embedded site in each markup, a real WordPress."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.markups import MARKUPS
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from tests.cli.starting import start
from tests.soak.test_wordpress import HOME, SPEC, UP, folded, up

pytestmark = pytest.mark.soak
LOOPBACK = {"SPACENEWS_ALLOW_LOOPBACK": "1"}
FIELDS = "url, title, published_on, published_at, authors, categories, body, teaser, language"


def look_and_crawl(folder: Path, key: str, home: str) -> dict[str, Any]:
    """Write a spec by looking, crawl by it, and return the articles."""
    made = start(folder, "sites", "new", key, home, "--sites", "found", "--delay", "0", **LOOPBACK)
    assert made.returncode == 0, made.stderr
    checked = start(folder, "sites", "check", key, "--offline", "--sites", "found", **LOOPBACK)
    assert checked.returncode == 0, checked.stderr
    return crawl(folder, key, "found")


def crawl(folder: Path, key: str, sites: str) -> dict[str, Any]:
    """Crawl a site to its end, and return its articles by address."""
    where = ("--sites", sites, "--data", f"{sites}-data", "--delay", "0", "--concurrency", "4")
    done = start(folder, "crawl", key, "--full", "--quiet", *where, **LOOPBACK)
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(folder / f"{sites}-data" / "spacenews.db") as connection:
        rows = connection.execute(f"SELECT {FIELDS} FROM article_records").fetchall()
    return {row[0]: row[1:] for row in rows}


@pytest.mark.parametrize("faults", [(), ("no-rest", "no-sitemap", "no-feed")], ids=["all lists", "listings alone"])
@pytest.mark.parametrize("markup", MARKUPS)
def test_the_embedded_site_is_archived_as_with_the_spec_written_by_hand(
    markup: str, faults: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "hand").mkdir()
    with DemoServer(markup=markup, faults=faults, articles=120) as server:
        (tmp_path / "hand" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        ours = look_and_crawl(tmp_path, "demo", server.base_url)
        theirs = crawl(tmp_path, "demo", "hand")
    assert len(theirs) == 120
    assert ours == theirs


@pytest.mark.skipif(not UP.exists(), reason="../shared/wordpress/up.sh is not here")
@pytest.mark.skipif(os.geteuid() != 0, reason="the WordPress needs root")
def test_a_real_wordpress_is_archived_as_with_the_spec_written_by_hand(tmp_path: Path) -> None:
    subprocess.run(["bash", str(UP)], check=True, capture_output=True)
    (tmp_path / "hand").mkdir()
    (tmp_path / "hand" / "courier.py").write_text(SPEC, encoding="utf-8")
    ours = look_and_crawl(tmp_path, "courier", HOME)
    assert ours == crawl(tmp_path, "courier", "hand")
    true = {post["url"]: post for post in up("truth")}
    assert set(ours) == set(true)
    for url, post in true.items():
        title, day, at, authors, categories, body, *_ = ours[url]
        assert (title, day, at) == (post["title"], post["published_on"], post["published"].replace("+00:00", "Z"))
        assert json.loads(authors) == [post["author"]]
        assert sorted(json.loads(categories)) == sorted(post["categories"])
        assert folded(body) == folded(post["body"])


def test_a_site_that_cannot_be_asked_is_not_well_and_nothing_is_written(tmp_path: Path) -> None:
    with DemoServer(articles=24, faults=("robots-500",)) as server:
        answer = start(
            tmp_path,
            *("sites", "new", "perigee", server.base_url, "--delay", "0", "--set", "SPACENEWS_RETRY_BACKOFF=0"),
            **LOOPBACK,
        )
        asked = {each.path for each in server.requests()}
    assert answer.returncode == 4
    assert "robots.txt cannot be had (answered 500)" in answer.stderr
    assert asked == {"/robots.txt"}
    assert not list(tmp_path.iterdir())
