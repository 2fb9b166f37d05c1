"""Locks: one process at a time, who has it stands in the file, and waiting ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from spacenews.model.disk import room_on
from spacenews.model.locking import lock_path, lock_within, read_note, this_process, try_lock, write_note


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lock_path(tmp_path, "export:orbit")


def test_a_lock_is_one_holders_until_it_lets_go(path: Path) -> None:
    one, other = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    assert try_lock(one)
    assert not try_lock(other)
    assert not lock_within(other, 0.02)
    os.close(one)
    assert lock_within(other, 0)
    os.close(other)


def test_the_note_says_who_it_is_and_is_replaced_whole(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    assert read_note(handle) is None
    for run in ("orbit-with-a-rather-long-name", ""):
        write_note(handle, this_process(run))
        found = read_note(handle)
        assert found is not None
        assert (found.run, found.process) == (run, os.getpid())
        assert found.silent < 60
        assert str(found).startswith(f"run {run} (process" if run else "process ")
    os.close(handle)


def test_room_is_told_of_what_does_not_exist_yet(tmp_path: Path) -> None:
    assert room_on(tmp_path / "not" / "yet.db").endswith(f"B free on the disk of {tmp_path}")
