"""What people decide on articles: taken down and shown again, a duplicate or none; and the journal of all decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacenews.archive import Archive, load_decisions, open_archive
from spacenews.archive.decisions import BadLine
from spacenews.archive.rows import instant_text
from spacenews.exports import export_due
from spacenews.model import clock
from spacenews.model.decision import Decision, DecisionKind
from spacenews.model.errors import UsageError
from spacenews.model.folder import DataFolder

_HAS = {
    DecisionKind.WITHDRAW: "SELECT state = 'withdrawn' FROM articles WHERE uid = ?",
    DecisionKind.RESTORE: "SELECT state <> 'withdrawn' FROM articles WHERE uid = ?",
}
_LAST_JOINING = "SELECT kind FROM decisions WHERE uid = ? AND kind IN ('unjoin', 'join') ORDER BY at DESC, id DESC"


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of articles."""

    kind: DecisionKind
    by: str
    reason: str


def read_journal(data: DataFolder) -> tuple[list[dict[str, str]], tuple[BadLine, ...]]:
    """Return every decision in its order, as records of texts, and the lines that say none; raises StorageError."""
    journal = load_decisions(data.decisions)
    records = [
        {
            "at": instant_text(each.at),
            "by": each.by,
            "kind": str(each.kind),
            "site": each.site,
            "about": each.url or each.uid or each.capture,
            "capture": each.capture,
            "uid": each.uid,
            "reader": each.reader,
            "reason": each.reason,
        }
        for each in journal.decisions
    ]
    return records, journal.bad


def decide_articles(data: DataFolder, names: Sequence[str], word: Word) -> tuple[Decision, ...]:
    """Decide on articles, and return what was decided; archive and exports follow at once.

    Args:
        data: The archive.
        names: URLs, aliases or uids; of what is so already nothing is decided.
        word: What is said of them.

    Raises:
        UsageError: There is no such article, or it cannot be so.
        StorageError: The journal or the archive cannot be written.
    """
    if not data.archive.exists():
        raise UsageError(f"there is no archive in {data.path}: --data names another folder")
    with open_archive(data.archive) as archive:
        found = [_decision(archive, name, word) for name in names]
        decisions = [decision for decision in found if decision is not None]
        if decisions:
            archive.decide(decisions)
        export_due(archive, data.articles)
    return tuple(decisions)


def _decision(archive: Archive, name: str, word: Word) -> Decision | None:
    article = archive.find_article(name)
    if article is None:
        raise UsageError(f"no article is stored under {name}: `spacenews search` finds its address")
    site, url = str(article.record["site"]), str(article.record["url"])
    if word.kind is DecisionKind.UNJOIN and article.original_url is None:
        raise UsageError(f"{url} is no duplicate: nothing was decided")
    if _is_so(archive, article.uid, word.kind):
        return None
    return Decision(clock.now(), word.by, word.kind, site, word.reason, uid=article.uid, url=url)


def _is_so(archive: Archive, uid: str, kind: DecisionKind) -> bool:
    if kind in _HAS:
        return bool(archive.connection.execute(_HAS[kind], (uid,)).fetchone()[0])
    last = archive.connection.execute(_LAST_JOINING, (uid,)).fetchone()
    return (last[0] if last else DecisionKind.JOIN) == kind
