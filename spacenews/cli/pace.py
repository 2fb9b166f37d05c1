"""What every command that asks a site for pages takes: the pace, and what Scrapy is told besides."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from spacenews.model.errors import UsageError

_DAY = 86_400.0
_SETTING = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a site is asked. None: the default of the crawl settings.

    Attributes:
        delay: Seconds between two requests to one host.
        concurrency: Requests to one host at a time.
        budget: Requests that a host may get on one day of UTC.
        allow_loopback: Whether private and loopback addresses may be asked.
        settings: Settings of the crawl by name, as text.
    """

    delay: float | None = None
    concurrency: int | None = None
    allow_loopback: bool = False
    budget: int | None = None
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[str, str]:
        """Scrapy settings by name, with those that options of their own stand for."""
        return dict(self.settings) | ({"SPACENEWS_DAILY_BUDGET": str(self.budget)} if self.budget is not None else {})

    def arguments(self) -> list[str]:
        """Return the options that give another process of this program the same pace."""
        return [
            *(["--delay", str(self.delay)] if self.delay is not None else []),
            *(["--concurrency", str(self.concurrency)] if self.concurrency is not None else []),
            *(["--budget", str(self.budget)] if self.budget is not None else []),
            *(["--allow-loopback"] if self.allow_loopback else []),
            *(part for name, value in self.settings.items() for part in ("--set", f"{name}={value}")),
        ]


class Seconds(click.FloatRange):
    """A number of seconds within bounds; `nan`, which is beyond no bound, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or refuse what is none."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is no number of seconds", param, ctx)
        return seconds


def takes_pace(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a pace (`--delay`, `--budget` and so on), and hand them to it as `pace`."""

    @functools.wraps(function)
    def with_pace(
        *args: Any,
        delay: float | None,
        concurrency: int | None,
        allow_loopback: bool,
        budget: int | None,
        settings: Sequence[str],
        **options: Any,
    ) -> Any:
        pace = Pace(delay, concurrency, allow_loopback, budget, _settings(settings))
        return function(*args, pace=pace, **options)

    for option in (
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="A limit or time of the crawl, such as DOWNLOAD_TIMEOUT=10; may be repeated.",
        ),
        click.option(
            "--allow-loopback",
            is_flag=True,
            envvar="SPACENEWS_ALLOW_LOOPBACK",
            show_envvar=True,
            help="Let private and loopback addresses be asked; without it they are refused.",
        ),
        click.option(
            "--budget",
            type=click.IntRange(0, 1_000_000_000),
            metavar="N",
            help="Requests that a host may get on one day (of UTC), of all runs together; 0: any number.  [default: 0]",
        ),
        click.option(
            "--concurrency",
            type=click.IntRange(1, 64),
            metavar="N",
            help="Requests to one host at a time.  [default: 1]",
        ),
        click.option(
            "--delay",
            type=Seconds(min=0, max=_DAY),
            metavar="SECONDS",
            help="Time between two requests to one host; a longer Crawl-delay of its robots.txt wins.  [default: 1]",
        ),
    ):
        with_pace = option(with_pace)
    return with_pace


def takes_quiet(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--quiet`, and hand it over as `quiet`."""
    return click.option("--quiet", is_flag=True, help="No lines of progress and no summary; only what went wrong.")(
        function
    )


def _settings(pairs: Sequence[str]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        found = _SETTING.fullmatch(pair)
        if found is None:
            raise UsageError(f"--set {pair!r}: write NAME=VALUE, such as --set DOWNLOAD_TIMEOUT=10")
        settings[found.group(1)] = found.group(2)
    return settings
