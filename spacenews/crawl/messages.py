"""What Scrapy says of a crawl: only what a person should know."""

from __future__ import annotations

from typing import Any

from scrapy.logformatter import LogFormatter


class QuietFormatter(LogFormatter):
    """Says nothing of a page that was fetched or an item that was stored: a line of progress does."""

    def crawled(self, *_arguments: Any, **_options: Any) -> Any:
        """Make no message of a response."""
        return None

    def scraped(self, *_arguments: Any, **_options: Any) -> Any:
        """Make no message of an item."""
        return None
