"""robots.txt as RFC 9309 wants it: 4xx allows all, 5xx and silence mean wait, and no setting switches it off."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_unwell
from spacenews.crawl.faults import ForbiddenError, NotAskedError, one_line
from spacenews.crawl.pace import apply_pace, pause
from spacenews.crawl.rules import AGENT, MAX_REDIRECTS, REFRESH, Rules, UnreachableError, find_kept, read_rules
from spacenews.frontier import save_robots
from spacenews.model import clock
from spacenews.model.errors import AddressError, CaptureError, StorageError
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_TRIES = 2
_REDIRECT = range(300, 400)


class RobotsMiddleware:
    """Asks each host for its robots.txt first, and lets through what it allows."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Future[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Return the middleware of a crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let a request through.

        Raises:
            ForbiddenError: robots.txt forbids it.
            NotAskedError: robots.txt cannot be had, so the run ends.
            AddressError: The host is at an address that must not be asked.
        """
        if request.meta.get("robots"):
            return
        rules = await self._rules_of(request.url)
        if rules.refused is not None:
            raise rules.refused
        if rules.unreachable:
            context = context_of(self._crawler)
            if not context.ending:
                end_unwell(self._crawler, context, rules.unreachable)
            raise NotAskedError(rules.unreachable)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, AGENT):
            raise ForbiddenError("robots.txt forbids it")

    async def _rules_of(self, url: str) -> Rules:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        held = self._rules.get(key)
        if held is not None and held.done() and clock.monotonic() - held.result().learnt > REFRESH.total_seconds():
            held = None
        if held is None:
            held = self._rules[key] = asyncio.get_running_loop().create_future()
            try:
                held.set_result(await self._learn(f"{key}/robots.txt"))
            except BaseException as error:  # noqa: BLE001 - whoever waits for it must not wait for ever
                held.set_exception(error)
        return await asyncio.shield(held)

    async def _learn(self, url: str) -> Rules:
        context = context_of(self._crawler)
        host = context.hosts.host(host_of(url))
        kept = find_kept(context, url)
        if kept is not None:
            return self._bounded(context, kept, url)
        try:
            rules, said = await self._ask(context, url)
        except AddressError as error:
            rules, said = Rules(refused=error), str(error)
        except (NotAskedError, CaptureError):  # the run is ending
            return Rules(unreachable="the run is ending")
        delay = rules.crawl_delay
        save_robots(context.state, host.name, said, delay=delay, url=url, capture=rules.capture)
        rules = self._bounded(context, rules, url)
        if rules.unreachable:
            return rules
        host.crawl_delay = delay or 0.0
        apply_pace(self._crawler, context, host)
        if rules.parsed is not None:
            context.rounds.note_sitemaps(rules.parsed.sitemaps, url)
        return rules

    def _bounded(self, context: RunContext, rules: Rules, url: str) -> Rules:
        """Return the rules, unless they ask for a wait between two requests that no run could keep."""
        longest = context.settings.getfloat("SPACENEWS_RETRY_HORIZON")
        delay = rules.crawl_delay
        if delay is None or delay <= longest:
            return rules
        words = (
            f"{url} asks for {delay:,.0f} seconds between two requests, and a run waits {longest:,.0f} at most"
            " (SPACENEWS_RETRY_HORIZON), so nothing else was asked"
        )
        return replace(rules, unreachable=words)

    async def _ask(self, context: RunContext, url: str) -> tuple[Rules, str]:
        backoff = context.settings.getfloat("SPACENEWS_RETRY_BACKOFF")
        why = ""
        for attempt in range(_TRIES):
            if attempt:
                await asyncio.sleep(backoff)
            if context.ending or context.stopped:
                raise NotAskedError("the run is ending")
            try:
                return await self._follow(url)
            except (NotAskedError, AddressError, StorageError):
                raise
            except UnreachableError as error:
                why = str(error)
                if error.retry_after is not None:
                    pause(self._crawler, context, error.retry_after, url)
                    break
            except Exception as error:  # noqa: BLE001 - whatever kept the answer away, RFC 9309 calls it unreachable
                why = one_line(error) or type(error).__name__
        words = f"{url} cannot be had ({why}), so nothing may be asked; the next run tries again"
        return Rules(unreachable=words), f"unreachable: {why}"

    async def _follow(self, url: str) -> tuple[Rules, str]:
        step = url
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._fetch(step)
            location = response.headers.get("Location", b"") or b""
            if response.status not in _REDIRECT or not location:
                return read_rules(response.meta["capture"], clock.monotonic())
            target = canonical_url(location.decode("latin-1"), step)
            if target is None:
                break
            step = target
        # More redirects than must be followed: the file is as good as absent.
        return Rules(learnt=clock.monotonic()), "absent: too many redirects"

    async def _fetch(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={"robots": True})
        return await self._crawler.engine.download_async(request)
