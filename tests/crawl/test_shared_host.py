"""Two sites that share a host share its pace, its robots.txt and its budget of the day, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from tests.crawl.test_politeness import later

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

DELAY = 3  # longer than a run takes to begin
PACE = {"CONCURRENT_REQUESTS_PER_DOMAIN": "1", "DOWNLOAD_TIMEOUT": "30"}


def test_the_second_site_keeps_the_distance_and_gets_what_the_first_left_of_the_day(bench: Bench) -> None:
    bench.environment["SPACENEWS_NOW"] = "2031-05-01T10:00:00Z"
    with DemoServer(articles=20) as server:
        bench.write_spec(server.base_url)
        (bench.sites / "again.py").write_text(spec_text(server.base_url, "again"))
        for key, budget, delay in (("demo", 3, 0), ("again", 4, DELAY), ("demo", 4, 0)):
            own = {"SPACENEWS_DAILY_BUDGET": str(budget), "DOWNLOAD_DELAY": str(delay)}
            ended = bench.crawl(key=key, settings=PACE | own)
            assert ended.code == 0, ended.said
            assert f"today's budget of {budget} requests" in ended.said
            assert len(server.requests()) == budget
            later(bench, hours=0)
        served = server.requests()
    assert [each.path for each in served].count("/robots.txt") == 1
    assert (served[3].at - served[2].at).total_seconds() > DELAY - 0.1
    assert bench.query("SELECT sum(requests) FROM host_days") == [(4,)]
