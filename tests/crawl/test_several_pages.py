"""Articles that WordPress prints on several pages are one article with the whole text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from spacenews.archive import open_archive_to_read
from spacenews.archive.units import Chosen, list_units
from spacenews.model.folder import DataFolder
from spacenews.operate.rebuild import rebuild
from spacenews.operate.rebuild_make import RebuildOrder
from spacenews.operate.reread_reading import Order, read_units
from spacenews.specs import SpecRegistry
from tests.crawl.crawling import Bench
from tests.crawl.paged_site import SPEC, STORY, PagedSite, paragraph, three_pages
from tests.crawl.test_politeness import later

WHOLE = "\n\n".join(paragraph(number) for number in range(6))


@pytest.fixture
def site(bench: Bench) -> Iterator[PagedSite]:
    with PagedSite(three_pages()) as server:
        bench.write_spec(server.base_url, SPEC.format(home=server.base_url))
        yield server


def crawl(bench: Bench, **options: Any) -> None:
    ended = bench.crawl(**options)
    assert ended.code == 0, ended.said


def story(bench: Bench) -> dict[str, Any]:
    lines: list[dict[str, Any]] = [json.loads(line) for each in bench.exported().values() for line in each.splitlines()]
    (found,) = [line for line in lines if line["url"].endswith(STORY)]
    return found


def assert_rebuilt_equal(bench: Bench) -> None:
    order = RebuildOrder(DataFolder(bench.data), bench.folder / "rebuilt", folders=(bench.sites,), jobs=1)
    result = rebuild(order, lambda *_: None)
    assert [table for table in result.tables if not table.is_equal] == []
    assert (result.files, result.unread, result.messages) == ((), 0, [])


def assert_read_again_equal(bench: Bench) -> None:
    with open_archive_to_read(bench.data / "spacenews.db") as archive:
        order = Order(DataFolder(bench.data), SpecRegistry([bench.sites]).load("demo"))
        reads = list(read_units(order, archive, list_units(archive, "demo", Chosen())))
    assert [(each.differences, each.unread) for each in reads if each.differences or each.unread] == []
    assert len(reads) > 2


def test_one_article_of_the_whole_text_and_an_edit_of_the_last_page_alone_is_one_revision(
    bench: Bench, site: PagedSite
) -> None:
    crawl(bench)
    first = story(bench)
    assert first["body"] == WHOLE
    assert (first["revisions"], first["pages"], first["pages_incomplete"]) == (1, 3, None)
    assert first["word_count"] == len(WHOLE.split())
    assert len(bench.articles()) == 2
    assert bench.row(f"{STORY}2/") == ("rejected", f"part: page 2 of {site.base_url[:-1]}{STORY}")
    assert not site.asked[f"{STORY}comment-page-2/"]
    assert_rebuilt_equal(bench)

    later(bench, hours=200 * 24)
    crawl(bench)
    assert bench.run().counts["status.304"] == 4
    assert story(bench) == first

    site.texts[2][1] = paragraph(11)
    site.gone = {2}
    later(bench, hours=400 * 24)
    crawl(bench)
    edited = story(bench)
    assert edited["body"] == WHOLE.replace(paragraph(5), paragraph(11))
    assert (edited["revisions"], edited["pages"], edited["pages_incomplete"]) == (2, 3, "2 gone")
    assert bench.run().counts["revised"] == 1
    assert bench.row(f"{STORY}2/") == ("rejected", "error_status: 404")
    assert_rebuilt_equal(bench)
    assert_read_again_equal(bench)


def test_a_kill_between_two_pages_leaves_a_marked_article_and_makes_no_revision(bench: Bench, site: PagedSite) -> None:
    bench.environment["SPACENEWS_FAILPOINT"] = "frontier:4"
    assert bench.crawl(settings={"CONCURRENT_REQUESTS": "1"}).code < 0
    del bench.environment["SPACENEWS_FAILPOINT"]
    query = "SELECT pages, pages_incomplete, revisions FROM article_records WHERE url LIKE ?"
    assert bench.query(query, f"%{STORY}", database="spacenews.db") == [(3, "3 missing", 1)]
    crawl(bench)
    whole = story(bench)
    assert (whole["body"], whole["revisions"], whole["pages_incomplete"]) == (WHOLE, 1, None)
    assert_rebuilt_equal(bench)
    rows = bench.query("SELECT * FROM article_records ORDER BY url", database="spacenews.db")
    for path in bench.data.glob("spacenews.db*"):
        path.unlink()
    asked = site.asked.copy()
    later(bench, hours=1)
    crawl(bench)
    assert bench.query("SELECT * FROM article_records ORDER BY url", database="spacenews.db") == rows
    again = site.asked - asked
    assert again[f"{STORY}2/"] == again[STORY], "a further page is looked at when the first one is, and only then"
    assert "rejected." not in bench.run().counts
