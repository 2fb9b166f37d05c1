"""What one call of save changes, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spacenews.archive import Archive, open_archive
from spacenews.model import Article, Candidate, CaptureRecord, Rejection, RejectionReason, StatedDate
from spacenews.model.errors import ArchiveError
from spacenews.model.ids import article_uid
from tests.archive.archive_samples import LONG_BODY, ROOT, SITE, article, capture, on


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def tables(archive: Archive, *names: str) -> dict[str, list[tuple[object, ...]]]:
    return {name: archive.connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_a_capture_row_gives_back_the_record_that_was_saved(archive: Archive) -> None:
    record = capture(
        "cargo/", 1, redirect_to="Crew/%7e?utm_source=x", etag='W/"1"', last_modified="Mon", truncated="length"
    )
    revisit = capture("crew/", 2, kind="revisit", refers_to=record.record_uuid, payload_digest=record.payload_digest)
    assert archive.save([record, revisit]).kind == "captured"
    assert archive.save([record]).kind == "captured"
    assert archive.find_capture(record.record_uuid) == record
    assert archive.find_payload(SITE, record.payload_digest) == record
    assert archive.find_payload("another", record.payload_digest) is None
    assert archive.last_capture(SITE, record.url) == record
    assert archive.captures(SITE, revisit.url) == (revisit,)
    assert archive.indexed_bytes(record.location) == revisit.offset + revisit.length
    assert archive.indexed_bytes("another.warc.gz") == 0


def test_a_new_article_is_told_and_its_month_is_due(archive: Archive) -> None:
    record = capture("cargo/")
    saved = archive.save([record], article(record))
    assert (saved.kind, saved.uid, saved.url) == ("new", article_uid(SITE, record.url), record.url)
    assert saved.months == ("2021-04",)
    assert archive.months_due(SITE) == (("2021-04", 1),)


def test_an_unchanged_article_changes_nothing_but_last_seen_at(archive: Archive) -> None:
    record = capture("cargo/")
    archive.save([record], article(record))
    names = ("readings", "texts", "aliases", "article_records", "export_due", "links", "article_tags")
    before = tables(archive, *names)
    later = capture("cargo/", 10)
    saved = archive.save([later], article(later, evidence=(Candidate("title", "h1", "x", "x", chosen=True),)))
    assert (saved.kind, saved.months) == ("unchanged", ())
    assert tables(archive, *names) == before
    found = archive.find_article(str(saved.uid))
    assert found is not None
    assert found.last_seen_at == "2026-01-01T06:10:00.000000Z"
    assert archive.revisions(found.uid)[0]["last_seen_at"] == found.last_seen_at


def test_an_edited_article_gets_a_numbered_revision(archive: Archive) -> None:
    for minutes, title in ((0, "Cargo ship docks"), (10, "Cargo ship leaves"), (20, "Cargo ship docks")):
        record = capture("cargo/", minutes)
        saved = archive.save([record], article(record, title=title))
    assert saved.kind == "revised"
    assert [(row["number"], row["title"]) for row in archive.revisions(str(saved.uid))] == [
        (1, "Cargo ship docks"),
        (2, "Cargo ship leaves"),
        (3, "Cargo ship docks"),
    ]
    # The third says what the first said: one reading, one text, and the capture that said it first.
    assert archive.connection.execute("SELECT count(*) FROM readings").fetchone() == (2,)
    assert archive.connection.execute("SELECT count(*) FROM texts").fetchone() == (1,)


def test_a_lesser_change_makes_no_revision_but_its_month_is_due(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first))
    archive.exported(SITE, "2021-04", 1)
    saved = archive.save([second], article(second, tags=("iss",), modified=on("2021-04-27")))
    assert (saved.kind, saved.months) == ("unchanged", ("2021-04",))
    found = archive.find_article(str(saved.uid))
    assert found is not None
    assert (found.record["tags"], found.record["modified_on"], found.record["revisions"]) == (["iss"], "2021-04-27", 1)


def test_a_corrected_date_makes_two_months_due(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first))
    saved = archive.save([second], article(second, published=on("2021-05-01"), content_digest="sha256:other"))
    assert (saved.kind, saved.months) == ("revised", ("2021-04", "2021-05"))


def test_the_same_text_under_two_addresses_is_a_recorded_duplicate(archive: Archive) -> None:
    later, earlier = capture("a/"), capture("z/", 1)
    archive.save([later], article(later, published=on("2021-05-01")))
    saved = archive.save([earlier], article(earlier, title="Another title", published=on("2021-04-01")))
    assert (saved.kind, saved.original_url) == ("new", None)
    assert saved.months == ("2021-04", "2021-05")
    assert [record["url"] for record in archive.select_records()] == [earlier.url]
    again = capture("a/", 2)
    told = archive.save([again], article(again, published=on("2021-05-01")))
    assert (told.kind, told.original_url) == ("duplicate", earlier.url)


def test_a_duplicate_that_is_rewritten_stands_alone_again(archive: Archive) -> None:
    one, two, edited = capture("a/"), capture("b/", 1), capture("a/", 2)
    archive.save([one], article(one))
    archive.save([two], article(two))
    assert [record["url"] for record in archive.select_records()] == [one.url]
    archive.save([edited], article(edited, body=f"{LONG_BODY} And more."))
    assert [record["url"] for record in archive.select_records()] == [one.url, two.url]


@pytest.mark.parametrize(("title", "kind"), [("Cargo ship docks", "duplicate"), ("Crew returns", "new")])
def test_a_short_text_is_a_duplicate_only_with_the_same_title(archive: Archive, title: str, kind: str) -> None:
    one, two = capture("a/"), capture("b/", 1)
    archive.save([one], article(one, body="Photo of the day."))
    assert archive.save([two], article(two, title=title, body="Photo of the day.")).kind == kind


def test_a_page_that_gives_no_article_waits_beside_the_one_that_it_gave_and_touches_nothing(archive: Archive) -> None:
    record, later = capture("cargo/"), capture("cargo/", 10)
    archive.save([record], article(record))
    before = tables(archive, "articles", "revisions", "export_due")
    outcome = (later.record_uuid, Rejection(RejectionReason.SOFT_404, "title says not found"))
    saved = archive.save([later], outcome, reader="1")
    assert (saved.kind, saved.reason, saved.url) == ("quarantined", "soft_404: title says not found", record.url)
    assert tables(archive, "articles", "revisions", "export_due") == before
    query = "SELECT status, reader, fields, text, article FROM readings WHERE text IS NULL"
    assert archive.connection.execute(query).fetchall() == [
        ("quarantined", "1", '{"detail":"title says not found","reason":"soft_404"}', None, 1)
    ]


def test_a_page_that_never_gave_an_article_is_rejected(archive: Archive) -> None:
    record = capture("cargo/")
    outcome = (record.record_uuid, Rejection(RejectionReason.SOFT_404, "title says not found"))
    assert archive.save([record], outcome, reader="1").kind == "rejected"
    assert archive.connection.execute("SELECT status, article FROM readings").fetchall() == [("rejected", None)]


def test_what_another_reader_read_is_read_again_before_it_is_compared(archive: Archive) -> None:
    first, second, third = (capture("cargo/", minutes) for minutes in (0, 10, 20))
    archive.save([first], article(first, title="Cargo ship docks - Orbit Daily", reader="1"))

    def reread(record: CaptureRecord) -> Article | Rejection:
        assert record == first
        return article(record, reader="2")

    corrected = archive.save([second], article(second, reader="2"), reread=reread)
    assert corrected.kind == "corrected"
    assert [row["title"] for row in archive.revisions(str(corrected.uid))] == ["Cargo ship docks"]
    revised = archive.save([third], article(third, title="Cargo ship leaves", reader="2"), reread=reread)
    assert revised.kind == "revised"
    kept = archive.connection.execute("SELECT reader, status FROM readings ORDER BY id").fetchall()
    assert kept == [("1", "superseded"), ("2", "superseded"), ("2", "current")]


def test_a_real_edit_is_seen_across_a_change_of_reader(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first, title="Old reader's title", reader="1"))
    edited = article(second, title="Cargo ship leaves", reader="2")
    saved = archive.save([second], edited, reread=lambda record: article(record, reader="2"))
    assert saved.kind == "revised"
    assert [row["title"] for row in archive.revisions(str(saved.uid))] == ["Cargo ship docks", "Cargo ship leaves"]


def test_without_a_way_to_read_again_another_reader_makes_no_revision(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first))
    saved = archive.save([second], article(second, title="Cargo ship leaves", reader="2"))
    assert saved.kind == "corrected"
    assert len(archive.revisions(str(saved.uid))) == 1


def test_a_capture_read_again_by_a_repaired_spec_replaces_its_reading(archive: Archive) -> None:
    record = capture("cargo/")
    archive.save([record], article(record, title="Wrong", url=f"{ROOT}wrong/"))
    saved = archive.save([], article(record))
    assert saved.uid == article_uid(SITE, f"{ROOT}cargo/")
    assert [each["title"] for each in archive.select_records()] == ["Cargo ship docks"]
    assert archive.connection.execute("SELECT count(*) FROM readings").fetchone() == (1,)


def test_an_article_without_its_capture_is_refused_and_nothing_of_the_call_is_stored(archive: Archive) -> None:
    here, missing = capture("crew/"), capture("cargo/")
    with pytest.raises(ArchiveError, match="has no row: an article is saved together with its capture"):
        archive.save([here], article(missing))
    assert archive.find_capture(here.record_uuid) is None


def test_text_that_sqlite_cannot_hold_is_stored_with_replacement_characters(archive: Archive) -> None:
    record = capture("cargo/")
    odd = article(
        record, title="half \ud83d pair", body="nul \0 here, six letters \\u0000 there", tags=("a\0b", "\\u0000")
    )
    archive.save([record], odd)
    (stored,) = archive.select_records()
    assert stored["title"] == "half \ufffd pair"
    assert stored["body"] == "nul \ufffd here, six letters \\u0000 there"
    assert stored["tags"] == ["a\ufffdb", "\\u0000"]


def test_a_time_that_the_page_states_is_kept_as_utc_and_none_is_made_up(archive: Archive) -> None:
    stated = StatedDate(on("2021-04-26").on, datetime(2021, 4, 26, 9, tzinfo=UTC), "minute", "visible", "x", "site")
    one, two = capture("a/"), capture("b/", 1)
    archive.save([one], article(one, title="One", body="One.", published=stated))
    archive.save([two], article(two, title="Two", body="Two.", published=None))
    undated, timed = archive.select_records()
    assert (timed["published_on"], timed["published_at"], timed["date_precision"]) == (
        "2021-04-26",
        "2021-04-26T09:00:00Z",
        "minute",
    )
    assert (undated["published_on"], undated["published_at"], undated["date_precision"]) == (None, None, None)
    assert archive.months_due(SITE) == (("2021-04", 1), ("undated", 1))


def test_an_article_is_found_by_every_name_it_has(archive: Archive) -> None:
    record = replace(capture("cargo/"), url=f"{ROOT}?p=5")
    saved = archive.save([record], article(record, url=f"{ROOT}cargo/"))
    uid = str(saved.uid)
    names = (uid, uid[:5], uid.upper(), f"{ROOT}cargo/", "HTTPS://OrbitDaily.example:443/cargo/?utm_source=x#top")
    for name in (*names, "orbitdaily.example/cargo/", f"{ROOT}?p=5"):
        found = archive.find_article(name)
        assert found is not None, name
        assert found.uid == uid
    for name in ("", "zzz", f"{ROOT}crew/", "%", "a b"):
        assert archive.find_article(name) is None
