"""What stands around an article's text: the lines above it, and those that the body must not repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from spacenews.reading.blocks import Line
from spacenews.reading.body import Body
from spacenews.reading.categories import LABELS
from spacenews.reading.dates import find_dates, parse_date
from spacenews.reading.page import HtmlPage

_REACH = 12  # lines at either end in which a header or footer line may stand
_FAR = 100  # lines from the title, and from the text, in which its date and authors may stand
_OVERHEAD = 3  # lines above the title in which a date may stand
_PART = 40
_PROSE = 160  # characters; a line as long as this is text
_AROUND_DATE = 5  # words beside a date and its authors that still leave it a date line: "Posted on … in the evening"


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """What a header line may say, besides a date.

    Attributes:
        title: The article's.
        byline: Its authors.
        categories: Its sections.
        zone: The site's.
    """

    title: str
    byline: tuple[str, ...]
    categories: tuple[str, ...]
    zone: tzinfo

    def owns(self, text: str) -> bool:
        """Whether a line says nothing but title, date, authors or categories."""
        folded = text.casefold()
        if folded == self.title.casefold() or folded.startswith(tuple(label.casefold() for label in LABELS)):
            return True
        if parse_date(text, self.zone):
            return True
        if self._names_only(folded):
            return True
        dates = list(find_dates(text, self.zone))
        raw = sum(len(date.raw.split()) for _, date in dates)
        named = sum(len(name.split()) for name in self.byline if name.casefold() in folded)
        return bool(dates) and len(text.split()) - raw - named <= _AROUND_DATE

    def _names_only(self, folded: str) -> bool:
        names = {name.casefold() for name in (*self.byline, *self.categories)}
        rest = folded.removeprefix("by ").strip()
        parts = [part.strip() for part in rest.replace(" and ", ",").split(",") if part.strip()]
        return bool(parts) and set(parts) <= names


def trim_lines(lines: Sequence[Line], words: HeaderWords) -> Sequence[Line]:
    """Return a body's lines without header lines at its beginning and end; lines before the last header line go too."""
    begin = 0
    for number, line in enumerate(lines[:_REACH]):
        if words.owns(line.text):
            begin = number + 1
        elif len(line.text) > _PROSE:
            break
    kept = lines[begin:]
    end = len(kept)
    while end and len(kept) - end < _REACH and words.owns(kept[end - 1].text):
        end -= 1
    return kept[:end]


def lines_above(page: HtmlPage, title: str, body: Body) -> Sequence[Line]:
    """Return the lines between a page's title and the text of its body, where a date may be printed, then those above.

    Without a printed title: those just above the body. A body without text has no header.
    """
    lines = body.lines
    first = next((line.text for line in lines if len(line.text) > _PROSE), lines[-1].text if lines else "")
    above: list[Line] = []
    titled = -1
    is_found = False
    for line in page.own_lines if lines else ():
        if titled < 0 and line.text == title:
            titled = len(above)
        elif _begins(line.text, first) or (titled >= 0 and len(line.text) > _PROSE):
            is_found = True
            break
        above.append(line)
    if titled < 0:
        return above[-_REACH:] if is_found else ()
    below = _both_ends(above[titled:]) if is_found else above[titled : titled + _REACH]
    # Above a title may also stand the day of the visit: the nearest first, and all after what stands below.
    return [*below, *reversed(above[max(0, titled - _OVERHEAD) : titled])]


def _both_ends(lines: list[Line]) -> list[Line]:
    """Return lines without what lies far from both the title and the text: a header has twenty lines, not thousands."""
    return lines if len(lines) <= 2 * _FAR else [*lines[:_FAR], *lines[-_FAR:]]


def _begins(text: str, first: str) -> bool:
    """Whether a line is the first one of a text, or the part of it before a line break."""
    return text == first or (len(text) > _PART and first.startswith(text))
