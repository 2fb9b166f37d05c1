"""A power cut took the end of a WARC file: its captures are marked, their articles asked again, what was read stays."""

from __future__ import annotations

from pathlib import Path

from spacenews.captures import check_captures
from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of

STORIES = [f"/story-{number}/" for number in range(6)]
DATED = {"Last-Modified": "Mon, 01 Mar 2021 10:00:00 GMT"}


def page(path: str) -> Reply | None:
    """Answer a story with what makes later requests conditional."""
    if path == "/":
        return listing(STORIES)
    if path not in STORIES:
        return None
    plain = story(STORIES.index(path))
    return Reply(plain.body, plain.kind, headers=DATED)


def warc(bench: Bench) -> Path:
    (path,) = bench.data.glob("captures/demo/*.warc.gz")
    return path


def rows(bench: Bench) -> list[tuple[str, int, int]]:
    return bench.query("SELECT url, offset, length FROM captures ORDER BY offset", database="spacenews.db")


def test_captures_past_the_end_of_a_file_are_asked_again_and_a_file_put_back_heals_them(bench: Bench) -> None:
    with site_of(bench, page) as server:
        assert bench.crawl().code == 0
        held, lines = bench.articles(), bench.exported()
        path, known = warc(bench), rows(bench)
        whole = path.read_bytes()
        path.write_bytes(whole[: known[-3][1] + 10])
        lost = {url for url, *_ in known[-3:]}
        asked = dict(server.asked)
        ended = bench.crawl()
        again = {path for path, count in server.asked.items() if count > asked[path] and path in STORIES}
        assert not [each for path in again for each in server.sent[path] if each.startswith("If-")]
        marked = bench.query("SELECT count(*) FROM lost_captures", database="spacenews.db")
        kinds = bench.query(
            "SELECT kind FROM captures WHERE url LIKE '%story%' ORDER BY id DESC LIMIT 3", database="spacenews.db"
        )
        path.write_bytes(whole)
        healed = bench.crawl()
    assert ended.code == 0, ended.said
    assert "the archive knows of 3 captures behind that" in ended.said
    assert f"{len(again)} articles are asked for again" in ended.said
    assert again == {url.removeprefix(server.base_url.rstrip("/")) for url in lost}
    assert bench.articles() == held
    assert bench.exported() == lines
    assert check_captures(bench.data / "captures", "demo") == []
    assert marked == [(3,)]
    assert {kind for (kind,) in kinds} == {"response"}, "a capture refers to one that is gone"
    assert healed.code == 0, healed.said
    assert bench.query("SELECT count(*) FROM lost_captures", database="spacenews.db") == [(0,)]
    assert bench.articles() == held
