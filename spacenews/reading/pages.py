"""Which pages an article is printed on, where it is printed on several: judged by their addresses and by the pager.

A further page's address is the first one's and a number (`/story/2/`, `?page=2`), and the page names it in the family's
own pager, as `rel=next`, or in its article by that very number. Anything else (pages of comments, of a gallery, of a
list: `/page/2/`; a pager that counts from 0) names other addresses or other numbers, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spacenews.model.urls import canonical_url
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.scene import Scene

MAX_PAGES = 50
"""No newsroom prints an article on more; a pager that goes on is told of, and not followed."""

_NAMES = ("page", "paged", "pg")
_ENDING = re.compile(r"(?P<first>/.*[^/])/(?P<number>[1-9]\d{0,2})(?P<slash>/?)")
_LABEL = re.compile(r"(?:page |seite |página |страница )?(\d{1,3})", re.IGNORECASE)
_ANY = re.compile("")
_HREF = re.compile(r"(?:/|[?&](?:page|paged|pg)=)\d{1,3}/?(?:[&#].*)?$")
_ASIDE = re.compile(r"comment|disqus|respond|gallery|related|nav-?menu", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pages:
    """What a page says of the pages of its article.

    Attributes:
        first: Canonical URL of the first page.
        number: Of this page; 1 is the first.
        urls: Of the pages that it names, by number; the first one is not among them.
        beyond: How many more it names than are followed.
    """

    first: str
    number: int
    urls: tuple[tuple[int, str], ...]
    beyond: int = 0


def number_of(url: str, first: str) -> int | None:
    """Return the number of a further page of the article whose first page is at `first`; None: it is none of these."""
    here, there = urlsplit(url), urlsplit(first)
    if here[:2] != there[:2]:
        return None
    if here.path == there.path:
        fewer = dict(parse_qsl(here.query, keep_blank_values=True))
        named = [(name, fewer.pop(name)) for name in _NAMES if name in fewer]
        same = fewer == dict(parse_qsl(there.query, keep_blank_values=True))
        return _number(named[0][1]) if same and len(named) == 1 else None
    found = _ENDING.fullmatch(here.path)
    if found is None or here.query != there.query or found["first"] != there.path.rstrip("/"):
        return None
    return _number(found["number"])


def firsts_of(url: str) -> Iterator[tuple[str, int]]:
    """Give the addresses of which this one may be a further page, each with its number."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for name, text in pairs:
        if name in _NAMES and (number := _number(text)) is not None:
            query = urlencode([pair for pair in pairs if pair[0] != name])
            yield urlunsplit(parts._replace(query=query)), number
    found = _ENDING.fullmatch(parts.path)
    if found is not None and (number := _number(found["number"])) is not None:
        for slash in ("/", "") if found["slash"] else ("", "/"):
            yield urlunsplit(parts._replace(path=found["first"] + slash)), number


def find_pages(scene: Scene, first: str) -> Pages | None:
    """Return the pages of the article whose first page this is; None where it is printed on one."""
    return _pages(scene, first, 1)


def find_later(scene: Scene) -> Pages | None:
    """Return the pages of the article of which this is a further page; None where it is no such page."""
    own = canonical_url(scene.page.url) or scene.page.url
    candidates = list(firsts_of(own))
    if not candidates:
        return None
    family = scene.family
    if family is not None and family.parts:
        linked = {scene.page.resolve(each.get("href")) for each in scene.page.find(", ".join(family.parts))}
        found = next((each for each in candidates if each[0] in linked), None)
        if found is None and not (family.later and scene.has(", ".join(family.later))):
            return None
        first, number = found or candidates[0]
        return _pages(scene, first, number) or Pages(first, number, ())
    for first, number in candidates:
        if any(_leads_back(scene, each, first, number) for each in _anchors(scene)):
            return _pages(scene, first, number) or Pages(first, number, ())
    return None


def _pages(scene: Scene, first: str, own: int) -> Pages | None:
    family = scene.family
    found: dict[int, str] = {}
    if family is not None and family.parts:
        named = [scene.page.resolve(each.get("href")) for each in scene.page.find(", ".join(family.parts))]
    else:
        anchors = list(_anchors(scene, _HREF))
        if any(_counts_otherwise(scene, each, first) for each in anchors):
            return None
        named = [scene.page.resolve(each.get("href")) for each in anchors if _names_page(scene, each, first, own)]
    for url in named:
        number = number_of(url, first) if url else None
        if url and number is not None and scene.site.allows(url):
            found.setdefault(number, url)
    if not found or (own == 1 and min(found) != 2):  # noqa: PLR2004 -- the page after the first
        return None
    kept = tuple((number, url) for number, url in sorted(found.items()) if number <= MAX_PAGES)
    return Pages(first, own, kept, len(found) - len(kept))


def _anchors(scene: Scene, form: re.Pattern[str] = _ANY) -> Iterator[Element]:
    """Give the links that may be a pager's: `rel`, or in the article and not in what stands beside it."""
    for each in scene.page.root.iter("a", "link"):
        if not (href := each.get("href")) or not form.search(href):
            continue
        is_related = bool(_rels(each) & {"next", "prev"})
        if each.tag == "link":
            if is_related:
                yield each
        elif (is_related or (_LABEL.fullmatch(_label(each)) and _is_inside(each))) and not _is_aside(each):
            yield each


def _names_page(scene: Scene, anchor: Element, first: str, own: int) -> bool:
    number = number_of(scene.page.resolve(anchor.get("href")) or "", first)
    if number is None:
        return False
    label = _LABEL.fullmatch(_label(anchor)) if anchor.tag == "a" else None
    return int(label[1]) == number if label else "next" in _rels(anchor) and number == own + 1


def _leads_back(scene: Scene, anchor: Element, first: str, own: int) -> bool:
    """Whether a link is a pager's to the first page, or to the one before this one.

    The page before says so only where `?page=` numbers them: `/archives/56` and `/archives/57` are two articles.
    """
    url = scene.page.resolve(anchor.get("href")) or ""
    number = 1 if url == first else number_of(url, first)
    if number is None or number >= own or (number > 1 and urlsplit(url).path != urlsplit(first).path):
        return False
    label = _LABEL.fullmatch(_label(anchor)) if anchor.tag == "a" else None
    return int(label[1]) == number if label else "prev" in _rels(anchor) and number == own - 1


def _counts_otherwise(scene: Scene, anchor: Element, first: str) -> bool:
    """Whether a link to the article's own address with a number is called by another number: a pager from 0."""
    url = scene.page.resolve(anchor.get("href")) or ""
    label = _LABEL.fullmatch(_label(anchor)) if anchor.tag == "a" else None
    shown = next((number for base, number in _any_number(url) if base == first), None)
    return label is not None and shown is not None and int(label[1]) != shown


def _any_number(url: str) -> Iterator[tuple[str, int]]:
    yield from firsts_of(url)
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for name, text in pairs:
        if name in _NAMES and text in {"0", "1"}:
            query = urlencode([pair for pair in pairs if pair[0] != name])
            yield urlunsplit(parts._replace(query=query)), int(text)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII) and text != "1" else None


def _label(anchor: Element) -> str:
    return text_of(anchor).strip(" .[]()\u00bb\u203a")


def _rels(anchor: Element) -> set[str]:
    return set((anchor.get("rel") or "").lower().split())


def _is_inside(anchor: Element) -> bool:
    return next(anchor.iterancestors("article", "main"), None) is not None


def _is_aside(anchor: Element) -> bool:
    return any(
        _ASIDE.search(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in anchor.iterancestors()
        if each.tag not in {"body", "html", "article", "main"}
    )
