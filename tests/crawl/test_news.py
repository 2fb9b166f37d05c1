"""What the newsroom does from one day to the next is what the archive says it did, and a person sees it happen."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

from spacenews.demo.server import DemoServer
from spacenews.demo.truth import changes, truth

if TYPE_CHECKING:
    from tests.crawl.crawling import Bench

ARTICLES = 40


def test_the_second_day_is_archived_as_its_ground_truth_says(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        bench.crawl()
        first = {article.url for article in truth(1, server.base_url, articles=ARTICLES)}
        assert bench.articles() == first
        server.set_day(2)
        day = changes(2, server.base_url, articles=ARTICLES)
        bench.crawl()
        assert set(day.new) <= bench.articles()
        ended = bench.crawl("-a", "mode=full")
        second = {article.url for article in truth(2, server.base_url, articles=ARTICLES)}
    assert ended.code == 0, ended.said
    assert bench.articles() == second | set(day.gone)
    revised = bench.query("SELECT url FROM articles WHERE revisions > 1", database="spacenews.db")
    assert {url for (url,) in revised} == set(day.edited)
    for old, new in day.moved:
        assert bench.row(old) == ("moved", new)
    for url in day.gone:
        assert bench.row(url) == ("archived", "answered 404; missing on 1 day so far")


def test_a_terminal_shows_one_line_that_is_cleared_at_the_end(bench: Bench) -> None:
    with DemoServer(articles=ARTICLES) as server:
        bench.write_spec(server.base_url)
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "scrapy", "crawl", "demo", "-s", f"SPACENEWS_DATA={bench.data}"]
        command += ["-s", f"SPACENEWS_SITES={bench.sites}", "-s", "SPACENEWS_ALLOW_LOOPBACK=1"]
        with subprocess.Popen([*command, "-s", "DOWNLOAD_DELAY=0.02"], stderr=theirs) as process:
            os.close(theirs)
            shown = read_all(ours)
        assert process.returncode == 0
    line, *rest = shown.split("\r\x1b[2K")[1:]
    assert "pages, " in line
    assert "pages/s" in line
    assert "\n" not in line
    assert rest[-1].startswith("demo crawl: all done")


def read_all(terminal: int) -> str:
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how a terminal says that its other side is closed
            part = b""
        if not part:
            os.close(terminal)
            return shown.decode()
        shown += part
