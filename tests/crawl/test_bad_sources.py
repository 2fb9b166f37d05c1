"""Sources that lie, loop, bloat or refuse: what they cost is bounded, and what was odd about them is written down."""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Callable, Iterator

import pytest

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import HostileSite, Reply, html, listing, story, xml

MAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
BOMB = gzip.compress(f"<urlset {MAP}>".encode() + b" " * 200_000_000)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d SYSTEM "file:///etc/passwd">]>'
)
SPEC = '''"""A hostile site."""

from spacenews.specs import Site, Source

SITE = Site(
    key="demo",
    name="Hostile",
    home="{base}",
    timezone="UTC",
    article_url=r"{base}story.*",
    sources=({sources}),
)
'''


def spec(base: str, *sources: tuple[str, str]) -> str:
    return SPEC.format(
        base=base, sources="".join(f'Source(kind="{kind}", url="{base}{path}"), ' for kind, path in sources)
    )


SOURCES = (
    ("listing", ""),
    ("sitemap", "itself.xml"),
    ("sitemap", "deep/1.xml"),
    ("sitemap", "bomb.xml.gz"),
    ("sitemap", "laughs.xml"),
    ("sitemap", "elsewhere.xml"),
    ("feed", "page.xml"),
    ("rest", "wp-json/refused"),
    ("rest", "wp-json/page"),
    ("rest", "wp-json/half"),
    ("rest", "wp-json/liar?per_page=2&page=1"),
)


def answer(base: Callable[[], str]) -> Callable[[str], Reply | None]:
    def index(*paths: str) -> Reply:
        parts = "".join(f"<sitemap><loc>{base()}{path}</loc></sitemap>" for path in paths)
        return xml(f"<sitemapindex {MAP}>{parts}</sitemapindex>")

    def entries(*numbers: int) -> str:
        return ",".join(f'{{"id": {number}, "link": "{base()}story-{number}/"}}' for number in numbers)

    def reply(path: str) -> Reply | None:
        if found := re.fullmatch(r"/story-(\d+)/", path):
            return story(int(found.group(1)))
        if found := re.fullmatch(r"/deep/(\d+)\.xml", path):
            return index(f"deep/{int(found.group(1)) + 1}.xml")
        if found := re.fullmatch(r"/wp-json/liar\?per_page=2&page=(\d+)", path):
            body = f"[{entries(1, 2)}]".encode()
            return Reply(body, "application/json", headers={"X-WP-Total": "1000000", "X-WP-TotalPages": "500000"})
        pages = {
            "/": listing(["/story-1/", "/story-2/", "/story-3/"]),
            "/itself.xml": index("itself.xml", "other.xml"),
            "/other.xml": index("itself.xml", "other.xml", "part.xml"),
            "/part.xml": xml(f"<urlset {MAP}><url><loc>{base()}story-4/</loc></url></urlset>"),
            "/bomb.xml.gz": Reply(BOMB, "application/gzip"),
            "/laughs.xml": xml(f"{LAUGHS}<urlset {MAP}><url><loc>{base()}story-5/&c;&d;</loc></url></urlset>"),
            "/elsewhere.xml": Reply(status=301, headers={"Location": "/elsewhere-2.xml"}),
            "/elsewhere-2.xml": Reply(status=301, headers={"Location": "http://10.9.8.7/sitemap.xml"}),
            "/page.xml": html("<title>Our feeds</title>", "<h1>Our feeds have moved</h1>"),
            "/wp-json/refused": Reply(b'{"code": "rest_forbidden"}', "application/json", 401),
            "/wp-json/page": html("<title>Welcome</title>", "<h1>Welcome</h1>"),
            "/wp-json/half": Reply(f"[{entries(6, 7)}"[:-9].encode(), "application/json"),
        }
        return pages.get(path)

    return reply


@pytest.fixture(scope="module")
def crawled(new_bench: Callable[[], Bench]) -> Iterator[tuple[Bench, HostileSite]]:
    bench = new_bench()
    with HostileSite(lambda _: None) as site:
        site.answer = answer(lambda: site.base_url)
        bench.write_spec(site.base_url, spec(site.base_url, *SOURCES))
        ended = bench.crawl(settings={"DOWNLOAD_TIMEOUT": "20"})
        assert ended.code == 0, ended.said
        yield bench, site


def told(bench: Bench, path: str) -> tuple[str, str]:
    ((said, note),) = bench.query("SELECT answer, note FROM inventories WHERE url LIKE ?", f"%{path}")
    return said, note


def test_a_sitemap_that_lists_itself_is_read_once(crawled: tuple[Bench, HostileSite]) -> None:
    bench, site = crawled
    assert {site.asked[path] for path in ("/itself.xml", "/other.xml", "/part.xml")} == {1}
    assert f"{site.base_url}story-4/" in bench.articles()


def test_sitemaps_within_sitemaps_end_somewhere(crawled: tuple[Bench, HostileSite]) -> None:
    bench, site = crawled
    deep = [path for path in site.asked if path.startswith("/deep/")]
    assert len(deep) == 4
    assert "within sitemaps" in bench.row("/deep/4.xml")[1]


def test_a_bomb_is_read_as_far_as_is_allowed(crawled: tuple[Bench, HostileSite]) -> None:
    bench, _ = crawled
    said, note = told(bench, "/bomb.xml.gz")
    assert "refused" in said or "not read" in note


def test_no_entity_is_expanded(crawled: tuple[Bench, HostileSite]) -> None:
    bench, site = crawled
    assert told(bench, "/laughs.xml")[0] == "present"
    assert not [path for path in site.asked if "haha" in path or "root" in path]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/page.xml", "refused: not_listed"),
        ("/wp-json/refused", "absent: 401"),
        ("/wp-json/page", "refused: not_listed"),
        ("/wp-json/half", "refused: not_listed"),
        ("/elsewhere.xml", "moved: "),
    ],
)
def test_what_is_no_list_is_written_down(crawled: tuple[Bench, HostileSite], path: str, said: str) -> None:
    bench, site = crawled
    assert told(bench, path)[0].startswith(said)
    assert site.asked[path] == 1


def test_a_redirect_to_another_host_is_not_followed(crawled: tuple[Bench, HostileSite]) -> None:
    bench, _ = crawled
    assert bench.row("10.9.8.7/sitemap.xml")[0] == "excluded"


def test_a_total_that_lies_does_not_make_a_walk_endless(crawled: tuple[Bench, HostileSite]) -> None:
    bench, site = crawled
    pages = [path for path in site.asked if path.startswith("/wp-json/liar")]
    assert len(pages) <= 5
    (total,) = bench.query("SELECT total FROM inventories WHERE url LIKE '%liar%'")
    assert total == (1_000_000,)


def test_what_refused_is_left_alone_until_its_time_has_come(crawled: tuple[Bench, HostileSite]) -> None:
    bench, site = crawled
    before = site.asked.copy()
    assert bench.crawl().code == 0
    again = site.asked - before
    assert not {path for path in again if path.startswith(("/wp-json/refused", "/wp-json/page", "/page.xml"))}


def test_a_listing_without_end_is_walked_to_the_limit(bench: Bench) -> None:
    def reply(path: str) -> Reply | None:
        if path.startswith("/story-"):
            return story(int(path.strip("/").partition("-")[2]))
        page = int(path.partition("page=")[2] or 1)
        following = f'<a class="next" rel="next" href="/?page={page + 1}">Older</a>'
        return listing([f"/story-{page * 2}/", f"/story-{page * 2 + 1}/"], following)

    with HostileSite(reply) as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("listing", "")))
        ended = bench.crawl(settings={"SPACENEWS_MAX_PAGES": "6"})
        assert ended.code == 0, ended.said
    assert sum("page=" in path for path in site.asked) == 5
    assert bench.row("page=6") == ("listed", "the limit of 6 pages")


def test_a_calendar_without_end_is_left_after_three_empty_months(bench: Bench) -> None:
    def reply(path: str) -> Reply | None:
        if path.startswith("/story-"):
            return story(int(path.strip("/").partition("-")[2]))
        month = int(path.partition("month=")[2] or 1)
        following = f'<a class="next" rel="next" href="/?month={month + 1}">Next month</a>'
        return listing(["/story-1/", "/story-2/"] if month == 1 else [], following)

    with HostileSite(reply) as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("listing", "")))
        assert bench.crawl().code == 0
    assert sum("month=" in path for path in site.asked) <= 3


def test_session_numbers_do_not_make_new_articles(bench: Bench) -> None:
    sessions = itertools.count(1)

    def reply(path: str) -> Reply | None:
        links = [f"/story?id={number}&amp;sid={next(sessions):08x}" for number in range(1, 6)]
        if found := re.match(r"/story\?id=(\d+)", path):
            return story(int(found.group(1)), "".join(f'<p>See <a href="{href}">this story</a>.</p>' for href in links))
        return listing(links) if path == "/" else None

    with HostileSite(reply) as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("listing", "")))
        ended = bench.crawl()
        assert ended.code == 0, ended.said
    asked = sum(path.startswith("/story") for path in site.asked)
    assert asked <= 5 + 3 * 10
    reasons = bench.query("SELECT DISTINCT reason FROM frontier WHERE fate = 'excluded' AND url LIKE '%sid=%'")
    assert ["'sid' changes nothing" in reason for (reason,) in reasons] == [True]


def test_a_sitemap_of_too_many_entries_is_read_to_its_limit(bench: Bench) -> None:
    def reply(path: str) -> Reply | None:
        if path.startswith("/story-"):
            return story(int(path.strip("/").partition("-")[2]))
        if path == "/map.xml":
            locs = "".join(f"<url><loc>{site.base_url}story-{number}/</loc></url>" for number in range(60_000))
            return xml(f"<urlset {MAP}>{locs}</urlset>")
        return None

    with HostileSite(reply) as site:
        bench.write_spec(site.base_url, spec(site.base_url, ("sitemap", "map.xml")))
        ended = bench.crawl("-a", "limit=2", settings={"DOWNLOAD_TIMEOUT": "20"})
    assert ended.code == 0, ended.said
    assert "more than 50,000 entries" in told(bench, "/map.xml")[1]
    assert bench.query("SELECT count(*) FROM frontier WHERE kind = 'article'") == [(50_000,)]
