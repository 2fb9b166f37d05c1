"""What a single line of a teaser is: its date, its title, its categories or author, or text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from itertools import islice

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.dates import find_dates, parse_machine_date

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEFORE_DAY = re.compile(r"(?:posted|published|updated|date)?\s*(?:on|:)?\s*", re.IGNORECASE)
_ABOUT_DATE = re.compile(r"\s*(?:posted on|published|updated|by)\b", re.IGNORECASE)
_AFTER_DAY = re.compile(r"\s*[.,:]?\s*|\s*(?:[|/\u2013\u2014\u00b7\u2022-]|by\b).*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:categor(?:y|ies)|tags?|tagged|posted in|filed under|in|topics?)\b:?|"
    r"leave a comment|\d+ comments?|comments? off",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:[Bb]y|[Aa]uthor):?(?: (?:[A-Z]|von |van |de )[\w.'-]*){1,4}")
_SEPARATORS = re.compile(r"[\s,;|/\u00b7\u2022\u00bb\u203a\u2192&-]+")
_MOST_DATE_TEXT = 120
_MOST_TIMES = 200  # elements of one block, which holds some teasers, each with a day or two
Stated = tuple[str, str, bool]


class Marks:
    """What is bold and what is a `<time>` in each block of a page, looked up once for all lines of the block."""

    def __init__(self) -> None:
        self._bold: dict[Element, frozenset[str]] = {}
        self._times: dict[Element, list[Stated]] = {}

    def bold(self, block: Element) -> frozenset[str]:
        """Return the texts of a block's bold elements."""
        if block not in self._bold:
            self._bold[block] = frozenset(text_of(each) for each in block.iter("b", "strong"))
        return self._bold[block]

    def times(self, block: Element) -> list[Stated]:
        """Return what is printed in a block's `<time>` elements, what they state, and whether that is a change."""
        if block not in self._times:
            every = islice(block.iter("time"), _MOST_TIMES)
            self._times[block] = [
                (text_of(each), each.get("datetime") or "", "updated" in (each.get("class") or "").split())
                for each in every
            ]
        return self._times[block]


def date_of_line(line: Line, zone: tzinfo, marks: Marks) -> tuple[date, datetime | None] | None:
    """Return the day of a line that holds a date and little else, and the instant if a zone is stated with it."""
    stated = _stated_time(line, zone, marks) if len(line.text) <= _MOST_DATE_TEXT else None
    return stated or printed_day(line.text, zone)


def printed_day(text: str, zone: tzinfo) -> tuple[date, datetime | None] | None:
    """Return the day of a text that is a printed date and little else (`Posted on April 26, 2021 by …`), or None."""
    if len(text) > _MOST_DATE_TEXT or not _YEAR.search(text):
        return None
    for start, found in find_dates(text, zone):
        before, after = text[:start], text[start + len(found.raw) :]
        if _BEFORE_DAY.fullmatch(before) and _AFTER_DAY.fullmatch(after):
            return found.on, found.at if found.zone == "printed" else None
        return None
    return None


def _stated_time(line: Line, zone: tzinfo, marks: Marks) -> tuple[date, datetime | None] | None:
    """Return what the `<time datetime>` of a line says, if the line is little more and all of them agree."""
    text = line.text
    stated: dict[str, None] = {}
    for printed, value, is_change in marks.times(line.block):
        if not (value and printed and printed in line.text):
            continue
        text = text.replace(printed, " ")
        if not is_change:
            stated[value] = None
    if len(stated) != 1 or not (_BEFORE_DAY.fullmatch(text) or _AFTER_DAY.fullmatch(text) or _ABOUT_DATE.match(text)):
        return None
    found = parse_machine_date(next(iter(stated)), zone)
    return (found.on, found.at if found.zone == "printed" else None) if found else None


def is_title(line: Line, href: str, *, own: bool) -> bool:
    """Whether a line is the title of the teaser that links to `href`; `own`: it stands in the teaser's element."""
    linked = any(link.get("href") == href for link in line.links)
    if linked and line.link_chars >= len(line.text):
        return True
    return in_heading(line.block) and (linked or (own and not line.links))


def is_bold(line: Line, marks: Marks) -> bool:
    """Whether a whole line is bold: the title of a teaser in markup without headings."""
    return line.text in marks.bold(line.block)


def in_heading(block: Element) -> bool:
    """Whether a block stands in a heading."""
    for each in _up(block):
        if each.tag in HEADINGS:
            return True
        if each.tag in {"article", "li", "td", "section", "body"}:
            return False
    return False


def is_furniture(line: Line) -> bool:
    """Whether a line is a teaser's categories, tags, author or comments, or nothing but links."""
    if _BYLINE.fullmatch(line.text):
        return True
    label = _LABEL.match(line.text)
    rest = line.text[label.end() :] if label else line.text
    if label and not rest.strip():
        return True
    if not line.links:
        return False
    for link in line.links:
        rest = rest.replace(text_of(link), " ", 1)
    return not _SEPARATORS.sub("", rest)


def _up(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()
