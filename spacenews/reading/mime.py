"""What is no page: told by its media type, or by its first bytes where that lies."""

from __future__ import annotations

import re

from spacenews.model.rejection import Rejection, RejectionReason

_HTML = frozenset({"", "text/html", "application/xhtml+xml"})
# Sent by servers that do not know better; a page only if it looks like one.
_MAYBE = frozenset({"text/plain", "text/xml", "application/xml", "application/octet-stream", "unknown/unknown"})
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"RIFF", "a RIFF file"),
    (b"OggS", "an Ogg file"),
    (b"\x00\x00\x00", "a media file"),
)
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|h1|p|div|table)\b", re.IGNORECASE)
# Atomic: what is one comment must not be tried as the beginning of a longer one, in two to the n ways.
_XML_ROOT = re.compile(rb"\A(?>\s+|<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*+<([A-Za-z:_][\w:.-]*)", re.DOTALL)
_XML_ROOTS = frozenset({b"rss", b"feed", b"rdf:rdf", b"urlset", b"sitemapindex", b"svg", b"opml"})
_CONTROLS = bytes({*range(0x01, 0x09), *range(0x0E, 0x20)} - {0x1B})  # escape begins the shifts of ISO-2022
_HEAD_BYTES = 4096
_MANY_CONTROLS = 0.02  # of the first bytes; text has none, in whatever charset


def refuse_mime(data: bytes, content_type: str | None) -> Rejection | None:
    """Return a `not_html` rejection for what is no page, or None."""
    mime = mime_of(content_type)
    head = data[:_HEAD_BYTES]
    looks = _LOOKS_LIKE_HTML.search(head) is not None
    if mime not in _HTML and not (mime in _MAYBE and looks):
        return _refuse(f"its Content-Type is {mime[:80]}")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return _refuse(f"its bytes are those of {what}")
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if stripped.startswith((b"{", b"[")) and not looks:
        return _refuse("its text is JSON")
    if (root := _XML_ROOT.match(stripped)) and root.group(1).lower() in _XML_ROOTS:
        return _refuse(f"it is XML of the kind <{root.group(1).decode('ascii', 'replace')}>")
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) * _MANY_CONTROLS:
        return _refuse("its bytes are no text")
    return None


def mime_of(content_type: str | None) -> str:
    """Return the media type of a Content-Type header, lower case, without parameters; empty where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def _refuse(detail: str) -> Rejection:
    return Rejection(RejectionReason.NOT_HTML, detail)
