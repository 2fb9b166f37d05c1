"""The table that version 8 added. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

ARTICLE_PAGES = Table(
    "article_pages",
    "One page of an article that its site prints on several; its text is in the article's, page by page",
    (
        Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article"),
        Column("number", "INTEGER NOT NULL", "1 is the first; an article on one page has no row here"),
        Column("url", "TEXT NOT NULL", "Canonical URL of the page"),
        Column(
            "state",
            "TEXT NOT NULL CHECK (state IN ('held', 'missing', 'gone'))",
            "missing: never captured, and not in the text; gone: in the text as last captured, and not there any more",
        ),
    ),
    constraints=("PRIMARY KEY (article, number)",),
    indexes=("CREATE INDEX article_pages_by_url ON article_pages(url)",),
    with_rowid=False,
)

TABLES_8 = (ARTICLE_PAGES,)
