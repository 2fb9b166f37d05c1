"""A reading made comparable: normalised text, canonical address, digest. What the archive stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from spacenews.model.reading import ArticlePage, BodyLink, Candidate, StatedDate


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read on one capture, ready to be stored.

    Attributes:
        site: Key of the site.
        url: Canonical URL under which it is filed.
        capture: record_uuid of the capture that was read.
        captured_at: When that capture was made; aware UTC.
        title: NFC, one line.
        byline: Names in the order printed, each NFC, one line.
        categories: Pairs of slug and name, in the order printed.
        body: Paragraphs parted by one blank line; NFC, no-break spaces made spaces, quotes kept.
        word_count: Words of the body.
        content_digest: `sha256:` and hex over title, byline, published date, category slugs and body; it changes when
            a reader would say that the article changed, and only then.
        pages: Of an article that is printed on several, as in `Reading`.
    """

    site: str
    url: str
    capture: str
    captured_at: datetime
    title: str
    title_source: str
    byline: tuple[str, ...]
    published: StatedDate | None
    modified: StatedDate | None
    categories: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    body: str
    word_count: int
    teaser: str | None
    language: str | None
    layout: str
    reader: str
    content_digest: str
    links: tuple[BodyLink, ...] = ()
    evidence: tuple[Candidate, ...] = field(default=(), repr=False)
    pages: tuple[ArticlePage, ...] = ()
