"""The end of a run: what its pages show together decides what waits, what is taken, and what a person must know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacenews.archive.shown import find_hold, find_reader
from spacenews.frontier.findings import load_findings
from spacenews.frontier.observed import Observed, Status, first_held, load_lists_before, load_observed
from spacenews.model import clock
from spacenews.model.decision import MONITOR, Decision, DecisionKind
from spacenews.model.finding import Finding, FindingKind, FindingState
from spacenews.operate.drift_causes import JOINT, REASON_OF, SIGN_OF, Scene, make_finding, name_of
from spacenews.operate.drift_lists import Lists, find_quiet, judge_lists, lists_finding
from spacenews.operate.drift_signs import Found, Sign
from spacenews.operate.drift_verdict import LEAST_SHARE, Judged, Verdict, judge_furniture, judge_repeated, judge_signs
from spacenews.operate.drift_write import Written, ask_again, write_conclusion
from spacenews.operate.findings import settle_findings

if TYPE_CHECKING:
    from spacenews.archive import Archive
    from spacenews.frontier import State
    from spacenews.operate.drift import Bands

HEALED = 3
"""So many pages without it end a finding; of one that takes many pages to be seen, `MANY`."""

MANY = 10

_WORSE = Sign.TITLE | Sign.PUBLISHED | Sign.SHORT  # of an article that is held: the archive lets these wait by itself
_Name = tuple[FindingKind, str, str]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of a run.

    Attributes:
        drifted: Findings that this run's pages show, those that say most first.
        closed: Findings that are over.
        quiet: A finding that says nothing against the run: nothing new came.
        held: Readings that wait because of what was found.
        unsure: Readings that wait because there are too few pages to tell.
        taken: Readings that waited for the end of the run and were taken.
    """

    drifted: tuple[Finding, ...] = ()
    closed: tuple[Finding, ...] = ()
    quiet: Finding | None = None
    held: int = 0
    unsure: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """What the pages of a run came to."""

    pages: Sequence[Observed]
    judged: Sequence[Judged]
    lists: Lists
    new: int
    drift: Mapping[_Name, list[Judged]] = field(default_factory=dict)

    @property
    def held(self) -> dict[str, tuple[Observed, str]]:
        """By capture, each page that shows what is found, and why it waits."""
        reasons: dict[str, set[str]] = defaultdict(set)
        pages: dict[str, Observed] = {}
        for each in (each for judgements in self.drift.values() for each in judgements):
            for page in each.pages:
                pages[page.capture] = page
                reasons[page.capture].add(REASON_OF[each.what or each.sign])
        return {capture: (page, JOINT.join(sorted(reasons[capture]))) for capture, page in pages.items()}


def conclude(archive: Archive, state: State, bands: Bands, scene: Scene, *, new: int) -> Conclusion:
    """Judge the pages of a run, and write what follows from it; in whatever order they came.

    Args:
        archive: The archive.
        state: The open state.db, held by the run.
        bands: What the pages are judged by.
        scene: The run.
        new: How many new articles it found.

    Raises:
        StorageError: A store cannot be read or written; the next run judges these pages again.
    """
    open_ones = load_findings(state, scene.site)
    run = _judge(state, bands, scene, open_ones, new)
    held, unsure = run.held, _unsure(run)
    waited = [page for page in run.pages if page.status is Status.HELD and page.capture not in held]
    released = [page for page in waited if page.capture not in unsure]
    worse = [page for page in released if page.found & Found.KNOWN and page.shown & _WORSE]
    taken = [page for page in released if page not in worse]
    fresh = [
        (page, why)
        for page, why in held.values()
        if page.kind == "article"
        and page.status is not Status.WORSE
        and find_hold(archive.connection, page.capture) != why
    ]
    _decide(archive, scene, DecisionKind.HOLD, fresh)
    _decide(archive, scene, DecisionKind.ACCEPT, [(page, "a single page, not the site") for page in taken])
    found = [make_finding(judgements, bands, scene) for judgements in run.drift.values()]
    lists = [page for page in run.pages if page.kind == "list" and page.seen_at >= scene.began_at]
    if run.lists.verdict is Verdict.DRIFT:
        found.append(lists_finding(run.lists, scene, lists))
    quiet = find_quiet(archive, state, scene, clock.now(), found=new)
    over = [(finding, why) for finding in open_ones if (why := _over(finding, run, found, scene))]
    saved, quieted, closed = write_conclusion(
        state,
        scene,
        Written(
            drift=[*(page for page, _ in held.values()), *_drifted_lists(run, lists, open_ones)],
            held={page.page: why for page, why in held.values() if page.kind == "article"},
            taken=taken,
            worse=worse,
            findings=found,
            quiet=quiet,
            over=over,
        ),
    )
    if over:
        ask_again(state, archive, scene, [finding for finding, _ in over])
    if open_ones:
        closed += settle_findings(state, archive, scene.site)
    return Conclusion(
        drifted=saved,
        closed=closed,
        quiet=quieted,
        held=sum(page.kind == "article" for page, _ in held.values()),
        unsure=len(waited) - len(released),
        taken=len(taken),
    )


def _drifted_lists(run: _Run, lists: Sequence[Observed], open_ones: Iterable[Finding]) -> Sequence[Observed]:
    """Return the pages of lists that are no history: that a person knows of it makes them the usual ones."""
    known = any(each.kind is FindingKind.LISTING and each.state is FindingState.ACKNOWLEDGED for each in open_ones)
    if known or run.lists.verdict is not Verdict.DRIFT:
        return ()
    return run.lists.empty or lists


def _judge(state: State, bands: Bands, scene: Scene, open_ones: Iterable[Finding], new: int) -> _Run:
    since = min(scene.began_at, first_held(state, scene.site) or scene.began_at)
    pages = [
        page
        for page in load_observed(state, scene.site, since)
        if page.seen_at >= scene.began_at or page.status in {Status.GOOD, Status.HELD}
    ]
    judged: list[Judged] = []
    if bands.exist:
        marks = frozenset(mark for finding in open_ones for mark in finding.marks)
        judged = [*judge_signs(pages, bands), *judge_repeated(pages, bands, marks), judge_furniture(pages, bands)]
    of_run = [page for page in pages if page.kind == "list" and page.seen_at >= scene.began_at]
    before = load_lists_before(state, scene.site, scene.began_at, [page.page for page in of_run])
    run = _Run(pages, judged, judge_lists(of_run, before), new)
    return _Run(pages, judged, run.lists, new, _drifting(judged, bands, open_ones))


def _drifting(judged: Iterable[Judged], bands: Bands, open_ones: Iterable[Finding]) -> dict[_Name, list[Judged]]:
    """Return the judgements that make findings.

    What is unsure by itself is sure beside the same of other pages; and where a finding is open, what would be chance
    at another site goes on with it, unless most pages are without it.
    """
    named = [(name_of(each, bands), each) for each in judged if each.pages]
    sure = {(kind, field) for (kind, _, field), each in named if each.verdict is Verdict.DRIFT}
    known = {(finding.kind, finding.field) for finding in open_ones}
    drift: dict[_Name, list[Judged]] = defaultdict(list)
    for name, each in named:
        what = name[0], name[2]
        many = len(each.pages) >= LEAST_SHARE * each.judged
        if (what in sure | known and each.verdict is not Verdict.FINE) or (what in known and many):
            drift[name].append(each)
    return dict(drift)


def _unsure(run: _Run) -> set[str]:
    return {page.capture for each in run.judged if each.verdict is Verdict.UNSURE for page in each.pages}


def _decide(archive: Archive, scene: Scene, kind: DecisionKind, pages: Sequence[tuple[Observed, str]]) -> None:
    """Write down what the monitor decides of readings, and fold it in; in the order of the captures."""
    decisions = []
    for page, why in sorted(pages, key=lambda each: (each[0].seen_at, each[0].capture)):
        reader = find_reader(archive.connection, page.capture)
        if reader:
            decisions.append(
                Decision(
                    at=clock.now(),
                    by=MONITOR,
                    kind=kind,
                    site=scene.site,
                    reason=why,
                    capture=page.capture,
                    reader=reader,
                    url=page.url,
                    run=scene.run,
                )
            )
    if decisions:
        archive.decide(decisions)


def _over(finding: Finding, run: _Run, found: Sequence[Finding], scene: Scene) -> str:
    """Return why a finding is over; empty where it is not."""
    if finding.name in {each.name for each in found} or finding.kind is FindingKind.QUIET:
        return f"{run.new} new articles in run {scene.run}" if finding.kind is FindingKind.QUIET and run.new else ""
    if finding.kind is FindingKind.LISTING:
        lists = run.lists
        return (
            f"{lists.pages} listing pages list {lists.links} articles again in run {scene.run}" if lists.links else ""
        )
    pages = [page for page in run.pages if page.seen_at >= scene.began_at and page.kind != "list"]
    repeats = finding.kind in {FindingKind.SAME, FindingKind.FURNITURE}
    sign = Sign.MARKED if repeats else SIGN_OF[finding.field]
    able = [page for page in pages if (page.kind == "article" if repeats else page.judged & sign)]
    shown = sum(bool(page.shown & sign) for page in able)
    if len(able) - shown < (MANY if finding.kind is FindingKind.FURNITURE else HEALED) or shown * HEALED > len(able):
        return ""
    return f"in its band again: {len(able) - shown} of {len(able)} pages of run {scene.run} are without it"
