"""Pages whose canonical address does not answer, and addresses that are used again."""

from __future__ import annotations

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of


def test_a_page_whose_canonical_address_is_missing_is_read_again_by_every_full_run(bench: Bench) -> None:
    pages: dict[str, Reply] = {"/": listing(["/gone/canon/amp/"])}
    with site_of(bench, pages.get) as server:
        head = f'<title>Story 1 of the hostile site</title><link rel="canonical" href="{server.base_url}gone/canon/">'
        pages["/gone/canon/amp/"] = Reply(
            story(1).body.replace(b"<title>Story 1 of the hostile site</title>", head.encode())
        )
        assert bench.crawl().code == 0
        assert bench.row("/gone/canon/amp/") == ("moved", f"{server.base_url}gone/canon/")
        for count in (2, 3, 4):
            bench.crawl("-a", "mode=full")
            assert server.asked["/gone/canon/amp/"] == count, f"before full run {count - 1}"
    assert len(bench.articles()) == 1


def test_a_page_is_asked_when_the_address_it_is_filed_under_goes_missing(bench: Bench) -> None:
    pages: dict[str, Reply] = {"/": listing(["/gone/canon/amp/"])}
    with site_of(bench, pages.get) as server:
        canonical = f"{server.base_url}gone/canon/"
        head = f'<title>Story 1 of the hostile site</title><link rel="canonical" href="{canonical}">'
        pages["/gone/canon/amp/"] = Reply(
            story(1).body.replace(b"<title>Story 1 of the hostile site</title>", head.encode())
        )
        bench.crawl()
        bench.crawl("-a", f"urls={canonical}")
        assert bench.row("/gone/canon/amp/")[0] == "pending"
        bench.crawl()
        assert server.asked["/gone/canon/amp/"] == 2
        assert bench.row("/gone/canon/amp/") == ("archived", f"filed under {canonical}, which does not answer")
        fate, reason = bench.row("/gone/canon/")
    assert fate == "rejected"
    assert reason.endswith(f"its page is at {canonical}amp/")


def test_a_moved_address_that_is_used_again_is_asked_after_a_week_and_by_a_full_run(bench: Bench) -> None:
    pages: dict[str, Reply] = {"/": listing(["/old/"]), "/old/": story(1)}
    with site_of(bench, pages.get) as server:
        bench.environment["SPACENEWS_NOW"] = "2026-03-01T06:00:00Z"
        bench.crawl()
        pages |= {"/old/": Reply(status=301, headers={"Location": "/new/"}), "/new/": story(1)}
        bench.environment["SPACENEWS_NOW"] = "2026-03-01T07:00:00Z"
        bench.crawl("-a", "mode=full")
        assert bench.row("/old/") == ("moved", f"{server.base_url}new/")
        pages |= {"/": listing(["/old/", "/new/"])}
        asked = server.asked["/old/"]
        for day in ("02", "03"):
            bench.environment["SPACENEWS_NOW"] = f"2026-03-{day}T06:00:00Z"
            bench.crawl()
        assert server.asked["/old/"] == asked
        pages["/old/"] = story(2)
        bench.environment["SPACENEWS_NOW"] = "2026-03-09T06:00:00Z"
        bench.crawl()
        assert server.asked["/old/"] == asked + 1
        assert bench.row("/old/")[0] == "archived"
    assert {url.removeprefix(server.base_url) for url in bench.articles()} == {"old/", "new/"}
