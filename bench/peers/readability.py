"""readability-lxml as it comes: it finds a title, an author and a body."""

from __future__ import annotations

from lxml.html import fromstring
from readability import Document

from bench.peers.decoding import text_of

_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "br", "tr")


def read(html: bytes, url: str) -> dict[str, object]:
    """Return what readability-lxml finds on a page."""
    document = Document(text_of(html), url=url or None)
    root = fromstring(document.summary())
    for block in root.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    author = document.author()
    return {
        "title": document.short_title() or "",
        "author": [] if author in {None, "[no-author]"} else [author],
        "body": "".join(map(str, root.itertext())),
    }
