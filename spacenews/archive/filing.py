"""One article folded in, in the transaction of its caller: the short way for what is common, the fold for the rest."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacenews.archive import articles, readings
from spacenews.archive.articles import ArticleRow, Content
from spacenews.archive.captured import SELECT, Answered, Moved, hour_of, to_record
from spacenews.archive.facts import Folded, Revision
from spacenews.archive.neighborhood import is_plain_alias, look_around, refold
from spacenews.archive.readings import Read
from spacenews.archive.rows import month_of
from spacenews.archive.said import said_of
from spacenews.archive.standing import MISSED_DAYS
from spacenews.archive.touched import Touched, settle
from spacenews.model import Article, CaptureRecord, Rejection
from spacenews.model.ids import article_uid

Reread = Callable[[CaptureRecord], Article | Rejection]
"""Reads an old capture again with today's reader."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a call of `Archive.save` did.

    Attributes:
        kind: `new`, `revised` (a new revision), `corrected` (the same revision, read better), `unchanged` (no new
            revision; `months` tells whether a lesser field changed), `moved` (filed under another URL now),
            `duplicate` (its text is that of another article, whatever else happened), `quarantined` (it is worse
            than what is stored, and waits), `rejected`, or `captured` (no article was touched).
        uid: Of the article, or None.
        url: Canonical URL that the article is filed under now, or None.
        original_url: For a duplicate, URL of the original.
        reason: Of `quarantined`, what is worse.
        absorbed: When each article that turned out to be part of another one was first seen, as the columns hold it.
        months: Months (`2021-04`, `undated`) whose export is due because of this call.
    """

    kind: str
    uid: str | None = None
    url: str | None = None
    original_url: str | None = None
    months: tuple[str, ...] = ()
    reason: str = ""
    absorbed: tuple[str, ...] = ()


def file_redirects(db: sqlite3.Connection, redirects: Sequence[Moved]) -> Saved:
    """Fold in redirects whose captures were just added; they matter where they lead to an article."""
    touched = Touched()
    moved: ArticleRow | None = None
    for moved_on in redirects:
        site, source, target = moved_on.site, moved_on.source, moved_on.target
        row = articles.find_by_url(db, site, target)
        if row is not None and is_plain_alias(db, site, source, target):
            articles.widen_alias(db, row.id, site, source, moved_on.at)
            continue
        db.execute("PRAGMA defer_foreign_keys = ON")
        for number, before in refold(db, site, (source, target), touched).items():
            now = articles.find(db, number)
            if before is not None and before.url != now.url:
                moved = now
    months = settle(db, touched)
    saved = Saved("captured") if moved is None else Saved("moved", moved.uid, moved.url)
    return replace(saved, months=months, absorbed=tuple(touched.absorbed))


def file_answers(db: sqlite3.Connection, answers: Sequence[Answered]) -> Saved:
    """Fold in answers without a page whose captures were just added; they matter where an article is filed there."""
    touched = Touched()
    for each in dict.fromkeys(answers):
        if articles.find_by_url(db, each.site, each.url) is not None:
            db.execute("PRAGMA defer_foreign_keys = ON")
            refold(db, each.site, (each.url,), touched)
    return Saved("captured", months=settle(db, touched))


def file_refusal(db: sqlite3.Connection, record_uuid: str, rejection: Rejection, reader: str) -> Saved:
    """Store why a capture is no article. Where one is filed at its address, that waits beside it."""
    added = readings.add_rejected(db, record_uuid, rejection, reader)
    if added is None:
        return Saved("rejected")
    reading, site, url = added
    if articles.find_by_url(db, site, url) is None:
        return Saved("rejected")
    db.execute("PRAGMA defer_foreign_keys = ON")
    touched = Touched()
    refold(db, site, (url,), touched)
    months = settle(db, touched)
    return _quarantined(db, reading, months) or Saved("rejected", months=months)


_MISSED = """
SELECT DISTINCT a.url FROM answers w JOIN articles a ON a.url = w.url AND a.site = w.site
WHERE w.site = ?1 AND w.hour BETWEEN ?2 - 1 AND ?2 + 1
    AND (SELECT count(*) FROM answers o WHERE o.site = w.site AND o.url = w.url) >= ?3"""


def note_serving(db: sqlite3.Connection, article: Article) -> None:
    """Note that the site served an article in this hour: what it did not find around it was no outage."""
    hour = hour_of(article.captured_at)
    added = db.execute(
        "INSERT INTO serving_hours (site, hour) VALUES (?, ?) ON CONFLICT DO NOTHING", (article.site, hour)
    )
    if added.rowcount:
        judge_missed(db, article.site, hour)


def judge_missed(db: sqlite3.Connection, site: str, hour: int) -> None:
    """Fold again what was not found around an hour of which it is known now whether the site served then."""
    touched = Touched()
    # What gave fewer answers than there must be days cannot have vanished by them.
    for (url,) in db.execute(_MISSED, (site, hour, MISSED_DAYS)).fetchall():
        db.execute("PRAGMA defer_foreign_keys = ON")
        refold(db, site, (url,), touched)
    settle(db, touched)


def file_article(db: sqlite3.Connection, article: Article, reread: Reread | None) -> Saved:
    """Fold one reading in, whenever its capture was made, and say what it changed."""
    read = readings.prepare(db, article)
    around = look_around(db, article.site, article.url, (read.at, article.capture))
    row = articles.find_by_url(db, article.site, article.url)
    if row is None and around.is_quiet and not around.led and not read.had_one:
        return _file_new(db, read)
    if row is not None and around.is_quiet and _same_again(db, row, read):
        return Saved("unchanged", row.uid, row.url) if row.duplicate_of is None else _saved(db, "duplicate", row.id, ())
    return _file_anywhere(db, read, reread)


def file_whole(db: sqlite3.Connection, article: Article, reread: Reread | None) -> Saved:
    """Fold in an article that was put together from several pages; where it is stored so, nothing is touched."""
    read = readings.prepare(db, article)
    same = readings.find_same(db, read)
    if same is not None and same[0] == read.known:
        row = articles.find_by_url(db, article.site, article.url)
        return Saved("unchanged") if row is None else Saved("unchanged", row.uid, row.url)
    return _file_anywhere(db, read, reread)


def file_part(db: sqlite3.Connection, record_uuid: str, rejection: Rejection, reader: str) -> None:
    """Let a capture of a further page give no article any more: another one of the same visit holds it."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    touched = Touched()
    readings.refuse(db, record_uuid, rejection, reader, touched)
    refold(db, readings.find_capture_row(db, record_uuid)[1], (), touched)
    settle(db, touched)


def _file_new(db: sqlite3.Connection, read: Read) -> Saved:
    """The first reading of an address that no redirect touches: nothing stored can bear on it."""
    article = read.article
    number = articles.next_number(db)
    reading, fresh_text = readings.add(db, read, shown_by=number)
    db.execute("UPDATE captures SET reading = ? WHERE id = ?", (reading, read.capture))
    folded = Folded(
        uid=article_uid(article.site, article.url),
        url=article.url,
        readings=frozenset((reading,)),
        revisions=(Revision(reading, read.at, read.at),),
        aliases={} if read.page == article.url else {read.page: (read.at, read.at)},
    )
    text = fresh_text or articles.load_content(db, reading).text
    content = Content(json.loads(read.written.fields), text, article.reader, article.content_digest, read.capture)
    articles.insert(db, number, article.site, folded, content)
    touched = Touched(months={(article.site, month_of(content.fields["published_on"]))})
    if fresh_text is not None:  # no other article can have the same text
        return Saved("new", folded.uid, folded.url, months=settle(db, touched))
    touched.texts.add((article.site, text, content.fields["title"]))
    return _saved(db, "new", number, settle(db, touched))


def _same_again(db: sqlite3.Connection, row: ArticleRow, read: Read) -> bool:
    """Whether this reads like what is shown, and later: then nothing moves but last_seen_at."""
    if read.had_one or read.at <= row.last_seen_at or row.is_doubted:
        return False
    same = readings.find_same(db, read)
    if same is None or same[0] != row.reading:
        return False
    db.execute("UPDATE captures SET reading = ? WHERE id = ?", (row.reading, read.capture))
    db.execute("UPDATE articles SET last_seen_at = ? WHERE id = ?", (read.at, row.id))
    db.execute(
        "UPDATE revisions SET last_seen_at = ? WHERE article = ? AND number = ?", (read.at, row.id, row.revisions)
    )
    own = set() if row.has_other_name(read.article.site) else {row.url}
    for address in {read.page, row.url} - own:
        articles.widen_alias(db, row.id, read.article.site, address, read.at)
    return True


def _file_anywhere(db: sqlite3.Connection, read: Read, reread: Reread | None) -> Saved:
    db.execute("PRAGMA defer_foreign_keys = ON")
    touched = Touched()
    site, url = read.article.site, read.article.url
    reading = readings.attach(db, read, touched)
    before = refold(db, site, (url,), touched)
    number = _article_of(db, reading)
    corrected = reread is not None and number is not None and _make_comparable(db, number, read, reread, touched)
    if corrected:
        before = refold(db, site, (url,), touched) | before
        number = _article_of(db, reading)
    months = settle(db, touched)
    if waits := _quarantined(db, reading, months):
        return waits
    if number is None:
        return _set_aside(db, read, months)
    kind = _kind(before.get(number), articles.find(db, number), corrected=corrected)
    return _saved(db, kind, number, months)


def _quarantined(db: sqlite3.Connection, reading: int, months: tuple[str, ...]) -> Saved | None:
    """Return what to say of a reading that waits; None for one that does not."""
    row = db.execute(
        "SELECT a.uid, a.url, d.reason FROM doubts d JOIN articles a ON a.id = d.article WHERE d.reading = ?",
        (reading,),
    ).fetchone()
    return None if row is None else Saved("quarantined", row[0], row[1], months=months, reason=row[2])


def _set_aside(db: sqlite3.Connection, read: Read, months: tuple[str, ...]) -> Saved:
    """Return what to say of a reading that was refused before, or is held back with no article to wait beside."""
    site, url = read.article.site, read.article.url
    row = articles.find_by_url(db, site, url)
    if row is not None:
        return Saved("unchanged", row.uid, row.url, months=months)
    held = said_of(db, site, read.article.capture, read.article.reader).held
    return Saved("quarantined", url=url, months=months, reason=held or "read as what a person refused before")


def _article_of(db: sqlite3.Connection, reading: int) -> int | None:
    row: tuple[int | None] = db.execute("SELECT article FROM readings WHERE id = ?", (reading,)).fetchone()
    return row[0]


def _make_comparable(db: sqlite3.Connection, number: int, read: Read, reread: Reread, touched: Touched) -> bool:
    """Read the captures just before and after again, where another reader read them and saw other content.

    A revision is an edit of the newsroom, never of ours: only what the same reader read can be compared. What was
    read again cannot be compared with what lies beyond it any more: where an edit lies between, that is read again too.
    """
    changed = False
    for record in _neighbors(db, number, read):
        again = reread(record)
        if isinstance(again, Article) and again.url == read.article.url and again.reader == read.article.reader:
            readings.attach(db, readings.prepare(db, again), touched)
            changed = True
    return changed


def _neighbors(db: sqlite3.Connection, number: int, read: Read) -> list[CaptureRecord]:
    sightings = db.execute(
        "SELECT c.record_uuid, r.reader, r.content_digest FROM readings r JOIN captures c ON c.reading = r.id"
        " WHERE r.article = ?1 AND (r.status <> 'quarantined' OR c.record_uuid = ?2)"
        " AND (c.record_uuid = ?2 OR c.id NOT IN (SELECT capture FROM lost_captures))"
        " ORDER BY c.captured_at, c.record_uuid",
        (number, read.article.capture),
    ).fetchall()
    at = next(at for at, (uuid, *_) in enumerate(sightings) if uuid == read.article.capture)
    before, after = sightings[at::-1], sightings[at:]
    return [
        to_record(db.execute(f"{SELECT} WHERE record_uuid = ?", (uuid,)).fetchone())
        for uuid in (*_beyond(before, read), *_beyond(after, read))
    ]


def _beyond(sightings: Sequence[tuple[str, str, str]], read: Read) -> Iterator[str]:
    """Give the captures, from a reading outwards, that its reader must read too; the first one is its own."""
    for at, (uuid, reader, digest) in enumerate(sightings[1:]):
        _, inner_reader, inner_digest = sightings[at]
        # Next to the reading itself: read by another reader, otherwise. Further out: an edit that one reader saw.
        is_comparable = reader == inner_reader if at else reader != read.article.reader
        if not is_comparable or digest == inner_digest:
            return
        yield uuid


def _kind(before: ArticleRow | None, now: ArticleRow, *, corrected: bool) -> str:
    if before is None:
        return "new"
    if before.url != now.url:
        return "moved"
    if before.revisions < now.revisions:
        return "revised"
    return "corrected" if corrected or before.content_digest != now.content_digest else "unchanged"


def _saved(db: sqlite3.Connection, kind: str, number: int, months: tuple[str, ...]) -> Saved:
    uid, url, original = db.execute(
        "SELECT a.uid, a.url, o.url FROM articles a LEFT JOIN articles o ON o.id = a.duplicate_of WHERE a.id = ?",
        (number,),
    ).fetchone()
    return Saved(kind if original is None else "duplicate", uid, url, original, months)
