"""The generic reader as a scorer calls it: one page in, its fields out, and no site's spec involved."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from urllib.parse import urljoin, urlsplit

from spacenews.model.capture import Capture
from spacenews.model.reading import StatedDate
from spacenews.model.rejection import Rejection
from spacenews.reading.addresses import is_front
from spacenews.reading.article import read_article
from spacenews.specs.site import Site
from spacenews.specs.source import Source

_DAY, _TICK = timedelta(days=1), timedelta(minutes=1)
_CAPTURED_AT = datetime(2000, 1, 1, tzinfo=UTC)  # reading never looks at it


def read(html: bytes, url: str) -> dict[str, object]:
    """Return title, published (ISO), author, body and categories of a page; empty where it is no article."""
    capture = Capture("", "page", _address(url), _CAPTURED_AT, 200, (), html)
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


def _address(url: str) -> str:
    """Return the page's address; where only its site is known, that is no reason to take it for a home page."""
    parts = urlsplit(url)
    return urljoin(url, "/page-of-unknown-address") if is_front(parts.path, parts.query) else url


def _site(url: str) -> Site:
    """Return a site of which nothing is known but its host; its home page is no page that is scored."""
    parts = urlsplit(url)
    scheme = parts.scheme if parts.scheme in {"http", "https"} else "https"
    home = f"{scheme}://{parts.netloc or 'page.example'}/home-page-of-the-site/"
    return Site(
        key="page",
        name="a site of unknown name",
        home=home,
        timezone="UTC",
        sources=(Source(kind="listing", url=home),),
    )


def _iso(stated: StatedDate | None) -> str:
    """Return the day as printed, with the time of that day where the page states one."""
    if stated is None:
        return ""
    if stated.at is None:
        return stated.on.isoformat()
    # The instant in an offset in which it falls on the printed day.
    days = (stated.on - stated.at.date()).days
    midnight = datetime.combine(stated.on, time(), UTC)
    if days > 0:  # noqa: SIM108 - two nested choices in one line hide what each is for
        ahead = midnight - stated.at + _TICK
    else:
        ahead = midnight + _DAY - stated.at - _TICK if days else timedelta()
    return stated.at.astimezone(timezone(ahead // _TICK * _TICK)).isoformat()
