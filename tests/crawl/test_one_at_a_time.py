"""A real server never has more requests of a run under way than a host may have.

The server holds each answer until the client has shown that it sends nothing more: its own lines of progress come from
the loop that sends requests, so two of them after the last request say that none was left that could have gone out.
"""

from __future__ import annotations

import subprocess
import threading

import pytest

from tests.crawl.crawling import Bench
from tests.crawl.hostile_site import Reply, listing, story
from tests.crawl.test_odd_answers import site_of

STORIES = [f"/story-{number}/" for number in range(7)]
SIGNS = 2


class Watch:
    """Counts what is under way, and holds it until the client is quiet."""

    def __init__(self) -> None:
        self.most = 0
        self._under_way = 0
        self._lines = 0
        self._quiet_from = 0
        self._ended = False
        self._changed = threading.Condition()

    def answer(self, path: str) -> Reply | None:
        with self._changed:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
            self._quiet_from = self._lines + SIGNS
            self._changed.wait_for(lambda: self._ended or self._lines >= self._quiet_from)
            self._under_way -= 1
        if path == "/":
            return listing(STORIES)
        return story(STORIES.index(path)) if path in STORIES else None

    def read(self, process: subprocess.Popen[str]) -> str:
        """Return what a process says, and let the server know of each line as it comes."""
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            with self._changed:
                self._lines += " pages, " in line
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        return "".join(said)


@pytest.mark.parametrize("most", [1, 3])
def test_a_host_has_no_more_requests_under_way_than_it_may(bench: Bench, most: int) -> None:
    watch = Watch()
    with site_of(bench, watch.answer) as server:
        chosen = {
            "CONCURRENT_REQUESTS_PER_DOMAIN": str(most),
            "DOWNLOAD_DELAY": "0",
            "DOWNLOAD_TIMEOUT": "60",
            "SPACENEWS_PROGRESS_SECONDS": "0.03",
        }
        with bench.start(settings=chosen) as process:
            said = watch.read(process)
        assert process.returncode == 0, said
        assert sum(server.asked[path] for path in STORIES) == len(STORIES)
    assert watch.most == most
