"""A month that would lose lines which nobody decided on: the archive is not what it was, so the old file is kept."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Set as AbstractSet
from pathlib import Path

from spacenews.archive import ArchiveReader
from spacenews.model import clock

logger = logging.getLogger(__name__)
_KNOWN = (
    "SELECT EXISTS (SELECT 1 FROM articles WHERE uid = ?1) OR EXISTS (SELECT 1 FROM aliases WHERE uid = ?1)"
    " OR EXISTS (SELECT 1 FROM readings WHERE url = ?2 AND site = ?3)"
)


def keep_unknown(archive: ArchiveReader, file: Path, new: Path, decided: AbstractSet[str] = frozenset()) -> Path | None:
    """Copy a month's file aside before a new one takes its place, if it has articles that the archive never heard of.

    Articles leave a month for many good reasons: another day, a duplicate, a takedown, quarantine. The archive knows
    all of these. What it does not know, it has lost: then the lines are the last trace of it.

    Args:
        archive: Where the new lines come from.
        file: The month as it was.
        new: The month as it will be; it may be empty.
        decided: URLs of articles that whoever asks for this export has just taken out, and knows it.

    Returns:
        What the old file is kept as; None where it need not be.

    Raises:
        OSError: It cannot be copied.
        ArchiveError: The archive cannot be read.
    """
    if not file.exists() or _count(new) >= _count(file):
        return None
    lost = [url for url, uid, site in _articles(file) if not _is_known(archive, url, uid, site)]
    lost = [url for url in lost if url not in decided]
    if not lost:
        return None
    kept = file.with_name(f"{file.name}.kept-{clock.now():%Y%m%dT%H%M%S%fZ}")
    shutil.copy2(file, kept)
    logger.warning(
        "%s loses %d articles that %s does not know, such as %s: the old file is kept as %s; `spacenews rebuild` shows "
        "what the captures give",
        *(file, len(lost), archive.path, lost[0], kept.name),
    )
    return kept


def _count(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _ in lines)


def _articles(file: Path) -> list[tuple[str, str, str]]:
    """Return URL, uid and site of each line; one that is none of ours says nothing."""
    found = []
    for line in file.read_bytes().splitlines():
        try:
            record = json.loads(line)
            found.append((str(record["url"]), str(record["uid"]), str(record["site"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def _is_known(archive: ArchiveReader, url: str, uid: str, site: str) -> bool:
    return bool(archive.connection.execute(_KNOWN, (uid, url, site)).fetchone()[0])
