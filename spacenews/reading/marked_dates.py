"""Dates in elements that are marked as dates: `<time>`, microdata, microformats, and the classes of themes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from spacenews.model.reading import StatedDate
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.printed_dates import is_day_first, is_of_change, says_published
from spacenews.reading.scene import Scene

_PUBLISHED_MARKS = re.compile(
    r"(?:^|[\s_-])(?:published|dt-published|datepublished|pubdate|entry-date|posted-on|published-on)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MODIFIED_MARKS = re.compile(
    r"(?:^|[\s_-])(?:updated?|modified|dt-updated|datemodified|lastmod)(?:$|[\s_-])", re.IGNORECASE
)
_SELECTOR = "[itemprop~=datePublished], [itemprop~=dateModified], .hentry .published, abbr.published, .dt-published"
_WRITTEN = ("datetime", "content", "title", "data-timestamp", "data-datetime", "data-published")
_MAX_ELEMENTS = 400  # no article has more dates of its own
_MAX_AROUND = 2  # elements around a `<time>` whose names may say what it is the time of
_FAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Marked:
    """A date and whether its element says that it is the day of a change."""

    stated: StatedDate
    is_change: bool


def find_marked(scene: Scene) -> Iterator[Marked]:
    """Yield the dates of elements that are marked as dates of this article, in document order."""
    for element in _dated(scene):
        marks = _marks(element)
        name = f"{element.tag}[datetime]" if element.get("datetime") else f"{element.tag}.{marks}".rstrip(". ")
        if (stated := _read(scene, element, name)) is None:
            continue
        is_change = bool(_MODIFIED_MARKS.search(marks)) and not _PUBLISHED_MARKS.search(marks)
        yield Marked(stated, is_change or is_of_change(_said_before(element)))


def _read(scene: Scene, element: Element, name: str) -> StatedDate | None:
    """Return an element's date: as written for machines, unless it says that it was published on another day."""
    zone = scene.site.zone
    written = next(filter(None, map(element.get, _WRITTEN)), "")
    machine = parse_machine_date(written, zone, name)
    text = text_of(element)
    begin, printed = next(find_dates(text, zone, name, day_first=is_day_first(scene)), (0, None))
    if machine is None or printed is None:
        return machine or printed
    # Templates put the time of the page's making into `datetime`: `Publié le 29 juin 2019` is the newsroom's own word.
    is_said = abs(printed.on - machine.on) > _FAR and says_published(text[:begin])
    return replace(printed, source=f"{element.tag} as printed") if is_said else machine


def _marks(element: Element) -> str:
    return " ".join(element.get(name) or "" for name in ("class", "itemprop", "pubdate"))


def _said_before(element: Element) -> str:
    """Return what stands right before an element in its own block: `Updated <time>`, or the first words in it."""
    before = element.getprevious()
    outer = element.getparent()
    around = (before.tail if before is not None else outer.text if outer is not None else "") or ""
    return around.strip() or _label(element)


def _label(element: Element) -> str:
    text = (element.text or "").strip()
    return text.partition(":")[0] if ":" in text[:20] else text[:8]


def _dated(scene: Scene) -> Iterator[Element]:
    """Yield the elements that are marked as dates of this article, not of teasers, comments or sidebars."""
    page = scene.page
    marked = page.find(_SELECTOR)
    articles = list(page.root.iter("article"))
    elements = dict.fromkeys([*page.root.iter("time"), *marked])
    for element in list(elements)[:_MAX_ELEMENTS]:
        if element.tag == "meta" or _in_other_article(element, articles):
            continue
        if scene.page.regions.is_article_part(element) or (
            _says_published(element) and not scene.page.regions.is_of_others(element)
        ):
            yield element


def _says_published(element: Element) -> bool:
    """Whether an element, or what is next around it, is called the publication date: then it may stand in a footer."""
    if _PUBLISHED_MARKS.search(_marks(element)):
        return True
    around = (each for number, each in enumerate(element.iterancestors()) if number < _MAX_AROUND)
    return any(_PUBLISHED_MARKS.search(each.get("class") or "") for each in around)


def _in_other_article(element: Element, articles: Sequence[Element]) -> bool:
    """Whether it stands in an `<article>` that is not the page's first: those are teasers."""
    return any(each.tag == "article" and each is not articles[0] for each in element.iterancestors())
