"""What a run does before its first request, so that it works alone: with its files, its site and its hosts."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from spacenews.frontier import RunLock, State, hold
from spacenews.frontier.fates import paused_since
from spacenews.frontier.leases import end_records, find_unfinished
from spacenews.model.errors import StorageError, UsageError
from spacenews.model.locking import lock_within

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from spacenews.crawl.order import CrawlOrder

logger = logging.getLogger(__name__)
# What they asked yesterday need not be asked again; what a full run asked a week ago is out of date.
_LONG: dict[str, timedelta | None] = {"full": timedelta(days=7), "backfill": None}
_OPENING_SECONDS = 60.0


@contextmanager
def opened_alone(folder: Path) -> Iterator[None]:
    """Let nobody else make or migrate the databases of a folder meanwhile; raises StorageError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not lock_within(handle, _OPENING_SECONDS):
            raise StorageError(f"another process has been opening the databases of {folder} for a minute; end it")
        yield
    finally:
        os.close(handle)


def take_hold(state: State, order: CrawlOrder, run: str, settings: BaseSettings) -> tuple[RunLock, str]:
    """Take hold of the order's site and hosts; return the lock, and the run cut short that this one goes on with.

    Raises:
        HeldError: Another run holds the site or one of its hosts.
        UsageError: The site is paused.
        StorageError: It cannot be written down.
    """
    site = order.site
    since = paused_since(state, site.key)
    if since is not None:
        raise UsageError(
            f"{site.key} is paused since {since:%Y-%m-%d %H:%M} UTC, and nothing was asked of it: "
            f"`spacenews frontier {site.key} --resume` lets it be crawled again"
        )
    lock = hold(
        state,
        order.data.locks,
        site.key,
        tuple(site.hosts),
        run,
        stalled_after=settings.getfloat("SPACENEWS_STALLED_SECONDS"),
    )
    for holder in lock.took_over:
        logger.warning("%s stood still: this run took %s over, and that one will write no more", holder, site.key)
    try:
        end_records(state, site.key, run)
        within = timedelta(seconds=settings.getfloat("SPACENEWS_RESUME_SECONDS"))
        if order.mode == "fetch":
            return lock, ""
        return lock, find_unfinished(state, site.key, order.mode, within=_LONG.get(order.mode, within))
    except BaseException:
        lock.release()
        raise
