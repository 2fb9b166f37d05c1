"""XML from strangers, element by element: no tree of the whole, no entity resolved, no file or network reached."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

_CHUNK = 65536
_MAX_IN_ENTRY = 20_000  # elements; an entry that holds more is a trap, or the document's end tags are missing
_PROLOG_BYTES = 4096
_LONGEST_DTD = 65536
_MAX_ELEMENTS = 300_000  # of a document: six for each of the 50,000 entries that the largest sitemap has
_MAX_OUTSIDE = 20_000  # of them outside of entries, where a feed has twenty
_MAX_MENDED = 200_000  # ampersands; a feed of a thousand articles has some thousand that mean nothing
_START = re.compile(rb"<\?xml\b|<!DOCTYPE\b|<!--|<[A-Za-z_]", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE\b[^\[>]*+(?:\[[^\]]*+\]\s*+)?+>", re.IGNORECASE)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# Named entities need a DTD, which is never read, and a lone & is an error: both are written as what they mean.
_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")
_SPACES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
    "http://www.google.com/schemas/sitemap-image/1.1": "image",
    "http://www.google.com/schemas/sitemap-video/1.1": "video",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DEFAULT_SPACES = frozenset({"atom", ""})


class XmlStream:
    """The elements of one document, each when it ends.

    Args:
        utf8: The document as UTF-8 in chunks of any size, whatever its declaration says; junk before its first tag is
            left out.
        entries: Local names of the elements that are handed over whole, such as `item` or `url`.

    Attributes:
        root: Local name of the root element, empty until it was met.
        base: The `xml:base` of the last element outside of entries that states one; empty where none does.
        trouble: Why the document is not well-formed, empty where it is; what could be read was read.
    """

    def __init__(self, utf8: Iterable[bytes], entries: frozenset[str]) -> None:
        self.root = ""
        self.base = ""
        self.trouble = ""
        self._entries = entries
        self._chunks = self._repaired(utf8)
        self._mended = 0

    def __iter__(self) -> Iterator[etree._Element]:
        """Give each entry whole, and each element outside of one, as it ends; afterwards it is emptied."""
        parser = etree.XMLPullParser(
            events=("start", "end"),
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        open_entries = within = elements = outside = 0
        for event, element in self._events(parser):
            known = local_name(element) in self._entries
            if event == "start":
                self.root = self.root or local_name(element)
                open_entries += known
                within = within + 1 if open_entries else 0
                elements += 1
                if not open_entries:
                    outside += 1
                    self.base = element.get(BASE) or self.base
                if within > _MAX_IN_ENTRY:
                    self.trouble = f"an entry with more than {_MAX_IN_ENTRY:,} elements"
                    return
                if elements > _MAX_ELEMENTS or outside > _MAX_OUTSIDE:
                    self.trouble = "more elements than any feed or sitemap has"
                    return
                continue
            open_entries -= known
            if not open_entries:
                within = 0
                yield element
                _forget(element)

    def _events(self, parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
        try:
            for chunk in self._chunks:
                parser.feed(chunk)
                yield from parser.read_events()  # type: ignore[misc]  # the stubs know more kinds of event
            parser.close()
        except etree.XMLSyntaxError as error:
            self.trouble = self.trouble or _first_line(error.msg)
        yield from parser.read_events()  # type: ignore[misc]
        fatal = [each for each in parser.feed_error_log if each.level_name == "FATAL"]
        if fatal and not self.trouble:
            self.trouble = f"{_first_line(fatal[0].message)}, line {fatal[0].line}"

    def _repaired(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Give a document from its first tag on, without DTD and control characters, every `&` meaning something."""
        held = b""
        begun = False
        for chunk in _small(chunks):
            held += chunk
            if not begun and len(held) < _LONGEST_DTD:
                continue
            held = held if begun else _from_first_tag(held)
            begun = True
            # No entity stands across a tag's end, so a cut behind one leaves each whole.
            cut = held.rfind(b">") + 1 or (len(held) if len(held) > _LONGEST_DTD else 0)
            yield from self._mend(held[:cut])
            held = held[cut:]
        yield from self._mend(held if begun else _from_first_tag(held))

    def _mend(self, data: bytes) -> Iterator[bytes]:
        if self._mended > _MAX_MENDED:
            return
        clean, mended = _AMPERSAND.subn(_spelled, data.translate(None, _CONTROLS))
        self._mended += mended
        if self._mended > _MAX_MENDED:
            self.trouble = f"more than {_MAX_MENDED:,} ampersands that mean nothing"
            return
        yield from (clean[start : start + _CHUNK] for start in range(0, len(clean), _CHUNK))


def local_name(element: etree._Element) -> str:
    """Return an element's name without namespace or prefix, declared or not."""
    return _local(str(element.tag))


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def name_of(element: etree._Element) -> str:
    """Return `prefix:name` with the usual prefix of a known namespace; bare for RSS, Atom and unknown namespaces.

    An undeclared prefix stands as it is written.
    """
    space, brace, name = str(element.tag).rpartition("}")
    if not brace:
        return name.removeprefix("atom:")
    prefix = _SPACES.get(space[1:], "")
    return name if prefix in _DEFAULT_SPACES else f"{prefix}:{name}"


def text_within(element: etree._Element) -> str:
    """Return all text inside an element."""
    return "".join(str(part) for part in element.itertext())


def _small(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Give chunks no larger than what may be mended at once."""
    return (chunk[start : start + _CHUNK] for chunk in chunks for start in range(0, len(chunk), _CHUNK))


def _from_first_tag(data: bytes) -> bytes:
    found = _START.search(data[:_PROLOG_BYTES])
    data = data[found.start() :] if found else data
    begin = data[:_LONGEST_DTD].upper().find(b"<!DOCTYPE")
    doctype = _DOCTYPE.match(data[:_LONGEST_DTD], begin) if begin >= 0 else None
    return data[: doctype.start()] + data[doctype.end() :] if doctype else data


def _spelled(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    if not name:
        return b"&amp;"
    meant = html.entities.html5.get(name.decode("ascii"))
    if meant is None:
        return b"&amp;" + name
    return html.escape(meant).encode()


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _first_line(message: str | None) -> str:
    return (message or "no XML").partition("\n")[0].strip()[:200]
