"""`Crawl-delay: 3` of robots.txt is kept over a whole crawl and from it to the next, whatever pace is asked for.

The distances are read from the server's own log: lower bounds, which a slow machine cannot break.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from spacenews.demo.server import DemoServer, Served
from tests.crawl.crawling import Bench

pytestmark = pytest.mark.soak
ARTICLES = 20
DELAY, SPREAD = 3.0, 0.1  # the log notes when a request arrived, which may vary by that


def too_close(served: list[Served]) -> list[tuple[str, float]]:
    """Return what came too soon after the request before it; robots.txt, which says the delay, comes first."""
    gaps = [(after.path, (after.at - before.at).total_seconds()) for before, after in pairwise(served)]
    return [each for each in gaps[1:] if each[1] < DELAY - SPREAD]


def test_a_crawl_delay_is_kept_over_a_whole_crawl_and_the_next(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    hasty = {"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "8", "DOWNLOAD_TIMEOUT": "30"}
    with DemoServer(articles=ARTICLES, faults=["robots-delay=3"]) as server:
        bench.write_spec(server.base_url)
        for _ in range(2):
            process = bench.start(settings=hasty)
            _, said = process.communicate()
            assert process.returncode == 0, said
        served = server.requests()
    assert len(bench.articles()) == ARTICLES
    assert [each.path for each in served].count("/robots.txt") == 1
    assert too_close(served) == []
    print(f"{len(served)} requests in {(served[-1].at - served[0].at).total_seconds():.0f} s")  # noqa: T201 - the figures of `make soak`
