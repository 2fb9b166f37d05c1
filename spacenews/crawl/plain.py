"""Settings under which Scrapy's interactive commands are what its users expect: no archive, no frontier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.settings import default_settings

if TYPE_CHECKING:
    import argparse

_AS_SCRAPY_HAS_THEM = (
    "COMPRESSION_ENABLED",
    "DOWNLOADER_MIDDLEWARES",
    "DOWNLOADER_MIDDLEWARES_BASE",
    "DOWNLOAD_FAIL_ON_DATALOSS",
    "DOWNLOAD_HANDLERS",
    "DOWNLOAD_HANDLERS_BASE",
    "EXTENSIONS",
    "EXTENSIONS_BASE",
    "HTTPERROR_ALLOW_ALL",
    "ITEM_PIPELINES",
    "LOG_FORMATTER",
    "METAREFRESH_ENABLED",
    "REDIRECT_ENABLED",
    "REFERER_ENABLED",
    "RETRY_ENABLED",
    "SCHEDULER",
    "SPIDER_MIDDLEWARES_BASE",
)


class PlainCommand(ScrapyCommand):
    """A command that runs without an archive; comes first among the bases."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the options, on top of Scrapy's own settings; a command's own defaults rank below a project's."""
        if self.settings is not None:
            for name in _AS_SCRAPY_HAS_THEM:
                self.settings.set(name, getattr(default_settings, name), priority="cmdline")
        super().process_options(args, opts)
