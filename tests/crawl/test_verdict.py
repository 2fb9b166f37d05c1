"""The exit code says what a script must know, and the outcome what a person must."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from spacenews.crawl.summary import summarize
from spacenews.crawl.verdict import Ending, judge
from spacenews.model.run import Run

WELL = {"pages": 10, "links": 8, "articles": 5}


@pytest.mark.parametrize(
    ("counts", "facts", "code", "words"),
    [
        (WELL, {}, 0, "all done"),
        ({**WELL, "pending": 3}, {"limited": True}, 0, "the limit is reached; 3 pending"),
        ({**WELL, "failed": 2}, {}, 3, "2 addresses failed for good"),
        ({**WELL, "failed": 2}, {"fault": "the disk is full"}, 1, "our fault: the disk is full"),
        (WELL, {"finished": False}, 1, "cut short"),
        (WELL, {"stopped": True, "finished": False}, 130, "stopped by hand"),
        (WELL, {"unwell": "it is down"}, 4, "it is down"),
        ({"pages": 4, "blocked": 4}, {}, 4, "robots.txt forbids every address"),
        ({"pages": 2, "excluded": 2}, {"refusal": "127.0.0.1 is private"}, 4, "127.0.0.1 is private"),
        ({"pages": 4, "challenges": 3}, {}, 4, "3 of 4 pages were a bot check"),
        ({"pages": 2, "listed": 2}, {}, 4, "none of its sources lists an article"),
        ({"failed": 3}, {}, 4, "none of 3 addresses could be had"),
        ({"failed": 1}, {"mode": "fetch"}, 3, "1 addresses failed"),
        ({"pages": 1, "rejected": 1}, {"mode": "fetch"}, 0, "all done"),
    ],
)
def test_a_run_is_judged(counts: dict[str, int], facts: dict[str, Any], code: int, words: str) -> None:
    found, outcome = judge(Ending(counts=counts, **{"mode": "crawl", "finished": True, **facts}))
    assert found == code
    assert words in outcome


def test_a_summary_has_five_lines() -> None:
    begin = datetime(2026, 1, 31, 6, tzinfo=UTC)
    counts = {"pages": 20, "requests": 21, "bytes": 123_456, "new": 7, "rejected": 1, "rejected.soft_404": 1}
    run = Run("id", "orbit", "crawl", begin, begin + timedelta(seconds=4), "all done", 0, counts, {})
    lines = summarize(run)
    assert len(lines) == 5
    assert lines[0] == "orbit crawl: all done (exit code 0)"
    assert "123.5 kB" in lines[1]
    assert "7 new" in lines[2]
    assert "1 soft_404" in lines[3]
    assert "5.0 pages/s" in lines[4]
