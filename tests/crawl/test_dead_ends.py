"""An article whose address leads to where nothing stands has not moved: it is missing, and vanishes as others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

NOWHERE = {"/one/": "/draft-7/", "/three/": "/"}  # an address that nothing is at, and the front page


def test_articles_that_lead_nowhere_vanish_on_the_third_day(bench: Bench) -> None:
    pages: dict[str, Reply] = {"/one/": story(1), "/two/": story(2), "/three/": story(3)}
    pages["/"] = listing([*pages])
    with site_of(bench, pages.get) as server:
        bench.environment["SPACENEWS_NOW"] = "2026-03-01T06:00:00Z"
        assert bench.crawl().code == 0
        pages["/"] = listing(["/two/"])
        pages |= {path: Reply(status=301, headers={"Location": target}) for path, target in NOWHERE.items()}
        fates: dict[str, list[tuple[str, int]]] = {path: [] for path in NOWHERE}
        for day in range(2, 6):
            bench.environment["SPACENEWS_NOW"] = f"2026-03-0{day}T07:00:00Z"
            # The site serves another article in this hour; that it did is what makes a day count.
            assert bench.crawl("-a", f"urls={server.base_url}two/").code == 0
            assert bench.crawl().code == 0
            for path, found in fates.items():
                found.append((bench.row(path)[0], server.asked[path]))
        states = dict(bench.query("SELECT url, state FROM articles", database="spacenews.db"))
    assert fates == {key: [("archived", 2), ("archived", 3), ("vanished", 4), ("vanished", 4)] for key in NOWHERE}
    of_path = {path: states[f"{server.base_url}{path[1:]}"] for path in ("/one/", "/two/", "/three/")}
    assert of_path == {"/one/": "vanished", "/two/": "live", "/three/": "vanished"}
