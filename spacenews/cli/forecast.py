"""What `--dry-run` says: what would be asked, and what it would cost the site."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.records import write_records
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.cli.folders import Folders
    from spacenews.cli.pace import Pace
    from spacenews.crawl.forecast import Forecast
    from spacenews.specs import Site


def write_forecast(
    site: Site,
    folders: Folders,
    pace: Pace,
    shape: str,
    *,
    mode: str,
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Write what a run would ask; nothing is asked and nothing is written. Returns the exit code.

    Raises:
        SpacenewsError: What is stored cannot be read.
    """
    from spacenews.crawl import settings
    from spacenews.crawl.forecast import foresee
    from spacenews.crawl.order import CrawlOrder

    order = CrawlOrder(
        site=site, data=folders.data, mode=mode, delay=pace.delay, since=since, until=until, settings=pace.chosen
    )
    delay = float(pace.settings.get("DOWNLOAD_DELAY", settings.DOWNLOAD_DELAY))
    forecast = foresee(order, delay)
    write_records([forecast_record(forecast)], shape, draw=lambda: _draw(forecast, pace))
    return ExitCode.OK


def forecast_record(forecast: Forecast) -> dict[str, Any]:
    """Return a forecast as plain values."""
    return {
        "site": forecast.site,
        "mode": forecast.mode,
        "host": forecast.host,
        "requests": forecast.requests,
        "by_kind": {cost.what: cost.requests for cost in forecast.costs},
        "bytes": forecast.size,
        "delay": forecast.delay,
        "seconds": round(forecast.seconds, 1),
        "asked_today": forecast.asked_today,
        "notes": list(forecast.notes),
    }


def _draw(forecast: Forecast, pace: Pace) -> None:
    from spacenews.cli.status import size_text
    from spacenews.crawl.backfill_progress import duration_text

    rows = [
        {
            "what": cost.what,
            "requests": cost.requests,
            "bytes each": size_text(cost.size) if cost.size is not None else "not known yet",
        }
        for cost in forecast.costs
    ]
    write_records(rows, "table")
    size = size_text(forecast.size) if forecast.size is not None else "an unknown number of bytes"
    click.echo(
        f"{forecast.site} {forecast.mode}: {forecast.requests:,} requests to {forecast.host}, {size}, "
        f"{duration_text(forecast.seconds)} at one every {forecast.delay:g} s; nothing was asked"
    )
    today = f"{forecast.asked_today:,} requests were made today"
    click.echo(f"{today}, of a budget of {pace.budget:,}" if pace.budget else today)
    for note in forecast.notes:
        click.echo(f"Note: {note}")
