"""What feeds and REST say besides addresses: whole texts, local times, the site's own name and zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection
from spacenews.model.urls import canonical_url
from spacenews.operate.look_zone import Shown, offset_between
from spacenews.reading.blocks import LEFT_OUT, read_lines
from spacenews.reading.charset import Decoded, decode_text
from spacenews.reading.decode import decode_payload
from spacenews.reading.instants import parse_stamp, parse_utc
from spacenews.reading.json_text import parse_json
from spacenews.reading.markup import MAX_TITLE, text_of
from spacenews.reading.page import parse_page
from spacenews.reading.xml import XmlStream, local_name, name_of, text_within

_ENTRIES = frozenset({"item", "entry"})
_BODIES = ("content:encoded", "content")
_DATES = ("pubDate", "published", "issued", "dc:date")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)$")
_MOST = 200  # entries that are looked at
_ENOUGH_WORDS = 60  # a shorter text of a feed is an excerpt


@dataclass(slots=True)
class Said:
    """What lists say of a site and its articles.

    Attributes:
        names: What they call the site, and where.
        language: As a feed states it.
        generator: As a feed states it.
        zone: IANA name that REST states.
        offsets: Offsets beside instants.
        titles, instants, texts: Of articles, by canonical URL; texts whole, paragraphs parted by blank lines.
        is_rest: Whether an answer is that of a WordPress.
    """

    names: list[tuple[str, str]] = field(default_factory=list)
    language: str = ""
    generator: str = ""
    zone: str = ""
    offsets: list[Shown] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    instants: dict[str, datetime] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    is_rest: bool = False


def hear_feed(capture: Capture, said: Said) -> None:
    """Take up what a feed in XML says; of what is none, nothing."""
    data = decode_payload(capture)
    if isinstance(data, Rejection):
        return
    stream = XmlStream((decode_text(data, capture.header("content-type")).utf8,), _ENTRIES)
    entries = 0
    for element in stream:
        if local_name(element) in _ENTRIES:
            entries += 1
            _hear_entry(element, capture.url, said)
        else:
            _hear_channel(element, said)
        if entries >= _MOST:
            return


def hear_rest(capture: Capture, said: Said) -> None:
    """Take up what the root of a REST, or a page of its posts, says; of what is none, nothing."""
    data = decode_payload(capture)
    if isinstance(data, Rejection):
        return
    try:
        answer = parse_json(decode_text(data, capture.header("content-type")).utf8.decode())
    except ValueError:
        return
    if isinstance(answer, dict):
        _hear_root(answer, said)
    elif isinstance(answer, list):
        for entry in answer[:_MOST]:
            if isinstance(entry, dict):
                _hear_post(entry, capture.url, said)


def plain_text(markup: str, url: str) -> str:
    """Return the text of a body in HTML, captions left out, paragraphs parted by blank lines."""
    page = parse_page(
        Decoded(f"<body><div>{markup}</div></body>".encode("utf-8", "replace"), "utf-8", "made here"), url
    )
    if isinstance(page, Rejection):
        return ""
    texts: list[str] = []
    for line in read_lines(page.root, left_out=LEFT_OUT):
        if line.joined and texts:
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return "\n\n".join(texts)


def _hear_channel(element: etree._Element, said: Said) -> None:
    parent = element.getparent()
    text = text_within(element).strip()
    if parent is None or local_name(parent) not in {"channel", "feed"} or not text:
        return
    name = name_of(element)
    if name == "title":
        said.names.append((text, "feed"))
    elif name == "language":
        said.language = said.language or text
    elif name == "generator":
        said.generator = said.generator or text


def _hear_entry(entry: etree._Element, here: str, said: Said) -> None:
    parts: dict[str, etree._Element] = {}
    for child in entry:
        parts.setdefault(name_of(child), child)
    href = next(_hrefs(entry, parts), None)
    url = canonical_url(href, here) if href else None
    if url is None:
        return
    if "title" in parts and (title := text_of(text_within(parts["title"]), MAX_TITLE)):
        said.titles.setdefault(url, title)
    raw = next((text_within(parts[name]).strip() for name in _DATES if name in parts), "")
    stamp = parse_stamp(raw)
    if stamp is not None and stamp.at is not None:
        said.instants.setdefault(url, stamp.at)
        if (offset := stated_offset(raw)) is not None:
            said.offsets.append(Shown(stamp.at, offset, "feed"))
    body = next((text_within(parts[name]) for name in _BODIES if name in parts), "")
    _keep_text(said, url, plain_text(body, url) if body else "")


def _hrefs(entry: etree._Element, parts: Mapping[str, etree._Element]) -> Iterator[str]:
    if "feedburner:origLink" in parts:
        yield text_within(parts["feedburner:origLink"]).strip()
    for child in entry:
        if name_of(child) == "link" and child.get("rel", "alternate") == "alternate":
            address = (child.get("href") or text_within(child)).strip()
            if address:
                yield address


def stated_offset(raw: str) -> timedelta | None:
    """Return the offset that a machine's date ends with; None for UTC, which feeds state wherever they are from."""
    found = _OFFSET.search(raw.strip())
    if found is None or found.group(2, 3) == ("00", "00"):
        return None
    offset = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    return -offset if found.group(1) == "-" else offset


def _hear_root(answer: Mapping[str, Any], said: Said) -> None:
    namespaces = answer.get("namespaces")
    said.is_rest = said.is_rest or (isinstance(namespaces, list) and "wp/v2" in namespaces)
    if isinstance(name := answer.get("name"), str) and (plain := text_of(name, MAX_TITLE)):
        said.names.insert(0, (plain, "REST"))
    zone = answer.get("timezone_string")
    said.zone = zone if isinstance(zone, str) else ""


def _hear_post(entry: Mapping[str, Any], here: str, said: Said) -> None:
    link = entry.get("link")
    url = canonical_url(link, here) if isinstance(link, str) else None
    if url is None:
        return
    said.is_rest = True
    if title := text_of(_rendered(entry, "title"), MAX_TITLE):
        said.titles[url] = title
    at = parse_utc(entry.get("date_gmt"))
    if at is not None:
        said.instants[url] = at
        local = _local(entry.get("date"))
        if local is not None and (offset := offset_between(local, at)) is not None:
            said.offsets.append(Shown(at, offset, "REST"))
    if isinstance(body := _rendered(entry, "content"), str):
        _keep_text(said, url, plain_text(body, url))


def _rendered(entry: Mapping[str, Any], name: str) -> object:
    value = entry.get(name)
    return value.get("rendered") if isinstance(value, dict) else None


def _local(text: object) -> datetime | None:
    at = parse_utc(text)  # it reads the clock's figures; that they are not UTC is what is to be found out
    return at.astimezone(UTC).replace(tzinfo=None) if at else None


def _keep_text(said: Said, url: str, text: str) -> None:
    if len(text.split()) >= _ENOUGH_WORDS:
        said.texts.setdefault(url, text)
