"""`scrapy crawl KEY`: the same run as `spacenews crawl KEY`, with the same exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands import BaseRunSpiderCommand
from scrapy.exceptions import UsageError

from spacenews.crawl.order import order_from_settings
from spacenews.crawl.process import run_site
from spacenews.crawl.summary import summarize
from spacenews.model.errors import SpacenewsError

if TYPE_CHECKING:
    import argparse


class Command(BaseRunSpiderCommand):
    """Runs one site."""

    requires_project = True
    requires_crawler_process = False  # run_site has its own, which knows how a run is stopped

    def syntax(self) -> str:
        """Return what stands behind the command's name."""
        return "[options] <key>"

    def short_desc(self) -> str:
        """Return what it does."""
        return "Run one site (-a mode=full, -a limit=N, -a urls='URL URL')"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run it, and keep its exit code for Scrapy to return."""
        if len(args) != 1:
            raise UsageError("one site's key is needed: `scrapy list` shows them")
        if self.settings is None:
            raise UsageError("there are no settings: run it in the project folder")
        try:
            run = run_site(order_from_settings(self.settings, args[0], **opts.spargs), self.settings)
        except SpacenewsError as error:
            sys.stderr.write(f"spacenews: {error}\n")
            self.exitcode = error.exit_code
            return
        sys.stderr.write("\n".join(summarize(run)) + "\n")
        self.exitcode = run.exit_code or 0
