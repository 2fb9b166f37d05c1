"""A million addresses that wait.

What a crawl holds in memory is not to grow with what it has still to ask for, and neither is what a request costs. A
backfill of the embedded site is begun, and gone on with twice, each time for the same number of requests: as it is, and
with a million addresses more in its frontier, which are older than every article, so that the same pages are asked
for. Then each call of the frontier is timed alone, on that file.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from bench import process
from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from spacenews.frontier import ARCHIVE, Child, SqliteFrontier, open_state, priority_of
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind

CONCURRENCY = 16
_ARTICLES = 1000
_BEGUN = 100  # requests of the first run, and of both in all
_BUDGET = 500
_BATCH = 10_000
_TIMES = 300
_LISTED = 100  # addresses on a page of a large list
_FIRST_DAY = date(1960, 1, 1)
_DAYS = 10_000


@dataclass(frozen=True, slots=True)
class Timed:
    """How long one call of the frontier takes, in milliseconds."""

    call: str
    median_ms: float
    worst_ms: float


@dataclass(frozen=True, slots=True)
class Pending:
    """What so many waiting addresses add."""

    addresses: int
    file_mb: float
    few_mb: float
    many_mb: float
    calls: tuple[Timed, ...]


def measure(addresses: int, say: Callable[[str], None]) -> Pending:
    """Measure with so many addresses."""
    with tempfile.TemporaryDirectory(prefix="spacenews-bench-") as name, DemoServer(articles=_ARTICLES) as server:
        folder = Path(name)
        (folder / "sites").mkdir()
        (folder / "sites" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        _backfill(folder, "few", _BEGUN)
        shutil.copytree(folder / "few", folder / "many")
        few = _backfill(folder, "few", _BUDGET)
        say(f"as it is: {few:.0f} MB")
        state = folder / "many" / "state.db"
        _fill(state, server.base_url, addresses)
        size = state.stat().st_size / 2**20
        say(f"{addresses:,} addresses put, {size:.0f} MB on the disk")
        many = _backfill(folder, "many", _BUDGET)
        say(f"with {addresses:,} addresses waiting: {many:.0f} MB")
        return Pending(addresses, size, few, many, tuple(_calls(state, server.base_url, addresses)))


def report(done: Pending) -> str:
    """Return what was found as Markdown."""
    lines = [
        (
            f"{done.addresses:,} addresses, {done.file_mb:.0f} MB on the disk. At most {done.few_mb:.0f} MB were "
            f"resident without them and {done.many_mb:.0f} MB with them: {done.many_mb - done.few_mb:+.0f} MB."
        ),
        "",
        "| call | median ms | slowest ms |",
        "|---|---:|---:|",
        *(f"| {each.call} | {each.median_ms:.2f} | {each.worst_ms:.2f} |" for each in done.calls),
    ]
    return "\n".join(lines)


def _backfill(folder: Path, data: str, budget: int) -> float:
    log = folder / f"{data}.log"
    spent = process.run(
        [
            *(sys.executable, "-m", "spacenews", "backfill", "demo", "--allow-loopback", "--budget", str(budget)),
            *("--sites", str(folder / "sites"), "--data", str(folder / data)),
            *("--delay", "0", "--concurrency", str(CONCURRENCY)),
        ],
        log,
    )
    if spent.exit_code:
        said = log.read_text(encoding="utf-8")
        raise SystemExit(f"the backfill ended with exit code {spent.exit_code}:\n{said[-2000:]}")
    return spent.peak_mb


def _fill(path: Path, base_url: str, addresses: int) -> None:
    state = open_state(path)
    frontier = SqliteFrontier(state, "demo", "demo-filled")
    for batch in _batches(_children(base_url, "waits", addresses), _BATCH):
        frontier.put(batch, found_in=base_url)
    state.close()


def _batches(children: Iterable[Child], size: int) -> Iterator[list[Child]]:
    rest = iter(children)
    while batch := list(islice(rest, size)):
        yield batch


def _children(base_url: str, stem: str, count: int) -> Iterator[Child]:
    for number in range(count):
        day = _FIRST_DAY + timedelta(days=number % _DAYS)
        link = Link(
            url=f"{base_url}{stem}-{number}-of-the-articles-of-a-site/",
            kind=LinkKind.ARTICLE,
            relation="teaser",
            published_on=day,
        )
        yield Child(link=link, priority=ARCHIVE + priority_of(link) % 1_000_000, source=base_url)


def _calls(path: Path, base_url: str, addresses: int) -> Iterator[Timed]:
    state = open_state(path)
    frontier = SqliteFrontier(state, "demo", "demo-timed")
    known = cycle(list(_batches(_children(base_url, "waits", min(addresses, _TIMES * _LISTED)), _LISTED)))
    new = _batches(_children(base_url, "new", _TIMES * _LISTED), _LISTED)
    lease = timedelta(hours=1)
    rows = iter(frontier.take(_TIMES, lease=lease))
    yield _timed(f"take {CONCURRENCY}", lambda: frontier.release(frontier.take(CONCURRENCY, lease=lease)))
    yield _timed("next_due", frontier.next_due)
    yield _timed("find_fate", lambda: frontier.find_fate(f"{base_url}waits-77-of-the-articles-of-a-site/"))
    yield _timed("finish, with a page of nothing", lambda: frontier.finish(next(rows), Fate.ARCHIVED))
    yield _timed(f"put {_LISTED} that are known", lambda: frontier.put(next(known), found_in=base_url))
    yield _timed(f"put {_LISTED} that are new", lambda: frontier.put(next(new), found_in=base_url))
    yield _timed("count_fates, for status and progress", frontier.count_fates, times=5)
    state.close()


def _timed(name: str, call: Callable[[], object], *, times: int = _TIMES - 1) -> Timed:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append(1000 * (time.perf_counter() - begin))
    return Timed(name, statistics.median(taken), max(taken))
