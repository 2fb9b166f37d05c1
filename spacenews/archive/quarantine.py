"""What waits in quarantine: readings that are no article's, beside those that their article was better without."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.archive.opening import explained
from spacenews.archive.reader import ArchiveReader

# The last capture that reads so stands for a reading: it is what a person looks at and decides on.
_WAITING = """
SELECT r.site, coalesce(k.record_uuid, c.record_uuid) AS capture, coalesce(k.url, c.url),
    coalesce(k.captured_at, c.captured_at) AS captured_at, r.reader,
    coalesce(d.reason, (SELECT x.reason FROM decisions x WHERE x.capture = coalesce(k.record_uuid, c.record_uuid)
        AND x.kind = 'hold' ORDER BY x.at DESC LIMIT 1), ''),
    a.url, coalesce(json_extract(r.fields, '$.layout'), ''), coalesce(json_extract(r.fields, '$.title'), ''),
    r.text IS NOT NULL
FROM readings r JOIN captures c ON c.id = r.capture
LEFT JOIN captures k ON k.id = (
    SELECT id FROM captures WHERE reading = r.id ORDER BY captured_at DESC, record_uuid DESC LIMIT 1)
LEFT JOIN doubts d ON d.reading = r.id
LEFT JOIN articles a ON a.id = r.article
WHERE r.status = 'quarantined' AND (?1 = '' OR r.site = ?1)
ORDER BY r.site, captured_at, capture"""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One reading that waits.

    Attributes:
        capture: record_uuid of the last capture that reads so.
        url: As it was asked for.
        captured_at: Of that capture, as text.
        reader: Who read it.
        reason: Why it waits, in one line.
        article_url: Where its article is filed, which goes on showing what it showed; None: it has no article yet.
        layout: That it was read by.
        title: As it was read.
        is_article: Whether there is anything to take: a page that was refused has no text.
    """

    site: str
    capture: str
    url: str
    captured_at: str
    reader: str
    reason: str
    article_url: str | None
    layout: str
    title: str
    is_article: bool


def load_quarantine(archive: ArchiveReader, site: str = "") -> tuple[Quarantined, ...]:
    """Return what waits of a site, or of all, by the time of its capture; raises ArchiveError."""
    with explained(archive.path):
        rows = archive.connection.execute(_WAITING, (site,)).fetchall()
    return tuple(Quarantined(*row[:-1], *map(bool, row[-1:])) for row in rows)
