"""`scrapy shell URL`, as Scrapy has it."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.commands.shell import Command as ScrapyCommand

from spacenews.crawl.commands.plain import PLAIN


class Command(ScrapyCommand):
    """Scrapy's own, without the archive."""

    default_settings: ClassVar[dict[str, Any]] = {**ScrapyCommand.default_settings, **PLAIN}
