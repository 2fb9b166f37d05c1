"""A backfill archives all that there is, in as many runs as it takes, whatever the lists do meanwhile."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from spacenews.crawl.backfill_progress import backfill_line, duration_text
from spacenews.demo.server import DemoServer
from spacenews.demo.truth import truth
from spacenews.frontier import BackfillFigures, open_state, read_figures

if TYPE_CHECKING:
    import subprocess

    from tests.crawl.crawling import Bench

ARTICLES = 40
LISTINGS_ALONE = ("no-feed", "no-sitemap", "no-rest")
BACKFILL = ("-a", "mode=backfill")


def live(server: DemoServer, day: int, articles: int = ARTICLES) -> set[str]:
    return {each.url for each in truth(day, server.base_url, articles=articles)}


def days(bench: Bench) -> set[str | None]:
    return {day for (day,) in bench.query("SELECT published_on FROM articles", database="spacenews.db")}


def wait_for_requests(server: DemoServer, process: subprocess.Popen[str], count: int) -> None:
    while len(server.requests()) < count:
        assert process.poll() is None, "the backfill ended before the site changed"


def test_the_newest_article_is_asked_first_and_the_oldest_last(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(*BACKFILL, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": "1"})
        order = [each.path for each in server.requests()]
    assert ended.code == 0, ended.said
    assert bench.articles() == live(server, 1)
    dated = bench.query("SELECT url, published_on FROM frontier WHERE published_on IS NOT NULL AND fate = 'archived'")
    at = {server.base_url.rstrip("/") + path: place for place, path in enumerate(order)}
    asked = [day for _, day in sorted((at[url], day) for url, day in dated)]
    assert asked == sorted(asked, reverse=True)


def test_a_backfill_goes_on_where_its_budget_ended_it_and_asks_nothing_twice(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        first = bench.crawl(*BACKFILL, settings={"SPACENEWS_DAILY_BUDGET": "30"})
        assert first.code == 0, first.said
        assert "today's budget of 30 requests" in first.said
        assert len(server.requests()) == 30
        before = {each.path for each in server.requests()}
        again = bench.crawl(*BACKFILL)
        later = [each.path for each in server.requests()[30:]]
    assert again.code == 0, again.said
    assert bench.articles() == live(server, 1)
    assert len(later) == len(set(later))
    articles = {url.removeprefix(server.base_url.rstrip("/")) for url in bench.articles()}
    assert not articles & before & set(later)
    assert "/robots.txt" not in later


def test_an_incremental_run_leaves_the_archive_to_the_backfill(bench: Bench) -> None:
    with DemoServer(articles=200) as server:
        bench.write_spec(server.base_url)
        bench.crawl(*BACKFILL, settings={"SPACENEWS_DAILY_BUDGET": "60"})
        asked = len(server.requests())
        left = bench.fates()["pending"]
        between = bench.crawl()
        cost = len(server.requests()) - asked
        assert between.code == 0, between.said
        assert bench.fates()["pending"] > left / 2
        assert cost < left / 2
        rest = bench.crawl(*BACKFILL)
    assert rest.code == 0, rest.said
    assert bench.articles() == live(server, 1, articles=200)


def test_lists_that_shift_while_they_are_walked_lose_nothing(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES, faults=LISTINGS_ALONE) as server:
        bench.write_spec(server.base_url)
        often = {"SPACENEWS_BACKFILL_NEWS_SECONDS": "2"}
        process = bench.start(*BACKFILL, settings=often | {"CONCURRENT_REQUESTS_PER_DOMAIN": "1"})
        for day, count in ((5, 4), (10, 8), (15, 12), (20, 30)):
            wait_for_requests(server, process, count)
            server.set_day(day)
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
        last = bench.crawl(*BACKFILL)
        assert last.code == 0, last.said
    assert bench.articles() >= live(server, 20)


def test_lists_that_shift_between_two_runs_lose_nothing(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES, faults=LISTINGS_ALONE) as server:
        bench.write_spec(server.base_url)
        for day, budget in ((1, 4), (20, 9), (40, 15), (60, 0)):
            server.set_day(day)
            ended = bench.crawl(*BACKFILL, settings={"SPACENEWS_DAILY_BUDGET": str(budget)})
            assert ended.code == 0, ended.said
    assert bench.articles() >= live(server, 60)


def test_a_window_limits_what_is_asked_and_a_later_backfill_gets_the_rest(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(*BACKFILL, "-a", "since=2016-01-01", "-a", "until=2019-12-31")
        assert ended.code == 0, ended.said
        inside = {
            each.url
            for each in truth(1, server.base_url, articles=ARTICLES)
            if each.published_on is not None and date(2016, 1, 1) <= each.published_on <= date(2019, 12, 31)
        }
        assert bench.articles() >= inside
        assert all(day is None or "2016" <= day < "2020" for day in days(bench))
        why = dict(bench.query("SELECT reason, count(*) FROM frontier WHERE fate = 'pending' GROUP BY reason"))
        assert list(why) == ["outside the window of the backfill"]
        assert bench.run().outcome == f"all done; {sum(why.values())} wait outside the window of the backfill"
        rest = bench.crawl(*BACKFILL)
    assert rest.code == 0, rest.said
    assert bench.articles() == live(server, 1)
    assert "pending" not in bench.fates()


def test_a_page_of_a_list_that_cannot_be_had_has_the_next_walk_go_to_the_end(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES, faults=LISTINGS_ALONE) as server:
        bench.write_spec(server.base_url)
        bench.crawl(*BACKFILL, settings={"SPACENEWS_MAX_PAGES": "2"})
        assert bench.query("SELECT count(*) FROM frontier WHERE url = ? AND complete_walk = 0", server.base_url)[0][0]
        again = bench.crawl(*BACKFILL)
    assert again.code == 0, again.said
    assert bench.articles() == live(server, 1)


def test_how_far_a_backfill_is_does_not_change_by_a_restart(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl(*BACKFILL, settings={"SPACENEWS_DAILY_BUDGET": "40"})
    state = open_state(bench.data / "state.db")
    figures = read_figures(state, "demo")
    state.close()
    assert figures.done >= 35
    assert figures.pending > 0
    assert figures.known == figures.done + figures.pending
    assert figures.rate is not None
    line = backfill_line("demo", figures, 1.0)
    assert f"{figures.done} of {figures.known} known addresses done" in line
    assert line.endswith(" left")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0 s"), (59, "59 s"), (3599, "59 min"), (7260, "2 h 1 min"), (432_000, "5.0 days")]
)
def test_durations_are_told_as_people_say_them(seconds: float, words: str) -> None:
    assert duration_text(seconds) == words


def test_time_left_is_told_from_the_pace_while_few_have_answered() -> None:
    figures = BackfillFigures(known=1000, pending=900, failed=2, parked=50, rate=None)
    assert backfill_line("orbit", figures, 2.0) == (
        "orbit: 100 of 1,000 known addresses done (10.0 %), 2 failed, 50 outside the window, 0.5 a second, 30 min left"
    )


def test_a_window_that_ends_before_it_begins_is_refused(bench: Bench) -> None:
    bench.write_spec("http://127.0.0.1:9/")
    ended = bench.crawl(*BACKFILL, "-a", "since=2020-01-01", "-a", "until=2019-01-01")
    assert ended.code == 2
    assert "before it begins" in ended.said
