"""spacenews.db is what its description says, and every stock sqlite3 reads it."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from spacenews.archive import Archive, open_archive
from spacenews.archive.schema import TABLES, VIEWS
from spacenews.archive.schema.describe import Table
from spacenews.archive.schema.document import data_model
from spacenews.archive.schema.migrations import INDEXES_3
from spacenews.archive.schema.tables import TABLES_1
from spacenews.archive.schema.tables_2 import TABLES_2
from spacenews.archive.schema.tables_4 import TABLES_4
from spacenews.archive.schema.tables_5 import TABLES_5
from spacenews.archive.schema.tables_8 import TABLES_8
from spacenews.archive.schema.views import ARTICLE_RECORDS, ARTICLE_RECORDS_2, SEARCH_SQL, VIEWS_1
from spacenews.exports.standing import lines
from tests.archive.archive_samples import SITE, article, capture

DOCS = Path(__file__).parents[2] / "docs" / "data-model.md"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        record = capture("cargo/")
        opened.save([record], article(record, tags=("iss", "docking"), byline=("Ann Author", "Ben Writer")))
        opened.index()
        yield opened


def digest_of(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def made_by(tables: Iterable[Table]) -> list[str]:
    return [text for table in tables for text in (table.sql(), *table.indexes)]


# A change to the schema is a further migration, with its own text.
@pytest.mark.parametrize(
    ("texts", "digest"),
    [
        (
            [*made_by(TABLES_1), *(view.sql() for view in VIEWS_1), *SEARCH_SQL],
            "de4f0dadb9e46d0e6deebf441accd449b20ff52221da09426b7b22ff026d45e8",
        ),
        (
            [*made_by(TABLES_2), ARTICLE_RECORDS_2.sql()],
            "a674c2b9d57e3c991423b5c6762114c4ad219dfdb5c25f0a049aaee18829e102",
        ),
        (INDEXES_3, "10f4992c49aeb124bd2ea850f8e1714f7c879db1383284f8ab1e357d427c5653"),
        (made_by(TABLES_4), "03011452aefe84ab063c0887e8d2b49ffa5031277e35315b460ff435d9608186"),
        (made_by(TABLES_5), "b6e384052abe92c54c992465ec67d472b11d675ec073ecbfe88a1a9b17689fee"),
        (
            [*made_by(TABLES_8), ARTICLE_RECORDS.sql()],
            "b90a16c9d690aac62f3c4df3f0f06f37b10de14afbf74b6c5de0090cec33ed47",
        ),
    ],
    ids=["1", "2", "3", "4", "5", "8"],
)
def test_a_landed_migration_is_never_edited(texts: Iterable[str], digest: str) -> None:
    assert digest_of(texts) == digest


def test_every_table_and_column_is_described_with_a_comment(archive: Archive) -> None:
    query = "SELECT name, type, sql FROM sqlite_master WHERE name NOT GLOB '*_search*' AND type IN ('table', 'view')"
    made = {name: (kind, sql) for name, kind, sql in archive.connection.execute(query) if "sqlite_" not in name}
    assert set(made) == {table.name for table in TABLES} | {view.name for view in VIEWS}
    for described in (*TABLES, *VIEWS):
        columns = [row[1] for row in archive.connection.execute(f"PRAGMA table_info({described.name})")]
        assert columns == [column.name for column in described.columns], described.name
        for column in described.columns:
            assert column.comment, f"{described.name}.{column.name}"
            assert column.comment in made[described.name][1], f"{described.name}.{column.name}"
        assert described.comment in made[described.name][1]
    assert all("STRICT" in sql for kind, sql in made.values() if kind == "table")


def test_the_documented_data_model_is_that_of_the_program() -> None:
    assert DOCS.read_text(encoding="utf-8") == data_model(), "make it anew: python -m spacenews.archive.schema.document"


def test_foreign_keys_are_on_and_the_journal_is_a_wal(archive: Archive) -> None:
    assert archive.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert archive.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_view_of_articles_equals_the_exported_lines(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.path)) as stock:
        rows = stock.execute("SELECT * FROM article_records")
        names = [column[0] for column in rows.description]
        records = [dict(zip(names, row, strict=True)) for row in rows]
    for record in records:
        record |= {name: json.loads(record[name]) for name in ("categories", "authors", "tags")}
    assert list(lines(records)) == list(lines(archive.records(SITE, "2021-04")))
    assert (records[0]["authors"], records[0]["tags"]) == (["Ann Author", "Ben Writer"], ["iss", "docking"])


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="no sqlite3 program on this machine")
@pytest.mark.parametrize(
    ("query", "answer"),
    [
        (
            "SELECT substr(published_on, 1, 4), value, count(*) FROM article_records, json_each(categories) GROUP BY 2",
            "2021|Russia|1",
        ),
        ("SELECT title, number FROM revision_records", "Cargo ship docks|1"),
        (
            "SELECT snippet(article_search, 1, '[', ']', '…', 4) FROM article_search WHERE article_search MATCH 'crew'",
            "The [crew] of the…",
        ),
        ("PRAGMA integrity_check", "ok"),
    ],
)
def test_a_stock_sqlite3_answers(archive: Archive, query: str, answer: str) -> None:
    program = shutil.which("sqlite3")
    assert program is not None
    done = subprocess.run([program, archive.path, query], capture_output=True, text=True, check=True, timeout=20)
    assert done.stdout.strip() == answer
