"""The whole pipeline beside a plain Scrapy spider, interleaved on the same served site.

Ours captures to WARC, reads, normalises, stores into SQLite with its full text index and exports JSON Lines; the
plain spider (bench/plain.py) reads five fields with CSS selectors and writes JSON Lines. A page is a response that the
server sent; its rate is taken from the server's log, first request to last, so that neither's start-up is in it.
Processor time and memory are those of the whole process, start-up included.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.process import Spent, cpu_seconds_of, run
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text

CONCURRENCY = 16
NAMES = ("plain", "tuned", "spacenews")


@dataclass(frozen=True, slots=True)
class Round:
    """One crawl of the served site by one of `NAMES`."""

    name: str
    pages: int
    seconds: float
    server_cpu_seconds: float
    spent: Spent

    @property
    def pages_per_second(self) -> float:
        """Responses a second, from the first request to the last."""
        return self.pages / self.seconds

    @property
    def cpu_ms_per_page(self) -> float:
        """Processor milliseconds of the crawling process for each response."""
        return 1000 * self.spent.cpu_seconds / self.pages


def measure(articles: int, rounds: int, say: Callable[[str], None]) -> list[Round]:
    """Crawl a fresh copy of the served site by each of `NAMES` in turn, `rounds` times."""
    done: list[Round] = []
    with tempfile.TemporaryDirectory(prefix="spacenews-bench-") as folder, DemoServer(articles=articles) as server:
        _warm(server, Path(folder))
        for number in range(rounds):
            for name, command in _commands(server, Path(folder), number):
                done.append(_one(server, name, command, Path(folder) / f"{name}-{number}.log"))
                say(_line(number, done[-1]))
    return done


def table(rounds: list[Round]) -> str:
    """Return the medians, and the ratios pair by pair, as a Markdown table."""
    lines = [
        "| | pages | pages/s | CPU ms a page | peak MB | pages/s ÷ plain | CPU ÷ plain |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    plain = [each for each in rounds if each.name == "plain"]
    for name in NAMES:
        own = [each for each in rounds if each.name == name]
        rates = [mine.pages_per_second / other.pages_per_second for mine, other in zip(own, plain, strict=True)]
        costs = [mine.cpu_ms_per_page / other.cpu_ms_per_page for mine, other in zip(own, plain, strict=True)]
        lines.append(
            f"| {name} | {own[0].pages:,} | {_median(each.pages_per_second for each in own):.0f} "
            f"| {_median(each.cpu_ms_per_page for each in own):.2f} | {max(each.spent.peak_mb for each in own):.0f} "
            f"| {_median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f}) "
            f"| {_median(costs):.2f} ({min(costs):.2f} to {max(costs):.2f}) |"
        )
    server = _median(1000 * each.server_cpu_seconds / each.pages for each in rounds)
    lines += ["", f"The server took {server:.2f} ms of its own core a page: it was not the limit."]
    return "\n".join(lines)


def _commands(server: DemoServer, folder: Path, number: int) -> Iterator[tuple[str, list[str]]]:
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    (sites / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
    for flavor in ("plain", "tuned"):
        out = str(folder / f"{flavor}-{number}.jsonl")
        yield flavor, [sys.executable, "-m", "bench.plain", server.base_url, out, str(CONCURRENCY), flavor]
    yield (
        "spacenews",
        [
            *(sys.executable, "-m", "spacenews", "crawl", "demo", "--full", "--sites", str(sites)),
            *("--data", str(folder / f"data-{number}"), "--allow-loopback", "--delay", "0"),
            *("--concurrency", str(CONCURRENCY)),
        ],
    )


def _warm(server: DemoServer, folder: Path) -> None:
    """Let the server print each page once, so that the first crawl does not pay for it."""
    command = [
        sys.executable,
        "-m",
        "bench.plain",
        server.base_url,
        str(folder / "warm.jsonl"),
        str(CONCURRENCY),
        "plain",
    ]
    run(command, folder / "warm.log")


def _one(server: DemoServer, name: str, command: list[str], log: Path) -> Round:
    before, cpu_before = len(server.requests()), cpu_seconds_of(server.pid)
    spent = run(command, log)
    served = server.requests()[before:]
    if spent.exit_code:
        raise SystemExit(f"{name} ended with exit code {spent.exit_code}:\n{log.read_text(encoding='utf-8')[-2000:]}")
    seconds = (served[-1].at - served[0].at).total_seconds()
    return Round(name, len(served), seconds, cpu_seconds_of(server.pid) - cpu_before, spent)


def _line(number: int, done: Round) -> str:
    return (
        f"round {number + 1}  {done.name:<10} {done.pages:>6} pages  {done.pages_per_second:6.1f} pages/s  "
        f"{done.cpu_ms_per_page:5.2f} ms CPU a page  {done.spent.peak_mb:4.0f} MB"
    )


def _median(values: Iterator[float] | list[float]) -> float:
    return statistics.median(list(values))
