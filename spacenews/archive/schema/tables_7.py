"""The table that version 7 added. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

LOST_CAPTURES = Table(
    "lost_captures",
    "One capture whose bytes are gone, by a power cut or a file cut short; what was read from it stays",
    (
        Column("capture", "INTEGER PRIMARY KEY REFERENCES captures(id)", "The capture"),
        Column(
            "what",
            "TEXT NOT NULL CHECK (what IN ('record', 'payload'))",
            "record: its own; payload: that of the response it refers to",
        ),
        Column("found_at", "TEXT NOT NULL", "When that was found: UTC, ISO 8601, microseconds, Z"),
    ),
)

TABLES_7 = (LOST_CAPTURES,)
