"""Scrapy's spiders, one a site: made from its spec when it is asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from spacenews.crawl.spider import spider_class
from spacenews.model.errors import SpecError, UnknownSiteError
from spacenews.model.urls import canonical_url
from spacenews.specs import SpecRegistry

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


class SiteLoader:
    """Finds sites by key; a spec is loaded only when it is needed, so that a bad one breaks nothing else."""

    def __init__(self, registry: SpecRegistry) -> None:
        self._registry = registry

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SiteLoader:
        """Return the loader of the folders that SPACENEWS_SITES names, and of the built-in specs."""
        folders = str(settings["SPACENEWS_SITES"] or "").split(os.pathsep)
        return cls(SpecRegistry([each for each in folders if each]))

    def list(self) -> list[str]:
        """Return every site's key."""
        return [*self._registry.keys()]

    def load(self, spider_name: str) -> type[Spider]:
        """Return a site's spider class.

        Raises:
            KeyError: No site has this key: Scrapy's contract.
            SpecError: Its spec is wrong.
        """
        try:
            return spider_class(self._registry.load(spider_name))
        except UnknownSiteError as error:
            raise KeyError(str(error)) from error

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """Return the keys of the sites whose hosts a request is for; specs that will not load have none."""
        url = canonical_url(request.url)
        return [key for key in self.list() if url is not None and self._allows(key, url)]

    def _allows(self, key: str, url: str) -> bool:
        try:
            return self._registry.load(key).allows(url)
        except SpecError:  # it is told when that site is asked for
            return False
