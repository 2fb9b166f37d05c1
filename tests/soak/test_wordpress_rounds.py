"""Five rounds of a real WordPress's newsroom, an incremental crawl after each: all is found, for a counted price."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.soak.counting_proxy import BEHIND, CountingProxy

UP = Path(__file__).resolve().parents[3] / "shared" / "wordpress" / "up.sh"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not UP.exists(), reason="../shared/wordpress/up.sh is not here"),
    pytest.mark.skipif(os.geteuid() != 0, reason="the WordPress needs root"),
]
SPEC = '''"""Baikonur Courier: a WordPress with a block theme."""

from spacenews.specs import Site, wordpress

SITE = Site(
    key="courier",
    name="Baikonur Courier",
    home="{home}",
    timezone="Europe/Moscow",
    sources=wordpress.sources("{home}", more="full story"),
)
'''
ROUNDS = 5
CATEGORIES = 9


def up(*arguments: str) -> list[Any]:
    done = subprocess.run(["bash", str(UP), *arguments], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def hide_inventories(path: str) -> bool:
    return path.startswith("/wp-json") or "rest_route" in path or "sitemap" in path


class Watched:
    """An archive of the WordPress behind a proxy, and a clock."""

    def __init__(self, folder: Path, proxy: CountingProxy) -> None:
        self.proxy = proxy
        self.data, self.sites = folder / "data", folder / "sites"
        self.sites.mkdir()
        (self.sites / "courier.py").write_text(SPEC.format(home=proxy.home), encoding="utf-8")
        self.shift = timedelta()

    def crawl(self, *options: str, after: timedelta) -> list[tuple[str, int]]:
        """Crawl some time later; return what was asked, without robots.txt."""
        self.shift += after
        begun = len(self.proxy.asked)
        done = subprocess.run(
            [
                *(sys.executable, "-W", "error", "-m", "spacenews", "crawl", "courier", *options),
                *("--data", str(self.data), "--sites", str(self.sites), "--allow-loopback", "--delay", "0"),
            ],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "SPACENEWS_NOW": (datetime.now(UTC) + self.shift).isoformat()},
        )
        assert done.returncode == 0, done.stderr
        return [each for each in self.proxy.asked[begun:] if each[0] != "/robots.txt"]

    def ask(self, query: str, *values: str) -> list[Any]:
        with sqlite3.connect(self.data / "spacenews.db") as connection:
            return connection.execute(query, values).fetchall()

    def revisions(self) -> dict[str, int]:
        rows = self.ask("SELECT url, revisions FROM articles")
        return {url.replace(self.proxy.host, BEHIND): count for url, count in rows}

    def last_status(self, url: str) -> int:
        ((status,),) = self.ask(
            "SELECT status FROM captures WHERE url = ? ORDER BY captured_at DESC LIMIT 1",
            url.replace(BEHIND, self.proxy.host),
        )
        return int(status)


def is_list(path: str) -> bool:
    return path == "/" or any(
        part in path for part in ("/wp-json", "/category/", "/feed/", "/page/", "sitemap", "?cat")
    )


@pytest.mark.parametrize(
    ("hides", "lists", "check_after", "check_lists"),
    [
        pytest.param(lambda _: False, 3, timedelta(days=1), 3, id="everything is there"),
        pytest.param(hide_inventories, CATEGORIES + 2, timedelta(days=8), 60, id="without REST and sitemap"),
    ],
)
def test_five_rounds_are_found_for_the_price_that_is_promised(
    hides: Callable[[str], bool], lists: int, check_after: timedelta, check_lists: int, tmp_path: Path
) -> None:
    subprocess.run(["bash", str(UP)], check=True, capture_output=True)
    hour = timedelta(hours=1)
    with CountingProxy(hides) as proxy:
        site = Watched(tmp_path, proxy)
        site.crawl(after=timedelta())
        price: list[tuple[object, ...]] = []
        unchanged = site.crawl(after=hour)
        price.append(("unchanged", len(unchanged)))
        assert [path for path, _ in unchanged if not is_list(path)] == []
        assert len(unchanged) <= lists
        did: dict[str, list[Any]] = {"new": [], "edited": [], "unpublished": [], "renamed": []}
        for number in range(ROUNDS):
            before = site.revisions()
            (done,) = up("mutate", str(int(time.time()) + number))
            for name, found in did.items():
                found.extend(done[name])
            asked = site.crawl(after=hour)
            price.append((f"round {number + 1}", len(asked), sum(is_list(path) for path, _ in asked)))
            after = site.revisions()
            renamed = dict(done["renamed"])
            assert {*done["new"], *renamed.values()} <= set(after)
            assert all(after[renamed.get(url, url)] > before[url] for url in done["edited"] if url in before)
            assert sum(is_list(path) for path, _ in asked) <= lists
            assert len(asked) <= lists + 3 + 2 + 2 + 2
        asked = site.crawl(after=check_after)
        price.append(("list check", len(asked), sum(is_list(path) for path, _ in asked)))
        (tmp_path / "price.json").write_text(json.dumps(price), encoding="utf-8")  # for whoever asks what it costs
        assert all(site.last_status(url) == 404 for url in did["unpublished"])
        assert sum(is_list(path) for path, _ in asked) <= check_lists + lists
        truth = {post["url"] for post in up("truth")}
        assert truth <= set(site.revisions())
