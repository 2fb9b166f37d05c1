"""A file that is not ours, or not well, is refused with what to do, and left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from spacenews.archive import open_archive, open_archive_to_read
from spacenews.model.errors import ArchiveError
from tests.archive.archive_samples import article, capture

OPENERS = (open_archive, open_archive_to_read)


@pytest.mark.parametrize("opener", OPENERS)
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, opener: type) -> None:
    path = tmp_path / "spacenews.db"
    path.write_bytes(b"these are notes, and nobody wants to lose them\n" * 100)
    with pytest.raises(ArchiveError, match=r"spacenews\.db: .*no SQLite database: choose another --data"):
        opener(path)
    assert path.read_bytes().startswith(b"these are notes")


@pytest.mark.parametrize("opener", OPENERS)
def test_a_database_of_another_program_is_refused_and_kept(tmp_path: Path, opener: type) -> None:
    path = tmp_path / "spacenews.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="another program: choose another --data"):
        opener(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("opener", OPENERS)
def test_an_archive_of_a_later_version_is_refused(tmp_path: Path, opener: type) -> None:
    path = tmp_path / "spacenews.db"
    open_archive(path).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(ArchiveError, match=r"later version of spacenews .*99.*: update spacenews"):
        opener(path)


def test_a_damaged_archive_is_told_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    with open_archive(path) as archive:
        record = capture("cargo/")
        archive.save([record], article(record))
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="damaged; keep it"), open_archive(path) as archive:
        archive.sites()
    assert path.read_bytes()[:16] == b"SQLite format 3\0"


def test_a_missing_archive_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"no archive at .* yet: `spacenews crawl KEY` makes it"):
        open_archive_to_read(tmp_path / "spacenews.db")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened: check that its folder exists"):
        open_archive(tmp_path / "nowhere" / "spacenews.db")


def test_an_archive_held_by_another_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    with open_archive(path, busy_seconds=0) as archive, closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="another program holds it"):
            archive.save([capture("cargo/")])
        holder.execute("ROLLBACK")
        assert archive.save([capture("cargo/")]).kind == "captured"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    open_archive(path).close()
    path.chmod(0o444)
    with pytest.raises(ArchiveError, match="check the rights"), open_archive(path) as archive:
        archive.save([capture("cargo/")])


def test_what_is_opened_to_read_cannot_be_changed(tmp_path: Path) -> None:
    open_archive(tmp_path / "spacenews.db").close()
    with open_archive_to_read(tmp_path / "spacenews.db") as archive, pytest.raises(sqlite3.OperationalError):
        archive.connection.execute("DELETE FROM captures")


WRITER = """
import sys
sys.path.insert(0, {root!r})
from dataclasses import replace
from pathlib import Path
from tests.archive.archive_samples import article, capture
from spacenews.archive import open_archive

with open_archive(Path(sys.argv[1])) as archive:
    for number in range(60):
        record = replace(capture(f"{{sys.argv[2]}}-{{number}}/"), site=sys.argv[2])
        archive.save([record], article(record, body=f"Launch {{number}} of {{sys.argv[2]}}"))
"""


def test_processes_that_make_and_write_one_archive_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    code = WRITER.format(root=str(Path(__file__).parents[2]))
    command = [sys.executable, "-W", "error", "-c", code, str(path)]
    writers = [
        subprocess.Popen([*command, site], stderr=subprocess.PIPE, text=True) for site in ("one", "two", "three")
    ]
    ended = [(writer.communicate(timeout=60)[1], writer.returncode) for writer in writers]
    assert ended == [("", 0)] * 3
    with open_archive_to_read(path) as archive:
        assert [(site.site, site.articles, site.captures) for site in archive.sites()] == [
            ("one", 60, 60),
            ("three", 60, 60),
            ("two", 60, 60),
        ]
        assert archive.search("launch").total == 180
