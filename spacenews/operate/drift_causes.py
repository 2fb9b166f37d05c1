"""From counts to what a person reads: the cause that is seen, where, and the command that shows more. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from spacenews.frontier.observed import Observed
from spacenews.model.finding import Finding, FindingKind, FindingState
from spacenews.operate.drift import Bands
from spacenews.operate.drift_signs import FIELDS, Found, Sign
from spacenews.operate.drift_verdict import Judged

if TYPE_CHECKING:
    from spacenews.archive.quarantine import Quarantined

FIELD_OF = {
    Sign.LAYOUT: "marker",
    Sign.TITLE: "title",
    Sign.PUBLISHED: "published",
    Sign.TIME: "time",
    Sign.BYLINE: "byline",
    Sign.CATEGORIES: "categories",
    Sign.TEASER: "teaser",
    Sign.SHORT: "body",
    Sign.REFUSED: "articles",
}
"""What each sign is about, as findings name it."""

SIGN_OF = {name: sign for sign, name in FIELD_OF.items()}
REASON_OF: dict[Sign | str, str] = {
    Sign.LAYOUT: "no layout matches",
    Sign.TITLE: "no title but its address",
    Sign.PUBLISHED: "no day",
    Sign.TIME: "no time",
    Sign.BYLINE: "no byline",
    Sign.CATEGORIES: "no categories",
    Sign.TEASER: "no teaser",
    Sign.SHORT: "half as long as usual",
    Sign.REFUSED: "no article",
    "title": "its title is that of many pages",
    "body": "its text is that of many pages",
    "furniture": "most of its text stands on many pages",
}
"""Why a reading waits, in the words of its decision; what follows them there tells more."""
JOINT = "; "
"""Between the reasons of a reading that waits for several."""

# As archive.doubt says it of an article that is held.
_DOUBTS = {
    Sign.PUBLISHED: re.compile("^no date, where"),
    Sign.TITLE: re.compile("^no title, where"),
    Sign.SHORT: re.compile(r"^(?:\d+ words|no text), where"),
}
_KIND_OF = {Sign.LAYOUT: FindingKind.LAYOUT, Sign.SHORT: FindingKind.LENGTH, Sign.REFUSED: FindingKind.REFUSED}
_RULES = {
    Sign.TITLE: "no page prints a title",
    Sign.PUBLISHED: "the date rule is silent",
    Sign.TIME: "the time is not stated any more",
    Sign.BYLINE: "the byline rule is silent",
    Sign.CATEGORIES: "the rule for categories is silent",
    Sign.TEASER: "pages do not describe themselves any more",
}
_SAMPLES = 3
_FELL = 0.5  # a field that is found on less than this share of what it was is named beside a marker that is gone


@dataclass(frozen=True, slots=True)
class Scene:
    """What findings of one run are told with.

    Attributes:
        site: Key of the site.
        markers: Of each of its layouts, by name.
        run: The run.
        began_at: When it began.
        reader: Who reads its pages.
    """

    site: str
    markers: Mapping[str, str]
    run: str
    began_at: datetime
    reader: str = ""


def name_of(judged: Judged, bands: Bands) -> tuple[FindingKind, str, str]:
    """Return kind, layout and field of the finding that a judgement makes."""
    if judged.sign is Sign.MARKED:
        kind = FindingKind.FURNITURE if judged.what == "furniture" else FindingKind.SAME
        return kind, _layout(judged, bands), "body" if judged.what == "furniture" else judged.what
    if judged.sign is Sign.REFUSED:
        return FindingKind.REFUSED, "", FIELD_OF[judged.sign]
    layout = bands.layout if judged.sign is Sign.LAYOUT else _layout(judged, bands)
    return _KIND_OF.get(judged.sign, FindingKind.FIELD), layout, FIELD_OF[judged.sign]


def make_finding(judged: Sequence[Judged], bands: Bands, scene: Scene) -> Finding:
    """Return the finding that judgements of one name make together."""
    pages = _pages(judged)
    kind, layout, field = name_of(judged[0], bands)
    before = judged[0].before
    return Finding(
        kind=kind,
        site=scene.site,
        layout=layout,
        field=field,
        since=min(page.seen_at for page in pages),
        run=scene.run,
        last_run=scene.run,
        seen_at=scene.began_at,
        counts={
            "judged": sum(each.judged for each in judged),
            "shown": len(pages),
            "before_judged": before.judged,
            "before_shown": before.shown,
            "held": sum(page.kind == "article" for page in pages),
        },
        cause=_cause(judged, pages, bands, scene),
        samples=tuple(dict.fromkeys(page.url for page in sorted(pages, key=lambda page: page.url)))[:_SAMPLES],
        marks=tuple(sorted({mark for each in judged for mark in each.marks})),
    )


def is_because(finding: Finding, waiting: Quarantined) -> bool:
    """Whether a reading waits because of a finding: by the words of its decision, or of the archive's own doubt."""
    since = finding.since.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    if finding.state is FindingState.CLOSED or waiting.site != finding.site or waiting.captured_at < since:
        return False
    if finding.kind is FindingKind.REFUSED:
        return not waiting.is_article
    if finding.kind in {FindingKind.SAME, FindingKind.FURNITURE}:
        wanted = REASON_OF["furniture" if finding.kind is FindingKind.FURNITURE else finding.field]
        return wanted in waiting.reason.split(JOINT)
    sign = SIGN_OF.get(finding.field)
    if sign is None:
        return False
    own = _DOUBTS.get(sign)
    return any(part == REASON_OF[sign] or (own and own.search(part)) for part in waiting.reason.split(JOINT))


def share_text(part: int, whole: int) -> str:
    """Return a share as people say it: `98 %`."""
    return f"{100 * part / whole:.0f} %" if whole else "unknown"


def _pages(judged: Iterable[Judged]) -> list[Observed]:
    return list({(page.seen_at, page.page): page for each in judged for page in each.pages}.values())


def _layout(judged: Judged, bands: Bands) -> str:
    counts = Counter(page.layout for page in judged.pages)
    return judged.layout or max(sorted(counts), key=lambda name: counts[name], default=bands.layout)


def _cause(judged: Sequence[Judged], pages: Sequence[Observed], bands: Bands, scene: Scene) -> str:
    sign, total, before = judged[0].sign, sum(each.judged for each in judged), judged[0].before
    of = f"{len(pages)} of {total} pages"
    was = share_text(before.judged - before.shown, before.judged)
    if sign is Sign.LAYOUT:
        marker = scene.markers.get(bands.layout, "")
        # Pages of a site without layouts of its own are read by those of its family, which have a name and no marker.
        known = f"layout `{bands.layout}`" if bands.layout else "a known layout"
        named = f"marker `{marker}`" if marker else known
        return f"{named} on {total - len(pages)} of {total} pages, was on {was}{_lost(pages, bands)}"
    if sign is Sign.SHORT:
        now, usual = median(page.words for page in pages), _usual(bands, judged[0].layout)
        return f"bodies half as long on {of}: {now:.0f} words in the middle of those, {usual:.0f} before"
    if sign is Sign.REFUSED:
        reasons = Counter(page.layout for page in pages).most_common(3)
        listed = ", ".join(f"{count} {reason}" for reason, count in reasons)
        return f"{of} give no article ({listed}), was {share_text(before.shown, before.judged)}"
    if sign is Sign.MARKED:
        return _repeated(judged[0], of)
    field = FIELD_OF[sign]
    verb = "are" if sign is Sign.CATEGORIES else "is"
    return f"{_RULES[sign]}: {field} {verb} found on {total - len(pages)} of {total} pages, was on {was}"


def _repeated(judged: Judged, of: str) -> str:
    if judged.what == "furniture":
        return f"most of the text of {of} stands on other pages too: menus or boxes are read as the article"
    return f"the {judged.what} is the same on {of}"


def _lost(pages: Sequence[Observed], bands: Bands) -> str:
    """Return by what the pages are read now where no layout matches, and the fields that are found no more."""
    instead = Counter(page.layout for page in pages).most_common(1)[0][0]
    read = f"; they are read by `{instead}` instead"
    profile = bands.profiles.get(bands.layout)
    if profile is None:
        return read
    lost = []
    for sign, field in FIELDS.items():
        found, share = sum(bool(page.found & field) for page in pages), profile.shares[sign]
        had = 1 - share.shown / share.judged
        if field is not Found.TIME and had and found < _FELL * had * len(pages):
            lost.append(f"{FIELD_OF[sign]} on {found} of {len(pages)}, was on {had:.0%}".replace("%", " %"))
    words = median(page.words for page in pages)
    if words * 2 <= profile.words:
        lost.append(f"{words:.0f} words of body, was {profile.words:.0f}")
    return f"{read}, with {', '.join(lost)}" if lost else read


def _usual(bands: Bands, layout: str) -> float:
    profile = bands.profiles.get(layout) or bands.profiles.get(bands.layout)
    return profile.words if profile else 0.0
