"""newspaper4k as it comes."""

from __future__ import annotations

from newspaper import Article

from bench.peers.decoding import text_of


def read(html: bytes, url: str) -> dict[str, object]:
    """Return what newspaper4k finds on a page."""
    article = Article(url or "https://page.example/", fetch_images=False)
    article.download(input_html=text_of(html))
    article.parse()
    return {
        "title": article.title or "",
        "published": article.publish_date.isoformat() if article.publish_date else "",
        "author": list(article.authors or ()),
        "body": article.text or "",
    }
