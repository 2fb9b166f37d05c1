"""A site is data: what it is called, where it lists its articles, and how its pages differ from common ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spacenews.model.errors import SpecError
from spacenews.model.urls import canonical_url, host_of
from spacenews.specs.families import FAMILIES, Family
from spacenews.specs.identity import reading_digest
from spacenews.specs.layout import Layout
from spacenews.specs.source import Source

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
VERIFIED = ("draft", "rebuilt", "captured")


@dataclass(frozen=True, kw_only=True)
class Site:
    """One publisher's web presence. Checked when it is built: a wrong one raises SpecError.

    Attributes:
        key: Short name for commands, folders and the database: `a-z`, digits and `_`, as its file is called.
        name: As the publisher writes it; left out of titles that end with it.
        home: Its home page.
        timezone: IANA name; the zone of times and days that are printed without one.
        sources: Where its articles are listed.
        hosts: Hosts (with port, where one is named) that may be asked; default: home's.
        language: BCP 47, where the pages do not say.
        family: Name of the CMS family; default: that of its sources.
        article_url: Regular expression that an article's whole canonical URL matches; empty: the family's signs.
        layouts: Templates, tried in order.
        verified: `draft` (from descriptions alone), `rebuilt` (fixtures in its markup) or `captured` (scored on a
            real saved page).
    """

    key: str
    name: str
    home: str
    timezone: str
    sources: tuple[Source, ...]
    hosts: tuple[str, ...] = ()
    language: str = ""
    family: str = ""
    article_url: str = ""
    layouts: tuple[Layout, ...] = ()
    verified: str = "draft"

    def __post_init__(self) -> None:
        """Refuse a spec that would not work, naming the field, the reason and an example."""
        _check(self)
        home = str(canonical_url(self.home))
        object.__setattr__(self, "home", home)
        object.__setattr__(self, "hosts", tuple(host.lower() for host in self.hosts) or (host_of(home),))
        if not self.family:
            object.__setattr__(self, "family", next((each.family for each in self.sources if each.family), ""))
        _check_reach(self)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def rules_of_family(self) -> Family | None:
        """What its family knows, or None for a site of no family."""
        return FAMILIES.get(self.family)

    @cached_property
    def digest(self) -> str:
        """Names all of this spec that decides how a page is read: eight hex digits, as `reading_digest` has it."""
        return reading_digest(self)

    @cached_property
    def _article(self) -> re.Pattern[str] | None:
        return re.compile(self.article_url) if self.article_url else None

    def allows(self, url: str) -> bool:
        """Whether a canonical URL is on one of the site's hosts."""
        return urlsplit(url).scheme in {"http", "https"} and host_of(url) in self.hosts

    def matches_article(self, url: str) -> bool | None:
        """Whether a canonical URL is an article's by `article_url`; None where the spec leaves it open."""
        return None if self._article is None else self._article.fullmatch(url) is not None


def _check(site: Site) -> None:
    if not isinstance(site.key, str) or not _KEY.fullmatch(site.key):
        raise SpecError(f"Site.key is {site.key!r}: small letters, digits and _, such as 'orbitdaily'")
    for field, fits, example in (
        ("name", isinstance(site.name, str) and site.name.strip(), "the publisher's own name, such as 'Orbit Daily'"),
        ("home", isinstance(site.home, str) and canonical_url(site.home), "such as 'https://orbitdaily.example/'"),
        ("timezone", _is_zone(site.timezone), "an IANA name, such as 'Europe/Moscow'"),
        (
            "sources",
            site.sources and _all_are(site.sources, Source),
            "a tuple of Source(kind='listing', url='https://…')",
        ),
        ("hosts", _all_are(site.hosts, str), "a tuple such as ('orbitdaily.example',); one element needs its comma"),
        ("layouts", _all_are(site.layouts, Layout), "a tuple of Layout(name=…, marker=…); one element needs its comma"),
        ("language", not site.language or _LANGUAGE.fullmatch(site.language), "BCP 47, such as 'en' or 'pt-BR'"),
        ("verified", site.verified in VERIFIED, f"one of {', '.join(VERIFIED)}"),
        ("article_url", _is_pattern(site.article_url), r"a regular expression, such as r'https://x\.example/\d{4}/.+'"),
    ):
        if not fits:
            raise SpecError(f"Site {site.key!r}: {field} is {getattr(site, field)!r}, and should be {example}")
    names = [layout.name for layout in site.layouts]
    if len(names) != len(set(names)):
        raise SpecError(
            f"Site {site.key!r}: two layouts have one name ({', '.join(sorted(names))}); each needs its own"
        )


def _all_are(value: object, kind: type) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, kind) for each in value)


def _is_zone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_pattern(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(re.compile(text))
    except re.error:
        return False


def _check_reach(site: Site) -> None:
    if site.family and site.family not in FAMILIES:
        raise SpecError(f"Site {site.key!r}: family is {site.family!r}: one of {', '.join(FAMILIES)}")
    for host in site.hosts:
        if host.startswith("["):
            raise SpecError(
                f"Site {site.key!r}: hosts has {host}: an IPv6 address cannot be asked; give the host's name instead"
            )
    for url in (site.home, *(source.url for source in site.sources)):
        if not site.allows(url):
            raise SpecError(
                f"Site {site.key!r}: {url} is on none of its hosts ({', '.join(site.hosts)}); "
                f"add it: hosts=({host_of(url)!r}, …)"
            )
