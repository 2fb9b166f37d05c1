"""When an article was published, and when the page says it was changed: two questions that never answer each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacenews.model.clock import to_text
from spacenews.model.reading import Candidate, StatedDate
from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.printed_dates import (
    below_title,
    dates_in,
    find_afar,
    find_date_line,
    find_in_address,
    is_day_first,
    is_of_change,
)
from spacenews.reading.regions import is_article_part
from spacenews.reading.scene import Scene

_PUBLISHED_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date",
    "published", "published_at", "date_published", "article.published", "citation_publication_date",
    "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_PUBLISHED_MARKS = re.compile(
    r"(?:^|[\s_-])(?:published|dt-published|datepublished|pubdate|entry-date|posted-on)(?:$|[\s_-])", re.IGNORECASE
)
_MODIFIED_MARKS = re.compile(
    r"(?:^|[\s_-])(?:updated?|modified|dt-updated|datemodified|lastmod)(?:$|[\s_-])", re.IGNORECASE
)
_IN_UTC = re.compile(r"(?:Z|[+-]00:?00|UTC|GMT)\W*$", re.IGNORECASE)
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


def find_dates_of_page(scene: Scene, header: Sequence[Line], title: str = "") -> PageDates:
    """Return when the article was published and modified.

    In order: the layouts' rules, JSON-LD, meta, `<time>` and microformats inside the article, the lines of its header;
    where none of them has a date, other lines of the article, then its address.
    A machine-readable instant whose day differs by one from the day printed in the header keeps the printed day.

    Args:
        scene: The page.
        header: Lines between the title and the text of the body.
        title: As printed.
    """
    by_layout = PageDates(_by_layout(scene, "published"), _by_layout(scene, "modified"))
    if by_layout.published and by_layout.modified:
        return by_layout
    found = _Found([], [])
    _from_machines(scene, found)
    _from_elements(scene, found)
    _from_lines(scene, header, found)
    if not found.published:
        found.published.extend(find_afar(scene, title))
    if not found.published:
        found.published.extend(_stated(find_in_address(scene)))
    below = below_title(scene, header)
    printed = {each.on for line in below for _, each in dates_in(scene, line)}
    ordered = _printed_first(found, find_date_line(scene, below)) or _with_printed_day(found, printed)
    published = by_layout.published or _choose(scene, "published", ordered)
    modified = by_layout.modified or _choose(scene, "modified", found.modified)
    return PageDates(published, modified)


def note_date(scene: Scene, field: str, stated: StatedDate, *, chosen: bool, why: str) -> None:
    """Keep a date as evidence."""
    value = to_text(stated.at) if stated.at else stated.on.isoformat()
    scene.note(Candidate(field, stated.source, stated.raw[:300], value, chosen, why, stated.precision, stated.zone))


def _by_layout(scene: Scene, field: str) -> StatedDate | None:
    for source, texts in scene.ask_layouts(field):
        for text in texts:
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


def _from_machines(scene: Scene, found: _Found) -> None:
    page, zone = scene.page, scene.site.zone
    for path, into in (
        ("datePublished", found.published),
        ("dateCreated", found.published),
        ("dateModified", found.modified),
    ):
        for text in page.json_ld(path)[:1]:
            into.extend(_stated(parse_machine_date(text, zone, f"json-ld:{path}")))
    for names, into in ((_PUBLISHED_META, found.published), (_MODIFIED_META, found.modified)):
        for name in names:
            for text in page.meta(name)[:1]:
                into.extend(_stated(parse_machine_date(text, zone, f"meta:{name}")))


def _stated(date: StatedDate | None) -> Iterator[StatedDate]:
    if date:
        yield date


def _from_elements(scene: Scene, found: _Found) -> None:
    for element in _dated(scene):
        marks = " ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate"))
        written = element.get("datetime") or element.get("content") or element.get("title") or ""
        name = f"{element.tag}[datetime]" if element.get("datetime") else f"{element.tag}.{marks}".rstrip(". ")
        stated = parse_machine_date(written, scene.site.zone, name) or _first_in(text_of(element), scene, name)
        if stated is None:
            continue
        if _MODIFIED_MARKS.search(marks) and not _PUBLISHED_MARKS.search(marks):
            found.modified.append(stated)
        else:
            found.published.append(stated)


def _dated(scene: Scene) -> Iterator[Element]:
    """Yield the elements that are marked as dates of this article, not of teasers, comments or sidebars."""
    page = scene.page
    elements = [*page.root.iter("time")]
    elements += page.find("[itemprop~=datePublished], [itemprop~=dateModified], .hentry .published, .dt-published")
    articles = list(page.root.iter("article"))
    for element in dict.fromkeys(elements):
        if element.tag != "meta" and is_article_part(element) and not _in_other_article(element, articles):
            yield element


def _in_other_article(element: Element, articles: Sequence[Element]) -> bool:
    """Whether it stands in an `<article>` that is not the page's first: those are teasers."""
    return any(each.tag == "article" and each is not articles[0] for each in element.iterancestors())


def _from_lines(scene: Scene, header: Sequence[Line], found: _Found) -> None:
    for line in header:
        _from_line(scene, line, found)


def _from_line(scene: Scene, line: Line, found: _Found) -> None:
    for begin, stated in dates_in(scene, line):
        into = found.modified if is_of_change(line.text[:begin]) else found.published
        into.append(stated)
