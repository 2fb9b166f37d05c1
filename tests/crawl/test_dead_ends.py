"""An article whose address leads to where nothing stands has not moved: it is missing, and vanishes as others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench


@pytest.mark.parametrize("target", ["/draft-7/", "/"])
def test_an_article_that_leads_nowhere_vanishes_on_the_third_day(bench: Bench, target: str) -> None:
    pages: dict[str, Reply] = {"/": listing(["/one/", "/two/"]), "/one/": story(1), "/two/": story(2)}
    with site_of(bench, pages.get) as server:
        bench.environment["SPACENEWS_NOW"] = "2026-03-01T06:00:00Z"
        assert bench.crawl().code == 0
        pages |= {"/": listing(["/two/"]), "/one/": Reply(status=301, headers={"Location": target})}
        fates = []
        for day in range(2, 6):
            bench.environment["SPACENEWS_NOW"] = f"2026-03-0{day}T07:00:00Z"
            # The site serves another article in this hour; that it did is what makes a day count.
            assert bench.crawl("-a", f"urls={server.base_url}two/").code == 0
            assert bench.crawl().code == 0
            fates.append((bench.row("/one/")[0], server.asked["/one/"]))
        states = dict(bench.query("SELECT url, state FROM articles", database="spacenews.db"))
    assert fates == [("archived", 2), ("archived", 3), ("vanished", 4), ("vanished", 4)]
    assert states == {f"{server.base_url}one/": "vanished", f"{server.base_url}two/": "live"}
