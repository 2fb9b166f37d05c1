"""Everything stored that can bear on an address: gathered, folded, and written back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field

from spacenews.archive import articles
from spacenews.archive.articles import ArticleRow
from spacenews.archive.fold import Folded, Redirect, Sighting, fold
from spacenews.archive.touched import Touched
from spacenews.model.urls import canonical_url

_SIGHTINGS = (
    "SELECT c.captured_at, c.record_uuid, c.url, r.url, r.id, r.content_digest, r.reader, r.article"
    " FROM readings r JOIN captures c ON c.reading = r.id"
    " WHERE r.url = ? AND r.site = ? AND r.status IN ('current', 'superseded')"
)
_REDIRECTS = (
    "SELECT c.captured_at, c.record_uuid, d.source, d.target FROM redirects d JOIN captures c ON c.id = d.capture"
    " WHERE d.site = ? AND d."
)


def refold(db: sqlite3.Connection, site: str, urls: Iterable[str], touched: Touched) -> dict[int, ArticleRow | None]:
    """Fold again whatever is connected to these addresses; return each article there, with its row as it was."""
    facts = _Facts(db, site, articles=set(touched.stale))
    for url in (*urls, *_addresses(db, touched.stale)):
        facts.gather(url)
    folded = fold(site, facts.sightings.values(), facts.redirects.values())
    stored: dict[int, ArticleRow | None] = {}
    home: dict[int, int] = {}
    for each in folded:
        before, number = articles.store(db, site, each, touched)
        stored[number] = before
        home |= dict.fromkeys(each.readings, number)
        _own(db, number, each)
    for left in facts.articles - stored.keys():
        articles.remove(db, left, site, touched, into=home.get(articles.find(db, left).reading))
    touched.stale.clear()
    return stored


def redirects_touch(db: sqlite3.Connection, site: str, url: str) -> tuple[bool, bool]:
    """Whether any redirect leads from an address, and whether any leads to it."""
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND source = ?2),"
        " EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND target = ?2)",
        (site, url),
    ).fetchone()
    return bool(row[0]), bool(row[1])


def is_plain_alias(db: sqlite3.Connection, site: str, source: str, target: str) -> bool:
    """Whether an address only ever leads to this one, which leads nowhere: `?p=5`, or http for https.

    Then the redirect adds an alias to what stands at the target, and nothing else can follow from it; so an address
    that thousands lead to costs no more than another.
    """
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND source = ?3)"
        " OR EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND source = ?2 AND target <> ?3)"
        " OR EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND target = ?2)"
        " OR EXISTS (SELECT 1 FROM readings WHERE url = ?2 AND site = ?1)",
        (site, source, target),
    ).fetchone()
    return bool(row[0] == 0)


@dataclass(slots=True)
class _Facts:
    db: sqlite3.Connection
    site: str
    sightings: dict[str, Sighting] = field(default_factory=dict)
    redirects: dict[str, Redirect] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)
    _read: set[str] = field(default_factory=set)

    def gather(self, start: str) -> None:
        """Walk from an address to all that redirects join it with, but not through what leads to no article.

        Without that stop every old address that leads to a home page would be walked.
        """
        waiting = [start]
        while waiting:
            url = waiting.pop()
            if url in self._known:
                continue
            self._known.add(url)
            targets = self._redirects("source", url)
            waiting += [redirect.target for redirect in targets]
            if self._is_read(url) or self._leads(targets):
                waiting += [redirect.source for redirect in self._redirects("target", url)]

    def _is_read(self, url: str) -> bool:
        for at, uuid, page, read_as, *rest, article in self.db.execute(_SIGHTINGS, (url, self.site)):
            self._read.add(url)
            self.sightings[uuid] = Sighting((at, uuid), canonical_url(page) or page, read_as, *rest)
            if article is not None:
                self.articles.add(article)
        return url in self._read

    def _leads(self, redirects: list[Redirect]) -> bool:
        """Whether these redirects reach an address that was read as an article."""
        passed: set[str] = set()
        waiting = [redirect.target for redirect in redirects]
        while waiting:
            url = waiting.pop()
            if url in passed:
                continue
            passed.add(url)
            if self._is_read(url):
                return True
            waiting += [redirect.target for redirect in self._redirects("source", url)]
        return False

    def _redirects(self, end: str, url: str) -> list[Redirect]:
        rows = self.db.execute(f"{_REDIRECTS}{end} = ?", (self.site, url)).fetchall()
        found = [Redirect((at, uuid), source, target) for at, uuid, source, target in rows]
        self.redirects |= {redirect.moment[1]: redirect for redirect in found}
        return found


def _own(db: sqlite3.Connection, number: int, folded: Folded) -> None:
    db.execute(
        "UPDATE readings SET status = 'superseded' WHERE article = ? AND status = 'current' AND id <> ?",
        (number, folded.current),
    )
    for reading in folded.readings:
        status = "current" if reading == folded.current else "superseded"
        db.execute("UPDATE readings SET article = ?, status = ? WHERE id = ?", (number, status, reading))


def _addresses(db: sqlite3.Connection, numbers: set[int]) -> list[str]:
    """The addresses of articles that lost a reading: what they have left is folded again too."""
    query = "SELECT DISTINCT url FROM readings WHERE article = ? AND url IS NOT NULL"
    return [url for number in sorted(numbers) for (url,) in db.execute(query, (number,))]
