"""Another reader makes no revision and takes none away, whenever it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from spacenews.archive import Archive, open_archive
from spacenews.model import Article, CaptureRecord
from tests.archive.archive_samples import article, capture

DAY = 24 * 60


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def revisions(archive: Archive) -> list[tuple[int, str, str]]:
    query = "SELECT number, first_seen_at, last_seen_at FROM revisions ORDER BY number"
    return archive.connection.execute(query).fetchall()


def today(record: CaptureRecord) -> Article:
    """Read as the site was on that day, by a reader that gives the title in other words."""
    return article(record, title=f"Cargo ship docks, {record.captured_at.day}", reader="2")


def test_an_edit_that_the_old_reader_saw_stays_one_when_the_next_capture_is_read_by_another(archive: Archive) -> None:
    edits = [capture("cargo/", day * DAY) for day in range(3)]
    for record in edits:
        archive.save([record], article(record, title=f"Old words, {record.captured_at.day}"))
    before = revisions(archive)
    unchanged = capture("cargo/", 2 * DAY + 60)
    saved = archive.save([unchanged], today(unchanged), reread=today)
    assert saved.kind == "corrected"
    after = revisions(archive)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert {reader for (reader,) in archive.connection.execute("SELECT reader FROM revision_records")} == {"2"}


def test_captures_beyond_an_unchanged_one_are_left_alone(archive: Archive) -> None:
    asked: list[str] = []

    def reread(record: CaptureRecord) -> Article:
        asked.append(record.record_uuid)
        return today(record)

    first, second, again = (capture("cargo/", minutes) for minutes in (0, DAY, DAY + 60))
    archive.save([first], article(first, title="Old words, 1"))
    archive.save([second], article(second, title="Old words, 2"))
    archive.save([again], article(again, title="Old words, 2"))
    later = capture("cargo/", DAY + 120)
    archive.save([later], today(later), reread=reread)
    assert asked == [again.record_uuid]
    assert len(revisions(archive)) == 2


def test_what_is_captured_before_is_compared_with_what_comes_after_by_one_reader_too(archive: Archive) -> None:
    later = [capture("cargo/", day * DAY) for day in (1, 2)]
    for record in later:
        archive.save([record], article(record, title=f"Old words, {record.captured_at.day}"))
    early = capture("cargo/", 0)
    archive.save([early], today(early), reread=today)
    assert len(revisions(archive)) == 3
