"""A full run that was stopped is gone on with, whatever ran in between."""

from __future__ import annotations

import signal
from collections import Counter

from spacenews.crawl.seeds import FULL_AGAIN
from spacenews.model.fate import Fate
from tests.crawl.crawling import WAIT_SECONDS, Bench
from tests.crawl.hostile_site import listing, story
from tests.crawl.test_odd_answers import site_of

COUNT = 20
PAGES = {"/": listing([f"/story-{number}/" for number in range(COUNT)])} | {
    f"/story-{number}/": story(number) for number in range(COUNT)
}


def test_a_stopped_full_run_is_gone_on_with_after_a_crawl(bench: Bench) -> None:
    with site_of(bench, PAGES.get) as server:
        assert bench.crawl().code == 0
        first = asked_articles(server.asked)
        process = bench.start(
            "-a", "mode=full", settings={"DOWNLOAD_DELAY": "0.2", "CONCURRENT_REQUESTS_PER_DOMAIN": "1"}
        )
        while (asked_articles(server.asked) - first).total() < COUNT // 2:
            assert process.poll() is None, "it ended before it was to be stopped"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=WAIT_SECONDS)
        assert process.returncode == 130, said
        assert bench.crawl().code == 0
        ended = bench.crawl("-a", "mode=full")
        assert ended.code == 0, ended.said
        again = asked_articles(server.asked) - first
        assert set(again) == set(first)
        assert again.total() <= COUNT + 1, "it began anew"
        bench.crawl("-a", "mode=full")
        assert (asked_articles(server.asked) - first - again).total() == COUNT


def asked_articles(asked: Counter[str]) -> Counter[str]:
    return Counter({path: count for path, count in asked.items() if path.startswith("/story-")})


def test_a_full_run_asks_for_every_article_whatever_became_of_it() -> None:
    assert set(FULL_AGAIN) == set(Fate) - {Fate.PENDING, Fate.LISTED, Fate.EXCLUDED}
