"""What is read again together: all captures of one article, or of one address that gave none, and what they read as.

A history is compared by one reader alone, so all captures of an article are read again, or none is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader
from spacenews.archive.said import said_of
from spacenews.model import CaptureRecord

UnitKey = int | str
"""Row number of an article, or an address that gave none."""

_READ = "SELECT c.record_uuid, c.captured_at, r.id, r.reader, r.status, r.url, r.fields, r.text, r.content_digest FROM"
# Two articles may have stood at one address, one after the other: what belongs to neither goes with the later one.
_URLS = (
    "SELECT DISTINCT r.url FROM readings r WHERE r.article = ?1"
    " AND ?1 = (SELECT max(o.article) FROM readings o WHERE o.url = r.url AND o.site = r.site)"
)
_OF_ARTICLE = f"{_READ} readings r JOIN captures c ON c.reading = r.id WHERE r.article = ?"
_SET_ASIDE = (
    f"{_READ} readings r JOIN captures c ON c.reading = r.id WHERE r.url = ?1 AND r.site = ?2 AND r.article IS NULL"
)
_LAST_REFUSAL = "(SELECT max(o.id) FROM readings o WHERE o.capture = c.id AND o.text IS NULL)"
_REFUSED = (
    f"{_READ} captures c JOIN readings r ON r.id = {_LAST_REFUSAL}"
    " WHERE c.url = ?1 AND c.site = ?2 AND c.reading IS NULL"
)
_LOOSE = """
SELECT u FROM (SELECT c.url AS u FROM readings r JOIN captures c ON c.id = r.capture
        WHERE r.site = ?1 AND r.text IS NULL AND c.reading IS NULL
    UNION SELECT r.url FROM readings r JOIN captures c ON c.reading = r.id WHERE r.site = ?1 AND r.article IS NULL)
WHERE (?2 = '' OR u = ?2) AND NOT EXISTS (SELECT 1 FROM readings o WHERE o.url = u AND o.site = ?1
    AND o.article IS NOT NULL) ORDER BY u"""
_ARTICLES = """
SELECT id FROM articles WHERE site = ?1 AND (?2 IS NULL OR published_on >= ?2) AND (?3 IS NULL OR published_on <= ?3)
ORDER BY published_on IS NULL, published_on, url, uid"""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a capture reads as so far.

    Attributes:
        number: Row number of the reading.
        status: As in `readings`.
        fields: Every field but the body; of a rejected one its reason and detail.
        body: None for a rejected one.
        revision: Number of the revision that it belongs to; None where it is in none.
        held: Why the monitor holds it back; empty where it does not.
    """

    number: int
    reader: str
    status: str
    url: str | None
    fields: Mapping[str, Any]
    body: str | None
    digest: str | None
    revision: int | None = None
    held: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One stored capture with its reading."""

    record: CaptureRecord
    before: Stored


@dataclass(frozen=True, slots=True)
class Unit:
    """What is read again together.

    Attributes:
        uid: Of the article; empty where there is none.
        url: It is filed under, or that was asked for.
        captures: Oldest first; never empty.
    """

    uid: str
    url: str
    captures: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which of a site's captures.

    Attributes:
        urls: Of these articles, in any spelling; empty: of all.
        since: Published on this day or later, YYYY-MM-DD; undated ones and addresses without an article are left out.
        until: Published on this day or before; the same.
    """

    urls: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def list_units(archive: ArchiveReader, site: str, chosen: Chosen) -> list[UnitKey]:
    """Return the units of a site, articles by day and URL before addresses that gave none; raises ArchiveError."""
    db = archive.connection
    with explained(archive.path):
        if chosen.urls:
            return list(dict.fromkeys(key for url in chosen.urls for key in _named(archive, site, url)))
        keys: list[UnitKey] = [number for (number,) in db.execute(_ARTICLES, (site, chosen.since, chosen.until))]
        if chosen.since is None and chosen.until is None:
            keys += [url for (url,) in db.execute(_LOOSE, (site, ""))]
        return keys


def load_unit(archive: ArchiveReader, site: str, key: UnitKey) -> Unit | None:
    """Return what is stored of a unit, or None where nothing of it has a capture; raises ArchiveError."""
    db = archive.connection
    with explained(archive.path):
        if isinstance(key, str):
            loose = sorted(_at_address(archive, site, key), key=_moment)
            return Unit("", key, tuple(loose)) if loose else None
        article = db.execute("SELECT uid, url FROM articles WHERE id = ?", (key,)).fetchone()
        if article is None:
            return None
        found = list(_held(archive, _OF_ARTICLE, key))
        for (url,) in db.execute(_URLS, (key,)).fetchall():
            found += _at_address(archive, site, url)
        return Unit(article[0], article[1], tuple(sorted(found, key=_moment))) if found else None


def _named(archive: ArchiveReader, site: str, url: str) -> Iterator[UnitKey]:
    found = archive.find_article(url)
    if found is not None and found.record["site"] == site:
        yield archive.connection.execute("SELECT id FROM articles WHERE uid = ?", (found.uid,)).fetchone()[0]
    elif found is None:
        yield from (loose for (loose,) in archive.connection.execute(_LOOSE, (site, url)))


def _at_address(archive: ArchiveReader, site: str, url: str) -> Iterator[Held]:
    yield from _held(archive, _SET_ASIDE, url, site)
    yield from _held(archive, _REFUSED, url, site)


def _held(archive: ArchiveReader, query: str, *values: object) -> Iterator[Held]:
    db = archive.connection
    revisions = partial(_revision, db, values[0]) if query is _OF_ARTICLE else None
    for uuid, at, number, reader, status, url, fields, text, digest in db.execute(query, values).fetchall():
        record = archive.find_capture(uuid)
        if record is None:
            continue  # it went between two questions
        yield Held(
            record,
            Stored(
                number=number,
                reader=reader,
                status=status,
                url=url,
                fields=json.loads(fields),
                body=_body(db, text),
                digest=digest,
                revision=revisions(at) if revisions and status != "quarantined" else None,
                held=said_of(db, record.site, record.record_uuid, reader).held,
            ),
        )


def _body(db: sqlite3.Connection, text: int | None) -> str | None:
    return None if text is None else str(db.execute("SELECT body FROM texts WHERE id = ?", (text,)).fetchone()[0])


def _revision(db: sqlite3.Connection, article: object, at: str) -> int | None:
    query = "SELECT max(number) FROM revisions WHERE article = ? AND first_seen_at <= ?"
    number: int | None = db.execute(query, (article, at)).fetchone()[0]
    return number


def _moment(held: Held) -> tuple[str, str]:
    return held.record.captured_at.isoformat(), held.record.record_uuid
