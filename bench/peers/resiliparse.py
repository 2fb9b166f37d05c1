"""resiliparse as it comes: a body, and the page's <title>."""

from __future__ import annotations

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from bench.peers.decoding import text_of


def read(html: bytes, url: str) -> dict[str, object]:  # noqa: ARG001 - the call that all readers share
    """Return what resiliparse finds on a page."""
    tree = HTMLTree.parse(text_of(html))
    return {"title": tree.title or "", "body": extract_plain_text(tree, main_content=True)}
