"""Settings under which Scrapy's interactive commands are what its users expect: no archive, no frontier."""

from __future__ import annotations

from typing import Any

from scrapy.settings import default_settings

_AS_SCRAPY_HAS_THEM = (
    "COMPRESSION_ENABLED",
    "DOWNLOADER_MIDDLEWARES",
    "DOWNLOAD_FAIL_ON_DATALOSS",
    "DOWNLOAD_HANDLERS",
    "EXTENSIONS",
    "HTTPERROR_ALLOW_ALL",
    "ITEM_PIPELINES",
    "LOG_FORMATTER",
    "METAREFRESH_ENABLED",
    "REDIRECT_ENABLED",
    "RETRY_ENABLED",
    "SCHEDULER",
    "SPIDER_MIDDLEWARES",
)
PLAIN: dict[str, Any] = {name: getattr(default_settings, name) for name in _AS_SCRAPY_HAS_THEM}
