"""The tables that version 4 added. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

DECISIONS = Table(
    "decisions",
    "One line of decisions.jsonl: what a person decided or the monitor held back, a fact beside the captures",
    (
        Column("id", "TEXT PRIMARY KEY", "Hex SHA-256 of its line"),
        Column("at", "TEXT NOT NULL", "When it was taken: UTC, ISO 8601, microseconds, Z; the later one holds"),
        Column("decided_by", "TEXT NOT NULL", "Name of a person; spacenews: the monitor"),
        Column(
            "kind", "TEXT NOT NULL", "hold, accept or refuse a reading; withdraw, restore, unjoin or join an article"
        ),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column(
            "capture", "TEXT NOT NULL", "record_uuid of the capture whose reading it is about; empty for an article"
        ),
        Column("uid", "TEXT NOT NULL", "Public name of the article that it is about; empty for a reading"),
        Column("reader", "TEXT NOT NULL", "Only what this reader made of the capture; empty: whoever reads it"),
        Column("reason", "TEXT NOT NULL", "Why, in one line"),
        Column("line", "TEXT NOT NULL", "The line as it stands in the journal"),
    ),
    indexes=(
        "CREATE INDEX decisions_by_capture ON decisions(capture) WHERE capture <> ''",
        "CREATE INDEX decisions_by_uid ON decisions(uid) WHERE uid <> ''",
        "CREATE INDEX decisions_by_joining ON decisions(site) WHERE kind IN ('unjoin', 'join')",
    ),
    with_rowid=False,
)

JOURNAL = Table(
    "journal",
    "How far decisions.jsonl was folded: one row, or none while there was no decision",
    (
        Column("one", "INTEGER PRIMARY KEY CHECK (one = 1)", "There is one row"),
        Column("bytes", "INTEGER NOT NULL", "Length of the journal when it was folded last"),
        Column("bad", "TEXT NOT NULL", "JSON: number and reason of each line that says no decision"),
    ),
)

TABLES_4 = (DECISIONS, JOURNAL)
