"""A site that is down, forbids, or asks to wait is left alone, and the run says so."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from spacenews.demo.server import DemoServer
from spacenews.model import clock

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

ARTICLES = 20


@pytest.mark.parametrize("fault", ["down", "robots-500"])
def test_without_robots_txt_nothing_else_is_asked(bench: Bench, fault: str) -> None:
    with DemoServer(faults=[fault], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
        assert {each.path for each in server.requests()} == {"/robots.txt"}
        assert ended.code == 4
        assert "robots.txt cannot be had" in ended.said
        assert set(bench.fates()) == {"pending"}
        server.set_faults()
        again = bench.crawl()
    assert again.code == 0, again.said
    assert len(bench.articles()) == ARTICLES


def test_a_site_that_does_not_answer_at_all_is_told(bench: Bench) -> None:
    bench.write_spec("http://127.0.0.1:9/")
    ended = bench.crawl()
    assert ended.code == 4
    assert "refused" in ended.said
    assert set(bench.fates()) == {"pending"}


def test_a_site_that_goes_down_makes_nothing_fail_for_good(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        assert bench.crawl("-a", "limit=2").code == 0
        server.set_faults("down")
        # robots.txt was had in time: the outage begins behind it.
        ended = bench.crawl(settings={"SPACENEWS_OUTAGE": "3"})
    assert ended.code == 4
    assert "failed" not in bench.fates()
    assert len(bench.articles()) == 2


def test_what_robots_txt_forbids_is_never_asked(bench: Bench) -> None:
    with DemoServer(faults=["robots-half"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
        asked = {each.path for each in server.requests()}
    assert ended.code == 0, ended.said
    assert bench.fates()["blocked"] > 0
    open_anyway = ("/robots.txt", "/page/", "/wp-")
    assert not [path for path in asked if "n" <= path[1:2] <= "z" and not path.startswith(open_anyway)]


def test_a_crawl_delay_is_obeyed_one_request_at_a_time(bench: Bench) -> None:
    with DemoServer(faults=["robots-delay=0.3"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl("-a", "limit=5")
        at = [each.at for each in server.requests()]
    assert ended.code == 0, ended.said
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(at[1:])]
    # A request may be late on its way to the log, and the next one not; all of them together cannot.
    assert min(gaps) > 0.15
    assert sum(gaps) > 0.3 * (len(gaps) - 0.5)


def test_a_wait_that_is_longer_than_a_run_is_kept_by_the_next_run_too(bench: Bench) -> None:
    with DemoServer(faults=["429-seconds"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings={"SPACENEWS_RETRY_HORIZON": "0.2"})
        count = len(server.requests())
        assert ended.code == 4
        assert "not to be asked before" in ended.said
        assert bench.fates()["pending"] > 0
        bench.environment["SPACENEWS_NOW"] = clock.to_text(bench.run().started_at)
        at_once = bench.crawl(settings={"SPACENEWS_RETRY_HORIZON": "0"})
        assert at_once.code == 4
        assert len(server.requests()) == count
        del bench.environment["SPACENEWS_NOW"]
        later = bench.crawl()
    assert later.code == 0, later.said
    assert len(bench.articles()) == ARTICLES + 1


def test_a_site_without_feed_sitemap_and_rest_is_crawled_by_its_pages(bench: Bench) -> None:
    with DemoServer(faults=["no-feed", "no-sitemap", "no-rest"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl("-a", "mode=full")
    assert ended.code == 0, ended.said
    assert bench.row("/feed/") == ("rejected", "absent: 404")
    assert bench.row("/wp-sitemap.xml") == ("rejected", "absent: 404")
    assert len(bench.articles()) == ARTICLES


def test_a_loopback_address_is_refused_by_name_unless_it_is_allowed(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(loopback=False)
        assert server.requests() == []
    assert ended.code == 4
    assert "127.0.0.1 is a private or loopback address" in ended.said
    assert "--allow-loopback" in ended.said


def test_no_setting_switches_captures_or_robots_txt_off(bench: Bench) -> None:
    with DemoServer(faults=["robots-half"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings={"DOWNLOADER_MIDDLEWARES": "{}"})
        assert not server.requests()
    assert ended.code == 2
    assert "-s DOWNLOADER_MIDDLEWARES: a run keeps this as it is" in ended.said
    assert not bench.data.exists()


def test_no_settings_of_another_project_switch_them_off(bench: Bench) -> None:
    module = bench.folder / "theirs.py"
    module.write_text("from spacenews.crawl.settings import *\nDOWNLOADER_MIDDLEWARES = {}\n")
    bench.environment.update(SCRAPY_SETTINGS_MODULE="theirs", PYTHONPATH=str(bench.folder))
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
        assert not server.requests()
    assert ended.code == 2, ended.said
    assert "-s DOWNLOADER_MIDDLEWARES: a run keeps this as it is" in ended.said
