"""Findings and what waits because of them: looked at, acknowledged, and decided by a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spacenews.archive import ArchiveReader, open_archive, open_archive_to_read
from spacenews.archive.quarantine import Quarantined, load_quarantine
from spacenews.archive.rows import instant_text
from spacenews.exports import export_due
from spacenews.frontier import open_state
from spacenews.frontier.corrected import correct_fates
from spacenews.frontier.findings import close_finding, find_finding, load_findings, open_again, save_finding
from spacenews.frontier.observed import Status, set_status
from spacenews.frontier.read_only import can_be_written, open_state_to_ask
from spacenews.model import clock
from spacenews.model.decision import Decision, DecisionKind
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate
from spacenews.model.finding import Finding, FindingState
from spacenews.model.urls import canonical_url
from spacenews.operate.drift_causes import is_because

if TYPE_CHECKING:
    from spacenews.frontier import State
    from spacenews.model.folder import DataFolder

_DIGITS = 9  # of the number of a finding
EMPTIED = "none of its readings waits any more: they were read again, or decided"


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, and what waits because of it."""

    finding: Finding
    waiting: tuple[Quarantined, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is found, and what waits without any finding, by site and reason."""

    findings: tuple[Told, ...] = ()
    others: tuple[Quarantined, ...] = ()

    @property
    def open(self) -> int:
        """How many findings nobody has acknowledged."""
        return sum(told.finding.state is FindingState.OPEN for told in self.findings)


def read_findings(data: DataFolder, site: str = "", *, closed: bool = False) -> Overview:
    """Return the findings of a site or of all, and what waits; those that are closed only where asked for.

    A finding none of whose readings waits any more is closed by looking, where state.db can be written. Where that is
    missing, what waits in the archive is told all the same.

    Raises:
        StorageError: A database cannot be read.
    """
    with ExitStack() as stack:
        state = open_state_to_ask(data.state)
        if state is not None:
            stack.callback(state.close)
        waiting: tuple[Quarantined, ...] = ()
        if data.archive.exists():
            archive = stack.enter_context(open_archive_to_read(data.archive))
            waiting = load_quarantine(archive, site)
            if state is not None and can_be_written(data.state):
                settle_findings(state, archive, site)
        found = load_findings(state, site, closed=closed) if state is not None else ()
        told = tuple(Told(finding, _of(finding, waiting)) for finding in found)
    named = {each.capture for one in told for each in one.waiting}
    return Overview(told, tuple(each for each in waiting if each.capture not in named))


def settle_findings(state: State, archive: ArchiveReader, site: str = "") -> tuple[Finding, ...]:
    """Close each finding of which something waited and nothing does any more; return them.

    One that was closed so is open again where what waited when it began waits again: a re-reading was undone.

    Raises:
        StorageError: A database cannot be read, or state.db not written.
    """
    held = [finding for finding in load_findings(state, site, closed=True) if finding.counts.get("held")]
    if not held:
        return ()
    waiting = load_quarantine(archive, site)
    over = [each for each in held if each.state is not FindingState.CLOSED and not _of(each, waiting)]
    back = [each for each in held if each.closed_reason == EMPTIED and _waits_again(each, waiting)]
    if not over and not back:
        return ()
    with state.transaction() as connection:
        for finding in back:
            open_again(connection, finding)
        return tuple(close_finding(connection, finding, EMPTIED) for finding in over)


def _waits_again(finding: Finding, waiting: Iterable[Quarantined]) -> bool:
    """Whether something waits that was captured before a finding was closed: then nothing waited, so it came back."""
    if finding.state is not FindingState.CLOSED or finding.closed_at is None:
        return False
    until = instant_text(finding.closed_at)
    return any(each.captured_at <= until for each in _of(replace(finding, state=FindingState.OPEN), waiting))


def acknowledge(data: DataFolder, number: int, note: str) -> Finding:
    """Note that a person knows of a finding; it is not told any more, and closes as any other.

    Raises:
        UsageError: There is no such finding, or it is closed.
        StorageError: state.db cannot be written.
    """
    state = _open_state(data)
    try:
        finding = _find(state, number)
        if finding.state is FindingState.CLOSED:
            raise UsageError(f"finding {number} is closed: {finding.closed_reason}")
        with state.transaction() as connection:
            return save_finding(connection, replace(finding, state=FindingState.ACKNOWLEDGED, note=note))
    finally:
        state.close()


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of readings that wait: who says it, and why."""

    kind: DecisionKind
    by: str
    reason: str


def decide(data: DataFolder, names: Sequence[str], word: Word) -> tuple[Quarantined, ...]:
    """Take readings that wait, or refuse them, and return them; the archive and its exports follow at once.

    Args:
        data: The archive.
        names: Numbers of findings, which stand for all that waits because of them, URLs, or record_uuids.
        word: To accept or to refuse.

    Raises:
        UsageError: Nothing waits under a name, or what waits cannot be accepted since it is no article.
        StorageError: A store cannot be written.
    """
    with ExitStack() as stack:
        state = _open_state(data)
        stack.callback(state.close)
        if not data.archive.exists():
            raise UsageError(f"there is no archive in {data.path}: nothing waits")
        archive = stack.enter_context(open_archive(data.archive))
        waiting = load_quarantine(archive)
        chosen = _choose(state, names, waiting, word.kind)
        archive.decide([_decision(each, word) for each in chosen])
        _follow(state, chosen, word)
        export_due(archive, data.articles)
        settle_findings(state, archive)
    return chosen


def _of(finding: Finding, waiting: Iterable[Quarantined]) -> tuple[Quarantined, ...]:
    return tuple(each for each in waiting if is_because(finding, each))


def _open_state(data: DataFolder) -> State:
    if not data.state.exists() and not data.archive.exists():
        raise UsageError(
            f"nothing was crawled into {data.path} yet: there are no findings; --data names another folder"
        )
    return open_state(data.state)


def _find(state: State, number: int) -> Finding:
    finding = find_finding(state, number)
    if finding is None:
        raise UsageError(f"there is no finding {number}: `spacenews findings --all` shows those that there are")
    return finding


def _choose(
    state: State, names: Sequence[str], waiting: Sequence[Quarantined], kind: DecisionKind
) -> tuple[Quarantined, ...]:
    chosen: dict[str, Quarantined] = {}
    for name in names:
        found = _named(state, name, waiting)
        if not found:
            raise UsageError(f"nothing waits under {name!r}: `spacenews findings` shows what does")
        able = [each for each in found if each.is_article or kind is DecisionKind.REFUSE]
        if not able:
            raise UsageError(f"what waits under {name!r} is no article ({found[0].reason}): there is nothing to accept")
        chosen |= {each.capture: each for each in able}
    return tuple(chosen.values())


def _named(state: State, name: str, waiting: Sequence[Quarantined]) -> tuple[Quarantined, ...]:
    if name.isdecimal() and len(name) <= _DIGITS:
        return _of(_find(state, int(name)), waiting)
    address = canonical_url(name)
    names = {name, address}
    return tuple(
        each
        for each in waiting
        if each.capture == name or canonical_url(each.url) in names or each.article_url in names - {None}
    )


def _decision(waiting: Quarantined, word: Word) -> Decision:
    """What is accepted is so whoever reads it; what is refused is what this reader made of it."""
    return Decision(
        at=clock.now(),
        by=word.by,
        kind=word.kind,
        site=waiting.site,
        reason=word.reason,
        capture=waiting.capture,
        reader=waiting.reader if word.kind is DecisionKind.REFUSE else "",
        url=waiting.url,
    )


def _follow(state: State, chosen: Sequence[Quarantined], word: Word) -> None:
    """Let the frontier and the bands follow a person's word."""
    accepted = word.kind is DecisionKind.ACCEPT
    for site in sorted({each.site for each in chosen}):
        of_site = [each for each in chosen if each.site == site]
        correct_fates(state, site, [fate for each in of_site for fate in _fates(each, word, accepted=accepted)])
        if accepted:
            with state.transaction() as connection:
                set_status(connection, site, [each.capture for each in of_site], Status.GOOD)


def _fates(waiting: Quarantined, word: Word, *, accepted: bool) -> Iterable[tuple[str, Fate, str]]:
    url = canonical_url(waiting.url) or waiting.url
    if accepted or waiting.article_url:
        return [(url, Fate.ARCHIVED, "")]
    return [(url, Fate.REJECTED, f"refused by {word.by}: {word.reason}" if word.reason else f"refused by {word.by}")]
