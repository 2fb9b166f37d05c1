"""trafilatura as it comes: with its metadata and its own fallbacks."""

from __future__ import annotations

from trafilatura import bare_extraction


def read(html: bytes, url: str) -> dict[str, object]:
    """Return what trafilatura finds on a page."""
    found = bare_extraction(html, url=url or None, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    fields = found.as_dict()
    author = fields["author"] or ""
    return {
        "title": fields["title"] or "",
        "published": fields["date"] or "",
        "author": [name.strip() for name in author.split(";") if name.strip()],
        "body": fields["text"] or "",
        "categories": list(fields["categories"] or ()),
    }
