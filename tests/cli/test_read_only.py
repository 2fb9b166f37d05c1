"""An archive on a medium that cannot be written (a disc, a backup, another person's folder) answers all the same."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import open_archive, open_archive_to_read
from tests.archive.archive_samples import article, capture

_DROP_BOUNDING = 24  # PR_CAPBSET_DROP of prctl(2)
_OVERRIDE_RIGHTS = 1  # CAP_DAC_OVERRIDE: what lets root write a file whose rights forbid it


def _bound_by_rights() -> None:
    """Let even root be bound by the rights of files, in the program that is executed next."""
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(_DROP_BOUNDING, _OVERRIDE_RIGHTS, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def ask(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "spacenews", *arguments, "--data", str(data)],
        cwd="/",
        env={name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")},
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=_bound_by_rights,
    )


@pytest.fixture
def medium(demo: Any, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of the demo's archive that cannot be written."""
    data = tmp_path / "medium"
    shutil.copytree(demo.data, data)
    for left in (*data.glob("*-wal"), *data.glob("*-shm")):
        left.unlink()
    paths = (data, *data.rglob("*"))
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        subprocess.run(["/bin/true"], check=True, preexec_fn=_bound_by_rights)
    except (OSError, subprocess.SubprocessError):
        pytest.skip("root cannot give up the right to write everything here")
    yield data
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize(
    "arguments", [("search", "docking"), ("status",), ("status", "demo"), ("export",), ("audit", "demo"), ("schedule",)]
)
def test_every_question_is_answered_and_nothing_is_written(demo: Any, medium: Path, arguments: tuple[str, ...]) -> None:
    before = {path: path.stat().st_mtime_ns for path in medium.rglob("*")}
    answer = ask(medium, *arguments, "--sites", str(demo.sites))
    assert (answer.returncode, "Traceback" in answer.stderr) == (0, False), answer.stderr
    assert answer.stdout or arguments == ("schedule",)
    assert {path: path.stat().st_mtime_ns for path in medium.rglob("*")} == before


def test_an_archive_whose_last_changes_lie_beside_it_is_not_read_without_them(medium: Path) -> None:
    medium.chmod(0o755)
    wal = medium / "spacenews.db-wal"
    wal.write_bytes(b"\0" * 4096)
    medium.chmod(0o555)
    answer = ask(medium, "search", "docking")
    medium.chmod(0o755)
    wal.unlink()
    assert answer.returncode == 1
    assert "spacenews.db" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_archive_that_can_be_written_is_read_as_it_stands_while_another_writes(tmp_path: Path) -> None:
    with open_archive(tmp_path / "spacenews.db") as archive:
        record = capture("cargo/")
        archive.save([record], article(record))
        with open_archive_to_read(tmp_path / "spacenews.db") as reader:
            assert reader.find_capture(record.record_uuid) == record
