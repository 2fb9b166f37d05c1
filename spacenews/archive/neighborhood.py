"""Everything stored that can bear on an address: gathered, folded, and written back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from spacenews.archive import articles
from spacenews.archive.articles import ArticleRow
from spacenews.archive.facts import Answer, Folded, Moment, Redirect, Refusal, Sighting
from spacenews.archive.fold import fold
from spacenews.archive.said import said_of
from spacenews.archive.touched import Touched
from spacenews.model.ids import article_uid
from spacenews.model.urls import canonical_url

_SIGHTINGS = (
    "SELECT c.captured_at, c.record_uuid, c.url, r.url, r.id, r.content_digest, r.reader, r.text,"
    " json_extract(r.fields, '$.title'), json_extract(r.fields, '$.title_source') <> 'slug',"
    " json_extract(r.fields, '$.published_on'), json_extract(r.fields, '$.word_count'), r.article"
    " FROM readings r JOIN captures c ON c.reading = r.id WHERE r.url = ? AND r.site = ?"
)
_SERVED = "EXISTS (SELECT 1 FROM serving_hours h WHERE h.site = w.site AND h.hour BETWEEN w.hour - 1 AND w.hour + 1)"
_REDIRECTS = (
    f"SELECT c.captured_at, c.record_uuid, d.source, d.target, w.status IN (301, 308), {_SERVED}"  # noqa: S608 -- constants
    " FROM redirects d JOIN captures c ON c.id = d.capture JOIN answers w ON w.capture = d.capture"
    " WHERE d.site = ? AND d."
)
_ANSWERS = (
    f"SELECT c.captured_at, c.record_uuid, w.url, w.status, {_SERVED}"  # noqa: S608 -- constants
    " FROM answers w JOIN captures c ON c.id = w.capture"
    " WHERE w.url = ? AND w.site = ? AND w.status IN (304, 404, 410)"
)
# A page that a 4xx came with was refused for its status: what that says of the article, its answer says already.
_REFUSALS = (
    "SELECT c.captured_at, c.record_uuid, c.url, r.id, r.reader, r.fields"
    " FROM captures c JOIN readings r ON r.capture = c.id"
    " WHERE c.url = ? AND c.site = ? AND c.reading IS NULL AND r.text IS NULL"
    " AND json_extract(r.fields, '$.reason') <> 'error_status'"
)


def refold(db: sqlite3.Connection, site: str, urls: Iterable[str], touched: Touched) -> dict[int, ArticleRow | None]:
    """Fold again whatever is connected to these addresses; return each article there, with its row as it was."""
    facts = _Facts(db, site, articles=set(touched.stale))
    for url in (*urls, *_addresses(db, touched.stale)):
        facts.gather(url)
    facts.articles -= articles.clear_deleted(db, facts.articles)
    folded = fold(site, facts.sightings.values(), facts.redirects.values(), facts.answers, facts.refusals)
    stored: dict[int, ArticleRow | None] = {}
    home: dict[int, int] = {}
    for number in facts.articles:
        _end_doubts(db, number)
    for each in folded:
        before, number = articles.store(db, site, each, touched)
        stored[number] = before
        home |= dict.fromkeys(each.readings, number)
        _own(db, number, each)
        _write_doubts(db, number, each)
    for left in facts.articles - stored.keys():
        articles.remove(db, left, site, touched, into=home.get(articles.find(db, left).reading))
    _set_aside(db, facts, home)
    touched.stale.clear()
    return stored


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is stored that may bear on the next reading of an address.

    Attributes:
        left: A redirect leads away from it.
        led: A redirect leads to it.
        answered: It gave an answer without a page, or gave no article later than this reading.
        decided: Somebody decided on this capture or article, or the address was read and has no article.
    """

    left: bool
    led: bool
    answered: bool
    decided: bool

    @property
    def is_quiet(self) -> bool:
        """Whether nothing but a redirect that leads here can bear on it."""
        return not self.left and not self.answered and not self.decided


def look_around(db: sqlite3.Connection, site: str, url: str, moment: Moment) -> Surroundings:
    """Return what bears on a reading of an address that was captured at a moment."""
    at, capture = moment
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND source = ?2),"
        " EXISTS (SELECT 1 FROM redirects WHERE site = ?1 AND target = ?2),"
        " EXISTS (SELECT 1 FROM answers WHERE site = ?1 AND url = ?2)"
        " OR EXISTS (SELECT 1 FROM captures WHERE site = ?1 AND url = ?2 AND captured_at >= ?3 AND reading IS NULL"
        " AND EXISTS (SELECT 1 FROM readings r WHERE r.capture = captures.id)),"
        " EXISTS (SELECT 1 FROM decisions WHERE capture = ?4 AND capture <> '')"
        " OR EXISTS (SELECT 1 FROM decisions WHERE uid = ?5 AND uid <> '')"
        " OR EXISTS (SELECT 1 FROM readings WHERE url = ?2 AND site = ?1 AND article IS NULL)",
        (site, url, at, capture, article_uid(site, url)),
    ).fetchone()
    return Surroundings(*map(bool, row))


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
    answers: list[Answer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    articles: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)
    _asked: set[str] = field(default_factory=set)
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
        if url in self._asked:
            return url in self._read
        self._asked.add(url)
        found = self.db.execute(_SIGHTINGS, (url, self.site)).fetchall()
        said = {row[1]: said_of(self.db, self.site, row[1], row[6]) for row in found}
        refused = {row[4] for row in found if said[row[1]].refused}  # what reads the same is refused with it
        for at, uuid, page, read_as, reading, *rest, article in found:
            if article is not None:
                self.articles.add(article)
            if reading in refused:
                continue
            self._read.add(url)
            if said[uuid].held:
                self.held.add(reading)
            sighting = Sighting((at, uuid), canonical_url(page) or page, read_as, reading, *rest)
            self.sightings[uuid] = replace(sighting, held=said[uuid].held, accepted=said[uuid].accepted)
        self.refused |= refused
        if url in self._read:
            where = (url, self.site)
            self.answers += [Answer((at, uuid), *rest) for at, uuid, *rest in self.db.execute(_ANSWERS, where)]
            self.refusals += [
                Refusal((at, uuid), url, reading, _refused(fields))
                for at, uuid, url, reading, reader, fields in self.db.execute(_REFUSALS, where)
                if not said_of(self.db, self.site, uuid, reader).refused
            ]
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
        found = [Redirect((at, uuid), *rest) for at, uuid, *rest in rows]
        self.redirects |= {redirect.moment[1]: redirect for redirect in found}
        return found


def _own(db: sqlite3.Connection, number: int, folded: Folded) -> None:
    db.execute(
        "UPDATE readings SET status = 'superseded' WHERE article = ? AND status = 'current' AND id <> ?",
        (number, folded.current),
    )
    waiting = {doubt.reading for doubt in folded.doubts}
    for reading in folded.readings:
        status = "current" if reading == folded.current else "quarantined" if reading in waiting else "superseded"
        db.execute("UPDATE readings SET article = ?, status = ? WHERE id = ?", (number, status, reading))


def _set_aside(db: sqlite3.Connection, facts: _Facts, home: Mapping[int, int]) -> None:
    """Give the readings that are no article's their place: refused, or held back with none to wait beside."""
    for reading in facts.refused:
        db.execute("UPDATE readings SET article = NULL, status = 'rejected' WHERE id = ?", (reading,))
    for reading in facts.held - home.keys():
        db.execute("UPDATE readings SET article = NULL, status = 'quarantined' WHERE id = ?", (reading,))


def _end_doubts(db: sqlite3.Connection, number: int) -> None:
    """Let nothing wait: the fold says anew what does. A refused page that waits no more is a rejected one again."""
    db.execute("DELETE FROM doubts WHERE article = ?", (number,))
    db.execute("UPDATE readings SET article = NULL, status = 'rejected' WHERE article = ? AND text IS NULL", (number,))


def _write_doubts(db: sqlite3.Connection, number: int, folded: Folded) -> None:
    for doubt in folded.doubts:
        db.execute(
            "INSERT INTO doubts (reading, article, against, since, reason) VALUES (?, ?, ?, ?, ?)",
            (doubt.reading, number, folded.current, doubt.since, doubt.reason),
        )
        db.execute("UPDATE readings SET article = ?, status = 'quarantined' WHERE id = ?", (number, doubt.reading))


def _refused(fields: str) -> str:
    refused = json.loads(fields)
    return f"{refused['reason']}: {refused['detail']}" if refused["detail"] else str(refused["reason"])


def _addresses(db: sqlite3.Connection, numbers: set[int]) -> list[str]:
    """The addresses of articles that lost a reading: what they have left is folded again too."""
    query = "SELECT DISTINCT url FROM readings WHERE article = ? AND url IS NOT NULL"
    return [url for number in sorted(numbers) for (url,) in db.execute(query, (number,))]
