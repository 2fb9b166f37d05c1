"""htmldate as it comes: the day of first publication."""

from __future__ import annotations

from htmldate import find_date

from bench.peers.decoding import text_of


def read(html: bytes, url: str) -> dict[str, object]:
    """Return what htmldate finds on a page."""
    return {"published": find_date(text_of(html), url=url or None, original_date=True) or ""}
