"""Clock, ids, exit codes and the data folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from spacenews.model import ExitCode, Rejection, RejectionReason, clock, gravest
from spacenews.model.counted import counted
from spacenews.model.errors import SpacenewsError, StorageError, UsageError
from spacenews.model.folder import DataFolder
from spacenews.model.ids import article_uid, payload_digest, text_sha256


def shifted_now(start: str) -> subprocess.CompletedProcess[str]:
    code = "from spacenews.model import clock; print(clock.to_text(clock.now()), clock.to_text(clock.now()))"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "SPACENEWS_NOW": start},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_shifted_clock_begins_at_its_instant_and_goes_on() -> None:
    first, second = map(clock.from_text, shifted_now("2026-01-31T06:00:00+00:00").stdout.split())
    begin = datetime(2026, 1, 31, 6, tzinfo=UTC)
    assert begin <= first < second < begin + timedelta(seconds=30)


@pytest.mark.parametrize("start", ["tomorrow", "2026-01-31T06:00:00"])
def test_a_clock_that_cannot_be_read_is_refused_with_an_example(start: str) -> None:
    done = shifted_now(start)
    assert done.returncode == 1
    assert "2026-01-31T06:00:00+00:00" in done.stderr


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00:00+00:00", "1989-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]
)
def test_a_clock_outside_of_the_time_of_the_web_is_refused(start: str) -> None:
    done = shifted_now(start)
    assert done.returncode == 1
    assert "UsageError" in done.stderr
    assert "choose one from 1990 to 2199" in done.stderr


def test_instants_survive_their_text() -> None:
    instant = datetime(2021, 4, 26, 9, 0, 0, 123456, tzinfo=UTC)
    assert clock.to_text(instant) == "2021-04-26T09:00:00.123456Z"
    assert clock.from_text(clock.to_text(instant)) == instant
    with pytest.raises(ValueError, match="no offset"):
        clock.from_text("2021-04-26T09:00:00")


def test_payload_digest_is_as_warc_tools_write_it() -> None:
    # The SHA-1 of nothing, as it stands in millions of WARC records.
    assert payload_digest(b"") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def test_uid_is_the_same_everywhere_and_differs_by_site_and_url() -> None:
    assert article_uid("demo", "https://example.org/a/") == "6htuqjpydazgi4a3"
    assert article_uid("demo", "https://example.org/b/") != article_uid("other", "https://example.org/b/")


def test_text_digest_is_over_utf8() -> None:
    assert text_sha256("é") == hashlib.sha256("é".encode()).hexdigest()


@pytest.mark.parametrize(
    ("codes", "gravest_code"),
    [([], 0), ([0, 3], 3), ([3, 4], 4), ([4, 1], 1), ([5, 3], 3), ([0, 5], 5), ([0, -9], 1), ([1, 130], 130)],
)
def test_the_gravest_code_wins(codes: list[int], gravest_code: int) -> None:
    assert gravest(codes) is ExitCode(gravest_code)


def test_a_rejection_reads_as_one_line() -> None:
    assert str(Rejection(RejectionReason.SOFT_404, "title says Not found")) == "soft_404: title says Not found"
    assert str(Rejection(RejectionReason.EMPTY)) == "empty"


def test_every_error_has_an_exit_code_for_scripts() -> None:
    assert UsageError.exit_code == ExitCode.USAGE
    assert SpacenewsError.exit_code == ExitCode.OUR_FAULT


def test_a_data_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="--data"):
        DataFolder(tmp_path / "file" / "data").prepare()


def test_a_data_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "a" / "b")
    folder.prepare()
    assert folder.path.is_dir()
    assert folder.captures.name == "captures"


def test_one_thing_is_one_and_others_are_many() -> None:
    assert [counted(number, "page") for number in (0, 1, 2)] == ["0 pages", "1 page", "2 pages"]
    assert [counted(number, "reading", "wait") for number in (1, 2)] == ["1 reading waits", "2 readings wait"]
