"""A backfill that keeps a record of itself: `python -m bench.backfill_child RECORD ARGUMENTS…` of `spacenews`.

Every so many pages it writes a line: seconds, processor seconds, seconds within the frontier, and resident memory.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacenews.cli.program import run
from spacenews.frontier import SqliteFrontier

EVERY = 100
_METHODS = (
    *("put", "put_sources", "ask_again", "take", "finish", "postpone", "release", "survey", "find_fate"),
    *("find_target", "next_due", "count_pending", "count_fates"),
)


class Recorder:
    """Times the frontier, whose methods never call each other while one is timed."""

    def __init__(self, record: Path) -> None:
        self._lines = record.open("w", encoding="utf-8", buffering=1)
        self._begin = time.monotonic()
        self._inside = 0.0
        self._depth = 0
        self._pages = 0

    def timed(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        """Return the method, timed."""

        @functools.wraps(method)
        def call(*arguments: Any, **options: Any) -> Any:
            self._depth += 1
            begin = time.perf_counter()
            try:
                return method(*arguments, **options)
            finally:
                self._depth -= 1
                if not self._depth:
                    self._inside += time.perf_counter() - begin
                if name == "finish":
                    self._note()

        return call

    def _note(self) -> None:
        self._pages += 1
        if self._pages % EVERY == 0 or self._pages == 1:
            line = {
                "pages": self._pages,
                "seconds": time.monotonic() - self._begin,
                "cpu": time.process_time(),
                "frontier": self._inside,
                "mb": _resident_mb(),
            }
            self._lines.write(json.dumps(line) + "\n")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Run it, and return its exit code."""
    recorder = Recorder(Path(sys.argv[1]))
    for name in _METHODS:
        setattr(SqliteFrontier, name, recorder.timed(name, getattr(SqliteFrontier, name)))
    return run(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
