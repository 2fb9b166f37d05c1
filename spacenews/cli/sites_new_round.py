"""One round of a look: some pages of a site are fetched, in a process of its own.

Scrapy's event loop runs once a process, and to load Scrapy takes longer than most rounds: so it is loaded once, in a
process that does nothing else but give birth to those of the rounds.
"""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING

from spacenews.cli.screen import say
from spacenews.model.errors import SpacenewsError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.cli.folders import Folders
    from spacenews.cli.pace import Pace

_LOADED_ONCE = ["spacenews.cli.runs", "spacenews.crawl.process", "spacenews.crawl.robots", "spacenews.crawl.wire"]


def run_round(folders: Folders, pace: Pace, key: str, contact: str, urls: tuple[str, ...]) -> int:
    """Fetch pages of the site of a spec, and return the exit code of the run; Ctrl-C ends it cleanly.

    Args:
        folders: Where the archive and the spec are.
        pace: As for any fetch.
        key: Of the spec.
        contact: For the User-Agent.
        urls: On the site's hosts.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED_ONCE)
    process = context.Process(target=_fetch, args=(folders, pace, key, contact, urls))
    process.start()
    try:
        process.join()
    except KeyboardInterrupt:  # the terminal told the round too: it comes to its end first
        process.join()
        return ExitCode.STOPPED
    code = process.exitcode or 0
    return code if code >= 0 else ExitCode.OUR_FAULT


def _fetch(folders: Folders, pace: Pace, key: str, contact: str, urls: tuple[str, ...]) -> None:
    from spacenews.cli.runs import crawl_here

    try:
        run = crawl_here(
            folders.registry().load(key), folders, pace, mode="fetch", contact=contact, urls=urls, quiet=True
        )
    except SpacenewsError as error:
        say(str(error))
        sys.exit(error.exit_code)
    if run.exit_code == ExitCode.OUR_FAULT:
        say(run.outcome)
    sys.exit(run.exit_code or ExitCode.OK)
