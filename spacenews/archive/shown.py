"""What the archive shows at an address before another reading of it is stored."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_SHOWN = """
SELECT title, title_source, published_on IS NOT NULL, published_at IS NOT NULL, byline IS NOT NULL, teaser IS NOT NULL,
    EXISTS (SELECT 1 FROM article_categories c WHERE c.article = a.id), word_count, layout, content_digest, id,
    (SELECT record_uuid FROM captures c WHERE c.id = a.capture)
FROM articles a WHERE a.url = ? AND a.site = ? ORDER BY last_seen_at DESC LIMIT 1"""
_LEFT = "SELECT source FROM redirects WHERE target = ? AND site = ? ORDER BY capture DESC LIMIT 1"
_BEFORE = """
SELECT json_extract(r.fields, '$.title'), json_extract(r.fields, '$.title_source'),
    json_extract(r.fields, '$.published_on') IS NOT NULL, json_extract(r.fields, '$.published_at') IS NOT NULL,
    json_extract(r.fields, '$.byline') <> '[]', json_extract(r.fields, '$.teaser') IS NOT NULL,
    json_extract(r.fields, '$.categories') <> '[]', json_extract(r.fields, '$.word_count'),
    json_extract(r.fields, '$.layout'), r.content_digest
FROM revisions v JOIN readings r ON r.id = v.reading JOIN captures c ON c.id = r.capture
WHERE v.article = ? AND c.record_uuid <> ? ORDER BY v.number DESC LIMIT 1"""
_DECIDED = "SELECT EXISTS (SELECT 1 FROM decisions WHERE capture = ? AND site = ?)"
_HELD = "SELECT reason FROM decisions WHERE capture = ? AND kind = 'hold' ORDER BY at DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """The reading that an article shows: its title, layout, length and digest, and which other fields it has."""

    title: str
    title_source: str
    has_day: bool
    has_time: bool
    has_byline: bool
    has_teaser: bool
    has_categories: bool
    words: int
    layout: str
    content_digest: str


def find_shown(db: sqlite3.Connection, site: str, url: str, capture: str = "") -> ShownArticle | None:
    """Return what the article shows that is filed under a canonical URL, or moved there; None where there is none.

    Args:
        db: The archive's connection.
        site: Key of the site.
        url: Canonical.
        capture: What this one shows is left out: of a page that was stored already, what was shown before it is asked.
    """
    row = db.execute(_SHOWN, (url, site)).fetchone()
    if row is None and (left := db.execute(_LEFT, (url, site)).fetchone()):
        row = db.execute(_SHOWN, (left[0], site)).fetchone()
    if row is not None and row[11] == capture:
        row = db.execute(_BEFORE, (row[10], capture)).fetchone()
    return None if row is None else ShownArticle(*row[:2], *map(bool, row[2:7]), *row[7:10])


def is_decided(db: sqlite3.Connection, site: str, capture: str) -> bool:
    """Whether anything was decided on what a capture reads like, by a person or the monitor."""
    return bool(db.execute(_DECIDED, (capture, site)).fetchone()[0])


def find_hold(db: sqlite3.Connection, capture: str) -> str:
    """Return why the monitor held back what a capture reads like, the last time it did; empty where it never did."""
    row = db.execute(_HELD, (capture,)).fetchone()
    return str(row[0]) if row else ""


def find_reader(db: sqlite3.Connection, capture: str) -> str:
    """Return who read a capture as an article, as the archive counts it; empty where nobody did."""
    row = db.execute(
        "SELECT r.reader FROM captures c JOIN readings r ON r.id = c.reading WHERE c.record_uuid = ?", (capture,)
    ).fetchone()
    return str(row[0]) if row else ""
