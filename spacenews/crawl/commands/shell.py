"""`scrapy shell URL`, as Scrapy has it."""

from __future__ import annotations

from scrapy.commands.shell import Command as ScrapyCommand

from spacenews.crawl.plain import PlainCommand


class Command(PlainCommand, ScrapyCommand):
    """Scrapy's own, without the archive."""
