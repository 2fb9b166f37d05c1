"""A fault of ours ends the run with one message and exit code 1, and what was stored stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spacenews.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

ARTICLES = 20


def test_a_data_folder_that_cannot_be_made_is_told(bench: Bench) -> None:
    bench.write_spec("http://127.0.0.1:9/")
    bench.data.write_text("a file stands where the folder should be")
    ended = bench.crawl()
    assert ended.code == 1
    assert "choose one with --data" in ended.said
    assert "Traceback" not in ended.said


@pytest.mark.parametrize("name", ["spacenews.db", "state.db"])
def test_a_file_that_is_no_database_is_left_alone(bench: Bench, name: str) -> None:
    bench.write_spec("http://127.0.0.1:9/")
    bench.data.mkdir()
    content = b"these are the notes of somebody else\n" * 200
    (bench.data / name).write_bytes(content)
    ended = bench.crawl()
    assert ended.code == 1
    assert name in ended.said
    assert "Traceback" not in ended.said
    assert (bench.data / name).read_bytes() == content


def test_a_full_disk_stops_the_run_and_the_next_one_completes_it(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        assert bench.crawl("-a", "limit=3").code == 0
        held = bench.articles()
        sizes = [path.stat().st_size for path in bench.data.glob("*.db*")]
        ended = bench.crawl(limit_files=max(sizes) + 30_000)
        assert ended.code == 1, ended.said
        assert "our fault" in ended.said or "spacenews:" in ended.said
        assert held <= bench.articles()
        again = bench.crawl()
    assert again.code == 0, again.said
    assert len(bench.articles()) == ARTICLES
    assert sorted(bench.exported_urls()) == sorted(bench.articles())


def test_an_unknown_key_is_told_with_the_nearest_one(bench: Bench) -> None:
    bench.write_spec("http://127.0.0.1:9/")
    ended = bench.crawl(key="dmeo")
    assert ended.code == 2
    assert "did you mean 'demo'" in ended.said


def test_a_wrong_spec_is_told_with_its_file(bench: Bench) -> None:
    bench.write_spec("", text="SITE = 'https://orbit.example/'\n")
    ended = bench.crawl()
    assert ended.code == 2
    assert "demo.py: it must hold SITE = Site(key='demo'" in ended.said
