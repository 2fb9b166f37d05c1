"""Questions about articles that are printed on several pages; every one raises ArchiveError."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.archive.captured import SELECT, to_record
from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader
from spacenews.model import CaptureRecord

_PAGE = """
SELECT a.url, a.uid, p.number FROM article_pages p JOIN articles a ON a.id = p.article
WHERE p.url = ? AND (? IS NULL OR a.site = ?) AND p.number > 1 ORDER BY a.last_seen_at DESC, a.url"""
_SEVERAL = """
SELECT DISTINCT url FROM readings WHERE site = ? AND url IS NOT NULL AND json_extract(fields, '$.pages') IS NOT NULL
ORDER BY url"""
# `+site`: no index on the site is better than the few rows that an address has.
_ON_SEVERAL = """
SELECT url FROM articles WHERE +site = ?1 AND id IN (SELECT id FROM articles WHERE url = ?2
    UNION SELECT article FROM aliases WHERE url = ?2 UNION SELECT article FROM article_pages WHERE url = ?2)
AND EXISTS (SELECT 1 FROM readings r WHERE r.article = articles.id AND json_extract(r.fields, '$.pages') IS NOT NULL)"""
_NEXT = """
SELECT p.url FROM article_pages p WHERE p.number > 1 AND p.article IN (SELECT id FROM articles WHERE +site = ?1
    AND id IN (SELECT id FROM articles WHERE url = ?2 UNION SELECT article FROM aliases WHERE url = ?2))
ORDER BY p.article, p.number"""
# Addresses as they were asked for, of the first page; and all that begin as it does, among which are the further ones.
_ASKED = (
    "SELECT c.url, c.record_uuid FROM readings r JOIN captures c ON c.reading = r.id WHERE r.url = ? AND r.site = ?"
)
_AROUND = f"{SELECT} WHERE site = ? AND url >= ? AND url < ?"


@dataclass(frozen=True, slots=True)
class PageOf:
    """A further page of an article.

    Attributes:
        url: Of the article.
        uid: Of the article.
        number: Of the page.
    """

    url: str
    uid: str
    number: int

    def __str__(self) -> str:
        """Return what a fate's reason says of it."""
        return f"page {self.number} of {self.url}"


def find_page_of(archive: ArchiveReader, site: str | None, url: str) -> PageOf | None:
    """Return of which article a canonical URL is a further page, as it is stored now; None: of none."""
    with explained(archive.path):
        row = archive.connection.execute(_PAGE, (url, site, site)).fetchone()
    return None if row is None else PageOf(*row)


def later_pages(archive: ArchiveReader, site: str, url: str) -> tuple[str, ...]:
    """Return the further pages of the article that is stored under a canonical URL, in order."""
    with explained(archive.path):
        return tuple(page for (page,) in archive.connection.execute(_NEXT, (site, url)))


def find_on_several(archive: ArchiveReader, site: str, url: str) -> tuple[str, ...]:
    """Return the articles on several pages that a canonical URL is an address or a page of."""
    with explained(archive.path):
        return tuple(article for (article,) in archive.connection.execute(_ON_SEVERAL, (site, url)))


def articles_on_several(archive: ArchiveReader, site: str) -> tuple[str, ...]:
    """Return the canonical URLs of all articles of a site that ever were printed on several pages."""
    with explained(archive.path):
        return tuple(url for (url,) in archive.connection.execute(_SEVERAL, (site,)))


@dataclass(frozen=True, slots=True)
class Around:
    """What is stored around an article.

    Attributes:
        asked: The addresses under which it was captured.
        captures: By address: of these, and of all that begin as the article's own does.
        holding: Those whose reading is the article's.
    """

    asked: frozenset[str]
    captures: dict[str, list[CaptureRecord]]
    holding: frozenset[str]


def captures_around(archive: ArchiveReader, site: str, first: str) -> Around:
    """Return the captures among which those of an article's pages are.

    Args:
        archive: The archive.
        site: Key of the site.
        first: Canonical URL of the article.
    """
    with explained(archive.path):
        held = archive.connection.execute(_ASKED, (first, site)).fetchall()
        asked = {first, *(url for url, _ in held)}
        stem = first.rstrip("/")
        rows = archive.connection.execute(_AROUND, (site, stem, f"{stem}\U0010ffff")).fetchall()
        found = {record.record_uuid: record for record in map(to_record, rows)}
        for url in asked - {record.url for record in found.values()}:
            rows = archive.connection.execute(f"{SELECT} WHERE site = ? AND url = ?", (site, url)).fetchall()
            found |= {record.record_uuid: record for record in map(to_record, rows)}
    by_url: dict[str, list[CaptureRecord]] = {}
    for record in found.values():
        by_url.setdefault(record.url, []).append(record)
    return Around(frozenset(asked), by_url, frozenset(uuid for _, uuid in held))
