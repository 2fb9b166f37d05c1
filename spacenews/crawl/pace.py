"""How fast a host is asked: the order's delay, a longer Crawl-delay, and the waits that it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacenews.crawl.ending import end_unwell
from spacenews.frontier import load_host, save_host
from spacenews.model import clock
from spacenews.model.urls import host_of

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.crawler import Crawler

    from spacenews.crawl.context import RunContext

_TICK = 0.001  # a slot without any delay would not look at the time at all


def apply_crawl_delay(crawler: Crawler, url: str, seconds: float | None) -> None:
    """Ask a host no faster than its robots.txt says, one request at a time; nothing to do where it says nothing."""
    if not seconds or seconds <= 0:
        return
    name = urlsplit(url).hostname or ""
    downloader = crawler.engine.downloader
    delay = max(crawler.settings.getfloat("DOWNLOAD_DELAY"), seconds)
    # Scrapy throws an idle slot away with its delay; a new one is made from these settings.
    downloader.per_slot_settings[name] = {"delay": delay, "jitter": 0.0, "concurrency": 1}
    slot = downloader.slots.get(name)
    if slot is not None:
        slot.delay, slot.jitter, slot.concurrency = delay, 0.0, 1


def pause(crawler: Crawler, context: RunContext, seconds: float) -> None:
    """Ask the site for nothing before that many seconds have passed; where a run cannot wait so long, it ends."""
    until = clock.now() + timedelta(seconds=seconds)
    if context.resume_at is None or context.resume_at < until:
        context.resume_at = until
        host = load_host(context.state, host_of(context.site.home))
        save_host(context.state, replace(host, next_allowed_at=until))
    for slot in crawler.engine.downloader.slots.values():
        slot.delay = slot.delay or _TICK
        slot.lastseen = max(slot.lastseen, clock.monotonic() + seconds - slot.delay)
    if seconds > context.settings.getfloat("SPACENEWS_RETRY_HORIZON"):
        end_unwell(crawler, context, asked_to_wait(until))


def asked_to_wait(until: datetime) -> str:
    """Return what a person should know of a site that asked to be left alone."""
    return f"it asks not to be asked before {clock.to_text(until.replace(microsecond=0))}"
