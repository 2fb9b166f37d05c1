"""A run watched: each page is compared with the bands of its site before it is stored, and waits where it must."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from spacenews.archive.shown import find_shown, is_decided
from spacenews.frontier.findings import load_findings
from spacenews.frontier.observed import Observed, Status, first_held, load_history
from spacenews.model import clock
from spacenews.model.decision import MONITOR, Decision, DecisionKind
from spacenews.model.finding import FindingKind
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.operate.drift import Bands
from spacenews.operate.drift_causes import REASON_OF, SIGN_OF, Scene
from spacenews.operate.drift_conclude import Conclusion, conclude
from spacenews.operate.drift_signs import (
    STRONG,
    Found,
    Shown,
    Sign,
    checksum,
    compared,
    each_sign,
    found_in,
    paragraph_sums,
    shown_before,
)

if TYPE_CHECKING:
    from spacenews.archive import Archive
    from spacenews.frontier import FrontierRow, State
    from spacenews.model.article import Article
    from spacenews.model.capture import Capture

HARDLY = 0.05
"""A sign that at most this share of good pages shows lets a single page wait until the run is judged."""

_NO_LAYOUT = 0.15  # the same where no layout matches, which says more than a field that is not there

_LISTED_ON = "SELECT coalesce(published_on, '') FROM frontier WHERE id = ?"
_BEGAN = "SELECT started_at FROM runs WHERE id = ?"
_REFUSED, _MARKED = int(Sign.REFUSED), int(Sign.MARKED)
_REPEATED = frozenset({FindingKind.SAME, FindingKind.FURNITURE})
_SPOKEN = frozenset({RejectionReason.ERROR_STATUS})  # of a status, fates tell already


@dataclass(frozen=True, slots=True)
class Watched:
    """The run that is watched.

    Attributes:
        site: Key of its site.
        markers: Of the site's own layouts, by name.
        run: Its id.
        chain: Id of the run that it goes on with, or its own.
        reader: Who reads its pages.
        is_current: Whether it asks for what is new: an article of no known day is taken for a new one.
    """

    site: str
    markers: dict[str, str] = field(default_factory=dict)
    run: str = ""
    chain: str = ""
    reader: str = ""
    is_current: bool = True


class Watch:
    """Compares what a run reads with what is known of its site, page by page and at its end.

    What pages are judged by was read before the run began, so that it does not matter in which order they come, nor
    whether the run was killed and gone on with.

    Args:
        archive: The open archive.
        state: The open state.db, held by the run, which has its record.
        watched: The run.

    Raises:
        StorageError: state.db cannot be read.
    """

    def __init__(self, archive: Archive, state: State, watched: Watched) -> None:
        self._archive, self._state, self._watched = archive, state, watched
        self._layouts = frozenset(watched.markers)
        began = state.query(_BEGAN, (watched.chain,))
        began_at = datetime.fromisoformat(began[0][0]) if began else clock.now()
        self._scene = Scene(watched.site, watched.markers, watched.run, began_at, watched.reader)
        self._findings = load_findings(state, watched.site)

    @cached_property
    def bands(self) -> Bands:
        """What the pages of this run are judged by."""
        site = self._watched.site
        before = min(self._scene.began_at, first_held(self._state, site) or self._scene.began_at)
        return Bands(load_history(self._state, site, before))

    def see_article(self, row: FrontierRow, article: Article) -> Observed:
        """Return what an article's page shows; where it must wait, that is decided before this returns.

        Raises:
            StorageError: It cannot be decided.
        """
        held = find_shown(self._archive.connection, article.site, article.url, article.capture)
        before = shown_before(held, self._layouts) if held else None
        found = found_in(article, self._layouts) | compared(article, before)
        day = article.published.on.isoformat() if article.published else self._listed_on(row)
        judged, shown = self._judge(found, article, before, day)
        title, body = checksum(article.title), crc32(article.body.encode("utf-8", "replace"))
        marked = "title" if title in self._marks else "body"
        if self._marks & {title, body}:
            own = found & (Found.SAME_TITLE if marked == "title" else Found.SAME_TEXT)
            judged, shown = (judged, shown) if own else (judged | _MARKED, shown | _MARKED)
        observed = Observed(
            seen_at=article.captured_at,
            page=row.id,
            capture=article.capture,
            url=row.url,
            kind="article",
            layout=article.layout,
            judged=judged,
            shown=shown,
            found=found,
            words=article.word_count,
            title=title,
            body=body,
            paragraphs=paragraph_sums(article.body),
            published_on=day,
        )
        why = self._why_wait(shown, article.layout, marked, known=before is not None)
        if not why:
            return observed
        self._hold(observed, article, why)
        return replace(observed, status=Status.HELD)

    def see_refused(self, row: FrontierRow, capture: Capture, refusal: Rejection) -> Observed | None:
        """Return what a page shows that gives no article; None where that says nothing of the site."""
        if refusal.reason in _SPOKEN or row.relation == "body":
            return None
        held = find_shown(self._archive.connection, self._watched.site, canonical_url(row.url) or row.url)
        day = self._listed_on(row)
        judged = held is not None or self.bands.is_judged(day, current=self._watched.is_current)
        sign = Sign.REFUSED if judged and self.bands.exist else Sign(0)
        return Observed(
            seen_at=capture.captured_at,
            page=row.id,
            capture=capture.record_uuid,
            url=row.url,
            kind="refused",
            layout=str(refusal.reason),
            judged=int(sign),
            shown=int(sign),
            found=int(Found.KNOWN if held else 0),
            published_on=day,
        )

    def see_list(self, row: FrontierRow, capture: Capture, count: int) -> Observed:
        """Return what the first page of a list shows: how many articles it lists."""
        return Observed(
            seen_at=capture.captured_at,
            page=row.id,
            capture=capture.record_uuid,
            url=row.url,
            kind="list",
            layout=str(row.kind),
            words=count,
        )

    def end(self, *, new: int) -> Conclusion:
        """Judge what the run's pages show together; `new` is how many new articles it found. Raises StorageError."""
        return conclude(self._archive, self._state, self.bands, self._scene, new=new)

    @cached_property
    def _marks(self) -> frozenset[int]:
        return frozenset(mark for finding in self._findings for mark in finding.marks)

    @cached_property
    def _found_before(self) -> Sign:
        """The signs whose findings are open: a page that shows one waits, however often good ones do."""
        signs = Sign(0)
        for finding in self._findings:
            signs |= Sign.MARKED if finding.kind in _REPEATED else SIGN_OF.get(finding.field, Sign(0))
        return signs

    def _judge(self, found: int, article: Article, before: Shown | None, day: str) -> tuple[int, int]:
        bands = self.bands
        if not bands.exist:
            return 0, 0
        if before is not None:
            judged, shown = bands.judge_known(found, article.word_count, before)
        elif bands.is_judged(day, current=self._watched.is_current):
            judged, shown = bands.judge_new(found, article.layout, article.word_count)
        else:
            return 0, 0
        return judged | _REFUSED, shown

    def _why_wait(self, shown: int, layout: str, marked: str, *, known: bool) -> str:
        for sign in each_sign(shown & int(STRONG | self._found_before)) if shown else ():
            expected = self.bands.expected(sign, layout)
            most = _NO_LAYOUT if sign is Sign.LAYOUT else HARDLY
            rare = known or sign is Sign.MARKED or (expected.judged and expected.at_most <= most)
            if rare or sign & self._found_before:
                return REASON_OF[marked] if sign is Sign.MARKED else REASON_OF[sign]
        return ""

    def _hold(self, page: Observed, article: Article, why: str) -> None:
        """Let a reading wait; what was decided of it before stays as it is."""
        if is_decided(self._archive.connection, article.site, page.capture):
            return
        decision = Decision(
            at=clock.now(),
            by=MONITOR,
            kind=DecisionKind.HOLD,
            site=article.site,
            reason=why,
            capture=page.capture,
            reader=article.reader,
            url=page.url,
            run=self._watched.run,
        )
        self._archive.decide([decision])

    def _listed_on(self, row: FrontierRow) -> str:
        rows = self._state.query(_LISTED_ON, (row.id,))
        return str(rows[0][0]) if rows else ""


def settled(observed: Observed, *, waits: bool) -> Observed:
    """Return what is written of a page, once the archive has said whether its reading waits."""
    if waits and observed.status is Status.GOOD:
        return replace(observed, status=Status.WORSE)
    if not waits and observed.status is Status.HELD:
        return replace(observed, status=Status.GOOD)
    return observed
