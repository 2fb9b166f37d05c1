"""A host is asked as it wishes: its robots.txt, its delay, its own words, and no more a day than it may have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from spacenews.crawl.hosts import HostBook
from spacenews.demo.server import DemoServer, Served
from spacenews.frontier import load_host, load_pace, open_state, save_wait
from spacenews.model import clock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.crawling import Bench

ARTICLES = 20
YEAR = 365 * 86_400
ONE = {"CONCURRENT_REQUESTS_PER_DOMAIN": "1"}


def later(bench: Bench, hours: float) -> None:
    """Let the next run begin so long after the last one ended."""
    ended = bench.run().finished_at or clock.now()
    bench.environment["SPACENEWS_NOW"] = clock.to_text(ended + timedelta(hours=hours))


def settings_of(**values: str) -> Settings:
    settings = Settings()
    settings.setmodule("spacenews.crawl.settings", priority="project")
    settings.update(values, priority="cmdline")
    return settings


def gaps(served: list[Served]) -> list[float]:
    return [(after.at - before.at).total_seconds() for before, after in pairwise(served)]


def assert_delayed(served: list[Served], seconds: float) -> None:
    """A request may be late on its way to the log, and the next one not; all of them together cannot."""
    between = gaps(served)
    assert min(between) > seconds / 2
    assert sum(between) > seconds * (len(between) - 0.5)


def test_a_run_keeps_its_distance_from_the_run_before(bench: Bench) -> None:
    with DemoServer(faults=["robots-delay=3"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        for budget in ("2", "3"):
            assert bench.crawl(settings={"SPACENEWS_DAILY_BUDGET": budget}).code == 0
        served = server.requests()
    assert [each.path for each in served].count("/robots.txt") == 1
    assert len(served) == 3
    assert_delayed(served[1:], 3)


def test_half_a_site_that_robots_txt_forbids_is_not_asked_by_later_runs_either(bench: Bench) -> None:
    with DemoServer(faults=["robots-half", "robots-delay=0.3"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        for budget in ("8", "16"):
            assert bench.crawl("-a", "mode=backfill", settings={"SPACENEWS_DAILY_BUDGET": budget}).code == 0
        served = server.requests()
    paths = [each.path for each in served]
    assert len(paths) == 16
    assert paths.count("/robots.txt") == 1
    assert not [
        path for path in paths if "n" <= path[1:2] <= "z" and not path.startswith(("/robots.txt", "/page/", "/wp-"))
    ]
    assert_delayed(served[1:], 0.3)


def test_robots_txt_is_asked_again_after_a_day(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        for hours in (0, 12, 13):
            assert bench.crawl().code == 0
            later(bench, hours)
        assert [each.path for each in server.requests()].count("/robots.txt") == 1
        later(bench, 25)
        assert bench.crawl().code == 0
        assert [each.path for each in server.requests()].count("/robots.txt") == 2


@pytest.mark.parametrize(("fault", "seconds"), [("429-seconds", 1.0), ("429-date", 1.0)])
def test_a_wait_that_is_asked_for_is_kept(bench: Bench, fault: str, seconds: float) -> None:
    with DemoServer(faults=[fault], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings=ONE)
        served = server.requests()
    assert ended.code == 0, ended.said
    (place,) = [number for number, each in enumerate(served) if each.status == 429]
    assert gaps(served)[place] >= seconds - 0.05


def test_a_budget_is_of_the_day_whatever_runs_share_it(bench: Bench) -> None:
    bench.environment["SPACENEWS_NOW"] = "2031-05-01T10:00:00Z"
    budget = {"SPACENEWS_DAILY_BUDGET": "12"}
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        first = bench.crawl(settings=budget)
        assert len(server.requests()) == 12
        assert first.code == 0, first.said
        assert "today's budget of 12 requests" in first.said
        assert bench.run().counts["pending"] > 0
        bench.crawl(settings=budget)
        assert len(server.requests()) == 12
        bench.environment["SPACENEWS_NOW"] = "2031-05-02T00:00:01Z"
        bench.crawl(settings=budget)
        assert len(server.requests()) == 24
    assert dict(bench.query("SELECT day, requests FROM host_days")) == {"2031-05-01": 12, "2031-05-02": 12}


@contextmanager
def answering(status: int, **headers: str) -> Iterator[tuple[str, list[str]]]:
    """Serve robots.txt, and one answer to everything else; gives the address and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404 if self.path == "/robots.txt" else status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", asked
        finally:
            server.shutdown()


def test_a_wait_of_a_year_is_cut_to_a_day_and_told(bench: Bench) -> None:
    with answering(503, Retry_After=str(YEAR)) as (address, asked):
        bench.write_spec(address)
        ended = bench.crawl(settings=ONE)
        assert ended.code == 4
        assert "asks to be left alone for 365 days" in ended.said
        count = len(asked)
        later(bench, 12)
        assert bench.crawl(settings=ONE).code == 4
        assert len(asked) == count
        later(bench, 25)
        bench.crawl(settings=ONE)
        assert len(asked) > count


def test_what_fails_is_tried_on_three_days_and_then_has_failed(bench: Bench) -> None:
    tries = {"SPACENEWS_RETRY_TIMES": "1", "SPACENEWS_RETRY_BACKOFF": "0.01", "SPACENEWS_OUTAGE": "100"}
    bench.environment["SPACENEWS_NOW"] = "2031-05-01T10:00:00Z"
    with answering(500) as (address, asked):
        bench.write_spec(address)
        url = f"{address}an-article/"
        codes = []
        for day in (1, 2, 4):
            bench.environment["SPACENEWS_NOW"] = f"2031-05-0{day}T10:00:00Z"
            codes.append(bench.crawl("-a", f"urls={url}" if day == 1 else "mode=full", settings=tries | ONE).code)
        tried = asked.count("/an-article/")
    assert tried == 6, codes
    assert bench.row("/an-article/") == ("failed", "answered 500, 6 times")


def test_a_host_that_errs_is_asked_more_and_more_rarely_and_then_as_before(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    book = HostBook(state, settings_of(DOWNLOAD_DELAY="1", SPACENEWS_RETRY_BACKOFF="5"))
    host = book.host("orbit.example")
    delays = []
    for _ in range(6):
        book.note_error(host)
        delays.append(book.delay_of(host))
    assert delays == [6, 11, 21, 41, 61, 61]
    book.note_asked(host)
    assert HostBook(state, settings_of()).host("orbit.example").backoff == 60
    while book.note_answer(host):
        pass
    assert book.delay_of(host) == 1
    book.note_asked(host)
    book.flush()
    assert load_pace(state, "orbit.example").backoff == 0
    assert load_host(state, "orbit.example").next_allowed_at is None
    assert host.asked_at is not None
    assert host.asked_at <= datetime.now(UTC)
    state.close()


def test_a_wait_that_a_clock_which_was_ahead_wrote_is_not_kept(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    book = HostBook(state, settings_of())
    for wait, kept in ((timedelta(hours=2), True), (timedelta(days=400), False)):
        until = clock.now() + wait
        save_wait(state, "orbit.example", until)
        assert book.waits_until("orbit.example") == (until if kept else None)
    assert book.waits_until("comet.example") is None
    state.close()
