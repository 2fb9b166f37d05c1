"""One run from start to end: what it asks, what it stores, how it is stopped and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from spacenews.captures import check_captures
from spacenews.demo.server import DemoServer
from spacenews.specs import SpecRegistry
from tests.crawl.crawling import ROOT, WAIT_SECONDS, Bench

ARTICLES = 40
CONCURRENT = 6  # four on the wire, two that wait for their turn


def wait_for_requests(server: DemoServer, process: subprocess.Popen[str], count: int) -> None:
    while len(server.requests()) < count:
        assert process.poll() is None, "the crawl ended before it was to be stopped"


def test_the_first_crawl_archives_everything_and_the_second_asks_only_the_lists(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        first = bench.crawl()
        assert first.code == 0, first.said
        exported, asked = bench.exported(), len(server.requests())
        second = bench.crawl()
        paths = [each.path for each in server.requests()[asked:]]
    assert len(bench.articles()) == ARTICLES
    assert set(bench.fates()) <= {"archived", "listed", "moved", "excluded"}
    assert second.code == 0, second.said
    assert bench.run().counts.get("new", 0) == 0
    assert not [path for path in paths if path.count("/") == 2 and path != "/feed/"], "an article was asked for"
    assert len(paths) == len(set(paths))
    assert bench.exported() == exported


def test_every_url_is_asked_once(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl("-a", "mode=full")
        paths = [each.path for each in server.requests()]
    assert len(paths) == len(set(paths))


def test_what_is_new_on_the_second_day_is_found(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl()
        held = bench.articles()
        server.set_day(2)
        ended = bench.crawl()
    assert ended.code == 0, ended.said
    new = bench.run().counts["new"]
    assert new > 0
    assert len(bench.articles() - held) >= new - bench.run().counts.get("duplicates", 0)


def test_a_limit_is_kept_exactly_and_the_rest_waits(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl("-a", "limit=7")
        assert ended.code == 0, ended.said
        assert len(bench.articles()) == 7
        assert "the limit is reached" in ended.said
        assert bench.fates()["pending"] > 0
        assert bench.crawl().code == 0
    assert len(bench.articles()) == ARTICLES


def test_fetch_asks_only_what_was_ordered(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl("-a", "limit=2")
        asked = len(server.requests())
        wanted = min(bench.articles())
        ended = bench.crawl("-a", f"urls={wanted} {server.base_url}no-such-article/")
        paths = [each.path for each in server.requests()[asked:]]
    assert ended.code == 0, ended.said
    # robots.txt is not asked again: its answer of the first run is good for a day.
    assert sorted(paths) == sorted([wanted.removeprefix(server.base_url[:-1]), "/no-such-article/"])
    assert bench.row("/no-such-article/") == ("rejected", "error_status: 404")
    assert bench.run().counts["unchanged"] == 1


def test_ctrl_c_ends_the_run_at_once_however_slow_the_host_and_the_next_one_goes_on(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        process = bench.start(settings={"DOWNLOAD_DELAY": "0.2", "CONCURRENT_REQUESTS": "16"})
        wait_for_requests(server, process, 8)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 130, said
        assert len(server.requests()) < 16
        assert bench.run().outcome.startswith("stopped by hand")
        assert bench.query("SELECT count(*) FROM frontier WHERE lease_until IS NOT NULL") == [(0,)]
        assert bench.crawl().code == 0
        paths = [each.path for each in server.requests() if each.path != "/robots.txt"]
    assert len(bench.articles()) == ARTICLES
    assert len([path for path in set(paths) if paths.count(path) > 2]) == 0


def test_ctrl_c_twice_ends_it_without_waiting_and_loses_nothing(bench: Bench) -> None:
    with DemoServer(faults=["slow-body"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        process = bench.start(settings={"DOWNLOAD_TIMEOUT": "60"})
        wait_for_requests(server, process, 10)
        while "/fault/slow-body/" not in {each.path for each in server.requests()}:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
        _, said = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 130, said
        server.set_faults()
        assert bench.crawl().code == 0
    assert len(bench.articles()) == ARTICLES


@pytest.mark.parametrize("count", [3, 20, 45])
def test_a_killed_run_is_gone_on_with_and_repeats_only_what_was_in_flight(bench: Bench, count: int) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        process = bench.start()
        wait_for_requests(server, process, count)
        process.kill()
        process.communicate()
        ended = bench.crawl()
        assert ended.code == 0, ended.said
        paths = [each.path for each in server.requests()]
    assert len(bench.articles()) == ARTICLES
    lists = {"/robots.txt", "/", "/feed/"}
    repeated = {path for path in paths if paths.count(path) > 1 and path not in lists and "/page/" not in path}
    articles = {path for path in repeated if not path.startswith(("/category/", "/feed/"))}
    assert len(articles) <= CONCURRENT
    assert sorted(bench.exported_urls()) == sorted(bench.articles())
    assert list(check_captures(bench.data / "captures", "demo")) == []


def test_a_full_run_reads_every_known_article_again_and_changes_nothing(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl()
        exported = bench.exported()
        ended = bench.crawl("-a", "mode=full")
    assert ended.code == 0, ended.said
    counts = bench.run().counts
    assert counts["unchanged"] >= ARTICLES
    assert counts.get("revised", 0) == 0
    assert bench.exported() == exported


def test_the_user_agent_names_a_contact(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl("-a", "limit=1", settings={"SPACENEWS_CONTACT": "desk@orbit.example"})
        agents = {each.headers.get("User-Agent") for each in server.requests()}
    assert agents == {"spacenews/0.1.0 (+desk@orbit.example)"}


def test_list_shell_and_fetch_work_as_scrapys_users_expect(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        (bench.sites / "broken.py").write_text("raise RuntimeError")
        environment = {**os.environ, "SPACENEWS_SITES": str(bench.sites)}

        def scrapy(*arguments: str) -> str:
            command = [sys.executable, "-W", "error", "-m", "scrapy", *arguments]
            return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout

        assert set(scrapy("list").split()) == {"broken", "demo", *SpecRegistry().keys()}
        shown = scrapy("shell", server.base_url, "-c", "(response.status, spider.name)")
        assert shown.strip() == "(200, 'demo')"
        assert "</html>" in scrapy("fetch", "--nolog", server.base_url)
    assert not bench.data.exists()
