"""When an article was published, and when the page says it was changed: two questions that never answer each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacenews.model.clock import to_text
from spacenews.model.reading import Candidate, StatedDate
from spacenews.reading.blocks import Line
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.machine_dates import (
    find_in_scripts,
    modified_by_article,
    published_by_article,
    published_unsurely,
)
from spacenews.reading.marked_dates import find_marked
from spacenews.reading.printed_dates import (
    below_title,
    dates_in,
    days_either_way,
    find_afar,
    find_date_line,
    find_in_address,
    find_in_dateline,
    is_date_line,
    is_day_first,
    is_of_change,
    prose_below,
    says_published,
)
from spacenews.reading.scene import Scene

_IN_UTC = re.compile(r"(?:Z|[+-]00:?00|UTC|GMT)\W*$", re.IGNORECASE)
_FIRST_LINES = 3  # of the body, in which a dateline may stand
_ONLY_CHANGED = "the page says when it was changed, not when it was published: no day is made up from that"
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PageDates:
    """What the page states; None where it states nothing."""

    published: StatedDate | None
    modified: StatedDate | None


@dataclass(frozen=True, slots=True)
class _Found:
    published: list[StatedDate]
    modified: list[StatedDate]


def find_dates_of_page(scene: Scene, header: Sequence[Line], title: str = "", body: Sequence[Line] = ()) -> PageDates:
    """Return when the article was published and modified.

    In order: the layouts' rules, JSON-LD, meta, `<time>` and microformats inside the article, the lines of its header;
    where none of them has a date, other lines of the article, the dateline of its text, the data of its scripts, then
    its address. A machine-readable instant whose day differs by one from the day printed in the header keeps the
    printed day.

    Args:
        scene: The page.
        header: Lines between the title and the text of the body.
        title: As printed.
        body: The lines of the text.
    """
    by_layout = PageDates(_by_layout(scene, "published"), _by_layout(scene, "modified"))
    if by_layout.published and by_layout.modified:
        return by_layout
    found = _Found([*published_by_article(scene)], [*modified_by_article(scene)])
    _from_elements(scene, found)
    unsure = _from_lines(scene, header, found)
    found.published.extend(published_unsurely(scene))
    if not found.published and by_layout.published is None:
        found.published.extend(
            _find_elsewhere(scene, title, [*header, *prose_below(scene, title), *body[:_FIRST_LINES]], unsure)
        )
    below = below_title(scene, header)
    ordered = _printed_first(found, find_date_line(scene, below)) or _with_printed_day(
        found, _days(scene, below, found)
    )
    published = by_layout.published or _choose(scene, "published", ordered)
    modified = by_layout.modified or _choose(scene, "modified", found.modified)
    if published is None and modified is not None:
        scene.weigh("published", modified.source, modified.raw, value="\u2013", why=_ONLY_CHANGED)
    return PageDates(published, modified)


def _find_elsewhere(
    scene: Scene, title: str, text: Sequence[Line], unsure: Sequence[StatedDate]
) -> Sequence[StatedDate]:
    """Return the dates of the first place that has any, the surest place first."""
    return (
        find_afar(scene, title)
        or find_in_dateline(scene, text)
        or unsure
        or find_in_scripts(scene)
        or find_in_address(scene)
    )


def _days(scene: Scene, below: Sequence[Line], found: _Found) -> set[date]:
    """Return the days printed below the title; `3/5/2022` is what a machine's date says that it is."""
    days = {each.on for line in below for _, each in dates_in(scene, line)}
    days |= {each.on for each in found.published if each.at is None and each.source.startswith("time")}
    near = found.published[0].on if found.published else None
    return days | {day for line in below for day in days_either_way(line.text) if near and abs(day - near) <= _DAY}


def note_date(scene: Scene, field: str, stated: StatedDate, *, chosen: bool, why: str) -> None:
    """Keep a date as evidence."""
    value = to_text(stated.at) if stated.at else stated.on.isoformat()
    scene.note(Candidate(field, stated.source, stated.raw[:300], value, chosen, why, stated.precision, stated.zone))


def _by_layout(scene: Scene, field: str) -> StatedDate | None:
    for source, texts in scene.ask_layouts(field):
        # A label's values are parted at commas; "8 May 2023, 06:00" is one date all the same.
        for text in (*([", ".join(texts)] if len(texts) > 1 else ()), *texts):
            if stated := _first_in(text, scene, source):
                note_date(scene, field, stated, chosen=True, why="the layout's rule")
                return stated
            scene.weigh(field, source, text, value="\u2013", why="not in a form that is read for certain")
    return None


def _first_in(text: str, scene: Scene, source: str) -> StatedDate | None:
    zone = scene.site.zone
    found = find_dates(text, zone, source, day_first=is_day_first(scene))
    return parse_machine_date(text, zone, source) or next((each for _, each in found), None)


def _choose(scene: Scene, field: str, found: Sequence[StatedDate]) -> StatedDate | None:
    for number, stated in enumerate(found):
        why = "first in the order of trust" if number == 0 else _compare(stated, found[0])
        note_date(scene, field, stated, chosen=number == 0, why=why)
    return found[0] if found else None


def _compare(stated: StatedDate, winner: StatedDate) -> str:
    if stated.on == winner.on:
        return "agrees with the winner"
    return "differs from the winner, which is trusted more"


def _printed_first(found: _Found, line: StatedDate | None) -> list[StatedDate]:
    """Put the day of a date line first where a machine states another, and nothing else on the page agrees with it.

    A page that was moved to another system has the day of that in its data; the newsroom prints the article's.
    """
    machine = found.published[0] if found.published else None
    if line is None or machine is None or machine.source == "visible" or abs(line.on - machine.on) <= _DAY:
        return []
    agreeing = [each for each in found.published if each.on == machine.on and not each.source.startswith("json-ld")]
    is_shown = any(each.source == "visible" or each.source.startswith("time") for each in agreeing)
    if is_shown or line.on in {each.on for each in found.modified}:
        return []
    return [line, *(each for each in found.published if each is not line)]


def _with_printed_day(found: _Found, printed: AbstractSet[date]) -> list[StatedDate]:
    """Let a machine's instant keep the day that the site prints, where zones make them differ by one.

    Another candidate may state the same instant in the site's own offset; else the only printed day counts, where it
    is not the day of a change.
    """
    if not found.published or found.published[0].at is None or found.published[0].source == "visible":
        return found.published
    first, *rest = found.published
    day = _local_day(first, rest)
    if day is None and len(printed) == 1 and not printed & {each.on for each in found.modified}:
        day = next((each for each in printed if abs(each - first.on) <= _DAY), None)
    return [replace(first, on=day or first.on), *rest]


def _local_day(first: StatedDate, rest: Sequence[StatedDate]) -> date | None:
    if first.at is None or not _IN_UTC.search(first.raw):
        return None
    local = (each for each in rest if each.at and each.zone == "printed" and not _IN_UTC.search(each.raw))
    return next((each.on for each in local if each.at and abs(each.at - first.at) < _MINUTE), None)


def _from_elements(scene: Scene, found: _Found) -> None:
    for marked in find_marked(scene):
        (found.modified if marked.is_change else found.published).append(marked.stated)


def _from_lines(scene: Scene, header: Sequence[Line], found: _Found) -> list[StatedDate]:
    """Add the header's dates; return those that stand in the midst of other words, and so may be anything's.

    What is called the day of publication comes before a bare day, which may be that of the visit.
    """
    unsure: list[StatedDate] = []
    called: list[StatedDate] = []
    bare: list[StatedDate] = []
    for line in header:
        for begin, stated in dates_in(scene, line):
            before = line.text[:begin]
            if is_of_change(before):
                found.modified.append(stated)
            elif is_date_line(line.text, stated, begin):
                (called if says_published(before) else bare).append(stated)
            else:
                unsure.append(stated)
    found.published.extend((*called, *bare))
    return unsure
