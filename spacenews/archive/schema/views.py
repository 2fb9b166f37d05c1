"""The views: what analysts query, and what the JSON Lines are written from."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, View


def _names(what: str) -> str:
    """Names come in the order printed: SQLite keeps the order of a subquery when it builds the array."""
    return f"(SELECT json_group_array(name) FROM ({what} ORDER BY position))"  # noqa: S608 -- made of constants


_CATEGORIES = _names(
    "SELECT c.name AS name, l.position AS position FROM article_categories l JOIN categories c ON c.id = l.category"
    " WHERE l.article = a.id"
)
_AUTHORS = _names(
    "SELECT n.name AS name, l.position AS position FROM article_authors l JOIN authors n ON n.id = l.author"
    " WHERE l.article = a.id"
)
_TAGS = _names("SELECT l.tag AS name, l.position AS position FROM article_tags l WHERE l.article = a.id")

_RECORD_1 = (
    ("site", "a.site", "TEXT", "Key of the site"),
    ("uid", "a.uid", "TEXT", "Public name of the article, for citing"),
    ("url", "a.url", "TEXT", "Canonical URL that it is filed under"),
    ("title", "a.title", "TEXT", "As printed"),
    ("title_source", "a.title_source", "TEXT", "The rule that found the title; slug: the page prints none"),
    ("published_on", "a.published_on", "TEXT", "Day as the site prints it, or NULL"),
    ("published_at", "a.published_at", "TEXT", "UTC instant, only where a time is stated"),
    ("date_precision", "a.date_precision", "TEXT", "day, minute or second, or NULL"),
    ("modified_on", "a.modified_on", "TEXT", "Day of the page's own claim of its last change, or NULL"),
    ("modified_at", "a.modified_at", "TEXT", "UTC instant of the same, only where a time is stated"),
    ("byline", "a.byline", "TEXT", "Authors as printed, joined by comma and space, or NULL"),
    ("teaser", "a.teaser", "TEXT", "The page's own description of itself, or NULL"),
    ("language", "a.language", "TEXT", "BCP 47, as the page states it, or NULL"),
    ("word_count", "a.word_count", "INTEGER", "Words of the body"),
    ("layout", "a.layout", "TEXT", "Layout that the page matched; generic where none did"),
    ("reader", "a.reader", "TEXT", "Version of the reading rules"),
    ("content_digest", "a.content_digest", "TEXT", "Changes when a person would say that the article changed"),
    ("first_seen_at", "a.first_seen_at", "TEXT", "When it was first captured, UTC"),
    ("changed_at", "a.changed_at", "TEXT", "When its last revision was first captured, UTC"),
    ("revisions", "a.revisions", "INTEGER", "How many revisions it has"),
    ("state", "a.state", "TEXT", "live or vanished"),
    ("body", "t.body", "TEXT", "Plain text, paragraphs parted by one blank line"),
    ("categories", _CATEGORIES, "JSON", "Array of the names of its categories, as printed"),
    ("authors", _AUTHORS, "JSON", "Array of its authors, as printed"),
    ("tags", _TAGS, "JSON", "Array of the site's own tags, as printed"),
)


def _absence(column: str) -> str:
    return f"(SELECT {column} FROM absences b WHERE b.article = a.id)"  # noqa: S608 -- same


_RECORD_2 = (
    *_RECORD_1,
    (
        "vanished_at",
        _absence("b.vanished_at"),
        "TEXT",
        "When the first answer that it is gone was captured, UTC; NULL for a live one",
    ),
    ("vanished_reason", _absence("b.reason"), "TEXT", "gone, moved to URL or redirects to URL; NULL for a live one"),
)

# Such as `2 missing, 3 gone`.
_INCOMPLETE = (
    "(SELECT group_concat(said, ', ') FROM (SELECT p.number || ' ' || p.state AS said FROM article_pages p"
    " WHERE p.article = a.id AND p.state <> 'held' ORDER BY p.number))"
)
_RECORD = (
    *_RECORD_2,
    (
        "pages",
        "max(1, (SELECT count(*) FROM article_pages p WHERE p.article = a.id))",
        "INTEGER",
        "On how many pages its site prints it; body is the text of all that are not missing",
    ),
    (
        "pages_incomplete",
        _INCOMPLETE,
        "TEXT",
        "Pages that are missing from body, or gone from the site since, such as 2 missing, 3 gone; NULL: it is whole",
    ),
)

RECORD_COLUMNS = tuple(name for name, *_ in _RECORD)
"""Names of the columns of article_records, in order."""


def select_records(*more: str) -> str:
    """Return SELECT … FROM articles a JOIN texts t with the columns of article_records, and more expressions."""
    return _select(_RECORD, *more)


def _select(record: tuple[tuple[str, str, str, str], ...], *more: str) -> str:
    columns = [f"{expression} AS {name}" for name, expression, *_ in record]
    return "SELECT " + ",\n    ".join([*columns, *more]) + "\nFROM articles a JOIN texts t ON t.id = a.text"


def _article_records(record: tuple[tuple[str, str, str, str], ...]) -> View:
    return View(
        "article_records",
        "one row an article, equal to the JSON Lines line for line; duplicates and withdrawn ones are left out",
        1,
        tuple(Column(name, kind, comment) for name, _, kind, comment in record),
        f"{_select(record)}\nWHERE a.duplicate_of IS NULL AND a.state <> 'withdrawn'\nORDER BY a.published_on, a.url",
    )


ARTICLE_RECORDS_1 = _article_records(_RECORD_1)
ARTICLE_RECORDS_2 = _article_records(_RECORD_2)
ARTICLE_RECORDS = _article_records(_RECORD)


_FIELDS = ", ".join(
    f"json_extract(r.fields, '$.{name}') AS {name}"
    for name in ("title", "published_on", "published_at", "modified_on", "modified_at", "word_count")
)

REVISION_RECORDS = View(
    "revision_records",
    "one row a revision of every article, with its text",
    1,
    (
        Column("site", "TEXT", "Key of the site"),
        Column("uid", "TEXT", "Public name of the article"),
        Column("url", "TEXT", "Canonical URL that the article is filed under now"),
        Column("number", "INTEGER", "1 is the first"),
        Column("first_seen_at", "TEXT", "When this content was first captured, UTC"),
        Column("last_seen_at", "TEXT", "When it was last captured, UTC"),
        Column("title", "TEXT", "As printed"),
        Column("published_on", "TEXT", "Day as printed, or NULL"),
        Column("published_at", "TEXT", "UTC instant, only where a time is stated"),
        Column("modified_on", "TEXT", "Day of the page's own claim of its last change, or NULL"),
        Column("modified_at", "TEXT", "UTC instant of the same"),
        Column("word_count", "INTEGER", "Words of the body"),
        Column("reader", "TEXT", "Version of the reading rules"),
        Column("content_digest", "TEXT", "Digest of this content"),
        Column("capture", "TEXT", "record_uuid of the earliest capture that reads like this"),
        Column("categories", "JSON", "Array of the names of its categories"),
        Column("authors", "JSON", "Array of its authors"),
        Column("body", "TEXT", "Plain text"),
    ),
    f"""SELECT a.site AS site, a.uid AS uid, a.url AS url, v.number AS number, v.first_seen_at AS first_seen_at,
    v.last_seen_at AS last_seen_at, {_FIELDS},
    r.reader AS reader, r.content_digest AS content_digest, c.record_uuid AS capture,
    (SELECT json_group_array(json_extract(value, '$[1]')) FROM json_each(r.fields, '$.categories')) AS categories,
    json_extract(r.fields, '$.byline') AS authors, t.body AS body
FROM revisions v JOIN articles a ON a.id = v.article JOIN readings r ON r.id = v.reading
    JOIN captures c ON c.id = r.capture JOIN texts t ON t.id = r.text
ORDER BY a.published_on, a.url, v.number""",  # noqa: S608 -- made of constants
)

ARTICLE_TEXTS = View(
    "article_texts",
    "what article_search indexes",
    1,
    (
        Column("search_row", "INTEGER", "Row of article_search"),
        Column("title", "TEXT", "Title of the current reading"),
        Column("body", "TEXT", "Body of the current reading"),
    ),
    "SELECT a.search_row AS search_row, a.title AS title, t.body AS body\n"
    "FROM articles a JOIN texts t ON t.id = a.text WHERE a.search_row IS NOT NULL",
)

VIEWS_1 = (ARTICLE_RECORDS_1, REVISION_RECORDS, ARTICLE_TEXTS)
"""As version 1 of the schema made them."""

VIEWS = (ARTICLE_RECORDS, REVISION_RECORDS, ARTICLE_TEXTS)
"""As they are now."""

SEARCH_COMMENT = (
    "full text index (FTS5, external content article_texts) over title and body of current readings; its rowid begins "
    "with the day (day number from 0001-01-01, 0 for undated, times 2^20), so that ORDER BY rowid DESC is newest first"
)
_SEARCH = (
    "CREATE VIRTUAL TABLE article_search USING fts5(title, body, content='article_texts', content_rowid='search_row', "
    "tokenize='unicode61 remove_diacritics 2')"
)
# Merging eight parts at once instead of four rewrites each entry less often: a fifth less time to index.
SEARCH_SQL = (_SEARCH, "INSERT INTO article_search (article_search, rank) VALUES ('automerge', 8)")
