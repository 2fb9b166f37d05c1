"""Feeds: RSS 0.9x to 2.0, RDF (RSS 1.0), Atom and JSON Feed, each as an ordered list of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import etree

from spacenews.model.capture import Capture
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import MAX_LENGTH, canonical_url
from spacenews.reading.addresses import remote_id_of
from spacenews.reading.charset import decode_text
from spacenews.reading.decode import decode_payload
from spacenews.reading.draft import ListingDraft
from spacenews.reading.instants import Stamp, day_at, parse_stamp
from spacenews.reading.json_text import parse_json
from spacenews.reading.markup import MAX_EXCERPT, MAX_TITLE, one_line, text_of
from spacenews.reading.xml import BASE, XmlStream, local_name, name_of, text_within
from spacenews.specs import Site, Source

_ENTRIES = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "RDF", "feed", "channel"})
_PUBLISHED = ("published", "issued", "pubDate", "dc:date", "dcterms:created", "dcterms:issued")
_MODIFIED = ("updated", "modified", "dcterms:modified", "atom:updated")
_ADDRESS = re.compile(r"https?://\S+")
_PAGED = re.compile(r"(^|&)paged=(\d{1,6})(?=&|$)")
_MAX_ENTRIES = 5_000


def read_feed(site: Site, source: Source, capture: Capture) -> Listing | Rejection:
    """Return the articles of a feed, in its order, and its next page where it says or its family knows how to ask.

    `not_listed`: it is no feed (a web page in place of one, say). A feed without entries is an empty listing.
    """
    data = decode_payload(capture)
    if isinstance(data, Rejection):
        return data
    utf8 = decode_text(data, capture.header("content-type")).utf8
    if utf8.lstrip()[:1] == b"{":
        return _read_json(site, utf8, capture)
    return read_xml_feed(site, source, utf8, capture)


def read_xml_feed(site: Site, source: Source, utf8: bytes, capture: Capture) -> Listing | Rejection:
    """Return the articles of a feed in XML, as `read_feed`; `utf8` is its decoded text."""
    here = canonical_url(capture.url) or capture.url
    draft = ListingDraft(site, here)
    stream = XmlStream((utf8,), _ENTRIES)
    following: str | None = None
    entries = 0
    for element in stream:
        if stream.root not in _ROOTS:
            break
        if local_name(element) in _ENTRIES:
            entries += 1
            _add_entry(draft, element, _joined(here, stream.base))
        elif local_name(element) == "link" and element.get("rel") == "next":
            following = element.get("href")
        if entries >= _MAX_ENTRIES:
            break
    if stream.root not in _ROOTS:
        return Rejection(
            RejectionReason.NOT_LISTED, f"no feed: its root is <{stream.root}>" if stream.root else "no feed"
        )
    notes = (f"not well-formed, read as far as it goes: {stream.trouble}",) if stream.trouble else ()
    return draft.finish(_next_page(draft, source, following, entries), notes=notes)


def _add_entry(draft: ListingDraft, entry: etree._Element, here: str) -> None:
    parts = _parts_of(entry)
    base = _base_of(entry, here)
    href, origin = _address(entry, parts, base)
    identifier = _text(parts, "guid", "id")
    if href is None:
        draft.refuse(identifier or _text(parts, "title") or draft.url, "an entry without an address")
        return
    published = _stamp(parts, _PUBLISHED)
    modified = _stamp(parts, _MODIFIED)
    facts = Link(
        url="",
        relation="entry",
        title=_markup(parts, MAX_TITLE, "title"),
        excerpt=_markup(parts, MAX_EXCERPT, "description", "summary"),
        published_on=_day(draft.site, published),
        published_at=published.at if published else None,
        modified_at=modified.at if modified else None,
        modified_on=modified.on if modified and not modified.at else None,
        remote_id=remote_id_of(identifier) if _ADDRESS.fullmatch(identifier) else None,
    )
    draft.add_article(href, origin, facts)


def _base_of(element: etree._Element, outer: str) -> str:
    """Return what links in an element are relative to: its own `xml:base`, itself relative to what is around it."""
    return _joined(outer, element.get(BASE))


def _joined(outer: str, stated: str | None) -> str:
    return urljoin(outer, stated) if stated and len(stated) <= MAX_LENGTH and canonical_url(stated, outer) else outer


def _parts_of(entry: etree._Element) -> dict[str, etree._Element]:
    """Return the first child of each name that has anything in it."""
    parts: dict[str, etree._Element] = {}
    for child in entry:
        if len(child) or (child.text or "").strip():
            parts.setdefault(name_of(child), child)
    return parts


def _address(entry: etree._Element, parts: dict[str, etree._Element], base: str) -> tuple[str | None, str]:
    """Return the article's address and what it is relative to."""
    if original := _text(parts, "feedburner:origLink"):
        return original, base
    plain = [child for child in entry if local_name(child) == "link" and name_of(child) == "link"]
    for rel in ("alternate", None):
        for child in plain:
            if child.get("href") and child.get("rel", None) == rel and "html" in child.get("type", "text/html"):
                return child.get("href"), _base_of(child, base)
    if address := _text(parts, "link"):
        return address.replace("&amp;", "&"), base
    guid = parts.get("guid", parts.get("id"))
    if guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        address = text_within(guid).strip()
        return (address if _ADDRESS.fullmatch(address) else None), base
    return entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"), base


def _text(parts: dict[str, etree._Element], *names: str) -> str:
    found = next((parts[name] for name in names if name in parts), None)
    return text_within(found).strip() if found is not None else ""


def _markup(parts: dict[str, etree._Element], limit: int, *names: str) -> str | None:
    """Return the visible text of the first of these parts: RSS holds HTML in it, Atom says what it holds."""
    found = next((parts[name] for name in names if name in parts), None)
    if found is None:
        return None
    if len(found) or found.get("type") == "text":
        return one_line(text_within(found), limit)
    return text_of(found.text, limit)


def _stamp(parts: dict[str, etree._Element], names: tuple[str, ...]) -> Stamp | None:
    stamps = (parse_stamp(_text(parts, name)) for name in names if name in parts)
    return next((stamp for stamp in stamps if stamp), None)


def _day(site: Site, stamp: Stamp | None) -> date | None:
    return (day_at(site.zone, stamp.at) or stamp.on) if stamp else None


def _next_page(draft: ListingDraft, source: Source, following: str | None, entries: int) -> Link | None:
    if following:
        url = canonical_url(following, draft.url)
    else:
        url = _paged(draft.url) if source.family == "wordpress" and entries else None
    if url is None or url == draft.url:
        return None
    if not draft.site.allows(url):
        draft.refuse(url, "another host")
        return None
    return Link(url, LinkKind.FEED, "next")


def _paged(url: str) -> str | None:
    """Return the page after this one of a WordPress feed."""
    parts = urlsplit(url)
    found = _PAGED.search(parts.query)
    if found:
        query = f"{parts.query[: found.start(2)]}{int(found.group(2)) + 1}{parts.query[found.end(2) :]}"
    else:
        query = f"{parts.query}&paged=2".lstrip("&")
    return canonical_url(urlunsplit(parts._replace(query=query)))


def _read_json(site: Site, utf8: bytes, capture: Capture) -> Listing | Rejection:
    try:
        feed: Any = parse_json(utf8.decode())
    except ValueError:
        return Rejection(RejectionReason.NOT_LISTED, "neither a feed nor whole JSON")
    if not (
        isinstance(feed, dict) and "jsonfeed.org" in str(feed.get("version")) and isinstance(feed.get("items"), list)
    ):
        return Rejection(RejectionReason.NOT_LISTED, "JSON, but no JSON Feed")
    here = canonical_url(capture.url) or capture.url
    draft = ListingDraft(site, here)
    for item in _objects(feed["items"][:_MAX_ENTRIES]):
        _add_item(draft, item, here)
    following = feed.get("next_url")
    source = Source(kind=LinkKind.FEED, url=site.home)
    return draft.finish(_next_page(draft, source, following if isinstance(following, str) else None, len(draft.links)))


def _objects(values: list[Any]) -> Iterator[dict[str, Any]]:
    return (value for value in values if isinstance(value, dict))


def _add_item(draft: ListingDraft, item: dict[str, Any], here: str) -> None:
    identifier = item.get("id")
    candidates = (item.get("url"), item.get("external_url"), identifier)
    href = next((each for each in candidates if isinstance(each, str) and each.strip()), None)
    numbered = isinstance(identifier, str) and _ADDRESS.fullmatch(identifier)
    if href is None or (href is identifier and not numbered):
        draft.refuse(str(identifier or item.get("title") or draft.url), "an entry without an address")
        return
    published, modified = (_json_stamp(item, name) for name in ("date_published", "date_modified"))
    facts = Link(
        url="",
        relation="entry",
        title=text_of(item.get("title"), MAX_TITLE),
        excerpt=text_of(item.get("summary"), MAX_EXCERPT),
        published_on=_day(draft.site, published),
        published_at=published.at if published else None,
        modified_at=modified.at if modified else None,
        modified_on=modified.on if modified and not modified.at else None,
        remote_id=remote_id_of(str(identifier)) if numbered else None,
    )
    draft.add_article(href, here, facts)


def _json_stamp(item: dict[str, Any], name: str) -> Stamp | None:
    value = item.get(name)
    return parse_stamp(value) if isinstance(value, str) else None
