"""Days as people give them: `2021`, `2021-04` or `2021-04-26`."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from spacenews.model.errors import UsageError

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Day(click.ParamType[str]):
    """A day as YYYY-MM-DD; a year or month stands for its first or last day."""

    name = "day"

    def __init__(self, *, last: bool) -> None:
        self.last = last

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 # click's signature
        """Return what help calls it."""
        return "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the day, or refuse what is none."""
        found = _DAY.fullmatch(str(value))
        day = _edge(*found.groups(), last=self.last) if found else None
        if day is None:
            self.fail(f"{value!r} is no day: write 2021-04-26, 2021-04 or 2021", param, ctx)
        return day.isoformat()


def takes_days(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--since` and `--until`, and hand them over as YYYY-MM-DD or None."""

    @functools.wraps(function)
    def with_days(*args: Any, since: str | None, until: str | None, **options: Any) -> Any:
        if since and until and since > until:
            raise UsageError(f"--since {since} is later than --until {until}: no day is both")
        return function(*args, since=since, until=until, **options)

    for option in (
        click.option("--until", type=Day(last=True), help="Last day of publication."),
        click.option("--since", type=Day(last=False), help="First day of publication: 2021-04-26, 2021-04 or 2021."),
    ):
        with_days = option(with_days)
    return with_days


def _edge(year: str, month: str | None, day: str | None, *, last: bool) -> date | None:
    """Return the day, or the first or last day of a month or year; None where the calendar has none such."""
    numbers = int(year), int(month or (12 if last else 1))
    try:
        return date(*numbers, int(day or (calendar.monthrange(*numbers)[1] if last else 1)))
    except ValueError:  # calendar's own error for a month 13 is one too
        return None
