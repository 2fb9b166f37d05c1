"""How spacenews.db comes to be what it is: each step is run once, in its own transaction, and never edited later."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from spacenews.archive.schema.tables import TABLES
from spacenews.archive.schema.views import SEARCH_SQL, VIEWS

APPLICATION_ID = 0x534E4557  # "SNEW", in the file's header: `file` and this program know it by that
VERSION = 1  # of the newest migration; PRAGMA user_version holds it

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
    for table in TABLES:
        db.execute(table.sql())
        for index in table.indexes:
            db.execute(index)
    for view in VIEWS:
        db.execute(view.sql())
    for statement in SEARCH_SQL:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
