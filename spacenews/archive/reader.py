"""Questions that the archive answers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from spacenews.archive.captured import HELD, INDEXED_BYTES, SELECT, to_record
from spacenews.archive.facts import Standing
from spacenews.archive.figures import Counted, SiteFigures, count_by, site_figures
from spacenews.archive.opening import explained
from spacenews.archive.rows import UNDATED
from spacenews.archive.schema import RECORD_COLUMNS, select_records
from spacenews.archive.search import IN_CATEGORY, SearchResult, search
from spacenews.model import CaptureRecord
from spacenews.model.urls import canonical_url

Record = dict[str, Any]
"""One article with the keys of article_records; categories, authors and tags are lists."""

_LISTS = ("authors", "categories", "tags")
_NUMBER = "a.id"
_FOUND = select_records(
    _NUMBER,
    "a.last_seen_at",
    "(SELECT o.url FROM articles o WHERE o.id = a.duplicate_of)",
    "(SELECT record_uuid FROM captures WHERE id = a.capture)",
)
_LISTED = select_records()
# Days on which an article was not there while its site served others, since it was last seen or answered 304.
_MISSED_DAYS = (
    "SELECT count(DISTINCT substr(c.captured_at, 1, 10)) FROM answers w JOIN captures c ON c.id = w.capture"
    " WHERE w.site = a.site AND w.url = a.url AND w.status <> 304 AND c.captured_at > a.last_seen_at"
    " AND NOT EXISTS (SELECT 1 FROM answers n JOIN captures k ON k.id = n.capture WHERE n.site = a.site"
    " AND n.url = a.url AND n.status = 304 AND k.captured_at > c.captured_at)"
    " AND EXISTS (SELECT 1 FROM serving_hours h WHERE h.site = a.site AND h.hour BETWEEN w.hour - 1 AND w.hour + 1)"
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article of the archive, whatever its state.

    Attributes:
        record: As in article_records.
        last_seen_at: When it was last captured, UTC, as text.
        original_url: URL of the original where it is a duplicate.
        capture: record_uuid of the earliest capture that shows what is stored.
        aliases: Its other addresses.
        links: Address, kind and text of each link in the body.
        pages: Number, URL and state (`held`, `missing`, `gone`) of each page; empty where it is printed on one.
    """

    record: Record
    last_seen_at: str
    original_url: str | None
    capture: str
    aliases: tuple[str, ...]
    links: tuple[tuple[str, str, str], ...]
    pages: tuple[tuple[int, str, str], ...] = ()

    @property
    def uid(self) -> str:
        """Its public name."""
        return str(self.record["uid"])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reading in quarantine: since when, what is worse about it, and record_uuid of the capture it was made of."""

    since: str
    reason: str
    capture: str


class ArchiveReader:
    """spacenews.db, to ask; for one thread. Every method raises ArchiveError where the file cannot be read."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def find_payload(self, site: str, payload_digest: str) -> CaptureRecord | None:
        """Return the response record of a site that holds this payload, or None."""
        where = f"WHERE payload_digest = ? AND site = ? AND kind = 'response' AND {HELD} ORDER BY id LIMIT 1"
        return self._capture(where, payload_digest, site)

    def find_capture(self, record_uuid: str) -> CaptureRecord | None:
        """Return a capture's row, or None."""
        return self._capture("WHERE record_uuid = ?", record_uuid)

    def last_capture(self, site: str, url: str) -> CaptureRecord | None:
        """Return the newest capture of a URL as it was asked for, or None; one whose bytes are gone is none."""
        where = f"WHERE site = ? AND url = ? AND {HELD} ORDER BY captured_at DESC, record_uuid DESC LIMIT 1"
        return self._capture(where, site, url)

    def holds_page(self, site: str, url: str) -> bool:
        """Whether the bytes of a page that a URL answered with are held."""
        page = f"SELECT 1 FROM captures WHERE site = ? AND url = ? AND status BETWEEN 200 AND 299 AND {HELD}"  # noqa: S608 -- constants
        return bool(self._one(f"SELECT EXISTS ({page})", site, url)[0])

    def captures(self, site: str, url: str) -> tuple[CaptureRecord, ...]:
        """Return every capture of a URL, oldest first."""
        with explained(self.path):
            rows = self.connection.execute(
                f"{SELECT} WHERE site = ? AND url = ? ORDER BY captured_at, record_uuid", (site, url)
            )
            return tuple(to_record(row) for row in rows)

    def indexed_bytes(self, location: str, within: int | None = None) -> int:
        """Return where the last record of a WARC file that has a row ends, of those that end there or before."""
        return int(self._one(INDEXED_BYTES, location, within)[0])

    def find_article(self, reference: str) -> StoredArticle | None:
        """Return an article by uid, the beginning of one (if only one has it), URL in any spelling, or alias."""
        found = self._find(reference.strip())
        return None if found is None else self._stored(found)

    def find_standing(self, site: str, url: str) -> Standing | None:
        """Return whether the article that is filed under a canonical URL is still there; None where none is."""
        with explained(self.path):
            row = self.connection.execute(
                f"SELECT b.vanished_at, coalesce(b.reason, ''), ({_MISSED_DAYS}) FROM articles a"  # noqa: S608 -- constants
                " LEFT JOIN absences b ON b.article = a.id WHERE a.url = ? AND a.site = ? ORDER BY a.last_seen_at DESC",
                (url, site),
            ).fetchone()
        return None if row is None else Standing(*row)

    def doubts(self, uid: str) -> tuple[Waiting, ...]:
        """Return the readings that wait beside an article, first one first."""
        with explained(self.path):
            rows = self.connection.execute(
                "SELECT d.since, d.reason, c.record_uuid FROM doubts d JOIN articles a ON a.id = d.article"
                " JOIN readings r ON r.id = d.reading JOIN captures c ON c.id = r.capture WHERE a.uid = ?"
                " ORDER BY d.since, c.record_uuid",
                (uid,),
            )
            return tuple(Waiting(*row) for row in rows)

    def revisions(self, uid: str) -> tuple[Record, ...]:
        """Return the revisions of an article, first one first, with the keys of revision_records."""
        with explained(self.path):
            rows = self.connection.execute("SELECT * FROM revision_records WHERE uid = ? ORDER BY number", (uid,))
            names = [column[0] for column in rows.description]
            return tuple(_parsed(dict(zip(names, row, strict=True))) for row in rows)

    def search(
        self,
        words: str,
        *,
        site: str | None = None,
        since: str | None = None,
        until: str | None = None,
        category: str | None = None,
        limit: int = 20,
        order: str = "rank",
    ) -> SearchResult:
        """Return articles that hold all these words; see `archive.search.search`."""
        with explained(self.path):
            return search(
                self.connection, words, site=site, since=since, until=until, category=category, limit=limit, order=order
            )

    def records(self, site: str, month: str) -> Iterator[Record]:
        """Return what the export file of a month holds, in its order; `undated` for articles without a date."""
        if month == UNDATED:
            return self.select_records(site=site, dated=False)
        return self.select_records(site=site, since=f"{month}-01", until=f"{month}-31")

    def select_records(
        self,
        *,
        site: str | None = None,
        since: str | None = None,
        until: str | None = None,
        category: str | None = None,
        dated: bool | None = None,
    ) -> Iterator[Record]:
        """Return the rows of article_records that fit, by published_on and URL, one after the other.

        Args:
            site: Key of a site.
            since: First day, YYYY-MM-DD; leaves undated ones out.
            until: Last day; leaves undated ones out.
            category: Name or slug of a category.
            dated: False for undated ones alone, True for dated ones.
        """
        conditions = ["a.duplicate_of IS NULL", "a.state <> 'withdrawn'"]
        values: list[str] = []
        for condition, value in (
            ("a.site = ?", site),
            ("a.published_on >= ?", since),
            ("a.published_on <= ?", until),
            (IN_CATEGORY, category),
        ):
            if value is not None:
                conditions.append(condition)
                values += [value] * condition.count("?")
        if dated is not None:
            conditions.append(f"a.published_on IS {'NOT ' if dated else ''}NULL")
        query = f"{_LISTED} WHERE {' AND '.join(conditions)} ORDER BY a.published_on, a.url"
        with explained(self.path):
            for row in self.connection.execute(query, values):
                yield _record(row)

    def sites(self) -> tuple[SiteFigures, ...]:
        """Return what is stored of each site, by key."""
        with explained(self.path):
            return site_figures(self.connection)

    def categories(self) -> tuple[tuple[str, str], ...]:
        """Return slug and name of every category, by name."""
        with explained(self.path):
            return tuple(self.connection.execute("SELECT DISTINCT slug, name FROM categories ORDER BY name"))

    def count_by(self, what: str, *, site: str | None = None) -> tuple[Counted, ...]:
        """Return how many articles there are for each `year`, `month`, `category` or `author`."""
        with explained(self.path):
            return count_by(self.connection, what, site=site)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _capture(self, where: str, *values: str) -> CaptureRecord | None:
        with explained(self.path):
            row = self.connection.execute(SELECT + where, values).fetchone()
        return None if row is None else to_record(row)

    def _one(self, query: str, *values: object) -> tuple[Any, ...]:
        with explained(self.path):
            row: tuple[Any, ...] = self.connection.execute(query, values).fetchone()
        return row

    def _find(self, reference: str) -> tuple[Any, ...] | None:
        uid = reference.lower()
        if uid.isalnum() and uid.isascii():
            return self._first("a.uid = ?", uid) or self._by_prefix(uid)
        spellings = (reference, f"https://{reference}", f"http://{reference}")  # as people copy them, without a scheme
        addresses = [address for spelling in spellings if (address := canonical_url(spelling)) is not None]
        return next((found for address in addresses if (found := self._by_address(address)) is not None), None)

    def _by_address(self, address: str) -> tuple[Any, ...] | None:
        return self._first("a.url = ? ORDER BY a.last_seen_at DESC", address) or self._first(
            "a.id = (SELECT article FROM aliases WHERE url = ? ORDER BY last_seen_at DESC LIMIT 1)", address
        )

    def _by_prefix(self, prefix: str) -> tuple[Any, ...] | None:
        with explained(self.path):
            found = self.connection.execute(
                "SELECT id FROM articles WHERE uid >= ?1 AND uid < ?1 || '~'"
                " UNION SELECT article FROM aliases WHERE uid >= ?1 AND uid < ?1 || '~' LIMIT 2",
                (prefix,),
            ).fetchall()
        return self._first("a.id = ?", found[0][0]) if len(found) == 1 else None

    def _first(self, where: str, value: object) -> tuple[Any, ...] | None:
        with explained(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(f"{_FOUND} WHERE {where}", (value,)).fetchone()
        return row

    def _stored(self, row: tuple[Any, ...]) -> StoredArticle:
        number, last_seen_at, original, capture = row[len(RECORD_COLUMNS) :]
        url = row[RECORD_COLUMNS.index("url")]
        with explained(self.path):
            aliases = self.connection.execute(
                "SELECT url FROM aliases WHERE article = ? AND url <> ? ORDER BY url", (number, url)
            )
            links = self.connection.execute(
                "SELECT url, kind, text FROM links WHERE article = ? ORDER BY position", (number,)
            )
            pages = self.connection.execute(
                "SELECT number, url, state FROM article_pages WHERE article = ? ORDER BY number", (number,)
            )
            others, inside, several = tuple(url for (url,) in aliases), tuple(links), tuple(pages)
        return StoredArticle(_record(row), last_seen_at, original, capture, others, inside, several)


def _record(row: tuple[Any, ...]) -> Record:
    return _parsed(dict(zip(RECORD_COLUMNS, row, strict=False)))


def _parsed(record: Record) -> Record:
    return record | {name: json.loads(record[name]) for name in _LISTS if name in record}
