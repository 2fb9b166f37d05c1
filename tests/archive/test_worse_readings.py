"""A later capture that reads worse waits beside the good one, with its reason, until a better one comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import Archive, open_archive
from spacenews.model import Rejection, RejectionReason
from tests.archive.archive_samples import SITE, article, capture

HUNDRED = " ".join(f"word{number}" for number in range(100))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def words(count: int) -> str:
    return " ".join(HUNDRED.split()[:count])


def statuses(archive: Archive) -> list[str]:
    return [status for (status,) in archive.connection.execute("SELECT status FROM readings ORDER BY id")]


@pytest.mark.parametrize(
    ("good", "later", "reason"),
    [
        ({"body": HUNDRED}, {"body": words(50)}, "50 words, where it had 100"),
        ({"body": words(60)}, {"body": words(30)}, "30 words, where it had 60"),
        ({"body": words(10)}, {"body": ""}, "no text, where it had 10 words"),
        ({"body": HUNDRED}, {"body": HUNDRED, "title_source": "slug"}, "no title, where it had one"),
        ({"body": HUNDRED}, {"body": HUNDRED, "published": None}, "no date, where it had 2021-04-26"),
    ],
)
def test_what_reads_worse_waits_and_the_article_stays(
    archive: Archive, good: dict[str, Any], later: dict[str, Any], reason: str
) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first, **good))
    before = list(archive.select_records())
    archive.exported(SITE, "2021-04", 1)
    saved = archive.save([second], article(second, **({"content_digest": "sha256:worse"} | later)))
    assert (saved.kind, saved.reason, saved.months) == ("quarantined", reason, ())
    assert list(archive.select_records()) == before
    assert statuses(archive) == ["current", "quarantined"]
    (waiting,) = archive.doubts(str(saved.uid))
    assert (waiting.reason, waiting.capture) == (reason, second.record_uuid)


@pytest.mark.parametrize(
    ("good", "later"),
    [(HUNDRED, words(51)), (words(59), words(1)), (words(60), HUNDRED), (words(10), HUNDRED)],
)
def test_an_ordinary_edit_is_a_revision(archive: Archive, good: str, later: str) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first, body=good))
    assert archive.save([second], article(second, body=later)).kind == "revised"
    assert "quarantined" not in statuses(archive)


def test_a_good_capture_ends_the_waiting(archive: Archive) -> None:
    records = [capture("cargo/", minutes) for minutes in (0, 10, 20, 30)]
    for record, body in zip(records, (HUNDRED, words(20), words(20), HUNDRED), strict=True):
        saved = archive.save([record], article(record, body=body))
    assert (saved.kind, archive.doubts(str(saved.uid))) == ("unchanged", ())
    assert statuses(archive) == ["current", "superseded"]
    assert len(archive.revisions(str(saved.uid))) == 1


def test_a_bot_check_in_place_of_an_article_waits_until_the_article_is_back(archive: Archive) -> None:
    first, check, back = (capture("cargo/", minutes) for minutes in (0, 10, 20))
    archive.save([first], article(first))
    told = archive.save([check], (check.record_uuid, Rejection(RejectionReason.CHALLENGE, "Just a moment")), reader="1")
    assert (told.kind, told.reason) == ("quarantined", "challenge: Just a moment")
    assert statuses(archive) == ["current", "quarantined"]
    archive.save([back], article(back))
    assert statuses(archive) == ["current", "rejected"]


def test_a_status_is_no_reading_that_waits(archive: Archive) -> None:
    first, missing = capture("cargo/"), capture("cargo/", 10, status=404)
    archive.save([first], article(first))
    refused = (missing.record_uuid, Rejection(RejectionReason.ERROR_STATUS, "404"))
    assert archive.save([missing], refused, reader="1").kind == "rejected"
    assert statuses(archive) == ["current", "rejected"]


def test_a_better_reader_that_reads_less_on_both_captures_leaves_nothing_waiting(archive: Archive) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    archive.save([first], article(first, body=HUNDRED, reader="1"))
    saved = archive.save(
        [second],
        article(second, body=words(40), reader="2"),
        reread=lambda record: article(record, body=words(40), reader="2"),
    )
    assert saved.kind == "corrected"
    assert len(archive.revisions(str(saved.uid))) == 1
