"""What a run would ask, and what that would cost the site: told from what is stored, without a request or a write."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from spacenews.archive import open_archive_to_read
from spacenews.crawl.bands import ALL, NEWS
from spacenews.crawl.inventories import plan_crawl
from spacenews.crawl.rounds import plan_run
from spacenews.crawl.rules import REFRESH
from spacenews.crawl.seeds import FULL_AGAIN
from spacenews.frontier import AGAIN, LAST, HostRecord, count_asked, is_unfinished, load_host, load_runs
from spacenews.frontier.inventories import load_inventories
from spacenews.frontier.outlook import count_articles, count_due, count_further_pages, find_sources, sample_asked
from spacenews.frontier.read_only import open_state_to_read
from spacenews.model import clock
from spacenews.model.link import LinkKind
from spacenews.model.urls import host_of

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.crawl.order import CrawlOrder
    from spacenews.frontier import State
    from spacenews.specs import Site

ROBOTS = "robots.txt"
_SAMPLE = 50
_RUNS = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """What one kind of request comes to.

    Attributes:
        what: `robots.txt` or a kind of link.
        requests: How many are foreseen.
        size: Bytes of one as the last captures had them, heads included; None: none was captured yet.
    """

    what: str
    requests: int
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would ask of a site.

    Attributes:
        delay: Seconds between two requests.
        costs: By kind.
        asked_today: Requests that the host got today (UTC) already.
        notes: What cannot be foreseen, and what else a person should know.
    """

    site: str
    mode: str
    host: str
    delay: float
    costs: tuple[Cost, ...]
    asked_today: int
    notes: tuple[str, ...] = field(default=())

    @property
    def requests(self) -> int:
        """All requests together."""
        return sum(cost.requests for cost in self.costs)

    @property
    def size(self) -> int | None:
        """Bytes of all answers together; None: nothing was captured yet to tell it from."""
        known = [cost for cost in self.costs if cost.size is not None]
        return sum(cost.requests * (cost.size or 0) for cost in known) if known else None

    @property
    def seconds(self) -> float:
        """How long that takes at the pace."""
        return self.requests * self.delay


def foresee(order: CrawlOrder, default_delay: float) -> Forecast:
    """Return what a run would ask; asks nothing and writes nothing.

    Args:
        order: The run; not a `fetch`.
        default_delay: Seconds between two requests where the order says nothing.

    Raises:
        StorageError: A database cannot be read.
    """
    site, host = order.site.key, host_of(order.site.home)
    with ExitStack() as opened:
        state = open_state_to_read(order.data.state)
        if state is not None:
            opened.callback(state.close)
        archive = open_archive_to_read(order.data.archive) if state and order.data.archive.exists() else None
        if archive is not None:
            opened.callback(archive.close)
        known = load_host(state, host) if state else HostRecord(host)
        requests, notes = _requests(state, order)
        if not (known.robots_at and timedelta() <= clock.now() - known.robots_at < REFRESH):
            requests[ROBOTS] = 1
        return Forecast(
            site=site,
            mode=order.mode,
            host=host,
            delay=max(order.delay if order.delay is not None else default_delay, known.delay or 0.0),
            costs=tuple(
                Cost(what, count, _size(state, archive, site, what))
                for what, count in sorted(requests.items())
                if count
            ),
            asked_today=count_asked(state, host, clock.now().date()) if state else 0,
            notes=tuple(notes),
        )


def _requests(state: State | None, order: CrawlOrder) -> tuple[Counter[str], list[str]]:
    site, mode = order.site.key, order.mode
    unfinished = mode == "backfill" and state is not None and is_unfinished(state, site)
    kinds = NEWS if mode == "crawl" or unfinished else ALL
    sources = {source.url: LinkKind(source.kind) for source in order.site.sources if source.kind in kinds}
    requests: Counter[str] = Counter()
    notes = ["what the lists name that is not known yet comes on top"]
    if mode == "crawl":
        sources = _planned(state, order.site)
    if state is not None:
        if mode != "crawl":
            sources |= find_sources(state, site, kinds)
        least = AGAIN if mode == "crawl" else LAST
        requests.update(count_due(state, site, least=least, since=order.since, until=order.until))
        if kinds == ALL:
            requests.update(count_further_pages(state, site, kinds))
        if mode == "full":
            requests[LinkKind.ARTICLE] += count_articles(state, site, FULL_AGAIN)
        if mode == "crawl":
            notes += _news(state, site, requests)
    requests.update(sources.values())
    if unfinished:
        notes.append("it goes on with the backfill that was begun")
    elif kinds == ALL and not any(requests[kind] for kind in (LinkKind.ARTICLE,)):
        notes.append("how many pages the lists have is known once they were walked")
    return requests, notes


def _planned(state: State | None, site: Site) -> dict[str, LinkKind]:
    """Return the sources that an incremental run begins with."""
    if state is None:
        asks = plan_crawl(site, {}, {}, {}, clock.now()).asks
    else:
        asks = plan_run(state, site, "crawl", load_inventories(state, site.key)).asks
    return {ask.url: ask.kind for ask in asks}


def _news(state: State, site: str, requests: Counter[str]) -> list[str]:
    """Count as many new articles as the last runs found."""
    found = [
        run.counts.get("articles", 0)
        for run in load_runs(state, site, limit=_RUNS)
        if run.mode == "crawl" and run.finished_at is not None
    ]
    if not found:
        return []
    usual = sorted(found)[len(found) // 2]
    requests[LinkKind.ARTICLE] += usual
    return [f"{usual} new or changed articles are foreseen, the median of the last {len(found)} runs"]


def _size(state: State | None, archive: ArchiveReader | None, site: str, what: str) -> int | None:
    if state is None or archive is None or what == ROBOTS:
        return None
    records = (archive.last_capture(site, url) for url in sample_asked(state, site, LinkKind(what), _SAMPLE))
    sizes = [record.length for record in records if record is not None and record.kind == "response"]
    return sum(sizes) // len(sizes) if sizes else None
