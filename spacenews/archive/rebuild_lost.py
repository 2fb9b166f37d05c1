"""What an archive holds and one that was rebuilt from captures does not: texts whose captures are gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacenews.archive.rebuild_compare import beside

# A reading is given by the captures that read as it; one of them suffices, or the same text captured once more.
_LOST = """
SELECT a.site, a.url, a.reading = g.id, NOT EXISTS (SELECT 1 FROM two.articles x WHERE x.uid = a.uid)
        AND NOT EXISTS (SELECT 1 FROM two.aliases x WHERE x.uid = a.uid),
    (SELECT coalesce(p.location, k.location) FROM one.captures k
        LEFT JOIN one.captures p ON k.kind = 'revisit' AND p.record_uuid = k.refers_to WHERE k.id = g.capture)
FROM one.readings g JOIN one.articles a ON a.id = g.article
WHERE g.text IS NOT NULL AND EXISTS (SELECT 1 FROM one.captures k WHERE k.reading = g.id)
    AND NOT EXISTS (
        SELECT 1 FROM one.captures k JOIN two.captures m ON m.record_uuid = k.record_uuid
        WHERE k.reading = g.id AND (m.kind <> 'revisit'
            OR EXISTS (SELECT 1 FROM two.captures p WHERE p.record_uuid = m.refers_to)))
    AND NOT EXISTS (
        SELECT 1 FROM two.readings r WHERE r.url = g.url AND r.site = g.site AND r.content_digest = g.content_digest)
ORDER BY a.url, a.uid, g.id"""
_MISSING = """
SELECT url FROM one.articles WHERE uid NOT IN (SELECT uid FROM two.articles UNION SELECT uid FROM two.aliases)
ORDER BY url"""
_IS_HELD = """
SELECT EXISTS (SELECT 1 FROM two.articles WHERE uid = ?1) OR EXISTS (SELECT 1 FROM two.aliases WHERE uid = ?1)"""


@dataclass(frozen=True, slots=True)
class LostText:
    """A text of an article that no capture gives any more.

    Attributes:
        is_current: Whether it is what the article shows.
        is_all: Whether the rebuilt archive has nothing of the article.
        location: WARC file that holds the page that it was read from.
    """

    site: str
    url: str
    is_current: bool
    is_all: bool
    location: str


def lost_texts(first: Path, second: Path) -> list[LostText]:
    """Return the texts that the first archive holds of any site and whose captures the second one does not have.

    A text that was captured once more since is not lost; nor is one that today's reader reads otherwise.

    Raises:
        ArchiveError: One of them cannot be read.
    """
    with beside(first, second, ()) as db:
        return [
            LostText(site, url, bool(current), bool(gone), location)
            for site, url, current, gone, location in db.execute(_LOST)
        ]


def missing_articles(first: Path, second: Path) -> list[str]:
    """Return the URLs of articles that the first archive holds and the second, by no name of theirs, does not.

    Raises:
        ArchiveError: One of them cannot be read.
    """
    with beside(first, second, ()) as db:
        return [url for (url,) in db.execute(_MISSING)]


def missing_lines(lines: Path, archive: Path) -> list[str]:
    """Return the URLs of articles in a folder of JSON Lines that an archive, by no name of theirs, does not hold.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    with beside(archive, archive, ()) as db:
        return sorted(url for url, uid in _in_files(lines) if not db.execute(_IS_HELD, (uid,)).fetchone()[0])


def _in_files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*/*.jsonl")):
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                try:
                    record = json.loads(line)
                    yield str(record["url"]), str(record["uid"])
                except (ValueError, KeyError, TypeError):
                    continue  # a line that is none of ours says nothing
