"""Runs that find nothing: they end, and say what is wrong."""

from __future__ import annotations

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import Reply, html, listing, story
from tests.crawl.test_odd_answers import SPEC, site_of

EMPTY = html("<title>An empty page</title>", "<p>Of no use at all.</p>")


def test_a_site_none_of_whose_articles_can_be_read_is_not_well(bench: Bench) -> None:
    pages = {"/": listing([f"/story-{number}/" for number in range(4)])}
    with site_of(bench, lambda path: pages.get(path, EMPTY if path != "/robots.txt" else None)) as server:
        ended = bench.crawl()
    assert ended.code == 4
    assert "none of the 4 articles that answered could be read, mostly because of" in ended.said
    assert f"`spacenews explain {server.base_url}story-" in ended.said


def test_a_limit_bounds_what_is_asked_in_vain(bench: Bench) -> None:
    pages: dict[str, Reply] = {"/": listing([f"/story-{number}/" for number in range(60)]), "/story-1/": story(1)}
    with site_of(bench, lambda path: pages.get(path, EMPTY if path != "/robots.txt" else None)) as server:
        ended = bench.crawl("-a", "limit=2")
        articles = sum(count for path, count in server.asked.items() if path.startswith("/story-"))
    assert ended.code == 0, ended.said
    assert "the limit is reached: 16 articles were asked for, 1 of them stored; 44 pending" in ended.said
    assert articles == 16


def test_a_listing_that_redirects_to_another_host_is_named_in_every_run(bench: Bench) -> None:
    moved = Reply(status=301, headers={"Location": "https://www.orbit.example/"})
    with site_of(bench, {"/": moved}.get):
        for _ in range(2):
            ended = bench.crawl()
            assert ended.code == 4
            assert "its listing redirects to www.orbit.example: add it to `hosts`" in ended.said


def test_a_site_with_a_sitemap_alone_is_asked_in_every_run(bench: Bench) -> None:
    entry = "<url><loc>{}story-{}/</loc></url>"
    head = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    pages = {f"/story-{number}/": story(number) for number in range(6)}
    with site_of(bench, pages.get) as server:
        base = server.base_url
        text = SPEC.format(base=base).replace(f'kind="listing", url="{base}"', f'kind="sitemap", url="{base}map.xml"')
        bench.write_spec(base, text)
        for count in (3, 5):
            entries = "".join(entry.format(base, number) for number in range(count))
            pages["/map.xml"] = Reply(f"{head}{entries}</urlset>".encode(), "application/xml")
            ended = bench.crawl()
            assert ended.code == 0, ended.said
            assert len(bench.articles()) == count


MISTAKE = '''"""A rule with a mistake in it."""

from spacenews.specs import Layout, Site, Source


def first_word(page):
    return page.labelled("Nowhere")[0].split()


SITE = Site(
    key="demo",
    name="Orbit",
    home="{base}",
    timezone="UTC",
    sources=(Source(kind="listing", url="{base}", more="full story"),),
    layouts=(Layout(name="mistaken", marker="h1", title=first_word),),
)
'''


def test_what_a_mistake_of_ours_made_fail_is_told_in_every_run_until_it_is_mended(bench: Bench) -> None:
    pages = {"/": listing([f"/story-{number}/" for number in range(3)])}
    pages |= {f"/story-{number}/": story(number) for number in range(3)}
    with site_of(bench, pages.get) as server:
        right = (bench.sites / "demo.py").read_text(encoding="utf-8")
        bench.write_spec(server.base_url, MISTAKE.format(base=server.base_url))
        for _ in range(2):
            ended = bench.crawl()
            assert ended.code == 1
            assert "our fault" in ended.said
            assert bench.row("/story-1/")[0] == "failed"
        bench.write_spec(server.base_url, right)
        ended = bench.crawl()
    assert ended.code == 0, ended.said
    assert len(bench.articles()) == 3
