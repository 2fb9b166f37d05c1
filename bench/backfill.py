"""A backfill of many articles: does it keep its pace and its memory to the end?

The embedded site, scaled up and served by a process of its own, is walked and archived whole by `spacenews backfill`,
without a delay. A tenth is a tenth of the pages, lists and articles together. Its rate is pages by the clock; on a
machine that other work shares, the processor time of the crawling process for a page is the steadier measure. Memory
is what that process held resident; the frontier's share is the time within its calls, of the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.process import cpu_seconds_of
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text

CONCURRENCY = 16
TENTHS = 10
_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the backfill; what grows is counted from its beginning."""

    pages: int
    seconds: float
    cpu: float
    frontier: float
    mb: float


@dataclass(frozen=True, slots=True)
class Tenth:
    """One tenth of the pages."""

    pages: int
    rate: float
    cpu_ms: float
    frontier_share: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Backfill:
    """A whole backfill, and what the server spent on a page."""

    articles: int
    marks: tuple[Mark, ...]
    server_ms: float

    @property
    def tenths(self) -> list[Tenth]:
        """The ten tenths, in order."""
        last = self.marks[-1].pages
        ends = [min(self.marks, key=lambda mark: abs(mark.pages - last * n / TENTHS)) for n in range(TENTHS + 1)]
        return [
            _tenth([mark for mark in self.marks if before.pages <= mark.pages <= after.pages])
            for before, after in pairwise(ends)
        ]


def measure(articles: int, say: Callable[[str], None]) -> Backfill:
    """Backfill a site of so many articles, and return what it took."""
    with tempfile.TemporaryDirectory(prefix="spacenews-bench-") as name, DemoServer(articles=articles) as server:
        folder = Path(name)
        (folder / "sites").mkdir()
        (folder / "sites" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        before = cpu_seconds_of(server.pid)
        record, log = folder / "record.jsonl", folder / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(_command(folder, record), stdout=out, stderr=out, stdin=subprocess.DEVNULL)
            code = _wait(process, record, say)
        if code:
            raise SystemExit(f"the backfill ended with exit code {code}:\n{log.read_text(encoding='utf-8')[-2000:]}")
        marks = _read(record)
        return Backfill(articles, marks, 1000 * (cpu_seconds_of(server.pid) - before) / marks[-1].pages)


def report(done: Backfill) -> str:
    """Return the curve as Markdown: a table of ten rows, a picture, and what is to hold."""
    tenths = done.tenths
    first, last = tenths[0], tenths[-1]
    whole = done.marks[-1]
    share = sum(tenth.frontier_share for tenth in tenths) / len(tenths)
    lines = [
        (
            f"{done.articles:,} articles, {whole.pages:,} pages in {whole.seconds / 60:.1f} minutes, {CONCURRENCY} "
            f"requests at a time. The server took {done.server_ms:.2f} ms of its own core a page."
        ),
        "",
        "| tenth | pages | pages/s | CPU ms a page | frontier | peak MB |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {number} | {tenth.pages:,} | {tenth.rate:.1f} | {tenth.cpu_ms:.2f} | {tenth.frontier_share:.1%} "
            f"| {tenth.peak_mb:.0f} |"
            for number, tenth in enumerate(tenths, 1)
        ),
        "",
        (
            f"Last tenth to first: {last.rate / first.rate:.2f} in pages a second, "
            f"{first.cpu_ms / last.cpu_ms:.2f} in pages for the same processor time. Memory: "
            f"{max(tenth.peak_mb for tenth in tenths):.0f} MB at most, {last.peak_mb - first.peak_mb:+.0f} MB from the "
            f"first tenth to the last. The frontier took {share:.1%} of the time."
        ),
        "",
        "```text",
        *_picture("pages/s", [tenth.rate for tenth in tenths]),
        "",
        *_picture("MB", [tenth.peak_mb for tenth in tenths]),
        "```",
    ]
    return "\n".join(lines)


def _command(folder: Path, record: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "bench.backfill_child", str(record), "backfill", "demo"),
        *("--sites", str(folder / "sites"), "--data", str(folder / "data"), "--allow-loopback"),
        *("--delay", "0", "--concurrency", str(CONCURRENCY), "--set", "SPACENEWS_PROGRESS_SECONDS=60"),
    ]


def _wait(process: subprocess.Popen[bytes], record: Path, say: Callable[[str], None]) -> int:
    while True:
        try:
            return process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            marks = _read(record)
            if marks:
                say(f"{marks[-1].pages:,} pages in {marks[-1].seconds:.0f} s, {marks[-1].mb:.0f} MB")


def _read(record: Path) -> tuple[Mark, ...]:
    if not record.exists():
        return ()
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    return tuple(Mark(**json.loads(line)) for line in lines if line.endswith("\n"))


def _tenth(marks: Sequence[Mark]) -> Tenth:
    first, last = marks[0], marks[-1]
    pages, seconds = last.pages - first.pages, last.seconds - first.seconds
    return Tenth(
        pages=pages,
        rate=pages / seconds,
        cpu_ms=1000 * (last.cpu - first.cpu) / pages,
        frontier_share=(last.frontier - first.frontier) / seconds,
        peak_mb=max(mark.mb for mark in marks),
    )


def _picture(unit: str, values: Sequence[float]) -> list[str]:
    most = max(values)
    return [
        f"{number:>3} {'#' * round(_WIDTH * value / most):<{_WIDTH}} {value:.0f} {unit}"
        for number, value in enumerate(values, 1)
    ]
