"""Lists that list less, and a site that has gone quiet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from spacenews.archive.opening import explained
from spacenews.frontier.observed import Observed
from spacenews.model.finding import Finding, FindingKind
from spacenews.operate.drift_causes import Scene
from spacenews.operate.drift_verdict import UNLIKELY, Verdict

if TYPE_CHECKING:
    from spacenews.archive import ArchiveReader
    from spacenews.frontier import State

LISTED = 5
"""A first page that listed so many articles is a list; one with fewer may be empty another day."""

_SURE_LINKS = 20  # on all first pages together, before half of them is less than usual
_SAMPLES = 3
_ARTICLES = 100  # the latest, whose days are the site's rhythm
_SILENT_RUNS = 3
_LONGEST = 2  # times the longest silence among those
_DAYS = (
    "SELECT published_on FROM articles WHERE site = ? AND published_on IS NOT NULL ORDER BY published_on DESC LIMIT ?"
)
_RUNS = """
SELECT started_at, coalesce(json_extract(counts, '$.new'), 0) FROM runs
WHERE site = ? AND exit_code IN (0, 3) AND mode IN ('crawl', 'full') ORDER BY started_at DESC LIMIT 1000"""


@dataclass(frozen=True, slots=True)
class Lists:
    """What is thought of the first pages of a site's lists in one run.

    Attributes:
        empty: Those that list nothing, and did.
        asked: Those that answered with a page and listed something before.
        now: Links to articles on all of them.
        before: The same, when each was read before.
        pages: How many first pages were read at all.
        links: Links to articles on all of these; 0 where any of them has none.
    """

    verdict: Verdict
    empty: tuple[Observed, ...] = ()
    asked: int = 0
    now: int = 0
    before: int = 0
    pages: int = 0
    links: int = 0


def judge_lists(pages: Sequence[Observed], before: Sequence[Observed]) -> Lists:
    """Return what is thought of the first pages of lists.

    Args:
        pages: Of this run; of a page that was read twice the last counts.
        before: How these were read earlier, the newest first.
    """
    earlier: dict[int, int] = {}
    for page in before:
        earlier.setdefault(page.page, page.words)
    latest = {page.page: page for page in sorted(pages, key=lambda page: page.seen_at) if page.kind == "list"}
    asked = [page for number, page in sorted(latest.items()) if earlier.get(number, 0) >= LISTED]
    empty = tuple(page for page in asked if not page.words)
    now, had = sum(page.words for page in asked), sum(earlier[page.page] for page in asked)
    fewer = had >= _SURE_LINKS and now * 2 <= had
    drifted = bool(asked) and (len(empty) * 2 >= len(asked) or fewer)
    links = [page.words for page in latest.values()]
    return Lists(
        verdict=Verdict.DRIFT if drifted else Verdict.FINE,
        empty=empty,
        asked=len(asked),
        now=now,
        before=had,
        pages=len(links),
        links=sum(links) if all(links) else 0,
    )


def lists_finding(lists: Lists, scene: Scene, pages: Sequence[Observed]) -> Finding:
    """Return the finding that lists make which list less."""
    shown = lists.empty or tuple(page for page in pages if page.kind == "list")
    if lists.empty:
        seen = f"{len(lists.empty)} of {lists.asked} listing pages list no article"
    else:
        seen = f"{lists.asked} listing pages list half as many articles"
    return Finding(
        kind=FindingKind.LISTING,
        site=scene.site,
        layout="",
        field="full-story links",
        since=min(page.seen_at for page in shown),
        run=scene.run,
        last_run=scene.run,
        seen_at=scene.began_at,
        counts={"judged": lists.asked, "shown": len(lists.empty), "before_judged": lists.before, "before_shown": 0},
        cause=f"{seen}: {lists.now} full-story links in all, were {lists.before}",
        samples=tuple(page.url for page in shown[:_SAMPLES]),
    )


def find_quiet(archive: ArchiveReader, state: State, scene: Scene, now: datetime, *, found: int) -> Finding | None:
    """Return a finding where nothing new came for longer than the site's rhythm makes likely, or None.

    The rhythm is that of its last hundred articles by the days they state. The silence is that of our own runs: so
    long ago a run found something new, and at least three well ended ones found nothing since.

    Args:
        archive: The archive.
        state: The open state.db.
        scene: The run that looks.
        now: The present.
        found: New articles of this run.

    Raises:
        StorageError: A database cannot be read.
    """
    if found:
        return None
    silent_since, runs = _silence(state, scene.site)
    if silent_since is None or runs < _SILENT_RUNS:
        return None
    with explained(archive.path):
        rows = archive.connection.execute(_DAYS, (scene.site, _ARTICLES)).fetchall()
    days = [date.fromisoformat(day) for (day,) in rows]
    silence = (now - silent_since) / timedelta(days=1)
    if len(days) < _ARTICLES // 5 or not is_too_long(days, silence):
        return None
    span = (days[0] - days[-1]).days + 1
    return Finding(
        kind=FindingKind.QUIET,
        site=scene.site,
        layout="",
        field="new articles",
        since=silent_since,
        run=scene.run,
        last_run=scene.run,
        seen_at=scene.began_at,
        counts={"judged": runs, "shown": runs, "before_judged": len(days), "before_shown": 0},
        cause=f"{runs} runs in {silence:.0f} days found no new article, where {len(days)} came in {span} days before",
        samples=(),
    )


def is_too_long(days: Sequence[date], silence: float) -> bool:
    """Whether a silence of so many days is none that a rhythm has by chance.

    Args:
        days: On which articles came, the latest first.
        silence: Days without one.
    """
    span = (days[0] - days[-1]).days + 1
    longest = max(((later - earlier).days for later, earlier in pairwise(days)), default=span)
    by_chance = math.exp(-len(days) / span * silence)
    return silence > _LONGEST * max(1, longest) and by_chance < UNLIKELY


def _silence(state: State, site: str) -> tuple[datetime | None, int]:
    """Return when a run last found something new, and how many well ended ones found nothing since."""
    runs = 0
    for started_at, new in state.query(_RUNS, (site,)):
        if new:
            return datetime.fromisoformat(started_at), runs
        runs += 1
    return None, runs
