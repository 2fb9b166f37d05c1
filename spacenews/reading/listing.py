"""Listing pages in HTML: their teasers in order, the next page, and the site's own count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacenews.model.link import Listing
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.addresses import resolve_link, why_no_article
from spacenews.reading.blocks import Element, read_lines, text_of
from spacenews.reading.draft import ListingDraft
from spacenews.reading.next_page import find_next_page
from spacenews.reading.page import HtmlPage
from spacenews.reading.teaser_lines import HEADINGS, Marks
from spacenews.reading.teasers import (
    Teaser,
    bare_words,
    find_more_links,
    read_block,
    read_heading_teasers,
    read_more_teasers,
)
from spacenews.specs import Site, Source

_HEADING_LINKS = ", ".join(f"{heading} a[href], a[href] {heading}" for heading in ("h1", "h2", "h3", "h4"))
_ASIDE_TAGS = frozenset({"nav", "aside", "footer"})
_ASIDE_CLASSES = """
    sidebar widget widget-area widgets secondary nav navigation menu footer site-footer site-header masthead colophon
    breadcrumb breadcrumbs comments related related-posts tagcloud recent-posts
"""
_ASIDE_NAMES = frozenset(_ASIDE_CLASSES.split())
_COUNT = re.compile(r"(\d[\d,. ]{0,9})\s*(?:-|\u2013|\u2014|to)\s*(\d[\d,. ]{0,9}) of (\d[\d,. ]{0,9})")


def list_page(site: Site, source: Source, page: HtmlPage) -> Listing | Rejection:
    """Return what a listing page lists, or `not_listed` where it has no teaser at all."""
    here = canonical_url(page.url) or page.url
    draft = ListingDraft(site, here)
    for teaser in find_teasers(site, source, page):
        draft.add_article(teaser.href, page.base, teaser.facts("teaser"))
    listing = draft.finish(find_next_page(site, page, here), _stated_total(page))
    if not listing.links and not (listing.refused and listing.next_page):
        seen = f"{len(listing.refused)} links refused" if listing.refused else "no teaser on the page"
        return Rejection(RejectionReason.NOT_LISTED, seen)
    return listing


def find_teasers(site: Site, source: Source, page: HtmlPage) -> Sequence[Teaser]:
    """Return the teasers of a listing page in document order.

    By the source's more link; beside it, or without one, by the family's signs; without either, headings that link;
    without those, links whose address is an article's by the spec.
    """
    mores = find_more_links(page.find("a[href]"), frozenset({bare_words(source.more)})) if source.more else []
    teasers = read_more_teasers(page, mores, site.zone) if mores else []
    around = {outer for anchor in mores for outer in anchor.iterancestors()}
    blocks = [each for each in _family_blocks(site, page) if each not in around]
    of_family = [teaser for block in blocks if (teaser := _read_family_block(site, page, block))]
    if teasers and of_family:
        order = {element: number for number, element in enumerate(page.root.iter())}
        return sorted((*teasers, *of_family), key=lambda teaser: order[teaser.anchor])
    return teasers or of_family or _by_headings(site, page) or _by_address(site, page)


def is_aside(element: Element, known: dict[Element, bool]) -> bool:
    """Whether an element stands in navigation, a sidebar or a footer; `known` keeps the answers of one page."""
    path = []
    answer = False
    for each in (element, *element.iterancestors()):
        if each in known:
            answer = known[each]
            break
        path.append(each)
        names = {*(each.get("class") or "").lower().split(), (each.get("id") or "").lower()}
        if each.tag in _ASIDE_TAGS or names & _ASIDE_NAMES:
            answer = True
            break
    known.update(dict.fromkeys(path[:1] if answer else path, answer))
    return answer


def _family_blocks(site: Site, page: HtmlPage) -> list[Element]:
    family = site.rules_of_family
    if family is None or not family.teasers:
        return []
    known: dict[Element, bool] = {}
    found = page.find(", ".join(family.teasers))
    every = set(found)
    return [
        each
        for each in found
        if not is_aside(each, known) and not any(outer in every for outer in each.iterancestors())
    ]


def _read_family_block(site: Site, page: HtmlPage, block: Element) -> Teaser | None:
    links = [each for each in block.iter("a") if _is_article(site, page, each)]
    titled = [each for each in links if _heading_of(each, block) is not None]
    bookmarks = [each for each in links if "bookmark" in (each.get("rel") or "").split()]
    anchor = next(iter((*titled, *bookmarks, *links)), None)
    return None if anchor is None else read_block(anchor, read_lines(block), site.zone, Marks())


def _is_article(site: Site, page: HtmlPage, anchor: Element) -> bool:
    url = resolve_link(anchor.get("href"), page.base)
    return url is not None and url != canonical_url(page.url) and why_no_article(site, url) is None


def _heading_of(anchor: Element, block: Element) -> Element | None:
    for each in anchor.iterancestors():
        if each.tag in HEADINGS:
            return each
        if each is block:
            break
    return next((each for each in anchor.iterdescendants() if each.tag in HEADINGS), None)


def _by_headings(site: Site, page: HtmlPage) -> list[Teaser]:
    """Return a teaser for each heading that links to an article, outside of navigation and sidebars."""
    return read_heading_teasers(page, list(_heading_anchors(site, page)), site.zone)


def _by_address(site: Site, page: HtmlPage) -> list[Teaser]:
    """Return a teaser for each link to an article by `article_url`: only a spec tells those from all the others."""
    known: dict[Element, bool] = {}
    found: dict[str, Element] = {}
    for anchor in page.find("a[href]") if site.article_url else ():
        # Of a picture and a title that link to the same article, the title names it.
        if _is_article(site, page, anchor) and text_of(anchor) and not is_aside(anchor, known):
            found.setdefault(resolve_link(anchor.get("href"), page.base) or "", anchor)
    return read_heading_teasers(page, list(found.values()), site.zone)


def _heading_anchors(site: Site, page: HtmlPage) -> Iterator[Element]:
    known: dict[Element, bool] = {}
    seen: set[str] = set()
    for found in page.find(_HEADING_LINKS):
        anchor = found if found.tag == "a" else next(each for each in found.iterancestors("a"))
        href = anchor.get("href") or ""
        if href not in seen and _may_list(site, page, anchor) and not is_aside(anchor, known):
            seen.add(href)
            yield anchor


def _may_list(site: Site, page: HtmlPage, anchor: Element) -> bool:
    """Whether a heading's link is to be listed, or refused by name; headings of sections and the page's own are not."""
    url = resolve_link(anchor.get("href"), page.base)
    if url is None or url == canonical_url(page.url):
        return False
    return not site.allows(url) or site.matches_article(url) is False or why_no_article(site, url) is None


def _stated_total(page: HtmlPage) -> int | None:
    """Return the count of a line such as `1-10 of 240`, or None."""
    for line in page.all_lines:
        if " of " in line.text and (found := _COUNT.search(line.text)):
            first, last, total = (int(re.sub(r"\D", "", part)) for part in found.groups())
            if 0 < first <= last <= total:
                return total
    return None
