"""What spacenews.db looks like: one description, from which the SQL, the comments and docs/data-model.md come."""

from spacenews.archive.schema.describe import Column, Table, View
from spacenews.archive.schema.migrations import APPLICATION_ID, VERSION, migrate
from spacenews.archive.schema.tables import TABLES_1
from spacenews.archive.schema.tables_2 import TABLES_2
from spacenews.archive.schema.tables_4 import TABLES_4
from spacenews.archive.schema.tables_5 import TABLES_5
from spacenews.archive.schema.tables_7 import TABLES_7
from spacenews.archive.schema.tables_8 import TABLES_8
from spacenews.archive.schema.views import RECORD_COLUMNS, VIEWS, select_records

TABLES = (*TABLES_1, *TABLES_2, *TABLES_4, *TABLES_5, *TABLES_7, *TABLES_8)
"""Every table, as it is now."""

__all__ = [
    "APPLICATION_ID",
    "RECORD_COLUMNS",
    "TABLES",
    "VERSION",
    "VIEWS",
    "Column",
    "Table",
    "View",
    "migrate",
    "select_records",
]
