"""The tables that version 5 added. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

REREAD_BATCHES = Table(
    "reread_batches",
    "One `reread --apply`: stored captures read again by another reader; no fact of the archive, only its undoing",
    (
        Column("id", "TEXT PRIMARY KEY", "Site and the instant at which it began"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("reader", "TEXT NOT NULL", "Who read"),
        Column("began_at", "TEXT NOT NULL", "When it began: UTC, ISO 8601, microseconds, Z"),
        Column("ended_at", "TEXT", "When all of it was written; NULL: it was cut short, and the next one goes on"),
        Column("undone_at", "TEXT", "When it was undone, or NULL"),
        Column("last_capture", "INTEGER NOT NULL", "Row number of the last capture that was stored when it began"),
        Column("articles", "INTEGER NOT NULL", "Articles that it wrote, those that read the same counted too"),
        Column("changed", "INTEGER NOT NULL", "Those of them that read otherwise than before"),
        Column("left_out", "INTEGER NOT NULL", "Articles that read worse, and were left as they were"),
        Column("fields", "TEXT NOT NULL", "JSON: how many articles changed in each field"),
    ),
    indexes=("CREATE INDEX reread_batches_by_site ON reread_batches(site, began_at)",),
    with_rowid=False,
)

REREAD_BEFORE = Table(
    "reread_before",
    "What the last batch of a site changed, as it was before: `reread --undo` puts it back",
    (
        Column("batch", "TEXT NOT NULL REFERENCES reread_batches(id)", "The batch"),
        Column("part", "INTEGER NOT NULL", "Counted up with each article; undone from the last to the first"),
        Column("kind", "TEXT NOT NULL", "capture, reading, text, category, author or hour"),
        Column("number", "INTEGER NOT NULL", "Row number in its table; for an hour the hour itself"),
        Column(
            "before",
            "TEXT",
            "JSON: a capture's reading; the columns of a reading that were changed, or all where it was deleted;"
            " NULL: there was no such row",
        ),
    ),
    constraints=("PRIMARY KEY (batch, part, kind, number)",),
    with_rowid=False,
)

TABLES_5 = (REREAD_BATCHES, REREAD_BEFORE)
