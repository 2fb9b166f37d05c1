"""Sitemaps: indexes, URL sets, news sitemaps, plain lists and feeds in their place, gzipped or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml import etree

from spacenews.model.capture import Capture
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.draft import ListingDraft
from spacenews.reading.feeds import read_xml_feed
from spacenews.reading.inflate import ChunkStream, open_chunks
from spacenews.reading.instants import day_at, parse_stamp
from spacenews.reading.markup import MAX_TITLE, text_of
from spacenews.reading.xml import XmlStream, local_name, name_of, text_within
from spacenews.specs import Site, Source

MAX_ENTRIES = 50_000  # as sitemaps.org bounds one file
_ENTRIES = frozenset({"url", "sitemap"})
_ROOTS = frozenset({"urlset", "sitemapindex"})
_FEED_ROOTS = frozenset({"rss", "RDF", "feed"})
_ADDRESS = re.compile(rb"https?://\S+")
_LONGEST_LINE = 4096
_MAX_LINES = 500_000  # of a plain list, most of them empty where there are so many
# What the parts of an index are called that list no articles, in the CMS and plugins that are known.
_OTHER_PARTS = re.compile(
    r"taxonom|categor|post_tag|attachment|(?:^|[-_/])(?:users?|authors?|tags?|pages?|images?|videos?|media|products?|"
    r"archives?|locations?|local)(?:[-_.\d]|$)",
    re.IGNORECASE,
)


def read_sitemap(site: Site, source: Source, capture: Capture) -> Listing | Rejection:
    """Return the articles of a sitemap, or the parts of a sitemap index (kind sitemap, relation `child`).

    At most 50,000 entries and 50 MB are read; what lies beyond is noted among the refused.
    `not_listed`: it is no sitemap. `truncated`, `undecodable`: its gzip stream is not whole.
    """
    stream = open_chunks(capture)
    if isinstance(stream, Rejection):
        return stream
    chunks = iter(stream)
    head = next(chunks, b"")
    here = canonical_url(capture.url) or capture.url
    if b"<" in head or not _ADDRESS.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")):
        listing = _read_xml(site, source, chain((head,), chunks), capture)
    else:
        listing = _read_lines(ListingDraft(site, here), chain((head,), chunks))
    return _unless_cut(listing, stream, here)


def _unless_cut(listing: Listing | Rejection, stream: ChunkStream, here: str) -> Listing | Rejection:
    trouble = stream.trouble
    if trouble is None or isinstance(listing, Rejection):
        return trouble or listing
    if trouble.reason is not RejectionReason.TOO_LARGE:
        return trouble
    note = (here, f"{trouble.detail}: the rest was not read")
    return Listing(listing.links, listing.next_page, listing.total, (note, *listing.refused))


def _read_xml(site: Site, source: Source, chunks: Iterable[bytes], capture: Capture) -> Listing | Rejection:
    draft = ListingDraft(site, canonical_url(capture.url) or capture.url)
    stream = XmlStream(chunks, _ENTRIES)
    entries = 0
    parts: list[tuple[str, Link]] = []
    notes: list[str] = []
    for element in stream:
        if stream.root not in _ROOTS:
            break
        if local_name(element) not in _ENTRIES:
            continue
        if entries == MAX_ENTRIES:
            notes.append(f"more than {MAX_ENTRIES:,} entries: the rest was not read")
            break
        entries += 1
        href, facts = _entry(site, element)
        if local_name(element) == "sitemap":
            parts.append((href, facts))
        else:
            draft.add_article(href, draft.url, facts)
    if stream.root in _FEED_ROOTS:
        return _read_as_feed(site, source, capture)
    if stream.root not in _ROOTS:
        what = f"no sitemap: its root is <{stream.root}>" if stream.root else "no sitemap"
        return Rejection(RejectionReason.NOT_LISTED, what)
    _add_parts(draft, source, parts)
    if stream.trouble:
        notes.append(f"not well-formed, read as far as it goes: {stream.trouble}")
    return draft.finish(notes=tuple(notes))


def _entry(site: Site, element: etree._Element) -> tuple[str, Link]:
    """Return an entry's address and what else it says."""
    texts: dict[str, str] = {}
    for each in element.iter():
        # image:loc and video:loc are addresses of something else.
        if len(each) == 0 and each is not element:
            texts.setdefault(name_of(each), text_within(each).strip())
    modified = parse_stamp(texts.get("lastmod"))
    published = parse_stamp(texts.get("news:publication_date"))
    part = local_name(element) == "sitemap"
    facts = Link(
        url="",
        kind=LinkKind.SITEMAP if part else LinkKind.ARTICLE,
        relation="child" if part else "entry",
        title=text_of(texts.get("news:title"), MAX_TITLE),
        published_on=(day_at(site.zone, published.at) or published.on) if published else None,
        published_at=published.at if published else None,
        modified_at=modified.at if modified else None,
        modified_on=modified.on if modified and not modified.at else None,
    )
    return texts.get("loc", "").replace("&amp;", "&"), facts


def _add_parts(draft: ListingDraft, source: Source, parts: list[tuple[str, Link]]) -> None:
    """Add the parts that may list articles: those the family names; where none is so named, all but known others."""
    family = draft.site.rules_of_family if source.family in {"", draft.site.family} else None
    pattern = re.compile(family.sitemap_parts) if family and family.sitemap_parts else None
    addresses = {href: (canonical_url(href, draft.url) or href).removesuffix(".gz") for href, _ in parts}
    named = {href for href, url in addresses.items() if pattern and pattern.fullmatch(url)}
    for href, facts in parts:
        if href in named or (not named and not _OTHER_PARTS.search(addresses[href].rpartition("/")[2])):
            draft.add_page(href, draft.url, facts)
        else:
            draft.refuse(addresses[href], "a sitemap part that lists no articles")


def _read_as_feed(site: Site, source: Source, capture: Capture) -> Listing | Rejection:
    """The protocol takes feeds as sitemaps too."""
    stream = open_chunks(capture)
    if isinstance(stream, Rejection):
        return stream
    return read_xml_feed(site, source, b"".join(stream), capture)


def _read_lines(draft: ListingDraft, chunks: Iterable[bytes]) -> Listing:
    notes: list[str] = []
    entries = list(islice(_lines(chunks, notes), MAX_ENTRIES + 1))
    for line in entries[:MAX_ENTRIES]:
        draft.add_article(line.decode("utf-8", "replace"), draft.url, Link(url="", relation="entry"))
    if len(entries) > MAX_ENTRIES:
        notes.append(f"more than {MAX_ENTRIES:,} entries: the rest was not read")
    return draft.finish(notes=tuple(notes))


def _lines(chunks: Iterable[bytes], notes: list[str]) -> Iterator[bytes]:
    """Give the lines that are addresses; `notes` take up why there are no more."""
    held = b""
    lines = 0
    for chunk in chunks:
        *whole, held = (held + chunk).splitlines(keepends=False) if chunk else [held]
        lines += len(whole)
        if lines > _MAX_LINES:
            notes.append(f"more than {_MAX_LINES:,} lines: the rest was not read")
            return
        yield from (line.strip() for line in whole if _ADDRESS.fullmatch(line.strip()))
        held = held[:_LONGEST_LINE]
    if _ADDRESS.fullmatch(held.strip()):
        yield held.strip()
