"""What a page lists: the one way in for listing pages, feeds, sitemaps, REST collections and article pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from spacenews.model.capture import Capture
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.addresses import path_below, remote_id_of, resolve_link, why_no_article
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.draft import ListingDraft
from spacenews.reading.feeds import read_feed
from spacenews.reading.kind import find_wall, refuse_answer
from spacenews.reading.listing import is_aside, list_page
from spacenews.reading.page import HtmlPage, open_page
from spacenews.reading.related import RELATED
from spacenews.reading.rest import read_rest
from spacenews.reading.scene import Scene
from spacenews.reading.sitemap import read_sitemap
from spacenews.reading.teasers import bare_words, find_more_links, read_more_teasers
from spacenews.specs import Site, Source

MAX_BODY_LINKS = 300
MAX_CATEGORY_LINKS = 200  # an article is in some; a page of links in one class is in none
_OK = range(200, 300)
_CATEGORY_LABELS = ("Categories:", "Category:", "Posted in", "Filed under")
_DATED_SLUG = re.compile(r"/(?:19|20)\d\d(?:/\d\d){0,2}/[^/]+/?(?:\.html?)?")
_ROOT_SLUG = re.compile(r"/[^/]+/?")
_MANY_WORDS = 2  # hyphens of a slug that is a headline, where nothing else tells it from `/about-us/`
_IN_TEXT = frozenset({"p", "blockquote"})


def read_links(site: Site, source: Source | None, capture: Capture) -> Listing | Rejection:
    """Return what a capture lists, in the form its source has.

    Args:
        site: Says which addresses may be followed.
        source: Where the capture belongs; None for an article page, whose related teasers, category pages and links
            in the text are wanted.
        capture: Any bytes; none makes this raise.

    Rejections: `error_status` (the detail begins with the status; what a 404 past the end of a listing means is for
    the crawler to judge), `truncated`, `too_large`, `undecodable`, and those of each form: `not_listed`, `not_html`,
    `too_deep`, `challenge`.
    """
    if source is not None and source.kind is LinkKind.REST:
        return read_rest(site, capture)
    if capture.status not in _OK:
        wall = refuse_answer(capture)
        if wall and wall.reason is RejectionReason.CHALLENGE:
            return wall
        return Rejection(RejectionReason.ERROR_STATUS, str(capture.status))
    if source is None:
        page = open_page(capture)
        return page if isinstance(page, Rejection) else links_of_article(site, page)
    listing = _FORMS[LinkKind(source.kind)](site, source, capture)
    if isinstance(listing, Rejection) and listing.reason is RejectionReason.NOT_LISTED:
        return _wall_instead(site, capture) or listing
    return listing


def _read_html(site: Site, source: Source, capture: Capture) -> Listing | Rejection:
    page = open_page(capture)
    return page if isinstance(page, Rejection) else list_page(site, source, page)


_FORMS: Mapping[LinkKind, Callable[[Site, Source, Capture], Listing | Rejection]] = {
    LinkKind.LISTING: _read_html,
    LinkKind.FEED: read_feed,
    LinkKind.SITEMAP: read_sitemap,
}


def _wall_instead(site: Site, capture: Capture) -> Rejection | None:
    """Return `challenge` where a bot check stands in place of a listing, feed or sitemap."""
    page = open_page(capture)
    return None if isinstance(page, Rejection) else find_wall(Scene(page, site))


def links_of_article(site: Site, page: HtmlPage) -> Listing:
    """Return what an article page lists: related teasers, the listing pages of its categories, links in its text."""
    draft = ListingDraft(site, canonical_url(page.url) or page.url)
    anchors = [each for each in page.root.iter("a") if each.get("href")]
    related = _related(site, page, draft, anchors)
    for anchor in _category_links(site, page)[:MAX_CATEGORY_LINKS]:
        href = anchor.get("href") or ""
        facts = Link(url="", kind=LinkKind.LISTING, relation="category", title=text_of(anchor) or None)
        if resolve_link(href, page.base):
            draft.add_page(href, page.base, facts)
    _add_body_links(site, page, draft, (each for each in anchors if each not in related))
    return draft.finish()


def _related(site: Site, page: HtmlPage, draft: ListingDraft, every: Sequence[Element]) -> set[Element]:
    """Add the related teasers, and return their links."""
    mores = frozenset(words for source in site.sources if (words := bare_words(source.more)))
    anchors = find_more_links(every, mores) if mores else []
    for teaser in read_more_teasers(page, anchors, site.zone) if anchors else ():
        if resolve_link(teaser.href, page.base) != draft.url:
            draft.add_article(teaser.href, page.base, teaser.facts("related"))
    found = set(anchors)
    for anchor in () if anchors else _related_blocks(site, page):
        url = resolve_link(anchor.get("href"), page.base)
        if url and url != draft.url and why_no_article(site, url) is None:
            draft.add_article(
                anchor.get("href") or "", page.base, Link("", relation="related", title=text_of(anchor) or None)
            )
        found.add(anchor)
    return found


def _related_blocks(site: Site, page: HtmlPage) -> Iterator[Element]:
    """Give the links of the family's related blocks, and those behind a heading that says `Related articles`."""
    family = site.rules_of_family
    if family and family.related:
        for block in page.find(", ".join(family.related)):
            yield from (each for each in block.iter("a") if each.get("href"))
    known: set[Element] = set()  # what is behind the first such heading is behind the next one too
    for heading in page.root.iter("h2", "h3", "h4", "h5", "h6"):
        around = heading.getparent()
        if around is not None and around not in known and RELATED.fullmatch(bare_words(text_of(heading))):
            known.add(around)
            yield from _links_behind(heading, around)


def _links_behind(heading: Element, around: Element) -> Iterator[Element]:
    behind = False
    for each in around.iter("a", str(heading.tag)):
        behind = behind or each is heading
        if behind and each.tag == "a" and each.get("href"):
            yield each


def _category_links(site: Site, page: HtmlPage) -> tuple[Element, ...]:
    family = site.rules_of_family
    selectors = family.categories if family and family.categories else ("a[rel~=category]",)
    if found := page.find(", ".join(selectors)):
        return tuple(each for each in found if each.get("href"))
    for label in _CATEGORY_LABELS:
        if labelled := page.find_labelled(label):
            return labelled[1] or _links_called(site, page, frozenset(page.labelled(label)))
    return ()


def _links_called(site: Site, page: HtmlPage, names: frozenset[str]) -> tuple[Element, ...]:
    """Return the links to listing pages that are called so: navigation has what a bare line of names has not."""
    found: dict[str, Element] = {}
    for anchor in page.find("a[href]"):
        if (name := text_of(anchor)) in names and (url := resolve_link(anchor.get("href"), page.base)):
            reason = why_no_article(site, url)
            if reason and site.allows(url) and url != site.home:
                found.setdefault(name, anchor)
    return tuple(found.values())


def _add_body_links(site: Site, page: HtmlPage, draft: ListingDraft, anchors: Iterable[Element]) -> None:
    known: dict[Element, bool] = {}
    added = 0
    for anchor in anchors:
        if added >= MAX_BODY_LINKS:
            draft.refuse(draft.url, f"more than {MAX_BODY_LINKS} links in the text: the rest was not read")
            return
        url = resolve_link(anchor.get("href"), page.base)
        if url is None or url in draft.links or url == draft.url:
            continue
        if why_no_article(site, url) is None and _looks_like_article(site, url, anchor) and not is_aside(anchor, known):
            draft.add_article(
                anchor.get("href") or "", page.base, Link("", relation="body", title=text_of(anchor) or None)
            )
            added += 1


def _looks_like_article(site: Site, url: str, anchor: Element) -> bool:
    """Whether an address is an article's by the spec, by its number or date, or by a slug that is a headline's."""
    if site.matches_article(url):
        return True
    parts = urlsplit(url)
    path = path_below(site.home, parts.path)
    if parts.query:
        return path in {"", "/"} and remote_id_of(url) is not None
    if _DATED_SLUG.fullmatch(path):
        return True
    in_text = any(each.tag in _IN_TEXT for each in anchor.iterancestors())
    return bool(_ROOT_SLUG.fullmatch(path)) and (in_text or path.count("-") >= _MANY_WORDS)
