"""spacenews.db is gone while state.db and the captures are there: nothing that was archived stays lost."""

from __future__ import annotations

import shutil

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import listing, story
from tests.crawl.test_odd_answers import site_of

PAGES = {"/": listing([f"/story-{number}/" for number in range(5)])} | {
    f"/story-{number}/": story(number) for number in range(5)
}
SAID = "5 articles that the archive had lost were read again"


def test_a_lost_archive_is_read_from_the_captures_without_asking_for_an_article(bench: Bench) -> None:
    with site_of(bench, PAGES.get) as server:
        bench.crawl()
        held, exported = bench.articles(), bench.exported_urls()
        for path in bench.data.glob("spacenews.db*"):
            path.unlink()
        ended = bench.crawl()
        articles = {path: count for path, count in server.asked.items() if path.startswith("/story-")}
    assert ended.code == 0, ended.said
    assert SAID in ended.said
    assert bench.articles() == held
    assert len(held) == 5
    assert sorted(bench.exported_urls()) == sorted(exported)
    assert set(articles.values()) == {1}


def test_a_lost_archive_without_captures_is_asked_for_again(bench: Bench) -> None:
    with site_of(bench, PAGES.get):
        bench.crawl()
        for path in bench.data.glob("spacenews.db*"):
            path.unlink()
        shutil.rmtree(bench.data / "captures")
        ended = bench.crawl()
        assert ended.code == 0, ended.said
        assert SAID in ended.said
        assert len(bench.articles()) == 5
        assert "lost" not in bench.crawl().said
