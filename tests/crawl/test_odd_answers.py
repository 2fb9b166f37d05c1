"""Servers that answer with a part, ask for an endless wait, or lead elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import HostileSite, Reply, listing, story

SPEC = '''"""An odd site."""

from spacenews.specs import Site, Source

SITE = Site(
    key="demo",
    name="Odd",
    home="{base}",
    timezone="UTC",
    article_url=r"{base}.+/",
    sources=(Source(kind="listing", url="{base}"),),
)
'''


def site_of(bench: Bench, answer: Callable[[str], Reply | None]) -> HostileSite:
    server = HostileSite(answer)
    bench.write_spec(server.base_url, SPEC.format(base=server.base_url))
    return server


def test_a_part_of_a_page_is_not_stored_as_a_page(bench: Bench) -> None:
    part = Reply(story(1).body, status=206, headers={"Content-Range": f"bytes 0-{len(story(1).body) - 1}/99999"})
    pages = {"/": listing(["/story-1/", "/story-2/"]), "/story-1/": part, "/story-2/": story(2)}
    with site_of(bench, pages.get):
        bench.crawl()
    assert [url.rpartition("/story-")[2] for url in bench.articles()] == ["2/"]
    fate, reason = bench.row("/story-1/")
    assert (fate, reason) == ("pending", "answered 206, a part, to a request for the whole")


def test_a_crawl_delay_that_no_run_could_keep_ends_it_and_the_next_one(bench: Bench) -> None:
    robots = Reply(b"User-agent: *\nCrawl-delay: 1000000000\n", "text/plain")
    pages = {"/robots.txt": robots, "/": listing(["/story-1/"]), "/story-1/": story(1)}
    with site_of(bench, pages.get) as server:
        for _ in range(2):
            ended = bench.crawl()
            assert ended.code == 4
            assert "robots.txt asks for" in ended.said
            assert "seconds between two requests" in ended.said
        assert dict(server.asked) == {"/robots.txt": 1}
        assert set(bench.fates()) == {"pending"}


def test_of_a_robots_txt_of_ten_megabytes_the_first_500_kib_count(bench: Bench) -> None:
    rules = b"User-agent: *\nDisallow: /story-1/\n" + b"# nothing\n" * 1_000_000 + b"Disallow: /story-2/\n"
    stories = {f"/story-{number}/": story(number) for number in (1, 2)}
    pages = {"/robots.txt": Reply(rules, "text/plain"), "/": listing([*stories])} | stories
    with site_of(bench, pages.get) as server:
        ended = bench.crawl(settings={"DOWNLOAD_TIMEOUT": "30"})
    assert ended.code == 0, ended.said
    assert (server.asked["/robots.txt"], server.asked["/story-1/"], server.asked["/story-2/"]) == (1, 0, 1)
    assert bench.row("/story-1/") == ("blocked", "robots.txt forbids it")
