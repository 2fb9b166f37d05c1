"""The tables of version 1. Landed: a change is a migration of its own, never an edit here (a test holds the text)."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

_SEEN = "captured_at of a capture, so nothing here depends on when it was stored"

CAPTURES = Table(
    "captures",
    "One stored HTTP response: what it was and where its bytes lie",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file"),
        Column("record_uuid", "TEXT NOT NULL UNIQUE", "UUID of the WARC record, without urn:uuid:"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("url", "TEXT NOT NULL", "The URL asked for, absolute, without fragment"),
        Column("captured_at", "TEXT NOT NULL", "When the head of the response arrived: UTC, ISO 8601, microseconds, Z"),
        Column("status", "INTEGER NOT NULL", "HTTP status"),
        Column("mime", "TEXT NOT NULL", "Media type of Content-Type, lower case, without parameters; may be empty"),
        Column("payload_digest", "TEXT NOT NULL", "sha1: and base32 of the payload, as WARC tools write it"),
        Column("kind", "TEXT NOT NULL CHECK (kind IN ('response', 'revisit'))", "revisit: the payload is held already"),
        Column("location", "TEXT NOT NULL", "WARC file, relative to the captures folder"),
        Column("offset", "INTEGER NOT NULL", "First byte of the record's gzip member in that file"),
        Column("length", "INTEGER NOT NULL", "Bytes of that member"),
        Column("refers_to", "TEXT", "For a revisit: record_uuid of the response that holds the payload"),
        Column("truncated", "TEXT", "Why the payload is not whole (disconnect, length, time), or NULL"),
        Column("etag", "TEXT", "ETag as sent, or NULL"),
        Column("last_modified", "TEXT", "Last-Modified as sent, or NULL"),
        Column("redirect_to", "TEXT", "For a 3xx: its Location made absolute"),
        Column(
            "reading",
            "INTEGER REFERENCES readings(id) DEFERRABLE INITIALLY DEFERRED",
            "What was read from it as an article; NULL where it gave none",
        ),
    ),
    indexes=(
        "CREATE INDEX captures_by_url ON captures(site, url, captured_at)",
        "CREATE INDEX captures_by_location ON captures(location, offset)",
        "CREATE INDEX captures_by_payload ON captures(payload_digest, site) WHERE kind = 'response'",
        "CREATE INDEX captures_by_reading ON captures(reading) WHERE reading IS NOT NULL",
    ),
)

REDIRECTS = Table(
    "redirects",
    "One 3xx answer as a fact, in canonical addresses: moves and aliases are worked out from these",
    (
        Column("capture", "INTEGER PRIMARY KEY REFERENCES captures(id)", "The 3xx answer"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("source", "TEXT NOT NULL", "Canonical URL that was asked for"),
        Column("target", "TEXT NOT NULL", "Canonical URL that it points to; never equal to source"),
    ),
    indexes=(
        "CREATE INDEX redirects_by_source ON redirects(site, source)",
        "CREATE INDEX redirects_by_target ON redirects(site, target)",
    ),
)

TEXTS = Table(
    "texts",
    "One distinct body; each is stored once, however many readings share it",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file"),
        Column("sha256", "TEXT NOT NULL UNIQUE", "Hex SHA-256 of the body's UTF-8 bytes"),
        Column("body", "TEXT NOT NULL", "Plain text, paragraphs parted by one blank line"),
    ),
)

READINGS = Table(
    "readings",
    "What one reader made of a capture; captures that read the same share the row of the earliest",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("url", "TEXT", "Canonical URL that the page was read as; NULL for a rejected one"),
        Column(
            "article",
            "INTEGER REFERENCES articles(id) DEFERRABLE INITIALLY DEFERRED",
            "The article it belongs to; NULL for a rejected one",
        ),
        Column("capture", "INTEGER NOT NULL REFERENCES captures(id)", "The earliest capture that reads like this"),
        Column("reader", "TEXT NOT NULL", "Version of the reading rules"),
        Column(
            "status",
            "TEXT NOT NULL CHECK (status IN ('current', 'superseded', 'quarantined', 'rejected'))",
            "current: what its article shows; rejected: the capture is no article",
        ),
        Column("content_digest", "TEXT", "Digest of title, byline, published date, category slugs and body"),
        Column("fields", "TEXT NOT NULL", "Canonical JSON of every field but the body; for a rejected one its reason"),
        Column("text", "INTEGER REFERENCES texts(id)", "The body; NULL for a rejected one"),
        Column("evidence", "TEXT NOT NULL", "JSON: every candidate for each field, and why one won"),
    ),
    constraints=("UNIQUE (capture, reader)",),
    indexes=(
        "CREATE INDEX readings_by_article ON readings(article) WHERE article IS NOT NULL",
        "CREATE INDEX readings_by_url ON readings(url, site) WHERE url IS NOT NULL",
    ),
)

ARTICLES = Table(
    "articles",
    "One article as it was last read; duplicates have rows too, and name their original",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file; cite uid instead"),
        Column("uid", "TEXT NOT NULL UNIQUE", "Public name: 16 of a-z2-7, from site and first canonical URL"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("url", "TEXT NOT NULL", "Canonical URL that it is filed under now"),
        Column("title", "TEXT NOT NULL", "As printed, one line"),
        Column("title_source", "TEXT NOT NULL", "The rule that found the title; slug: the page prints none"),
        Column("published_on", "TEXT", "Day as the site prints it, YYYY-MM-DD; NULL where none is stated"),
        Column("published_at", "TEXT", "UTC instant, only where a time is stated"),
        Column("date_precision", "TEXT", "day, minute or second; NULL where no date is stated"),
        Column("modified_on", "TEXT", "Day of the page's own claim of its last change, or NULL"),
        Column("modified_at", "TEXT", "UTC instant of the same, only where a time is stated"),
        Column("byline", "TEXT", "Authors as printed, joined by comma and space; NULL where none is named"),
        Column("teaser", "TEXT", "The page's own description of itself, or NULL"),
        Column("language", "TEXT", "BCP 47, as the page states it, or NULL"),
        Column("word_count", "INTEGER NOT NULL", "Words of the body"),
        Column("text", "INTEGER NOT NULL REFERENCES texts(id)", "The body"),
        Column("layout", "TEXT NOT NULL", "Layout that the page matched; generic where none did"),
        Column("reader", "TEXT NOT NULL", "Version of the reading rules"),
        Column("content_digest", "TEXT NOT NULL", "Changes when a person would say that the article changed"),
        Column("first_seen_at", "TEXT NOT NULL", f"First {_SEEN}"),
        Column("last_seen_at", "TEXT NOT NULL", f"Last {_SEEN}"),
        Column("changed_at", "TEXT NOT NULL", "first_seen_at of its last revision"),
        Column("revisions", "INTEGER NOT NULL", "How many revisions it has, the first one counted"),
        Column("state", "TEXT NOT NULL CHECK (state IN ('live', 'vanished', 'withdrawn'))", "live: it was there"),
        Column("duplicate_of", "INTEGER REFERENCES articles(id)", "The original with the same text, or NULL"),
        Column("capture", "INTEGER NOT NULL REFERENCES captures(id)", "The earliest capture of what is shown"),
        Column("reading", "INTEGER NOT NULL REFERENCES readings(id)", "The reading that is shown"),
        Column("search_row", "INTEGER", "Row of article_search: day number times 2^20, plus n; NULL: not yet indexed"),
    ),
    indexes=(
        "CREATE INDEX articles_by_day ON articles(site, published_on, url)",
        "CREATE INDEX articles_by_url ON articles(url)",
        "CREATE INDEX articles_by_text ON articles(text)",
        "CREATE UNIQUE INDEX articles_by_search_row ON articles(search_row) WHERE search_row IS NOT NULL",
        "CREATE INDEX articles_to_index ON articles(id) WHERE search_row IS NULL",
        "CREATE INDEX articles_by_original ON articles(duplicate_of) WHERE duplicate_of IS NOT NULL",
    ),
)

REVISIONS = Table(
    "revisions",
    "One distinct content of an article: an edit of the newsroom",
    (
        Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        Column("number", "INTEGER NOT NULL", "1 is the first, by captured_at"),
        Column("reading", "INTEGER NOT NULL REFERENCES readings(id)", "The last reading of this content"),
        Column("first_seen_at", "TEXT NOT NULL", f"First {_SEEN}"),
        Column("last_seen_at", "TEXT NOT NULL", f"Last {_SEEN}"),
    ),
    constraints=("PRIMARY KEY (article, number)",),
    indexes=("CREATE INDEX revisions_by_reading ON revisions(reading)",),
    with_rowid=False,
)

ALIASES = Table(
    "aliases",
    "Every other address seen for an article (its own too, where its uid is made from another); slugs are used again",
    (
        Column("url", "TEXT NOT NULL", "Canonical spelling of the other address"),
        Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        Column("uid", "TEXT NOT NULL", "The name an article of this address would have: old citations stay good"),
        Column("first_seen_at", "TEXT NOT NULL", f"First {_SEEN}"),
        Column("last_seen_at", "TEXT NOT NULL", f"Last {_SEEN}"),
    ),
    constraints=("PRIMARY KEY (url, article)",),
    indexes=(
        "CREATE INDEX aliases_by_article ON aliases(article)",
        "CREATE INDEX aliases_by_uid ON aliases(uid)",
    ),
    with_rowid=False,
)

CATEGORIES = Table(
    "categories",
    "One section of a site",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("slug", "TEXT NOT NULL", "Its name as an identifier"),
        Column("name", "TEXT NOT NULL", "As printed"),
    ),
    constraints=("UNIQUE (site, slug, name)",),
)

AUTHORS = Table(
    "authors",
    "One name in a byline of a site",
    (
        Column("id", "INTEGER PRIMARY KEY", "Row number, for joins inside this file"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("name", "TEXT NOT NULL", "As printed"),
    ),
    constraints=("UNIQUE (site, name)",),
)


def _listed(name: str, what: str, column: Column, *indexes: str) -> Table:
    return Table(
        name,
        f"The {what} of an article, in the order printed",
        (
            Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
            Column("position", "INTEGER NOT NULL", "0 is printed first"),
            column,
        ),
        constraints=("PRIMARY KEY (article, position)",),
        indexes=indexes,
        with_rowid=False,
    )


ARTICLE_CATEGORIES = _listed(
    "article_categories",
    "categories",
    Column("category", "INTEGER NOT NULL REFERENCES categories(id)", "The category"),
    "CREATE INDEX article_categories_by_category ON article_categories(category)",
)
ARTICLE_AUTHORS = _listed(
    "article_authors",
    "authors",
    Column("author", "INTEGER NOT NULL REFERENCES authors(id)", "The author"),
    "CREATE INDEX article_authors_by_author ON article_authors(author)",
)
ARTICLE_TAGS = _listed(
    "article_tags",
    "site's own tags (not its categories)",
    Column("tag", "TEXT NOT NULL", "As printed"),
    "CREATE INDEX article_tags_by_tag ON article_tags(tag)",
)

LINKS = Table(
    "links",
    "A link, picture or video inside a body: address and caption only, the file is not captured",
    (
        Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        Column("position", "INTEGER NOT NULL", "0 comes first in the body"),
        Column("url", "TEXT NOT NULL", "Absolute address"),
        Column("kind", "TEXT NOT NULL", "link, image or video"),
        Column("text", "TEXT NOT NULL", "Its text or caption; may be empty"),
    ),
    constraints=("PRIMARY KEY (article, position)",),
    indexes=("CREATE INDEX links_by_url ON links(url)",),
    with_rowid=False,
)

EXPORT_DUE = Table(
    "export_due",
    "A file of data/articles that must be written anew; empty when the files are up to date",
    (
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("month", "TEXT NOT NULL", "YYYY-MM of published_on, or undated: the name of the file"),
        Column("changes", "INTEGER NOT NULL", "Counted up with every change, so that a writer notices a newer one"),
    ),
    constraints=("PRIMARY KEY (site, month)",),
    with_rowid=False,
)

TABLES_1 = (
    ARTICLES,
    TEXTS,
    REVISIONS,
    READINGS,
    CAPTURES,
    REDIRECTS,
    ALIASES,
    CATEGORIES,
    ARTICLE_CATEGORIES,
    AUTHORS,
    ARTICLE_AUTHORS,
    ARTICLE_TAGS,
    LINKS,
    EXPORT_DUE,
)
