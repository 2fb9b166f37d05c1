"""When an article was published, and when the page says it was changed: two questions that never answer each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacenews.model.clock import to_text
from spacenews.model.reading import Candidate, StatedDate
from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.regions import is_article_part
from spacenews.reading.scene import Scene

_PUBLISHED_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "article.published", "citation_publication_date",
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
_MODIFIED_WORDS = re.compile(
    r"(?:updated?|modified|revised|changed|edited|corrected|обновлено|aktualisiert|mis à jour|actualizado)"
    r"\W*(?:on|at)?\W*$",
    re.IGNORECASE,
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageDates:
    """What the page states; None where it states nothing."""

    published: StatedDate | None
    modified: StatedDate | None


@dataclass(frozen=True, slots=True)
class _Found:
    published: list[StatedDate]
    modified: list[StatedDate]


def find_dates_of_page(scene: Scene, header: Sequence[Line]) -> PageDates:
    """Return when the article was published and modified.

    In order: the layouts' rules, JSON-LD, meta, `<time>` and microformats inside the article, the lines of its header.
    A machine-readable instant whose day differs by one from the day printed in the header keeps the printed day.

    Args:
        scene: The page.
        header: Lines between the title and the text of the body.
    """
    by_layout = PageDates(_by_layout(scene, "published"), _by_layout(scene, "modified"))
    if by_layout.published and by_layout.modified:
        return by_layout
    found = _Found([], [])
    _from_machines(scene, found)
    _from_elements(scene, found)
    _from_lines(scene, header, found)
    published = by_layout.published or _choose(scene, "published", _with_printed_day(found.published))
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
    return parse_machine_date(text, zone, source) or next((each for _, each in find_dates(text, zone, source)), None)


def _choose(scene: Scene, field: str, found: Sequence[StatedDate]) -> StatedDate | None:
    for number, stated in enumerate(found):
        why = "first in the order of trust" if number == 0 else _compare(stated, found[0])
        note_date(scene, field, stated, chosen=number == 0, why=why)
    return found[0] if found else None


def _compare(stated: StatedDate, winner: StatedDate) -> str:
    if stated.on == winner.on:
        return "agrees with the winner"
    return "differs from the winner, which is trusted more"


def _with_printed_day(found: Sequence[StatedDate]) -> list[StatedDate]:
    """Let the first candidate keep the day that is printed beside it, where zones make them differ by one."""
    if not found or found[0].at is None:
        return list(found)
    for printed in found[1:]:
        if printed.source == "visible" and printed.on != found[0].on and abs(printed.on - found[0].on) <= _DAY:
            return [replace(found[0], on=printed.on), *found[1:]]
    return list(found)


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
        for begin, stated in find_dates(line.text, scene.site.zone, "visible"):
            into = found.modified if _MODIFIED_WORDS.search(line.text[:begin]) else found.published
            into.append(stated)
