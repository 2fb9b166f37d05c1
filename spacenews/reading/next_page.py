"""The following page of a listing: what the page itself says, and never itself or a page before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacenews.model.link import Link, LinkKind
from spacenews.reading.addresses import resolve_link
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.page import HtmlPage
from spacenews.reading.teasers import bare_words
from spacenews.specs import Site

_WORDS = frozenset(
    {"next", "next page", "next posts", "next entries", "go to the next page", "show more", "load more"}
    | {f"{how} {what}" for how in ("older", "more", "previous") for what in ("posts", "entries", "articles", "news")}
    | {"older", "далее", "следующая"}
)
_ARROWS = frozenset({"\u00bb", "\u2192", "\u203a", "\u203a\u203a", ">", ">>"})
_LONGEST_TEXT = 60
_PAGE = re.compile(r"/page/(\d{1,7})(?=/|$|\?)|[?&](?:paged|page|pg|p|pagenum|page_no)=(\d{1,7})(?=&|$)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|shtml|php|aspx?)(?=$|\?)", re.IGNORECASE)
_OFFSET = re.compile(r"[?&](?:offset|start|from|skip|b_start(?::int)?)=(\d{1,9})(?=&|$)")


def find_next_page(site: Site, page: HtmlPage, here: str) -> Link | None:
    """Return the following page of a listing, or None at its end."""
    for href in _candidates(site, page, here):
        url = resolve_link(href, page.base)
        if url and _file_less(url) != _file_less(here) and site.allows(url) and _goes_on(here, url):
            return Link(url, LinkKind.LISTING, "next")
    return None


def page_number(url: str) -> int:
    """Return which page of its listing an address is: 1 where it does not say."""
    found = _PAGE.search(url)
    return int(found.group(1) or found.group(2)) if found else 1


def _candidates(site: Site, page: HtmlPage, here: str) -> Iterator[str]:
    for element in page.find("link[rel~=next], a[rel~=next]"):
        yield element.get("href") or ""
    family = site.rules_of_family
    for element in page.find(", ".join(family.next_page)) if family and family.next_page else ():
        yield element.get("href") or ""
    anchors = page.find("a[href]")
    yield from (anchor.get("href") or "" for anchor in anchors if _says_next(anchor))
    numbered = [
        (page_number(url), anchor, url)
        for anchor in anchors
        if (url := resolve_link(anchor.get("href"), page.base)) and _PAGE.search(url) and _trunk(url) == _trunk(here)
    ]
    number = page_number(here) if _PAGE.search(here) else 1 - _counts_from_nought(numbered)
    yield from (url for found, _, url in numbered if found == number + 1)


def _counts_from_nought(numbered: Sequence[tuple[int, Element, str]]) -> bool:
    """Whether the address of the page that is called 2 says 1."""
    return any(number == 0 or text_of(anchor) == str(number + 1) for number, anchor, _ in numbered)


def _says_next(anchor: Element) -> bool:
    raw = anchor.text if len(anchor) == 0 else text_of(anchor)
    text = (raw or "").strip()
    if not text:
        text = anchor.get("aria-label") or anchor.get("title") or ""
    return len(text) <= _LONGEST_TEXT and (bare_words(text) in _WORDS or text in _ARROWS)


def _trunk(url: str) -> str:
    """Return a listing's address without the number of its page."""
    return _file_less(_PAGE.sub("", url, count=1).rstrip("/?&"))


def _file_less(url: str) -> str:
    """Return an address without the file that stands for its folder: `/news/index.html` is `/news/`."""
    return _INDEX.sub("", url).rstrip("/")


def _goes_on(here: str, url: str) -> bool:
    """Whether an address can follow another: its page number, or offset, must grow."""
    if _PAGE.search(here) or _PAGE.search(url):
        # Some count from nought: what their first page, which names no number, calls the next is page 1.
        return page_number(url) > (page_number(here) if _PAGE.search(here) else 0)
    before, after = _OFFSET.search(here), _OFFSET.search(url)
    if before or after:
        return int(after.group(1) if after else 0) > int(before.group(1) if before else 0)
    return True
