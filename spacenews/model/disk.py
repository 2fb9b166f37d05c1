"""How much room a disk has left, for messages that tell a person to make some."""

from __future__ import annotations

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
