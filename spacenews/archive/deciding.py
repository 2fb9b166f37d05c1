"""Decisions as facts of the archive: taken over from the journal, and brought to what they are about."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spacenews.archive.decisions import BadLine, append_decisions, line_of, load_decisions, parse_line
from spacenews.archive.neighborhood import refold
from spacenews.archive.rows import instant_text
from spacenews.archive.touched import Touched, settle
from spacenews.model.decision import OF_CAPTURE, Decision, DecisionKind
from spacenews.model.urls import canonical_url

_INSERT = (
    "INSERT INTO decisions (id, at, decided_by, kind, site, capture, uid, reader, reason, line)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
)
_ADDRESSES = (
    "SELECT c.url FROM captures c WHERE c.record_uuid = ?1 UNION SELECT r.url FROM captures c JOIN readings r"
    " ON r.id = c.reading WHERE c.record_uuid = ?1 AND r.url IS NOT NULL"
)
_NAMED = (
    "SELECT a.url, a.text, a.title FROM articles a WHERE a.uid = ?1 UNION SELECT a.url, a.text, a.title FROM aliases l"
    " JOIN articles a ON a.id = l.article WHERE l.uid = ?1"
)
_FOLDED = (
    "INSERT INTO journal (one, bytes, bad) VALUES (1, ?, ?) ON CONFLICT (one)"
    " DO UPDATE SET bytes = excluded.bytes, bad = excluded.bad"
)


@dataclass(frozen=True, slots=True)
class Caught:
    """What came of bringing the archive up to its journal.

    Attributes:
        folded: How many decisions were new to the archive.
        bad: Lines that say no decision.
        written_back: How many decisions the archive knew and the journal had lost; they stand in it again.
    """

    folded: int = 0
    bad: tuple[BadLine, ...] = ()
    written_back: int = 0

    def messages(self, journal: Path) -> list[str]:
        """Return what a person must know, one line each."""
        told = [
            f"{journal}, line {line.number} says no decision ({line.why}): write what it should say as a new line"
            for line in self.bad
        ]
        if self.written_back:
            told.append(f"{journal} had lost {self.written_back} decisions; they were written back from the archive")
        return told


def has_news(db: sqlite3.Connection, journal: Path) -> bool:
    """Whether the journal is not as long as it was when it was folded last."""
    return (journal.stat().st_size if journal.exists() else 0) != _how_far(db)[0]


def known_of(db: sqlite3.Connection) -> Caught:
    """Return what is known of a journal that has no news: its bad lines."""
    return Caught(bad=_how_far(db)[1])


def catch_up(db: sqlite3.Connection, journal: Path) -> Caught:
    """Fold in what stands in the journal and is not folded; in the transaction of the caller.

    Where the journal is shorter than it was, all of it is looked at again, and what it lost is put at its end.

    Raises:
        StorageError: The journal cannot be read, or not written where it lost something.
    """
    far, bad = _how_far(db)
    size = journal.stat().st_size if journal.exists() else 0
    if size < far:
        far, bad = 0, ()
    found = load_decisions(journal, far)
    folded = _take(db, found.decisions)
    lost = _lost(db, journal) if far == 0 else []
    if lost:
        append_decisions(journal, lost, as_they_are=True)
        found = load_decisions(journal)
    bad = (*bad, *found.bad) if far else found.bad
    if found.size or far:
        db.execute(_FOLDED, (found.size or far, json.dumps([(line.number, line.why) for line in bad])))
    return Caught(folded, bad, len(lost))


def _how_far(db: sqlite3.Connection) -> tuple[int, tuple[BadLine, ...]]:
    row = db.execute("SELECT bytes, bad FROM journal").fetchone()
    return (0, ()) if row is None else (int(row[0]), tuple(BadLine(*line) for line in json.loads(row[1])))


def _lost(db: sqlite3.Connection, journal: Path) -> list[Decision]:
    """Return the decisions that the archive has and its journal has not, in their order."""
    there = {line_of(decision) for decision in load_decisions(journal).decisions}
    lines = [line for (line,) in db.execute("SELECT line FROM decisions ORDER BY at, id") if line not in there]
    return [found for line in lines if isinstance(found := parse_line(line.encode()), Decision)]


def _take(db: sqlite3.Connection, decisions: Iterable[Decision]) -> int:
    """Store decisions that are new, and fold again what they are about; return how many there were."""
    fresh = [decision for decision in decisions if _store(db, decision)]
    urls: dict[str, set[str]] = defaultdict(set)
    touched = Touched()
    for decision in fresh:
        urls[decision.site] |= _addresses(db, decision, touched)
    if any(urls.values()):
        db.execute("PRAGMA defer_foreign_keys = ON")
    for site, around in sorted(urls.items()):
        refold(db, site, sorted(around), touched)
    settle(db, touched)
    return len(fresh)


def _store(db: sqlite3.Connection, decision: Decision) -> bool:
    line = line_of(decision)
    values = (
        hashlib.sha256(line.encode()).hexdigest(),
        instant_text(decision.at),
        decision.by,
        str(decision.kind),
        decision.site,
        decision.capture,
        decision.uid,
        decision.reader,
        decision.reason,
        line,
    )
    return db.execute(_INSERT, values).rowcount > 0


def _addresses(db: sqlite3.Connection, decision: Decision, touched: Touched) -> set[str]:
    """Return the addresses that a decision bears on; none where what it is about is not stored yet."""
    if decision.kind in OF_CAPTURE:
        return {canonical_url(url) or url for (url,) in db.execute(_ADDRESSES, (decision.capture,))}
    named = db.execute(_NAMED, (decision.uid,)).fetchall()
    if decision.kind in (DecisionKind.UNJOIN, DecisionKind.JOIN):
        touched.texts |= {(decision.site, text, title) for _, text, title in named}
    return {url for url, *_ in named}
