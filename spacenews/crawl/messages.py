"""What Scrapy says of a crawl: only what a person should know."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from spacenews.model.errors import StorageError

if TYPE_CHECKING:
    from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Says nothing of a page that was fetched or an item that was stored: a line of progress does."""

    def crawled(self, *_arguments: Any, **_options: Any) -> Any:
        """Make no message of a response."""
        return None

    def scraped(self, *_arguments: Any, **_options: Any) -> Any:
        """Make no message of an item."""
        return None

    def item_error(self, item: Any, exception: BaseException, *others: Any, **options: Any) -> Any:
        """Make a message of what a pipeline raised, but of a fault that the run's outcome tells."""
        return _told(super().item_error(item, exception, *others, **options), exception)

    def spider_error(self, failure: Failure, *others: Any, **options: Any) -> Any:
        """Make a message of what a callback raised, but of a fault that the run's outcome tells."""
        return _told(super().spider_error(failure, *others, **options), failure.value)

    def download_error(self, failure: Failure, *others: Any, **options: Any) -> Any:
        """Make a message of a request that failed, but of a fault that the run's outcome tells."""
        return _told(super().download_error(failure, *others, **options), failure.value)


def _told(message: Any, error: BaseException | None) -> Any:
    return {**message, "level": logging.DEBUG} if isinstance(error, StorageError) else message
