"""The tables that version 2 added. Landed: a change is a migration of its own, never an edit here."""

from __future__ import annotations

from spacenews.archive.schema.describe import Column, Table

ANSWERS = Table(
    "answers",
    "One 304, 404, 410 or 3xx answer as a fact, in canonical addresses: whether an article vanished follows from these",
    (
        Column("capture", "INTEGER PRIMARY KEY REFERENCES captures(id)", "The answer"),
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("url", "TEXT NOT NULL", "Canonical URL that was asked for"),
        Column("status", "INTEGER NOT NULL", "HTTP status"),
        Column("hour", "INTEGER NOT NULL", "Hours from 1970-01-01T00Z to captured_at, rounded down"),
    ),
    indexes=(
        "CREATE INDEX answers_by_url ON answers(site, url)",
        "CREATE INDEX answers_by_hour ON answers(site, hour)",
    ),
)

SERVING_HOURS = Table(
    "serving_hours",
    "One hour in which a site served an article: what it does not find in or beside such an hour is not an outage",
    (
        Column("site", "TEXT NOT NULL", "Key of the site"),
        Column("hour", "INTEGER NOT NULL", "As in answers"),
    ),
    constraints=("PRIMARY KEY (site, hour)",),
    with_rowid=False,
)

ABSENCES = Table(
    "absences",
    "An article that vanished from where it is filed; none for one that is live",
    (
        Column("article", "INTEGER PRIMARY KEY REFERENCES articles(id)", "The article"),
        Column("vanished_at", "TEXT NOT NULL", "When the first of the answers that decided it was captured, UTC"),
        Column("reason", "TEXT NOT NULL", "gone, moved to URL or redirects to URL"),
    ),
)

DOUBTS = Table(
    "doubts",
    "A reading in quarantine: worse than what its article shows, it waits for a better capture or a person",
    (
        Column("article", "INTEGER NOT NULL REFERENCES articles(id)", "The article that it would have changed"),
        Column("reading", "INTEGER NOT NULL REFERENCES readings(id)", "The doubtful reading"),
        Column("against", "INTEGER NOT NULL REFERENCES readings(id)", "The good reading that it was compared with"),
        Column("since", "TEXT NOT NULL", "When it was first captured after the good one, UTC"),
        Column("reason", "TEXT NOT NULL", "What is worse about it, in one line"),
    ),
    constraints=("PRIMARY KEY (article, reading)",),
    indexes=("CREATE INDEX doubts_by_reading ON doubts(reading)",),
    with_rowid=False,
)

TABLES_2 = (ANSWERS, SERVING_HOURS, ABSENCES, DOUBTS)
