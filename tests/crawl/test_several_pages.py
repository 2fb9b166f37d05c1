"""Articles that WordPress prints on several pages are one article with the whole text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from spacenews.model.folder import DataFolder
from spacenews.operate.rebuild import rebuild
from spacenews.operate.rebuild_make import RebuildOrder
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
    lines = [json.loads(line) for each in bench.exported().values() for line in each.splitlines()]
    (found,) = [line for line in lines if line["url"].endswith(STORY)]
    return found


def assert_rebuilt_equal(bench: Bench) -> None:
    order = RebuildOrder(DataFolder(bench.data), bench.folder / "rebuilt", folders=(bench.sites,), jobs=1)
    result = rebuild(order, lambda *_: None)
    assert [table for table in result.tables if not table.is_equal] == []
    assert (result.files, result.unread, result.messages) == ((), 0, [])


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
