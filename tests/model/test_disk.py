"""Files that are written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from spacenews.model.disk import room_on, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_cannot_be_put_in_its_place_leaves_nothing_beside_it(tmp_path: Path) -> None:
    taken = tmp_path / "spec.toml"
    taken.mkdir()
    with pytest.raises(OSError, match=r"spec\.toml"):
        write_whole(taken, b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["spec.toml"]


def test_a_rewritten_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "spec.toml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new", like=path)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)


def test_the_room_is_told_of_the_nearest_folder_that_exists(tmp_path: Path) -> None:
    assert room_on(tmp_path / "not" / "yet").endswith(f"free on the disk of {tmp_path}")
