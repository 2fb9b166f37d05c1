"""spacenews.db: a deterministic fold of captures, and the questions it answers."""

from spacenews.archive.archive import Archive, open_archive, open_archive_to_read
from spacenews.archive.deciding import Caught
from spacenews.archive.decisions import append_decisions, load_decisions
from spacenews.archive.facts import Standing
from spacenews.archive.figures import Counted, SiteFigures
from spacenews.archive.filing import Reread, Saved
from spacenews.archive.reader import ArchiveReader, Record, StoredArticle, Waiting
from spacenews.archive.rows import UNDATED, canonical_json
from spacenews.archive.schema import RECORD_COLUMNS
from spacenews.archive.search import MARKS, Hit, SearchResult

__all__ = [
    "MARKS",
    "RECORD_COLUMNS",
    "UNDATED",
    "Archive",
    "ArchiveReader",
    "Caught",
    "Counted",
    "Hit",
    "Record",
    "Reread",
    "Saved",
    "SearchResult",
    "SiteFigures",
    "Standing",
    "StoredArticle",
    "Waiting",
    "append_decisions",
    "canonical_json",
    "load_decisions",
    "open_archive",
    "open_archive_to_read",
]
