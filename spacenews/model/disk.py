"""Files that are on the disk when they say so, and how much room that has left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_KILO = 1000


def room_on(path: Path) -> str:
    """Return what is free on the disk that a file lies on, or would lie on: `4.1 MB free on the disk of data`.

    Args:
        path: The file or folder; it need not exist.
    """
    place = path.resolve()
    while not place.exists() and place != place.parent:
        place = place.parent
    folder = place if place.is_dir() else place.parent
    try:
        free = float(shutil.disk_usage(folder).free)
    except OSError:  # whoever asks has a fault to tell of already
        return f"how much is free on the disk of {folder} cannot be asked"
    units = ["B", "kB", "MB", "GB", "TB"]
    while free >= _KILO and len(units) > 1:
        free /= _KILO
        units.pop(0)
    return f"{free:.{int(units[0] != 'B')}f} {units[0]} free on the disk of {folder}"


def sync_folder(folder: Path) -> None:
    """Bring to the disk which files a folder holds; raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Write a file beside its place, bring it to the disk, and move it there.

    Args:
        path: Where it is to be; whoever reads it meets the old file or the new one.
        data: All of it.
        like: A file whose rights it gets, where there is one.

    Raises:
        OSError: It cannot be written; what stood there is as it was.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.half")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if like is not None and like.exists():
            half.chmod(like.stat().st_mode & 0o777)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
