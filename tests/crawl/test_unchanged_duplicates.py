"""What answers 304 keeps its fate: a duplicate is still one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of
from tests.crawl.test_politeness import later

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

DATED = {"Last-Modified": "Mon, 01 Mar 2021 10:00:00 GMT"}
STORIES = ["/story-1/", "/story-1/again/", "/story-2/"]


def test_a_duplicate_that_answers_304_stays_a_duplicate_and_is_seen_again(bench: Bench) -> None:
    with site_of(bench, lambda _: None) as server:

        def answer(path: str) -> Reply | None:
            if path == "/":
                return listing(STORIES)
            if path not in STORIES:
                return None
            if "If-Modified-Since" in server.sent[path]:
                return Reply(status=304, headers=DATED)
            page = story(2 if "2" in path else 1)
            return Reply(page.body, page.kind, headers=DATED)

        server.answer = answer
        assert bench.crawl().code == 0
        fates = dict(bench.query("SELECT url, fate FROM frontier WHERE kind = 'article'"))
        seen = bench.query("SELECT url, last_seen_at FROM articles ORDER BY url", database="spacenews.db")
        later(bench, hours=200 * 24)  # of an old archive, everything is looked at within half a year
        ended = bench.crawl()
        assert ended.code == 0, ended.said
        conditional = [path for path in STORIES if "If-Modified-Since" in server.sent[path]]
    assert conditional == STORIES
    assert bench.run().counts["status.304"] == len(STORIES)
    assert sorted(fates.values()) == ["archived", "archived", "duplicate"]
    assert dict(bench.query("SELECT url, fate FROM frontier WHERE kind = 'article'")) == fates
    again = bench.query("SELECT url, last_seen_at FROM articles ORDER BY url", database="spacenews.db")
    assert all(now > then for (_, then), (_, now) in zip(seen, again, strict=True))
