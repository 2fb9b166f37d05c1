"""How fast a host is asked: the order's delay, a longer Crawl-delay, what its errors ask for, and its own words."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import signals

from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_by_fault, end_unwell
from spacenews.frontier import save_wait
from spacenews.model import clock
from spacenews.model.errors import StorageError
from spacenews.model.urls import host_of
from spacenews.reading.response import TRANSIENT
from spacenews.reading.retry_after import parse_retry_after

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from spacenews.crawl.hosts import Host

logger = logging.getLogger(__name__)
# A slot without any delay would not look at the time at all, and would hand out its whole queue at once, however few
# requests may be under way: a request counts as such only once its task has begun.
_TICK = 0.001
_DAY = 86_400.0
_FAILURE = 500


class PaceExtension:
    """Keeps each host's distance, across runs too, and the count of what it was asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._context: RunContext = context_of(crawler)
        self._met: set[str] = set()
        crawler.signals.connect(self.before, signals.request_reached_downloader)
        crawler.signals.connect(self.answered, signals.response_downloaded)
        crawler.signals.connect(self.after, signals.request_left_downloader)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PaceExtension:
        """Return the extension of a crawler."""
        return cls(crawler)

    def before(self, request: Request) -> None:
        """Let the first request of a run keep its distance from the last one of the run before."""
        name = host_of(request.url)
        if name in self._met:
            return
        self._met.add(name)
        try:
            host = self._context.hosts.host(name)
        except StorageError as error:
            end_by_fault(self._crawler, self._context, error)
            return
        apply_pace(self._crawler, self._context, host)
        slot = self._crawler.engine.downloader.slots[request.meta["download_slot"]]
        if host.asked_at is not None:
            passed = max(0.0, (clock.now() - host.asked_at).total_seconds())
            slot.lastseen = max(slot.lastseen, clock.monotonic() - passed)

    def answered(self, response: Response, request: Request) -> None:
        """Hold back what waits behind a request whose answer asks to wait: it would go out before that is read."""
        if response.status not in TRANSIENT and response.status < _FAILURE:
            return
        stated, date = ((response.headers.get(name) or b"").decode("latin-1") for name in ("Retry-After", "Date"))
        seconds = parse_retry_after(stated or None, date or None, clock.now())
        if seconds is not None:
            wait = min(seconds, self._context.settings.getfloat("SPACENEWS_RETRY_AFTER_MAX"))
            hold_back(self._crawler, self._context, request.meta["download_slot"], wait)

    def after(self, request: Request) -> None:
        """Count a request that has ended."""
        hosts = self._context.hosts
        try:
            hosts.note_asked(hosts.host(host_of(request.url)))
        except StorageError as error:
            end_by_fault(self._crawler, self._context, error)


def apply_pace(crawler: Crawler, context: RunContext, host: Host) -> None:
    """Ask a host from now on as slowly as it is to be asked; one request at a time where it or its errors say so."""
    name = urlsplit(f"//{host.name}").hostname or ""
    downloader = crawler.engine.downloader
    delay = max(context.hosts.delay_of(host), _TICK)
    alone = bool(host.crawl_delay or host.backoff)
    concurrency = 1 if alone else crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
    # Scrapy throws an idle slot away with its delay; a new one is made from these settings.
    downloader.per_slot_settings[name] = {"delay": delay, "jitter": 0.0, "concurrency": concurrency}
    slot = downloader.slots.get(name)
    if slot is not None:
        slot.delay, slot.jitter, slot.concurrency = delay, 0.0, concurrency
        _keep_held(slot, context.held.get(name, 0.0))


def hold_back(crawler: Crawler, context: RunContext, name: str, seconds: float) -> None:
    """Let the turn of a host, by the name of its slot, not come before that many seconds have passed."""
    until = context.held[name] = max(context.held.get(name, 0.0), clock.monotonic() + seconds)
    slot = crawler.engine.downloader.slots.get(name)
    if slot is not None:
        slot.delay = slot.delay or _TICK
        _keep_held(slot, until)


def _keep_held(slot: Slot, until: float) -> None:
    """Let a slot's turn not come before an instant, whatever its delay is now: it adds that to when it last had one."""
    slot.lastseen = max(slot.lastseen, until - slot.delay)


def pause(crawler: Crawler, context: RunContext, seconds: float, url: str = "") -> None:
    """Ask the site for nothing before that many seconds have passed; where a run cannot wait so long, it ends.

    Args:
        crawler: Of the run.
        context: The run.
        seconds: As the server asks; no more than the setting SPACENEWS_RETRY_AFTER_MAX is waited for, which is told.
        url: Who asked; empty: the site's home.
    """
    longest = context.settings.getfloat("SPACENEWS_RETRY_AFTER_MAX")
    wait = min(seconds, longest)
    until = clock.now() + timedelta(seconds=wait)
    if context.resume_at is None or context.resume_at < until:
        context.resume_at = until
        save_wait(context.state, host_of(url or context.site.home), until)
        save_wait(context.state, host_of(context.site.home), until)
    for name in crawler.engine.downloader.slots:
        hold_back(crawler, context, name, wait)
    words = asked_to_wait(until)
    if seconds > longest:
        words = f"it asks to be left alone for {seconds / _DAY:,.0f} days; {words.removeprefix('it asks ')} by us"
        logger.warning("%s: %s", host_of(url or context.site.home), words)
    if wait > context.settings.getfloat("SPACENEWS_RETRY_HORIZON"):
        end_unwell(crawler, context, words)


def asked_to_wait(until: datetime) -> str:
    """Return what a person should know of a site that asked to be left alone."""
    return f"it asks not to be asked before {clock.to_text(until.replace(microsecond=0))}"
