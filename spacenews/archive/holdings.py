"""What the archive holds of a site, address by address, and what it should hold and does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader

_ARTICLES = """
SELECT url, published_on, duplicate_of IS NULL AND state <> 'withdrawn' FROM articles WHERE site = ?"""
# An alias whose article is gone leads nowhere.
_ALIASES = "SELECT l.url, a.url FROM aliases l JOIN articles a ON a.id = l.article WHERE a.site = ?"
_LINKS = "SELECT DISTINCT l.url FROM links l JOIN articles a ON a.id = l.article WHERE a.site = ? AND l.kind = 'link'"
# Read as an article that is not there: somebody deleted it, or the file was put together from two.
_ORPHANS = """
SELECT c.url, coalesce(r.url, c.url), c.record_uuid, json_extract(r.fields, '$.published_on')
FROM captures c LEFT JOIN readings r ON r.id = c.reading LEFT JOIN articles a ON a.id = r.article
WHERE c.site = ? AND c.reading IS NOT NULL
    AND (r.id IS NULL OR (a.id IS NULL AND r.status IN ('current', 'superseded')))
ORDER BY c.captured_at"""
_UNREAD = """
SELECT c.url, c.url, c.record_uuid, NULL FROM captures c
WHERE c.site = ? AND c.reading IS NULL AND c.status BETWEEN 200 AND 299 AND c.truncated IS NULL
    AND NOT EXISTS (SELECT 1 FROM readings r WHERE r.capture = c.id)
ORDER BY c.captured_at"""


@dataclass(frozen=True, slots=True)
class LooseCapture:
    """A stored response that stands for an article which the archive does not hold.

    Attributes:
        url: As it was asked for.
        article_url: What it was read as; `url` where it was not read.
        published_on: As it was read, or None.
    """

    url: str
    article_url: str
    record_uuid: str
    published_on: str | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds of a site.

    Attributes:
        articles: By canonical URL: the day it was published, and whether it is in the export (no duplicate).
        aliases: Other addresses, with the canonical URL of the article.
        links: Addresses that articles link to in their text.
        orphans: Captures that were read as an article which is not there.
        unread: Captures that answered well and have no reading of any kind; most are pages of lists.
    """

    articles: Mapping[str, tuple[str | None, bool]]
    aliases: Mapping[str, str]
    links: Sequence[str]
    orphans: Sequence[LooseCapture]
    unread: Sequence[LooseCapture]

    def holds(self, url: str) -> bool:
        """Whether an article is filed under this URL or one of its aliases."""
        return url in self.articles or url in self.aliases


def load_holdings(archive: ArchiveReader, site: str) -> Holdings:
    """Return what the archive holds of a site; raises ArchiveError."""
    db = archive.connection

    def loose(query: str) -> Iterator[LooseCapture]:
        return (LooseCapture(*row) for row in db.execute(query, (site,)))

    with explained(archive.path):
        db.execute("BEGIN")  # one view of all tables, whatever a run writes meanwhile
        try:
            return Holdings(
                articles={url: (day, bool(shown)) for url, day, shown in db.execute(_ARTICLES, (site,))},
                aliases=dict(db.execute(_ALIASES, (site,))),
                links=[url for (url,) in db.execute(_LINKS, (site,))],
                orphans=tuple(loose(_ORPHANS)),
                unread=tuple(loose(_UNREAD)),
            )
        finally:
            db.execute("ROLLBACK")
