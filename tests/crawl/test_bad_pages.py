"""Whatever a page does, the crawl ends, every row says what became of it, and the good pages are stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from spacenews.demo.server import DemoServer, Served

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench, Ended

ARTICLES = 20
HEALING = ("500-twice", "429-seconds", "429-date")
FAILING = {
    "slow-body": "timed out",
    "cut-length": "the body was cut off (disconnect)",
    "cut-chunked": "the body was cut off (disconnect)",
    "cut-gzip": "truncated",
    "reset": "the connection failed",
}
REJECTED = {"soft-404": "", "challenge": "challenge", "huge": "too_large", "deep": "too_deep", "gzip-bomb": "too_large"}


@dataclass(frozen=True)
class Crawled:
    """One crawl with faults of one kind, looked at by many tests."""

    bench: Bench
    ended: Ended
    requests: list[Served]


def crawl(bench: Bench, faults: tuple[str, ...], settings: dict[str, str]) -> Crawled:
    with DemoServer(faults=list(faults), articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        return Crawled(bench, bench.crawl(settings=settings), server.requests())


@pytest.fixture(scope="module")
def healing(new_bench: Callable[[], Bench]) -> Crawled:
    return crawl(new_bench(), HEALING, {})


@pytest.fixture(scope="module")
def failing(new_bench: Callable[[], Bench]) -> Crawled:
    return crawl(
        new_bench(),
        tuple(FAILING),
        {"DOWNLOAD_TIMEOUT": "0.5", "SPACENEWS_RETRY_TIMES": "1", "SPACENEWS_RETRY_DAYS": "1"},
    )


@pytest.fixture(scope="module")
def rejected(new_bench: Callable[[], Bench]) -> Crawled:
    return crawl(new_bench(), tuple(REJECTED), {"DOWNLOAD_TIMEOUT": "5"})


@pytest.mark.parametrize("fault", HEALING)
def test_what_goes_wrong_for_a_while_is_asked_again_until_it_goes_well(healing: Crawled, fault: str) -> None:
    asked = [each for each in healing.requests if each.path == f"/fault/{fault}/"]
    assert healing.ended.code == 0, healing.ended.said
    assert healing.bench.row(f"/fault/{fault}/") == ("archived", "")
    assert asked[-1].status == 200
    if fault.startswith("429"):
        assert (asked[1].at - asked[0].at).total_seconds() >= 0.9
    assert len(healing.bench.articles()) == ARTICLES + len(HEALING)


@pytest.mark.parametrize("fault", FAILING)
def test_what_never_goes_well_fails_with_its_reason(failing: Crawled, fault: str) -> None:
    fate, reason = failing.bench.row(f"/fault/{fault}/")
    assert failing.ended.code == 3, failing.ended.said
    assert fate == "failed"
    assert reason.startswith(FAILING[fault])
    assert reason.endswith(", 2 times")
    assert len(failing.bench.articles()) == ARTICLES


@pytest.mark.parametrize("fault", REJECTED)
def test_what_is_no_article_is_rejected_with_its_reason(rejected: Crawled, fault: str) -> None:
    fate, reason = rejected.bench.row(f"/fault/{fault}/")
    assert rejected.ended.code == 0, rejected.ended.said
    assert fate == "rejected"
    assert reason.startswith(REJECTED[fault])
    assert len(rejected.bench.articles()) == ARTICLES


def test_a_redirect_loop_fails_once_and_does_not_go_round(bench: Bench) -> None:
    crawled = crawl(bench, ("redirect-loop",), {})
    assert crawled.ended.code == 3, crawled.ended.said
    assert bench.row("/fault/redirect-loop/again/")[0] == "failed"
    assert bench.row("/fault/redirect-loop/again/")[1].startswith("redirect loop")
    assert len([each for each in crawled.requests if "redirect-loop" in each.path]) == 2


def test_a_page_above_the_download_limit_leaves_a_row_and_no_capture(bench: Bench) -> None:
    crawled = crawl(bench, ("huge",), {"DOWNLOAD_MAXSIZE": "100000", "DOWNLOAD_TIMEOUT": "5"})
    assert crawled.ended.code == 0, crawled.ended.said
    fate, reason = bench.row("/fault/huge/")
    assert fate == "rejected"
    assert reason.startswith("too_large")
    assert bench.query("SELECT 1 FROM captures WHERE url LIKE '%/fault/huge/'", database="spacenews.db") == []


def test_private_addresses_and_wrong_bytes_do_no_harm(bench: Bench) -> None:
    crawled = crawl(bench, ("private-link", "private-redirect", "wrong-charset"), {})
    assert crawled.ended.code == 0, crawled.ended.said
    private = bench.query(
        "SELECT fate, reason FROM frontier WHERE url LIKE 'http://169.254.%' OR url LIKE 'http://10.%'"
    )
    assert private
    assert {fate for fate, _ in private} == {"excluded"}
    assert all(reason for _, reason in private)
    assert bench.row("/fault/private-redirect/") == ("moved", "http://169.254.169.254/latest/meta-data/")
    assert not bench.query("SELECT 1 FROM captures WHERE url NOT LIKE 'http://127.0.0.1:%'", database="spacenews.db")
    assert bench.row("/fault/wrong-charset/")[0] in {"archived", "rejected"}
