"""Files of the data folder are gone: nothing that was archived stays lost, and nothing that is held is asked anew."""

from __future__ import annotations

import shutil

import pytest

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


def test_a_month_does_not_lose_what_the_archive_has_lost_without_a_word(bench: Bench) -> None:
    with site_of(bench, PAGES.get) as server:
        bench.crawl()
        (exported,) = bench.exported().values()
        for path in [*bench.data.glob("*.db*"), *bench.data.glob("captures/demo/*")]:
            path.unlink()
        server.answer = (PAGES | {"/story-1/": listing([])}).get
        ended = bench.crawl()
    assert "loses 1 articles that" in ended.said
    (kept,) = bench.data.glob("articles/demo/*.jsonl.kept-*")
    assert kept.read_bytes() == exported


@pytest.mark.parametrize("gone", [("spacenews.db*", "state.db*"), ("state.db*", "articles/*/*.jsonl")])
def test_whatever_is_gone_beside_the_captures_comes_back_without_asking_for_an_article(
    bench: Bench, gone: tuple[str, ...]
) -> None:
    pages = PAGES | {"/copy/": story(1), "/": listing([*(f"/story-{number}/" for number in range(6)), "/copy/"])}
    with site_of(bench, pages.get) as server:
        bench.crawl()
        held, exported, fates = bench.articles(), bench.exported(), article_fates(bench)
        for path in [path for pattern in gone for path in bench.data.glob(pattern)]:
            path.unlink()
        ended = bench.crawl()
        articles = {path: count for path, count in server.asked.items() if path not in {"/", "/robots.txt"}}
    assert ended.code == 0, ended.said
    assert "the archive told it 7 addresses" in ended.said
    assert (bench.articles(), bench.exported(), article_fates(bench)) == (held, exported, fates)
    assert set(articles.values()) == {1}


def article_fates(bench: Bench) -> dict[str, str]:
    """Return what became of each article; of two with one text, the archive alone knows which is the duplicate."""
    rows = bench.query("SELECT url, fate, reason FROM frontier WHERE kind = 'article'")
    return {url: reason if fate == "rejected" else fate.replace("duplicate", "archived") for url, fate, reason in rows}
