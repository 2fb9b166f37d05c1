"""`spacenews rebuild`: captures and decisions alone give the same rows and the same bytes, however they are read."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from spacenews.archive.rebuild_compare import COMPARED, compare_archives
from spacenews.archive.schema import TABLES
from spacenews.model.locking import lock_path, this_process, try_lock, write_note
from tests.cli.rebuilding import Archived, archive_four_days


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    return archive_four_days(tmp_path_factory.mktemp("days"))


@pytest.fixture
def copied(archived: Archived, tmp_path: Path) -> Archived:
    return archived.copy(tmp_path / "copy")


def lines(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.jsonl"))}


def dump(path: Path) -> list[str]:
    """Return a database as SQL; but for when its tables were made, which is a matter of the file."""
    with closing(sqlite3.connect(path)) as db:
        return [line for line in db.iterdump() if "_sqlite_migrations" not in line]


def test_the_archive_has_all_that_a_fold_must_make(archived: Archived) -> None:
    states = {state for (state,) in archived.query("SELECT state FROM articles")}
    statuses = {status for (status,) in archived.query("SELECT status FROM readings")}
    assert states == {"live", "vanished", "withdrawn"}
    assert statuses == {"current", "superseded", "quarantined", "rejected"}
    for table in ("redirects", "doubts", "absences", "decisions", "aliases"):
        assert archived.query(f"SELECT count(*) FROM {table}")[0][0], table
    assert archived.query("SELECT count(*) FROM articles WHERE duplicate_of IS NOT NULL") == [(1,)]
    assert archived.query("SELECT max(revisions) FROM articles") == [(2,)]


def test_every_table_is_compared_or_left_out_by_name() -> None:
    left_out = {"categories", "authors", "export_due", "journal", "reread_batches", "reread_before", "lost_captures"}
    assert set(COMPARED) | left_out == {table.name for table in TABLES}


def test_rebuilt_rows_and_lines_equal_the_live_ones_without_databases_or_network_for_any_workers_zone_and_seed(
    copied: Archived,
) -> None:
    live = copied.folder / "live"
    shutil.copytree(copied.data, live)
    for path in copied.data.glob("*.db*"):
        path.unlink()
    shutil.rmtree(copied.data / "articles")
    for jobs, zone, seed in ((1, "Asia/Tokyo", "1"), (3, "America/St_Johns", "2")):
        answer = copied.run(
            *("rebuild", "--jobs", str(jobs), "--into", f"made-{jobs}", "--data", str(copied.data)),
            TZ=zone,
            PYTHONHASHSEED=seed,
        )
        assert answer.returncode == 0, answer.stderr
        made = copied.folder / f"made-{jobs}"
        tables = compare_archives(live / "spacenews.db", made / "spacenews.db", ["demo"])
        assert [table for table in tables if not table.is_equal] == []
        assert lines(made / "articles") == lines(live / "articles")
    assert dump(copied.folder / "made-1" / "spacenews.db") == dump(copied.folder / "made-3" / "spacenews.db")
    assert not list(copied.data.glob("*.db*"))


def test_rebuild_says_that_it_equals_the_live_archive_and_where_it_does_not(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copied.do("rebuild", "--jobs", "1") == 0
    said = capsys.readouterr()
    assert "row for row and byte for byte" in said.err
    assert {json.loads(line)["table"] for line in said.out.splitlines()} == set(COMPARED)
    copied.query("UPDATE articles SET title = 'Another' WHERE uid = (SELECT min(uid) FROM articles)")
    assert copied.do("rebuild", "--jobs", "1") == 1
    (row,) = [each for each in map(json.loads, capsys.readouterr().out.splitlines()) if each["only_before"]]
    assert (row["table"], row["only_before"], row["only_rebuilt"]) == ("articles", 1, 1)
    assert "Another" in row["example"]
    assert not list((copied.data / "rebuilt").glob("*.2*")), "one rebuild after the other fills the disk"


def test_replace_puts_the_new_files_in_place_and_keeps_the_old_ones(copied: Archived) -> None:
    before = lines(copied.data / "articles")
    copied.query("UPDATE articles SET title = 'Spoilt'")
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 0
    assert copied.query("SELECT count(*) FROM articles WHERE title = 'Spoilt'") == [(0,)]
    (kept,) = copied.data.glob("spacenews.db.2*")
    assert any("Spoilt" in line for line in dump(kept))
    assert lines(copied.data / "articles") == before
    assert lines(next(copied.data.glob("articles.2*"))) == before


def test_replace_refuses_to_lose_what_captures_do_not_give_any_more_and_says_what_brings_it_back(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    (first, *_) = sorted(copied.data.glob("captures/demo/*.warc.gz"))
    whole, before = first.read_bytes(), dump(copied.data / "spacenews.db")
    found = copied.query("SELECT min(offset) FROM captures WHERE url LIKE '%-_/' AND location LIKE ?", f"%{first.name}")
    first.write_bytes(whole[: found[0][0] + 10])
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    said = capsys.readouterr().err
    assert "10 articles would be lost with their captures (7 altogether, 3 of an earlier revision)" in said
    assert "`spacenews crawl demo` asks for their pages again" in said
    first.unlink()
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    said = capsys.readouterr().err
    assert "10 articles would be lost with their captures (7 altogether, 3 of an earlier revision)" in said
    assert f"put demo/{first.name} back into {copied.data / 'captures'}; rebuild after that" in said
    assert "nothing was replaced; --allow-loss replaces all the same" in said
    assert dump(copied.data / "spacenews.db") == before
    assert not list(copied.data.glob("spacenews.db.2*"))
    copied.do("rebuild", "--replace", "--allow-loss", "--jobs", "1")
    assert len(list(copied.data.glob("spacenews.db.2*"))) == 1


def test_replace_refuses_where_the_lines_alone_tell_what_a_damaged_archive_held(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied.data / "spacenews.db").write_bytes(b"no database")
    min(copied.data.glob("captures/demo/*.warc.gz")).unlink()
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    assert f"articles of {copied.data / 'articles'} are not in the rebuilt archive" in capsys.readouterr().err
    assert (copied.data / "spacenews.db").read_bytes() == b"no database"


def test_replace_refuses_to_forget_a_site_whose_captures_are_all_gone(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("articles", "readings", "captures"):
        copied.query(f"UPDATE {table} SET site = 'other' WHERE url LIKE '%/story-4/'")
    for path in copied.data.glob("captures/demo/*.warc.gz"):
        members = gzip.decompress(path.read_bytes()).split(b"WARC/1.1\r\n")[1:]
        kept = [gzip.compress(b"WARC/1.1\r\n" + each) for each in members if b"/story-4/" not in each]
        path.write_bytes(b"".join(kept))
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    assert "1 article would be lost with its captures (1 altogether)" in capsys.readouterr().err


def test_decisions_that_the_journal_lost_are_not_lost_by_replacing_and_come_back(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = copied.data / "decisions.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole.splitlines(keepends=True)[0])
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    assert "lacks 1 decisions that the live archive knows" in capsys.readouterr().err
    assert copied.do("decisions", "--withdraw", f"{copied.base}story-9/") == 0  # it is so already, says the archive
    assert journal.read_bytes() == whole
    assert copied.do("rebuild", "--replace", "--jobs", "1") == 0


def test_while_somebody_reads_the_archive_it_is_not_replaced(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(copied.data / "spacenews.db")) as reader:
        reader.execute("SELECT count(*) FROM articles").fetchone()
        assert copied.do("rebuild", "--replace", "--jobs", "1") == 1
    assert "another program has" in capsys.readouterr().err
    assert copied.query("SELECT count(*) > 0 FROM articles") == [(1,)]


def test_while_a_site_is_crawled_nothing_is_rebuilt(copied: Archived, capsys: pytest.CaptureFixture[str]) -> None:
    handle = os.open(lock_path(copied.data / "locks", "site:demo"), os.O_RDWR | os.O_CREAT)
    try:
        assert try_lock(handle)
        write_note(handle, this_process("demo-now"))
        assert copied.do("rebuild") == 5
    finally:
        os.close(handle)
    told = f"demo is being crawled by run demo-now (process {os.getpid()} on {socket.gethostname()}"
    assert told in capsys.readouterr().err
    assert not (copied.data / "rebuilt").exists()


@pytest.mark.parametrize(
    "moment", ["archive-commit:2", *(pytest.param(each, marks=pytest.mark.soak) for each in ("export:1", "exported:1"))]
)
def test_a_rebuild_that_is_killed_goes_on_and_ends_the_same(
    copied: Archived, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    killed = copied.run("rebuild", "--jobs", "1", SPACENEWS_FAILPOINT=moment)
    assert killed.returncode == -9, killed.stderr
    assert copied.do("rebuild", "--jobs", "1") == 0
    assert "row for row" in capsys.readouterr().err
    assert not list((copied.data / "rebuilt").glob("*.part*"))


def test_captures_that_do_not_say_what_they_were_asked_as_are_told_apart_by_the_spec(copied: Archived) -> None:
    for path in (copied.data / "captures" / "demo").glob("*.warc.gz"):
        members = gzip.decompress(path.read_bytes()).split(b"WARC/1.1\r\n")[1:]
        plain = [b"WARC/1.1\r\n" + each for each in members]
        without = [b"\r\n".join(line for line in each.split(b"\r\n") if b"Asked-As" not in line) for each in plain]
        path.write_bytes(b"".join(map(gzip.compress, without)))
    assert copied.do("rebuild", "--jobs", "1", "--into", copied.folder / "made") == 1
    tables = compare_archives(copied.data / "spacenews.db", copied.folder / "made" / "spacenews.db", ["demo"])
    assert [table.table for table in tables if not table.is_equal] == ["captures"]  # they lie elsewhere now
    assert lines(copied.folder / "made" / "articles") == lines(copied.data / "articles")


def test_refused_pages_are_told_in_the_same_words_whoever_reads_them(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "SELECT json_extract(r.fields, '$.reason') || ': ' || json_extract(r.fields, '$.detail') FROM readings r"
    ((stored,),) = copied.query(f"{told} JOIN captures c ON c.id = r.capture WHERE c.status = 410 LIMIT 1")
    assert stored == "error_status: 410"
    assert copied.do("explain", f"{copied.base}story-5/", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)[0]["rejection"] == stored
    worded = "UPDATE readings SET reader = '0+demo-1', fields = json_set(fields, '$.detail', 'status 410')"
    copied.query(f"{worded} WHERE text IS NULL AND fields LIKE '%410%'")
    assert copied.do("reread", "demo", "--apply", "--format", "jsonl") == 0
    assert capsys.readouterr().out == "", "other words for the same refusal are no difference"
    assert copied.do("rebuild", "--jobs", "1") == 0


def test_what_waits_is_told_and_can_be_decided_without_state_db(
    copied: Archived, capsys: pytest.CaptureFixture[str]
) -> None:
    (copied.data / "state.db").unlink()
    assert copied.do("findings", "demo", "--format", "jsonl") == 0
    assert "3 readings wait without a finding" in capsys.readouterr().err
    assert copied.do("findings", "show", "waiting", "--format", "jsonl") == 0
    waiting = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["url"] for each in waiting} == {f"{copied.base}story-3/"}
    assert copied.do("findings", "refuse", waiting[0]["capture"], "--by", "Ann") == 0
    assert "refused by Ann: 1 reading\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere",), "there are no captures of nowhere"),
        (("--allow-loss",), "--allow-loss goes with --replace"),
        (("--into", "DATA"), "holds the live archive"),
    ],
)
def test_what_cannot_be_rebuilt_is_told(
    archived: Archived, arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [str(archived.data) if each == "DATA" else each for each in arguments]
    assert archived.do("rebuild", *given) == 2
    assert told in capsys.readouterr().err
