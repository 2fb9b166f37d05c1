"""Stored captures are read again: what differs is shown, written as the same revisions, and taken back exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacenews.archive.rebuild_compare import compare_archives
from spacenews.archive.units import Chosen
from spacenews.frontier import hold, open_state
from spacenews.model.errors import HeldError, UsageError
from spacenews.specs import Layout, Site
from tests.operate.rereading import FIRST_ALONE, GOOD, HOME, MORE, STORY, Folder, page, spec

DOUBTS = "SELECT r.fields, d.reason FROM doubts d JOIN readings r ON r.id = d.reading"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


def assert_as_afresh(folder: Folder, site: Site, path: Path) -> None:
    """It reads as if this spec had read every capture from the beginning."""
    fresh = folder.afresh(site, path)
    compared = compare_archives(folder.data.archive, fresh.data.archive, [site.key])
    assert [table.example for table in compared if not table.is_equal] == []
    assert folder.exported() == fresh.exported()


def visited(folder: Folder) -> Folder:
    """Three articles by a spec that leaves every second paragraph out; one was edited in what it leaves out."""
    bad = spec(FIRST_ALONE)
    folder.visit(bad, "cargo/", page())
    folder.visit(
        bad, "short/", page("Short note", "A single paragraph about a launch that went as it was planned to go.")
    )
    folder.visit(bad, "crew/", page("Crew leaves", STORY.replace("12", "13"), MORE))
    folder.visit(bad, "cargo/", page("Cargo ship docks again"), day=1)
    folder.visit(bad, "cargo/", page("Cargo ship docks again"), day=2)
    return folder


def test_only_what_is_damaged_is_shown_with_its_fields(folder: Folder) -> None:
    found = visited(folder).differences(spec())
    assert {(each.url, each.revision, each.field, each.change) for each in found} == {
        (f"{HOME}cargo/", 1, "body", "changed"),
        (f"{HOME}cargo/", 2, "body", "changed"),
        (f"{HOME}crew/", 1, "body", "changed"),
    }
    assert {each.words for each in found} == {len(MORE.split())}
    assert not any(each.loss for each in found)
    assert folder.query("SELECT count(*) FROM reread_batches") == [(0,)]


def test_a_spec_that_is_changed_between_two_crawls_of_a_page_makes_no_revision(folder: Folder) -> None:
    assert folder.visit(spec(FIRST_ALONE), "cargo/", page()) == "new"
    assert folder.visit(spec(), "cargo/", page(), day=1) == "corrected"
    assert folder.query("SELECT revisions, changed_at = first_seen_at FROM articles") == [(1, 1)]
    assert all(MORE.encode() in lines for lines in folder.exported().values())
    assert folder.visit(spec(timezone="Europe/Moscow"), "cargo/", page(), day=2) == "unchanged"
    assert folder.visit(spec(), "cargo/", page("Cargo ship leaves"), day=3) == "revised"
    assert folder.query("SELECT revisions FROM articles") == [(2,)]


def test_what_is_applied_is_as_if_the_spec_had_always_read_so(folder: Folder, tmp_path: Path) -> None:
    seen = "SELECT uid, number, first_seen_at, last_seen_at FROM revision_records"
    before = visited(folder).query(seen)
    batch = folder.apply(spec()).batch
    assert batch is not None
    assert (batch.articles, batch.changed, batch.left_out, batch.fields) == (3, 2, 0, {"body": 2})
    assert folder.query(seen) == before
    assert_as_afresh(folder, spec(), tmp_path / "fresh")
    found = folder.query(
        "SELECT a.title FROM articles a JOIN article_search f ON f.rowid = a.search_row"
        " WHERE article_search MATCH 'port' ORDER BY a.title"
    )
    assert found == [("Cargo ship docks again",), ("Crew leaves",)]
    assert folder.differences(spec()) == []
    assert folder.apply(spec()).batch is None


def test_what_it_replaces_is_kept_and_comes_back_row_for_row_and_byte_for_byte(folder: Folder) -> None:
    rows, exported = visited(folder).rows(), folder.exported()
    folder.apply(spec())
    kept = "SELECT count(*) FROM readings WHERE status = 'superseded' AND reader = (SELECT reader FROM articles)"
    assert folder.query(kept.replace("= (", "<> ("))[0][0] >= 3
    assert folder.rows() != rows
    assert folder.exported() != exported
    assert folder.undo().articles == 3
    assert folder.rows() == rows
    assert folder.exported() == exported
    with pytest.raises(UsageError, match="is undone already"):
        folder.undo()


def test_a_month_of_which_nothing_was_read_again_is_not_written(folder: Folder) -> None:
    bad = spec(FIRST_ALONE)
    folder.visit(bad, "may/", page("In May", day="May 2, 2021"))
    folder.visit(bad, "june/", page("In June", MORE, STORY, day="June 2, 2021"))
    before = {path.name: path.stat().st_mtime_ns for path in folder.data.articles.rglob("*.jsonl")}
    folder.apply(spec(), Chosen(since="2021-06-01"))
    after = {path.name: path.stat().st_mtime_ns for path in folder.data.articles.rglob("*.jsonl")}
    assert {name for name in after if after[name] != before[name]} == {"2021-06.jsonl"}


@pytest.mark.parametrize(
    ("worse", "said"),
    [
        (Layout(name="classic", marker=".entry", body=".entry", drop=("p",)), "no article any more: empty"),
        (
            Layout(name="classic", marker=".entry", body=".entry", drop=("p:first-child",)),
            "120 words, where it had 252",
        ),
    ],
)
def test_what_reads_worse_is_left_as_it_is_unless_it_is_wanted(
    folder: Folder, worse: Layout, said: str, tmp_path: Path
) -> None:
    folder.visit(spec(), "cargo/", page())
    rows = folder.rows()
    (difference,) = {each.loss for each in folder.differences(spec(worse))}
    assert said in difference
    assert folder.apply(spec(worse)).left_out == 1
    assert folder.rows() == rows
    applied = folder.apply(spec(worse), even_losses=True)
    assert applied.left_out == 0
    assert_as_afresh(folder, spec(worse), tmp_path / "fresh")
    folder.undo()
    assert folder.rows() == rows


def test_an_article_that_is_none_any_more_goes_when_it_is_wanted_and_comes_back(folder: Folder, tmp_path: Path) -> None:
    strict = spec(article_url=rf"{HOME}news/.+")
    folder.visit(spec(), "cargo/", page())
    folder.visit(spec(), "news/crew/", page("Crew leaves"))
    rows, exported = folder.rows(), folder.exported()
    (lost,) = folder.differences(strict)
    assert (lost.url, lost.field, lost.change) == (f"{HOME}cargo/", "article", "lost")
    assert lost.loss.startswith("no article any more: not_article")
    folder.apply(strict, even_losses=True)
    assert folder.query("SELECT url FROM articles") == [(f"{HOME}news/crew/",)]
    assert_as_afresh(folder, strict, tmp_path / "fresh")
    folder.undo()
    assert folder.exported() == exported
    assert {name: len(found) for name, found in folder.rows().items()} == {
        name: len(found) for name, found in rows.items()
    }


def test_a_page_that_was_refused_and_is_an_article_now_is_one(folder: Folder, tmp_path: Path) -> None:
    strict = spec(article_url=rf"{HOME}news/.+")
    assert folder.visit(strict, "cargo/", page()) == "rejected"
    rows = folder.rows()
    (gained,) = folder.differences(spec())
    assert (gained.field, gained.change, gained.after) == ("article", "gained", "Cargo ship docks (252 words)")
    folder.apply(spec())
    assert_as_afresh(folder, spec(), tmp_path / "fresh")
    folder.undo()
    assert folder.rows() == rows
    assert [path for path in folder.data.articles.rglob("*") if path.is_file()] == [], "it went on purpose"


def test_what_waited_for_a_layout_is_taken_and_leaves_the_quarantine_empty(folder: Folder, tmp_path: Path) -> None:
    folder.visit(spec(), "cargo/", page())
    redesigned = page("Cargo ship docks", STORY, MORE, "The hatch was opened later.", mark="story")
    narrow = Layout(
        name="narrow",
        marker=".story",
        body=".story",
        cut=("Sentence number 5",),
        drop=("p:nth-of-type(1)", "p:nth-of-type(2)"),
    )
    half_blind = spec(GOOD, narrow)
    folder.apply(half_blind)
    assert folder.visit(half_blind, "cargo/", redesigned, day=1) == "quarantined"
    assert len(folder.query(DOUBTS)) == 1
    seeing = spec(GOOD, Layout(name="redesign", marker=".story", body=".story"))
    folder.apply(seeing)
    assert folder.query(DOUBTS) == []
    assert folder.query("SELECT revisions, layout FROM articles") == [(2, "redesign")]
    assert folder.query("SELECT count(*) FROM readings WHERE status = 'quarantined'") == [(0,)]
    assert_as_afresh(folder, seeing, tmp_path / "fresh")


def test_two_revisions_that_the_new_reader_reads_alike_are_one_and_come_back_as_two(
    folder: Folder, tmp_path: Path
) -> None:
    wide = spec(Layout(name="classic", marker=".entry", body="body"))
    for day, number in enumerate((41, 42)):
        counted = page().replace("</body>", f"<p>This page was read by {number} people so far.</p></body>")
        folder.visit(wide, "cargo/", counted, day=day)
    assert folder.query("SELECT revisions FROM articles") == [(2,)]
    rows = folder.rows()
    folder.apply(spec())
    assert folder.query("SELECT revisions FROM articles") == [(1,)]
    assert_as_afresh(folder, spec(), tmp_path / "fresh")
    folder.undo()
    assert folder.rows() == rows


def test_an_article_whose_capture_is_lost_is_left_alone_and_named(folder: Folder) -> None:
    visited(folder)
    rows = folder.rows()
    for warc in folder.data.captures.rglob("*.warc.gz"):
        warc.unlink()
    applied = folder.apply(spec())
    assert (applied.batch, applied.unread) == (None, 3)
    assert folder.rows() == rows
    assert all("put the file back from a backup" in read.unread for read in folder.look(spec()))


def test_what_was_captured_since_is_not_undone(folder: Folder) -> None:
    visited(folder)
    folder.apply(spec())
    folder.visit(spec(), "crew/", page("Crew leaves for good", STORY, MORE), day=3)
    undone = folder.undo()
    assert (undone.articles, undone.kept) == (2, 1)
    assert folder.query("SELECT revisions, title FROM articles WHERE url LIKE '%crew/'") == [
        (2, "Crew leaves for good")
    ]


def test_a_run_of_the_site_excludes_writing_and_undoing(folder: Folder) -> None:
    visited(folder)
    state = open_state(folder.data.state)
    lock = hold(state, folder.data.locks, spec().key, (), "another", stalled_after=300)
    try:
        for forbidden in (lambda: folder.apply(spec()), folder.undo):
            with pytest.raises(HeldError, match="is being crawled by run another"):
                forbidden()
        assert folder.differences(spec())
    finally:
        lock.release()
        state.close()
