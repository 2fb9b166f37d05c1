"""The generic reader as a scorer calls it: one page in, its fields out, and no site's spec involved."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from spacenews.model.capture import Capture
from spacenews.model.reading import StatedDate
from spacenews.model.rejection import Rejection
from spacenews.reading.article import read_article
from spacenews.specs.site import Site
from spacenews.specs.source import Source

_CAPTURED_AT = datetime(2000, 1, 1, tzinfo=UTC)  # reading never looks at it


def read(html: bytes, url: str) -> dict[str, object]:
    """Return title, published (ISO), author, body and categories of a page; empty where it is no article."""
    capture = Capture("", "page", url, _CAPTURED_AT, 200, (), html)
    reading = read_article(_site(url), capture)
    if isinstance(reading, Rejection):
        return {}
    return {
        "title": reading.title,
        "published": _iso(reading.published),
        "author": list(reading.byline),
        "body": "\n\n".join(reading.body),
        "categories": list(reading.categories),
    }


def _site(url: str) -> Site:
    """Return a site of which nothing is known but its address."""
    parts = urlsplit(url)
    home = f"{parts.scheme or 'https'}://{parts.netloc or 'page.example'}/"
    return Site(
        key="page",
        name=parts.netloc.removeprefix("www.") or "page",
        home=home,
        timezone="UTC",
        sources=(Source(kind="listing", url=home),),
    )


def _iso(stated: StatedDate | None) -> str:
    """Return the day as printed, with the time of that day where the page states one."""
    if stated is None:
        return ""
    return stated.on.isoformat() if stated.at is None else stated.at.isoformat()
