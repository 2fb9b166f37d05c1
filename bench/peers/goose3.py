"""goose3 as it comes, without its pictures."""

from __future__ import annotations

from goose3 import Goose

from bench.peers.decoding import text_of

_GOOSE = Goose({"enable_image_fetching": False})


def read(html: bytes, url: str) -> dict[str, object]:
    """Return what goose3 finds on a page."""
    article = _GOOSE.extract(url=url or None, raw_html=text_of(html))
    return {
        "title": article.title or "",
        "published": str(article.publish_date or ""),
        "author": list(article.authors or ()),
        "body": article.cleaned_text or "",
    }
