"""The first page of a site: where it really is, what made it, and where it says that its lists are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection
from spacenews.model.urls import canonical_url, host_of
from spacenews.operate.look import Evidence, Look, Refused
from spacenews.reading import HtmlPage, open_page
from spacenews.reading.blocks import fold
from spacenews.reading.decode import decode_payload
from spacenews.reading.kind import find_wall, refuse_answer
from spacenews.reading.scene import Scene
from spacenews.specs import Site, Source

_REDIRECT = range(300, 400)
_OK = 200
_REST_RELATION = "https://api.w.org/"
_LINK = re.compile(r'<([^<>\s]{1,500})>[^,]{0,200}?rel="?https://api\.w\.org/"?')
_OURS = re.compile(r"/wp-(?:content|includes)/")
_ADMIN = re.compile(r"^[ \t]*+disallow:[ \t]*+\S*/wp-admin/", re.IGNORECASE | re.MULTILINE)
_SITEMAP = re.compile(r"^[ \t]*+sitemap:[ \t]*+(\S{1,1900})", re.IGNORECASE | re.MULTILINE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_COMMENTS = re.compile(r"/comments?/|comments?\b", re.IGNORECASE)
_MOST_NAMED = 3  # feeds and sitemaps that a page names: more are of its parts
_BARRED = ". No spec can switch that off: only the site's own people can allow it"
_BY_HAND = "body:not([class]):not(:has(article, main, .hentry, [itemtype]))"


@dataclass(frozen=True, slots=True)
class Home:
    """A site's first page.

    Attributes:
        url: Where it is, after redirects.
        page: It, parsed.
        capture: As it came.
        family: Name of the family that made it; empty where none is known.
        signs: What shows the family.
        feeds: Addresses of feeds that it names.
        sitemaps: Addresses of sitemaps that robots.txt names.
        rest: Address of the root of its REST, with its final slash; empty where none is named.
    """

    url: str
    page: HtmlPage
    capture: Capture
    family: str
    signs: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    rest: str

    @property
    def host(self) -> str:
        """Its host, with the port where one is named."""
        return host_of(self.url)

    def evidence(self) -> Iterator[Evidence]:
        """Give what was decided here."""
        yield Evidence("home", self.url, "it answers there")
        if self.family:
            yield Evidence("family", self.family, "; ".join(self.signs))


def find_home(url: str, look: Look) -> Home | Refused:
    """Return the first page of a site, or why there is none to begin with."""
    look.ask("the first page", (url,))
    capture = look.capture(url)
    if capture is None:
        return Refused(f"{url} gave no answer: {look.fate(url)}{_BARRED if _forbids(look, url) else ''}")
    if capture.status in _REDIRECT:
        target = canonical_url(capture.header("Location") or "", capture.url)
        if target and host_of(target) in hosts_of(host_of(url)):  # those were followed
            return Refused(f"{url} redirects in a circle, last to {target}: name the address of a page that answers")
        where = f"to {target}" if target else "to no address"
        hint = f": if that is the site, name that address instead of {url}" if target else ""
        return Refused(f"{capture.url} redirects {where}{hint}")
    page = _open(url, capture)
    if isinstance(page, Refused):
        return page
    home = str(canonical_url(capture.url))
    robots = _text(look.capture(urljoin(home, "/robots.txt")))
    signs = tuple(_signs_of_wordpress(capture, page, robots))
    family = "wordpress" if signs else ""
    if not family and page.find(_BY_HAND) and not page.meta("generator"):
        family, signs = "handwritten", ("no class on its body, no article element, no generator",)
    return Home(
        url=home,
        page=page,
        capture=capture,
        family=family,
        signs=signs,
        feeds=tuple(_feeds(page))[:_MOST_NAMED],
        sitemaps=tuple(_addresses(_SITEMAP.findall(robots), home))[:_MOST_NAMED],
        rest=_rest(capture, page, home, family),
    )


def _forbids(look: Look, url: str) -> bool:
    return "robots.txt forbids" in look.fate(url)


def made_up(home: str, *, hosts: Sequence[str] = (), family: str = "", key: str = "look") -> Site:
    """Return a site of which no more is known than what is given: to read its pages with."""
    sources = (Source(kind="listing", url=home),)
    return Site(
        key=key, name=host_of(home), home=home, timezone="UTC", sources=sources, hosts=tuple(hosts), family=family
    )


def hosts_of(host: str) -> tuple[str, ...]:
    """Return a host, and the same with or without `www.`, which is no other site; an IP address alone."""
    bare = host.partition(":")[0]
    if bare == "localhost" or bare.replace(".", "").isdigit():
        return (host,)
    return (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")


def _open(url: str, capture: Capture) -> HtmlPage | Refused:
    if refusal := refuse_answer(capture):
        return Refused(f"{capture.url} cannot be read: {refusal}: look again later, or name a page that answers")
    page = open_page(capture)
    if isinstance(page, Rejection):
        return Refused(f"{url} is no web page that could be read: {page}: name another page of the site")
    if wall := find_wall(Scene(page, made_up(str(canonical_url(capture.url))))):
        return Refused(f"{capture.url} shows a wall in place of the site: {wall}")
    return page


def _signs_of_wordpress(capture: Capture, page: HtmlPage, robots: str) -> Iterator[str]:
    links = " ".join(value for name, value in capture.headers if name.lower() == "link")
    if _REST_RELATION in links or page.find(f'link[rel="{_REST_RELATION}"]'):
        yield "it names its REST (api.w.org)"
    if any(each.lower().startswith("wordpress") for each in page.meta("generator")):
        yield f"generator {page.meta('generator')[0][:40]!r}"
    host = host_of(capture.url)
    attributes = (
        each.get(name) or "" for each in page.find("link[href], script[src], img[src]") for name in ("href", "src")
    )
    if any(_OURS.search(each) and host_of(urljoin(capture.url, each)) == host for each in attributes):
        yield "files below wp-content"
    if page.find('[class*="wp-block-"]'):
        yield "blocks of WordPress"
    if _ADMIN.search(robots):
        yield "robots.txt names wp-admin"


def _feeds(page: HtmlPage) -> Iterator[str]:
    for link in page.find("link[rel~=alternate][href]"):
        named = f"{link.get('href')} {link.get('title') or ''}"
        if (link.get("type") or "").lower() in _FEED_TYPES and not _COMMENTS.search(named):
            yield from _addresses((link.get("href") or "",), page.base)


def _rest(capture: Capture, page: HtmlPage, home: str, family: str) -> str:
    if family != "wordpress":
        return ""
    links = " ".join(value for name, value in capture.headers if name.lower() == "link")
    named = [each.get("href") or "" for each in page.find(f'link[rel="{_REST_RELATION}"]')]
    found = next(_addresses((*_LINK.findall(links), *named), page.base), None)
    return found or str(canonical_url(urljoin(home, "wp-json/")))


def _addresses(hrefs: Sequence[str], base: str) -> Iterator[str]:
    """Give the canonical addresses of links, each once."""
    found = (canonical_url(href, base) for href in hrefs)
    yield from dict.fromkeys(url for url in found if url and urlsplit(url).netloc)


def _text(capture: Capture | None) -> str:
    """Return an answer's text; empty where there is none."""
    if capture is None or capture.status != _OK:
        return ""
    data = decode_payload(capture)
    return "" if isinstance(data, Rejection) else data[: 512 * 1024].decode("utf-8", errors="replace")


def names_of(home: Home) -> Iterator[tuple[str, str]]:
    """Give what a first page calls its site, and where it says so, the surest first."""
    for where in ("og:site_name", "application-name"):
        yield from ((name, where) for name in home.page.meta(where)[:1])
    title = home.page.head_title
    yield from ((fold(part), "<title>") for part in re.split(r"\s[|\u2013\u2014\u00bb\u00b7-]\s", title)[:1] if part)


def language_of(page: HtmlPage) -> str:
    """Return the language that a page states, as it writes it; empty where it states none."""
    stated = [*(page.root.get(name) or "" for name in ("lang", "xml:lang")), *page.meta("content-language")]
    return next((each.strip() for each in stated if each.strip()), "")
