"""robots.txt as RFC 9309 wants it: 4xx allows all, 5xx and silence mean wait, and no setting switches it off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from spacenews.crawl.context import RunContext, context_of
from spacenews.crawl.ending import end_unwell
from spacenews.crawl.faults import ForbiddenError, NotAskedError, one_line
from spacenews.crawl.pace import apply_crawl_delay
from spacenews.frontier import HostRecord, save_host
from spacenews.model import clock
from spacenews.model.errors import AddressError, CaptureError
from spacenews.model.rejection import Rejection
from spacenews.model.urls import canonical_url
from spacenews.reading.decode import decode_payload

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

AGENT = "spacenews"  # the product token that groups of rules are looked for under
MAX_BYTES = 500 * 1024
MAX_REDIRECTS = 5
REFRESH_SECONDS = 24 * 3600.0
_TRIES = 2
_TOO_MANY = 429
_OK, _REDIRECT, _REFUSED = range(200, 300), range(300, 400), range(400, 500)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host's robots.txt says.

    Attributes:
        parsed: None: everything is allowed.
        unreachable: Why it could not be had; nothing may be asked then. Empty: it could.
        refused: The host is at an address that must not be asked.
        learnt: On the monotonic clock.
    """

    parsed: Protego | None = None
    unreachable: str = ""
    refused: AddressError | None = None
    learnt: float = 0.0


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
            end_unwell(self._crawler, context_of(self._crawler), rules.unreachable)
            raise NotAskedError(rules.unreachable)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, AGENT):
            raise ForbiddenError("robots.txt forbids it")

    async def _rules_of(self, url: str) -> Rules:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        held = self._rules.get(key)
        if held is not None and held.done() and clock.monotonic() - held.result().learnt > REFRESH_SECONDS:
            held = None
        if held is None:
            held = self._rules[key] = asyncio.get_running_loop().create_future()
            held.set_result(await self._learn(f"{key}/robots.txt"))
        return await asyncio.shield(held)

    async def _learn(self, url: str) -> Rules:
        context = context_of(self._crawler)
        try:
            rules, said = await self._ask(context, url)
        except AddressError as error:
            rules, said = Rules(refused=error), str(error)
        except (NotAskedError, CaptureError):  # the run is ending
            return Rules(unreachable="the run is ending")
        delay = _crawl_delay(rules)
        apply_crawl_delay(self._crawler, url, delay)
        host = urlsplit(url).netloc
        save_host(
            context.state,
            HostRecord(host, delay=delay, next_allowed_at=context.resume_at, robots=said, robots_at=clock.now()),
        )
        return rules

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
            except (NotAskedError, AddressError, CaptureError):
                raise
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
                return _rules(response)
            target = canonical_url(location.decode("latin-1"), step)
            if target is None:
                break
            step = target
        # More redirects than must be followed: the file is as good as absent.
        return Rules(learnt=clock.monotonic()), "absent: too many redirects"

    async def _fetch(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={"robots": True})
        return await self._crawler.engine.download_async(request)


class _UnreachableError(Exception):
    """The server answered, and the answer means: ask again later."""


def _rules(response: Response) -> tuple[Rules, str]:
    status = response.status
    if status == _TOO_MANY or not (status in _OK or status in _REFUSED or status in _REDIRECT):
        raise _UnreachableError(f"answered {status}")
    if status not in _OK:
        return Rules(learnt=clock.monotonic()), f"absent: {status}"
    capture = response.meta["capture"]
    payload = decode_payload(capture)
    if isinstance(payload, Rejection):
        raise _UnreachableError(str(payload))
    text = payload[:MAX_BYTES].decode("utf-8-sig", errors="ignore")
    return Rules(parsed=Protego.parse(text), learnt=clock.monotonic()), f"rules: {status}"


def _crawl_delay(rules: Rules) -> float | None:
    delay = rules.parsed.crawl_delay(AGENT) if rules.parsed is not None else None
    return float(delay) if delay is not None else None
