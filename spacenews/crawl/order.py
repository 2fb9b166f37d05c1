"""What a run is asked to do, and how that becomes Scrapy's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, Settings

import spacenews
from spacenews.crawl.chosen import check_project, check_settings, ours_alone
from spacenews.model.errors import UsageError
from spacenews.model.folder import DataFolder
from spacenews.model.urls import canonical_url
from spacenews.specs import Site, SpecRegistry

MODES = ("crawl", "full", "fetch", "backfill")
LONGEST_DELAY = 86_400
_SPARE = 2  # requests that are ready when one ends, so that the host's turn is never missed


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOrder:
    """One run of one site.

    Attributes:
        site: The site.
        data: Where the archive lies.
        mode: `crawl` (new articles), `full` (every source to its end, and every known article again), `fetch`
            (only `urls`) or `backfill` (every source to its end, for as many runs as that takes).
        limit: Stop after so many articles, or when `most_tries` were asked for; None: none.
        urls: For `fetch`, the articles to ask for.
        since: For `backfill`, the first day of publication that is asked for; None: from the beginning.
        until: For `backfill`, the last one; None: to this day.
        delay: Seconds between two requests to a host; None: as the settings say. A longer Crawl-delay wins.
        concurrency: Requests to a host at a time; None: as the settings say.
        allow_loopback: Private and loopback addresses may be asked.
        contact: Address or URL for the User-Agent.
        settings: Settings that `chosen.settable` names, above all others.
    """

    site: Site
    data: DataFolder
    mode: str = "crawl"
    limit: int | None = None
    urls: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    delay: float | None = None
    concurrency: int | None = None
    allow_loopback: bool = False
    contact: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def most_tries(self) -> int:
        """How many requests for articles a run with a limit may make, those in vain with them."""
        return 3 * (self.limit or 0) + 10

    def __post_init__(self) -> None:
        """Refuse an order that could not be carried out."""
        if self.mode not in MODES:
            raise UsageError(f"no run is called {self.mode!r}: there are {', '.join(MODES)}")
        if (self.mode == "fetch") != bool(self.urls):
            raise UsageError("fetch, and only fetch, takes addresses: give at least one")
        if (self.since or self.until) and self.mode != "backfill":
            raise UsageError("only a backfill has a window: --since and --until")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"the window ends ({self.until}) before it begins ({self.since})")
        check_settings(self.settings)
        if self.delay is not None and not 0 <= self.delay <= LONGEST_DELAY:
            raise UsageError(f"a delay is a number of seconds from 0 to {LONGEST_DELAY}, not {self.delay}")
        if self.concurrency is not None and self.concurrency < 1:
            raise UsageError(f"at least one request is on the wire at a time, not {self.concurrency}")
        for url in self.urls:
            canonical = canonical_url(url)
            if canonical is None or not self.site.allows(canonical):
                raise UsageError(f"{url} is on none of {self.site.key}'s hosts ({', '.join(self.site.hosts)})")


def settings_of(order: CrawlOrder, base: Settings | None = None) -> Settings:
    """Return the settings of a run: ours, then `base`'s, then the order's.

    They never come from a `scrapy.cfg` above the current folder or from the environment of another project.

    Raises:
        UsageError: `base` would replace what a run is made of.
    """
    if base is not None:
        check_project(base)
    settings = ours_alone() if base is None else base.copy()
    for name, value in check_settings(order.settings).items():
        settings.set(name, value, priority="cmdline")
    if order.delay is not None:
        settings.set("DOWNLOAD_DELAY", order.delay, priority="cmdline")
    if order.concurrency is not None:
        settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", order.concurrency, priority="cmdline")
    if order.allow_loopback:
        settings.set("SPACENEWS_ALLOW_LOOPBACK", True, priority="cmdline")  # noqa: FBT003 - Scrapy's signature
    if (settings.getpriority("CONCURRENT_REQUESTS") or 0) < SETTINGS_PRIORITIES["cmdline"]:
        concurrency = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + _SPARE
        settings.set("CONCURRENT_REQUESTS", concurrency, priority="cmdline")
    if (settings.getpriority("USER_AGENT") or 0) < SETTINGS_PRIORITIES["cmdline"]:
        settings.set("USER_AGENT", _user_agent(order.contact), priority="cmdline")
    return settings


def order_from_settings(settings: Settings, key: str, **arguments: str) -> CrawlOrder:
    """Return what `scrapy crawl KEY -a mode=full -a limit=20 -a urls=URL -a since=DAY -a until=DAY` asks for.

    Raises:
        UsageError: An argument is none of these, or wrong; no site has this key.
    """
    unknown = set(arguments) - {"mode", "limit", "urls", "since", "until"}
    if unknown:
        raise UsageError(f"-a {min(unknown)}=… means nothing here: there are mode, limit, urls, since and until")
    limit = arguments.get("limit", "")
    if limit and not (limit.isdecimal() and int(limit)):
        raise UsageError(f"-a limit={limit}: it is a number of articles, such as 20")
    folders = [each for each in str(settings["SPACENEWS_SITES"] or "").split(os.pathsep) if each]
    urls = tuple(arguments.get("urls", "").split())
    return CrawlOrder(
        site=SpecRegistry(folders).load(key),
        data=DataFolder(Path(settings["SPACENEWS_DATA"])),
        mode=arguments.get("mode", "fetch" if urls else "crawl"),
        limit=int(limit) if limit else None,
        urls=urls,
        since=_day(arguments, "since"),
        until=_day(arguments, "until"),
        allow_loopback=settings.getbool("SPACENEWS_ALLOW_LOOPBACK"),
        contact=str(settings["SPACENEWS_CONTACT"] or ""),
    )


def _day(arguments: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(arguments[name]) if name in arguments else None
    except ValueError as error:
        raise UsageError(f"-a {name}={arguments[name]}: it is a day, such as 2021-04-26") from error


def _user_agent(contact: str) -> str:
    name = f"spacenews/{spacenews.__version__}"
    return f"{name} (+{contact})" if contact else name
