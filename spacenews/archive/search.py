"""Full text search: words as a person types them, never a syntax error."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field

from spacenews.archive.figures import Counted
from spacenews.archive.search_index import day_range
from spacenews.model.errors import UsageError

MARKS = ("\x02", "\x03")
"""Around each hit in a title or snippet: control characters, so that no printed text is taken for a mark."""

RANKED = 10_000
"""The newest so many hits are ranked: bm25 visits every hit, and a common word has as many as there are articles."""

_SNIPPET_WORDS = 32
_SCORE = "bm25(article_search, 4.0, 1.0)"  # smaller is better; a word in the title counts four times
_PIECE = re.compile(r'(?P<not>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_TOKEN = re.compile(r"[^\W_]+")
IN_CATEGORY = (
    "a.id IN (SELECT ac.article FROM article_categories ac JOIN categories c ON c.id = ac.category"
    " WHERE c.slug = ? OR c.name = ? COLLATE NOCASE)"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found; hits in `title` and `snippet` stand between MARKS."""

    uid: str
    site: str
    url: str
    title: str
    published_on: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes:
        total: All articles that match, not only those listed.
        years: How many match in each year, oldest first; undated ones under an empty name.
        query: What the full text index was asked.
    """

    total: int
    hits: tuple[Hit, ...]
    years: tuple[Counted, ...] = ()
    query: str = field(default="", compare=False)


def search(
    db: sqlite3.Connection,
    words: str,
    *,
    site: str | None = None,
    since: str | None = None,
    until: str | None = None,
    category: str | None = None,
    limit: int = 20,
    order: str = "rank",
) -> SearchResult:
    """Return articles that hold all the words; duplicates and withdrawn ones are left out.

    Args:
        db: A connection to the archive.
        words: All must occur; `"two words"` is a phrase, `rock*` a beginning, `-word` must not occur. Case and
            accents do not matter, nor does any other sign. Without a word nothing is found.
        site: Key of a site.
        since: First day, YYYY-MM-DD.
        until: Last day.
        category: Name or slug of a category.
        limit: How many hits to list.
        order: `rank` (best first, among the newest 10,000) or `newest`.
    """
    query = match_query(words)
    if order not in {"rank", "newest"}:
        raise UsageError(f"order is {order!r}: it is rank or newest")
    if not query:
        return SearchResult(0, ())
    first, last = day_range(since, until)
    conditions, values = ["f.article_search MATCH ?", "f.rowid BETWEEN ? AND ?"], [query, first, last]
    conditions += ["a.duplicate_of IS NULL", "a.state <> 'withdrawn'"]
    if site is not None:
        conditions.append("a.site = ?")
        values.append(site)
    if category is not None:
        conditions.append(IN_CATEGORY)
        values += [category, category]
    found = f"FROM article_search f JOIN articles a ON a.search_row = f.rowid WHERE {' AND '.join(conditions)}"
    years = db.execute(
        f"SELECT coalesce(substr(a.published_on, 1, 4), ''), count(*) {found} GROUP BY 1 ORDER BY 1", values
    ).fetchall()
    rows = _best(db, found, values, limit) if order == "rank" else _newest(db, found, values, limit)
    return SearchResult(
        total=sum(count for _, count in years),
        hits=tuple(_hit(db, query, row) for row in rows),
        years=tuple(Counted(year, count) for year, count in years),
        query=query,
    )


def match_query(words: str) -> str:
    """Return an FTS5 query for what a person typed, empty where it holds no word; always of valid syntax."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for piece in _PIECE.finditer(words):
        phrase, word = piece["phrase"], piece["word"]
        tokens = _TOKEN.findall(phrase if phrase is not None else word)
        if not tokens:
            continue
        # A word that the tokenizer would part ("Soyuz-2", "it's") is a phrase too. Nothing in quotes is syntax.
        term = '"' + " ".join(tokens) + '"' + ("*" if word is not None and word.endswith("*") else "")
        (unwanted if piece["not"] else wanted).append(term)
    if not wanted:
        return ""
    query = " AND ".join(wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query


def _newest(db: sqlite3.Connection, found: str, values: list[object], limit: int) -> list[int]:
    # Undated articles have the smallest rows: they come last.
    return _rows(db, f"SELECT f.rowid {found} ORDER BY f.rowid DESC LIMIT ?", [*values, limit])


def _best(db: sqlite3.Connection, found: str, values: list[object], limit: int) -> list[int]:
    newest = f"SELECT f.rowid AS number, {_SCORE} AS score {found} ORDER BY f.rowid DESC LIMIT ?"
    best = f"SELECT number FROM ({newest}) ORDER BY score, number DESC LIMIT ?"  # noqa: S608 -- values are bound
    return _rows(db, best, [*values, RANKED, limit])


def _rows(db: sqlite3.Connection, query: str, values: list[object]) -> list[int]:
    return [row for row, *_ in db.execute(query, values)]


def _hit(db: sqlite3.Connection, query: str, row: int) -> Hit:
    found = db.execute(
        "SELECT a.uid, a.site, a.url, highlight(article_search, 0, ?1, ?2), a.published_on,"
        " snippet(article_search, 1, ?1, ?2, '…', ?3)"
        " FROM article_search f JOIN articles a ON a.search_row = f.rowid"
        " WHERE f.article_search MATCH ?4 AND f.rowid = ?5",
        (*MARKS, _SNIPPET_WORDS, query, row),
    ).fetchone()
    uid, site, url, title, published_on, snippet = found
    return Hit(uid, site, url, title, published_on, " ".join(snippet.split()))
