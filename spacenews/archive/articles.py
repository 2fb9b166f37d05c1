"""Rows of articles and of what belongs to them, written as the fold has worked them out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacenews.archive.facts import Folded
from spacenews.archive.rows import ARTICLE_SCALARS, month_of, scalars
from spacenews.archive.said import is_withdrawn
from spacenews.archive.search_index import take_out
from spacenews.archive.touched import Touched
from spacenews.model.ids import article_uid

_SHOWN = ("uid", "url", "reading", "first_seen_at", "last_seen_at", "changed_at", "revisions")
_CONTENT = (*ARTICLE_SCALARS, "text", "reader", "content_digest", "capture")
_BESIDE = (
    "state, (SELECT vanished_at FROM absences b WHERE b.article = articles.id),"
    " (SELECT reason FROM absences b WHERE b.article = articles.id),"
    " EXISTS (SELECT 1 FROM doubts d WHERE d.article = articles.id)"
)
_ROW = (
    f"SELECT id, {', '.join(_SHOWN)}, title, published_on, text, duplicate_of, content_digest, {_BESIDE} FROM articles "  # noqa: S608 -- constants
)
_INSERT = (
    f"INSERT INTO articles ({', '.join(('id', 'site', 'state', *_SHOWN, *_CONTENT))})"  # noqa: S608 -- made of constants
    f" VALUES ({', '.join('?' * (3 + len(_SHOWN) + len(_CONTENT)))})"
)
_UPDATE_SHOWN = f"UPDATE articles SET {' = ?, '.join(_SHOWN)} = ? WHERE id = ?"  # noqa: S608 -- made of constants
_UPDATE_CONTENT = f"UPDATE articles SET {' = ?, '.join(_CONTENT)} = ? WHERE id = ?"  # noqa: S608 -- made of constants

_IN_CATEGORY = "INSERT INTO article_categories SELECT ?, ?, id FROM categories WHERE site = ? AND slug = ? AND name = ?"
_BY_AUTHOR = "INSERT INTO article_authors SELECT ?, ?, id FROM authors WHERE site = ? AND name = ?"


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """The part of an article's row that filing needs."""

    id: int
    uid: str
    url: str
    reading: int
    first_seen_at: str
    last_seen_at: str
    changed_at: str
    revisions: int
    title: str
    published_on: str | None
    text: int
    duplicate_of: int | None
    content_digest: str
    state: str
    vanished_at: str | None
    reason: str | None
    is_doubted: int

    def has_other_name(self, site: str) -> bool:
        """Whether its uid is made from another address than the one it is filed under."""
        return self.uid != article_uid(site, self.url)

    @property
    def exported(self) -> tuple[object, ...]:
        """What of these a line of the export shows."""
        shown = (self.uid, self.url, self.reading, self.first_seen_at, self.changed_at, self.revisions)
        return *shown, self.vanished_at, self.reason or ""


@dataclass(frozen=True, slots=True)
class Content:
    """A stored reading, as an article shows it."""

    fields: dict[str, Any]
    text: int
    reader: str
    digest: str
    capture: int

    def values(self) -> tuple[Any, ...]:
        """Return the values of the columns that show it."""
        return (*scalars(self.fields), self.text, self.reader, self.digest, self.capture)


def find(db: sqlite3.Connection, number: int) -> ArticleRow:
    """Return the row of an article by its number."""
    return ArticleRow(*db.execute(f"{_ROW} WHERE id = ?", (number,)).fetchone())


def find_by_uid(db: sqlite3.Connection, uid: str) -> ArticleRow | None:
    """Return the row of an article by its public name, or None."""
    row = db.execute(f"{_ROW} WHERE uid = ?", (uid,)).fetchone()
    return ArticleRow(*row) if row else None


def find_by_url(db: sqlite3.Connection, site: str, url: str) -> ArticleRow | None:
    """Return the row of the article that is filed under a canonical URL, or None."""
    rows = [ArticleRow(*row) for row in db.execute(f"{_ROW} WHERE url = ? AND site = ?", (url, site))]
    return max(rows, key=lambda row: row.last_seen_at, default=None)


def load_content(db: sqlite3.Connection, reading: int) -> Content:
    """Return a stored reading."""
    row = db.execute(
        "SELECT fields, text, reader, content_digest, capture FROM readings WHERE id = ?", (reading,)
    ).fetchone()
    return Content(json.loads(row[0]), *row[1:])


def next_number(db: sqlite3.Connection) -> int:
    """Return the number that the next article of this transaction gets."""
    # Past what belonged to an article that somebody deleted by hand, too: SQLite's own shell keeps no foreign keys.
    query = "SELECT max(coalesce((SELECT max(id) FROM articles), 0), coalesce((SELECT max(article) FROM revisions), 0))"
    return int(db.execute(query).fetchone()[0]) + 1


def insert(db: sqlite3.Connection, number: int, site: str, folded: Folded, content: Content) -> None:
    """Store a new article, which is live, with all that belongs to it."""
    db.execute(_INSERT, (number, site, "live", *_shown(folded), *content.values()))
    _write_lists(db, number, site, content.fields)
    _write_revisions(db, number, folded)
    _write_aliases(db, number, site, folded.aliases)


def store(db: sqlite3.Connection, site: str, folded: Folded, touched: Touched) -> tuple[ArticleRow | None, int]:
    """Make an article's rows what the fold says; return its row as it was before, and its number."""
    before = find_by_uid(db, folded.uid)
    content = load_content(db, folded.current)
    month = (site, month_of(content.fields["published_on"]))
    if before is None:
        number = next_number(db)
        insert(db, number, site, folded, content)
        _write_standing(db, number, site, folded)
        touched.months.add(month)
        touched.texts.add((site, content.text, content.fields["title"]))
        return None, number
    now = (folded.uid, folded.url, folded.current, folded.revisions[0].first_seen_at)
    now_seen = (folded.revisions[-1].first_seen_at, len(folded.revisions))
    state = _write_standing(db, before.id, site, folded)
    shown = (*now, *now_seen, folded.standing.vanished_at, folded.standing.reason)
    if before.exported != shown or before.state != state or folded.current in touched.fresh:
        touched.months |= {month, (site, month_of(before.published_on))}
        touched.texts |= {(site, content.text, content.fields["title"]), (site, before.text, before.title)}
    if before.reading != folded.current or folded.current in touched.fresh:
        touched.unindexed += take_out(db, before.id)
        _clear_lists(db, before.id)
        db.execute(_UPDATE_CONTENT, (*content.values(), before.id))
        _write_lists(db, before.id, site, content.fields)
    db.execute(_UPDATE_SHOWN, (*_shown(folded), before.id))
    for table in ("revisions", "aliases"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (before.id,))  # noqa: S608 -- names from above
    _write_revisions(db, before.id, folded)
    _write_aliases(db, before.id, site, folded.aliases)
    return before, before.id


def remove(db: sqlite3.Connection, number: int, site: str, touched: Touched, *, into: int | None) -> None:
    """Take an article away whose readings are another's now; readings that no capture has any more go there too."""
    row = find(db, number)
    touched.months.add((site, month_of(row.published_on)))
    touched.texts.add((site, row.text, row.title))
    touched.unindexed += take_out(db, number)
    touched.absorbed += [row.first_seen_at] if into is not None else []
    _clear(db, number)
    db.execute("UPDATE readings SET article = ?, status = 'superseded' WHERE article = ?", (into, number))
    db.execute("UPDATE articles SET duplicate_of = NULL WHERE duplicate_of = ?", (number,))
    db.execute("DELETE FROM articles WHERE id = ?", (number,))


def clear_deleted(db: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """Clear up what is left of articles whose rows somebody deleted by hand; return their numbers."""
    deleted = {each for each in numbers if not db.execute("SELECT 1 FROM articles WHERE id = ?", (each,)).fetchone()}
    for number in deleted:
        _clear(db, number)
        db.execute("UPDATE readings SET article = NULL, status = 'superseded' WHERE article = ?", (number,))
    return deleted


def widen_alias(db: sqlite3.Connection, number: int, site: str, url: str, at: str) -> None:
    """Note that an article was seen under another address at this moment."""
    db.execute(
        "INSERT INTO aliases (url, article, uid, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (url, article) DO UPDATE SET first_seen_at = min(first_seen_at, excluded.first_seen_at),"
        " last_seen_at = max(last_seen_at, excluded.last_seen_at)",
        (url, number, article_uid(site, url), at, at),
    )


def _clear(db: sqlite3.Connection, number: int) -> None:
    _clear_lists(db, number)
    for table in ("revisions", "aliases", "absences"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (number,))  # noqa: S608 -- names from above


def _shown(folded: Folded) -> tuple[object, ...]:
    first, last = folded.revisions[0], folded.revisions[-1]
    seen = (first.first_seen_at, last.last_seen_at, last.first_seen_at)
    return folded.uid, folded.url, folded.current, *seen, len(folded.revisions)


def _write_standing(db: sqlite3.Connection, number: int, site: str, folded: Folded) -> str:
    """Write down whether it is there, and return its state: a withdrawn one is so whatever its site does."""
    standing = folded.standing
    state = "withdrawn" if is_withdrawn(db, site, folded.names) else standing.state
    db.execute("UPDATE articles SET state = ? WHERE id = ?", (state, number))
    db.execute("DELETE FROM absences WHERE article = ?", (number,))
    if standing.vanished_at is not None:
        row = (number, standing.vanished_at, standing.reason)
        db.execute("INSERT INTO absences (article, vanished_at, reason) VALUES (?, ?, ?)", row)
    return state


def _write_revisions(db: sqlite3.Connection, number: int, folded: Folded) -> None:
    db.executemany(
        "INSERT INTO revisions (article, number, reading, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)",
        [
            (number, at, revision.reading, revision.first_seen_at, revision.last_seen_at)
            for at, revision in enumerate(folded.revisions, 1)
        ],
    )


def _write_aliases(db: sqlite3.Connection, number: int, site: str, aliases: Mapping[str, tuple[str, str]]) -> None:
    for url, (first, last) in aliases.items():
        db.execute(
            "INSERT INTO aliases (url, article, uid, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)",
            (url, number, article_uid(site, url), first, last),
        )


def _clear_lists(db: sqlite3.Connection, number: int) -> None:
    for table in ("article_categories", "article_authors", "article_tags", "links", "article_pages"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (number,))  # noqa: S608 -- names from above


def _write_lists(db: sqlite3.Connection, number: int, site: str, fields: dict[str, Any]) -> None:
    for at, (slug, name) in enumerate(fields["categories"]):
        if db.execute(_IN_CATEGORY, (number, at, site, slug, name)).rowcount == 0:
            db.execute("INSERT INTO categories (site, slug, name) VALUES (?, ?, ?)", (site, slug, name))
            db.execute(_IN_CATEGORY, (number, at, site, slug, name))
    for at, name in enumerate(fields["byline"]):
        if db.execute(_BY_AUTHOR, (number, at, site, name)).rowcount == 0:
            db.execute("INSERT INTO authors (site, name) VALUES (?, ?)", (site, name))
            db.execute(_BY_AUTHOR, (number, at, site, name))
    if fields["tags"]:
        db.executemany(
            "INSERT INTO article_tags VALUES (?, ?, ?)", [(number, at, tag) for at, tag in enumerate(fields["tags"])]
        )
    if fields["links"]:
        db.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?)",
            [(number, at, *link) for at, link in enumerate(fields["links"])],
        )
    if pages := fields.get("pages"):
        db.executemany("INSERT INTO article_pages VALUES (?, ?, ?, ?)", [(number, *page) for page in pages])
