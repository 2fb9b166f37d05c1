"""What a source says of an article's address, and what a listing says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """What stands at the other end of a link; a source has one of these kinds too."""

    ARTICLE = "article"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Link:
    """One address that a page lists, with the teaser around it.

    Attributes:
        url: Absolute, canonical (`model.urls.canonical_url`), of a host the site allows.
        kind: What is expected there.
        relation: How it was listed: `teaser`, `related`, `next`, `category`, `entry` (feed, sitemap, REST), `child`
            (a part of a sitemap index), `body`, `part` (a further page of an article).
        title: As printed beside the link, or None.
        excerpt: The teaser's text, or None.
        published_on: The day printed or listed with it, or None.
        published_at: The instant, only where the source states time and zone.
        modified_at: `lastmod`, `modified_gmt` or `atom:updated`, only where the source states time and zone.
        modified_on: The same where only a day is stated.
        remote_id: The site's own number for it (`?p=ID`, REST `id`), or None.
    """

    url: str
    kind: LinkKind = LinkKind.ARTICLE
    relation: str = "teaser"
    title: str | None = None
    excerpt: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    modified_on: date | None = None
    remote_id: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a source lists.

    Attributes:
        links: In the order printed, each URL once; articles, and for a sitemap index its parts.
        next_page: The following page of the same listing, or None at its end.
        total: The site's own count of articles where the source states one (`X-WP-Total`), or None.
        refused: Addresses that were listed and may not be followed (another host, not an article's address), with
            the reason in a few words: they are remembered, so that nobody need wonder.
    """

    links: tuple[Link, ...] = ()
    next_page: Link | None = None
    total: int | None = None
    refused: tuple[tuple[str, str], ...] = ()
