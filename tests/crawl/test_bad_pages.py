"""Whatever a page does, the crawl ends, every row says what became of it, and the good pages are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spacenews.demo.server import DemoServer

if TYPE_CHECKING:
    from conftest import Bench

ARTICLES = 20


@pytest.mark.parametrize("fault", ["500-twice", "429-seconds", "429-date"])
def test_what_goes_wrong_for_a_while_is_asked_again_until_it_goes_well(bench: Bench, fault: str) -> None:
    with DemoServer(faults=[fault], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
        asked = [each for each in server.requests() if each.path == f"/fault/{fault}/"]
    assert ended.code == 0, ended.said
    assert bench.row(f"/fault/{fault}/") == ("archived", "")
    assert asked[-1].status == 200
    if fault.startswith("429"):
        assert (asked[1].at - asked[0].at).total_seconds() >= 0.9
    assert len(bench.articles()) == ARTICLES + 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("slow-body", "timed out"),
        ("cut-length", "the body was cut off (disconnect)"),
        ("cut-chunked", "the body was cut off (disconnect)"),
        ("cut-gzip", "truncated"),
        ("reset", "the connection failed"),
        ("redirect-loop", "redirect loop"),
    ],
)
def test_what_never_goes_well_fails_with_its_reason(bench: Bench, fault: str, reason: str) -> None:
    with DemoServer(faults=[fault], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings={"SPACENEWS_RETRY_TIMES": "1", "DOWNLOAD_TIMEOUT": "0.5"})
    assert ended.code == 3, ended.said
    assert bench.fates()["failed"] == 1
    ((url, said),) = bench.query("SELECT url, reason FROM frontier WHERE fate = 'failed'")
    assert f"/fault/{fault}/" in url
    assert said.startswith(reason)
    assert len(bench.articles()) == ARTICLES


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("soft-404", None),
        ("challenge", "challenge"),
        ("huge", "too_large"),
        ("deep", "too_deep"),
        ("gzip-bomb", "too_large"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(bench: Bench, fault: str, reason: str | None) -> None:
    with DemoServer(faults=[fault], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings={"DOWNLOAD_TIMEOUT": "5"})
    assert ended.code == 0, ended.said
    fate, said = bench.row(f"/fault/{fault}/")
    assert fate == "rejected"
    assert reason is None or said.startswith(reason)
    assert len(bench.articles()) == ARTICLES


def test_a_page_above_the_download_limit_leaves_a_row_and_no_capture(bench: Bench) -> None:
    with DemoServer(faults=["huge"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl(settings={"DOWNLOAD_MAXSIZE": "100000", "DOWNLOAD_TIMEOUT": "5"})
    assert ended.code == 0, ended.said
    fate, reason = bench.row("/fault/huge/")
    assert fate == "rejected"
    assert reason.startswith("too_large")
    assert bench.query("SELECT 1 FROM captures WHERE url LIKE '%/fault/huge/'", database="spacenews.db") == []


def test_a_page_in_other_bytes_than_it_says_does_not_hurt(bench: Bench) -> None:
    with DemoServer(faults=["wrong-charset"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
    assert ended.code == 0, ended.said
    assert bench.row("/fault/wrong-charset/")[0] in {"archived", "rejected"}


def test_private_addresses_are_never_asked_for(bench: Bench) -> None:
    with DemoServer(faults=["private-link", "private-redirect"], articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ended = bench.crawl()
    assert ended.code == 0, ended.said
    private = bench.query(
        "SELECT fate, reason FROM frontier WHERE url LIKE 'http://169.254.%' OR url LIKE 'http://10.%'"
    )
    assert private
    assert {fate for fate, _ in private} == {"excluded"}
    assert all(reason for _, reason in private)
    assert bench.row("/fault/private-redirect/") == ("moved", "http://169.254.169.254/latest/meta-data/")
    assert not bench.query("SELECT 1 FROM captures WHERE url NOT LIKE 'http://127.0.0.1:%'", database="spacenews.db")
