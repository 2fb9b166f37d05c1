"""Two archives compared row for row, by what rows say and not by their numbers.

Compared is every table, each row with the stable names of what it refers to: uuid of a capture, uid of an article,
capture and reader of a reading, digest of a text. Left out, each for its reason, is `LEFT_OUT`.
"""

# ruff: noqa: S608 -- every query is made of the constants below, and values are bound
from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from spacenews.archive.opening import explained

LEFT_OUT = {
    "row numbers": "ids, and search_row, which counts the articles of a day as they came to be indexed",
    "readings that no capture reads as any more": "kept beside what replaced them, of an older reader or spec",
    "refusals by another reader": "the same: what counts is what today's reader says",
    "texts, categories and authors that nothing uses": "left over from such readings",
    "export_due": "what is still to be written into data/articles",
    "journal": "how far a file was read; the decisions themselves are compared",
    "reread_batches, reread_before": "how to undo the last reread; no facts",
    "lost_captures": "which captures' bytes are gone: a rebuild has none of these, and the difference is told",
    "article_search": "made from articles and texts, which are compared",
}
"""What the comparison leaves out, and why."""

_ARTICLE = """
uid site url title title_source published_on published_at date_precision modified_on modified_at byline teaser language
word_count layout reader content_digest first_seen_at last_seen_at changed_at revisions state"""
_CAPTURE = """
record_uuid site url captured_at status mime payload_digest kind location "offset" length refers_to truncated etag
last_modified redirect_to"""


def _reading(row: str) -> str:
    return (
        f"(SELECT k.record_uuid || ' ' || g.reader FROM {{db}}.readings g JOIN {{db}}.captures k ON k.id = g.capture"
        f" WHERE g.id = {row})"
    )


def _columns(names: str, row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in names.split())


_A = "JOIN {db}.articles a ON a.id = x.article"
_UUID = "(SELECT k.record_uuid FROM {db}.captures k WHERE k.id = "
_SHA = "(SELECT t.sha256 FROM {db}.texts t WHERE t.id = "
_COMPARED = {
    "captures": f"SELECT {_columns(_CAPTURE, 'x')}, {_reading('x.reading')} FROM {{db}}.captures x",
    "readings": (
        f"SELECT x.site, {_UUID}x.capture), x.reader, x.status, x.url, x.content_digest, x.fields, {_SHA}x.text),"
        " x.evidence, (SELECT a.uid FROM {db}.articles a WHERE a.id = x.article) FROM {db}.readings x"
        " WHERE EXISTS (SELECT 1 FROM {db}.captures k WHERE k.reading = x.id)"
        " OR (x.text IS NULL AND x.reader IN (SELECT reader FROM readers))"
    ),
    "texts": (
        "SELECT DISTINCT g.site, x.sha256, x.body FROM {db}.texts x JOIN {db}.readings g ON g.text = x.id"
        " WHERE EXISTS (SELECT 1 FROM {db}.captures k WHERE k.reading = g.id)"
    ),
    "articles": (
        f"SELECT {_columns(_ARTICLE, 'x')}, {_SHA}x.text), {_UUID}x.capture), {_reading('x.reading')},"
        " (SELECT o.uid FROM {db}.articles o WHERE o.id = x.duplicate_of) FROM {db}.articles x"
    ),
    "revisions": (
        f"SELECT a.site, a.uid, x.number, x.first_seen_at, x.last_seen_at, {_reading('x.reading')}"
        f" FROM {{db}}.revisions x {_A}"
    ),
    "aliases": (
        f"SELECT a.site, x.url, a.uid AS article, x.uid, x.first_seen_at, x.last_seen_at FROM {{db}}.aliases x {_A}"
    ),
    "article_categories": (
        f"SELECT a.site, a.uid, x.position, c.slug, c.name FROM {{db}}.article_categories x {_A}"
        " JOIN {db}.categories c ON c.id = x.category"
    ),
    "article_authors": (
        f"SELECT a.site, a.uid, x.position, c.name FROM {{db}}.article_authors x {_A}"
        " JOIN {db}.authors c ON c.id = x.author"
    ),
    "article_tags": f"SELECT a.site, a.uid, x.position, x.tag FROM {{db}}.article_tags x {_A}",
    "links": f"SELECT a.site, a.uid, x.position, x.url, x.kind, x.text FROM {{db}}.links x {_A}",
    "article_pages": f"SELECT a.site, a.uid, x.number, x.url, x.state FROM {{db}}.article_pages x {_A}",
    "redirects": f"SELECT x.site, {_UUID}x.capture), x.source, x.target FROM {{db}}.redirects x",
    "answers": f"SELECT x.site, {_UUID}x.capture), x.url, x.status, x.hour FROM {{db}}.answers x",
    "serving_hours": "SELECT x.site, x.hour FROM {db}.serving_hours x",
    "absences": f"SELECT a.site, a.uid, x.vanished_at, x.reason FROM {{db}}.absences x {_A}",
    "doubts": (
        f"SELECT a.site, a.uid, {_reading('x.reading')}, {_reading('x.against')}, x.since, x.reason"
        f" FROM {{db}}.doubts x {_A}"
    ),
    "decisions": "SELECT x.site, x.id, x.line FROM {db}.decisions x",
}
COMPARED = tuple(_COMPARED)
"""The tables that are compared, in the order of the answer."""


@dataclass(frozen=True, slots=True)
class TableComparison:
    """One table of two archives.

    Attributes:
        rows: How many there are in the second one.
        only_first: How many rows are in the first one alone; a row that differs counts in both.
        only_second: How many are in the second one alone.
        example: The first row that is in one alone, with which one; empty where they are equal.
    """

    table: str
    rows: int
    only_first: int
    only_second: int
    example: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether both hold the same."""
        return not self.only_first and not self.only_second


def compare_archives(first: Path, second: Path, sites: Iterable[str]) -> tuple[TableComparison, ...]:
    """Compare two archives, as far as these sites go; the first one may hold others too.

    Raises:
        ArchiveError: One of them cannot be read.
    """
    with beside(first, second, sites) as db:
        return tuple(_compare(db, table) for table in COMPARED)


def older_readers(first: Path, second: Path, sites: Iterable[str]) -> int:
    """Return how many articles of the first archive were read by nobody who reads in the second.

    Raises:
        ArchiveError: One of them cannot be read.
    """
    with beside(first, second, sites) as db:
        held = "SELECT reader FROM one.articles WHERE site IN (SELECT site FROM compared)"
        query = f"SELECT count(*) FROM ({held}) WHERE reader NOT IN (SELECT reader FROM readers)"
        return int(db.execute(query).fetchone()[0])


@contextmanager
def beside(first: Path, second: Path, sites: Iterable[str]) -> Iterator[sqlite3.Connection]:
    """Give both archives, read-only, as `one` and `two`; beside them the sites to compare and the second's readers."""
    with explained(first), closing(sqlite3.connect("file::memory:", uri=True, isolation_level=None)) as db:
        for name, path in (("one", first), ("two", second)):
            db.execute(f"ATTACH ? AS {name}", (f"{path.resolve().as_uri()}?mode=ro",))
        db.execute("CREATE TEMP TABLE compared (site TEXT PRIMARY KEY)")
        db.executemany("INSERT INTO compared VALUES (?)", [(site,) for site in sorted(set(sites))])
        db.execute("CREATE TEMP TABLE readers AS SELECT DISTINCT reader FROM two.readings")
        yield db


def _compare(db: sqlite3.Connection, table: str) -> TableComparison:
    one, two = (
        f"SELECT * FROM ({_COMPARED[table].format(db=name)}) WHERE site IN (SELECT site FROM compared)"
        for name in ("one", "two")
    )
    counts: list[int] = []
    example = ""
    for name, left, right in (("only before", one, two), ("only rebuilt", two, one)):
        alone = f"SELECT * FROM ({left}) EXCEPT SELECT * FROM ({right})"
        counts.append(db.execute(f"SELECT count(*) FROM ({alone})").fetchone()[0])
        if counts[-1] and not example:
            row = db.execute(f"{alone} LIMIT 1").fetchone()
            example = f"{name}: {' | '.join(str(value)[:60] for value in row if value is not None)}"
    rows = db.execute(f"SELECT count(*) FROM ({two})").fetchone()[0]
    return TableComparison(table, rows, counts[0], counts[1], example)
