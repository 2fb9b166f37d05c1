"""How spacenews.db comes to be what it is: each step is run once, in its own transaction, and never edited later."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from spacenews.archive.schema.tables import TABLES_1
from spacenews.archive.schema.tables_2 import TABLES_2
from spacenews.archive.schema.tables_4 import TABLES_4
from spacenews.archive.schema.tables_5 import TABLES_5
from spacenews.archive.schema.tables_7 import TABLES_7
from spacenews.archive.schema.tables_8 import TABLES_8
from spacenews.archive.schema.views import ARTICLE_RECORDS, ARTICLE_RECORDS_2, SEARCH_SQL, VIEWS_1

APPLICATION_ID = 0x534E4557  # "SNEW", in the file's header: `file` and this program know it by that
VERSION = 8  # of the newest migration; PRAGMA user_version holds it

INDEXES_3 = (
    "CREATE INDEX articles_by_sure_text ON articles(text, site) WHERE word_count >= 50",
    "CREATE INDEX articles_by_short_text ON articles(text, site, title) WHERE word_count < 50",
)
"""What version 3 added. Landed, as what the other versions made."""

INDEXES_6 = ("CREATE INDEX readings_waiting ON readings(site) WHERE status = 'quarantined'",)
"""What version 6 added. Landed, as above."""

_migrations = Migrations("spacenews")


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database up to this version; one that is, is left alone.

    Two processes that open a new file at once do it one after the other.
    """
    database = Database(connection, strict=True)
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrations.apply(database)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@_migrations()
def version_1(db: Database) -> None:
    """Make the tables, indexes and views of the first version."""
    for table in TABLES_1:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)
    for view in VIEWS_1:
        db.execute(view.sql())
    for statement in SEARCH_SQL:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@_migrations()
def version_2(db: Database) -> None:
    """Add what tells whether an article is still there and which readings wait; its facts come from what is held."""
    for table in TABLES_2:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)
    db.execute(f"DROP VIEW {ARTICLE_RECORDS.name}")
    db.execute(ARTICLE_RECORDS_2.sql())
    for statement in _FACTS_OF_2:
        db.execute(statement)


@_migrations()
def version_3(db: Database) -> None:
    """Let duplicates be looked for among the articles that can be any: short texts are so only with the same title."""
    for index in INDEXES_3:
        db.execute(index)


@_migrations()
def version_4(db: Database) -> None:
    """Let what people decide be a fact beside the captures."""
    for table in TABLES_4:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)


@_migrations()
def version_5(db: Database) -> None:
    """Remember what a re-reading changed, so that it can be undone."""
    for table in TABLES_5:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)


@_migrations()
def version_6(db: Database) -> None:
    """Let what waits in quarantine be found among millions of readings."""
    for index in INDEXES_6:
        db.execute(index)


@_migrations()
def version_7(db: Database) -> None:
    """Mark the captures whose bytes are gone."""
    for table in TABLES_7:
        db.execute(table.sql())


@_migrations()
def version_8(db: Database) -> None:
    """Say on how many pages an article is printed, and which of them are missing."""
    for table in TABLES_8:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)
    db.execute(f"DROP VIEW {ARTICLE_RECORDS.name}")
    db.execute(ARTICLE_RECORDS.sql())


# Only what an archive of version 1 asked for by a canonical address, which is what its crawls did.
_HOUR = "CAST(strftime('%s', c.captured_at) AS INTEGER) / 3600"
_HOURS = f"SELECT DISTINCT c.site, {_HOUR} FROM captures c WHERE c.reading IS NOT NULL"  # noqa: S608 -- constants
_MISSING = f"SELECT c.id, c.site, c.url, c.status, {_HOUR} FROM captures c WHERE c.status IN (304, 404, 410)"  # noqa: S608 -- constants
_LED = f"SELECT c.id, c.site, r.source, c.status, {_HOUR} FROM redirects r JOIN captures c ON c.id = r.capture"  # noqa: S608 -- constants
_FACTS_OF_2 = (
    f"INSERT INTO serving_hours {_HOURS}",
    f"INSERT INTO answers {_MISSING}",
    f"INSERT INTO answers {_LED} WHERE c.status NOT IN (304, 404, 410)",
)
