"""A 304 says that what was captured before still stands: it is seen again, and nothing else about it changes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from spacenews.archive import Archive, open_archive
from spacenews.model import CaptureRecord
from tests.archive.archive_samples import LONG_BODY, ROOT, SITE, article, capture

SEEN, EDITED, SECOND, THIRD = 0, 100, 50, 150


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def save(archive: Archive, record: CaptureRecord, title: str, body: str = LONG_BODY) -> None:
    archive.save([record], article(record, title=title, body=body, content_digest=f"sha256:{title} {len(body)}"))


def times(archive: Archive) -> tuple[str, list[tuple[str, str]]]:
    found = archive.find_article(f"{ROOT}cargo/")
    assert found is not None
    rows = archive.revisions(found.uid)
    return found.last_seen_at[11:16], [(row["first_seen_at"][11:16], row["last_seen_at"][11:16]) for row in rows]


def test_an_unchanged_article_is_seen_again_and_its_line_stays(archive: Archive) -> None:
    save(archive, capture("cargo/", SEEN), "Cargo")
    archive.exported(SITE, "2021-04", 1)
    archive.save([capture("cargo/", SECOND, status=304)])
    assert times(archive) == ("06:50", [("06:00", "06:50")])
    assert archive.sites_due() == ()


def test_in_whatever_order_captures_are_saved_each_revision_was_last_seen_when_it_was(tmp_path: Path) -> None:
    seen, edited = capture("cargo/", SEEN), capture("cargo/", EDITED)
    again = [capture("cargo/", minutes, status=304) for minutes in (SECOND, THIRD)]
    found = []
    for number, order in enumerate(permutations((seen, edited, *again))):
        with open_archive(tmp_path / f"{number}.db") as archive:
            for record in order:
                if record.status == 304:
                    archive.save([record])
                else:
                    save(archive, record, "Cargo" if record is seen else "More cargo")
            found.append(times(archive))
    assert set(map(repr, found)) == {repr(("08:30", [("06:00", "06:50"), ("07:40", "08:30")]))}


def test_what_follows_a_doubtful_page_says_nothing_of_the_good_one(archive: Archive) -> None:
    save(archive, capture("cargo/", SEEN), "Cargo")
    save(archive, capture("cargo/", SECOND), "Cargo", body="Gone.")
    archive.save([capture("cargo/", THIRD, status=304)])
    assert times(archive) == ("06:00", [("06:00", "06:00")])
    save(archive, capture("cargo/", THIRD + 1), "Cargo")
    archive.save([capture("cargo/", THIRD + 2, status=304)])
    assert times(archive) == ("08:32", [("06:00", "08:32")])
