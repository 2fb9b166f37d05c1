"""Teasers on a page: which links lead from a teaser to its article, and what is printed around them.

A teaser may be an element of its own (an article, a list item, a table row), or nothing but lines between two
`<br>`. So each is read backwards from its link: up to the line that is a date or a linked title, never into the
teaser before it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from lxml import etree

from spacenews.model.link import Link
from spacenews.reading.blocks import UNSEEN, Element, Line, read_lines, text_of
from spacenews.reading.markup import MAX_EXCERPT, MAX_TITLE, one_line
from spacenews.reading.page import HtmlPage
from spacenews.reading.teaser_lines import (
    Marks,
    date_of_line,
    in_heading,
    is_bold,
    is_furniture,
    is_title,
    printed_day,
)

_NO_WORD = re.compile(r"[\W_]+")
_HIDDEN = frozenset({"screen-reader-text", "visually-hidden", "sr-only", "visuallyhidden"})
_SEPARATORS = re.compile(r"[\s,;|/\u00b7\u2022\u00bb\u203a\u2192&-]+")
_LONGEST_MORE = 100
_LONGEST_LINK = 2000  # characters
_LINES_BEHIND = 3  # of a heading without an element of its own: its date, its author, its excerpt


@dataclass(slots=True)
class Teaser:
    """A teaser being read: its link, and what was found around it."""

    anchor: Element
    title: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    excerpt: list[str] = field(default_factory=list)

    @property
    def href(self) -> str:
        """The link's address as printed."""
        return self.anchor.get("href") or ""

    def facts(self, relation: str) -> Link:
        """Return what is known of the link, without its url."""
        return Link(
            url="",
            relation=relation,
            title=one_line(self.title, MAX_TITLE),
            excerpt=one_line(" ".join(self.excerpt), MAX_EXCERPT),
            published_on=self.published_on,
            published_at=self.published_at,
        )


def bare_words(text: str | None) -> str:
    """Return a text's words alone, in lower case: `Full Story »` gives `full story`, whatever its spaces."""
    return _NO_WORD.sub(" ", text or "").strip().casefold()


def find_more_links(anchors: Iterable[Element], mores: frozenset[str]) -> list[Element]:
    """Return the links whose text is one of `mores` (as `bare_words` gives them), the last of each address."""
    last: dict[str, Element] = {}
    for anchor in anchors:
        if _is_more(anchor, mores):
            href = anchor.get("href") or ""
            last.pop(href, None)
            last[href] = anchor
    return list(last.values())


def read_more_teasers(page: HtmlPage, anchors: Sequence[Element], zone: tzinfo) -> list[Teaser]:
    """Return the teaser of each more link, in the same order."""
    tops = _tops(anchors)
    common = _common_ancestor(anchors)
    lines = page.all_lines if common is None else read_lines(common)
    owners = _owners(lines, tops, anchors)
    teasers = [Teaser(anchor) for anchor in anchors]
    at = {owner: number for number, (owner, more) in enumerate(owners) if more}
    owned: defaultdict[int | None, list[Line]] = defaultdict(list)
    for place, (line, (owner, _)) in enumerate(zip(lines, owners, strict=True)):
        if place > at.get(owner, place):
            owned[owner].append(line)
    marks = Marks()
    start = 0
    for number, teaser in enumerate(teasers):
        if number not in at:
            continue
        segment = [(line, owners[i][0]) for i, line in enumerate(lines[start : at[number]], start)]
        _read_backwards(teaser, segment, lines[at[number]], number, (zone, marks))
        if teaser.published_on is None:
            _take_date(teaser, owned[number], (zone, marks))
        start = at[number] + 1
    return teasers


def read_heading_teasers(page: HtmlPage, anchors: Sequence[Element], zone: tzinfo) -> list[Teaser]:
    """Return the teaser of each link that is a heading, with the lines of its block, or else those behind it."""
    owners = _owners(page.all_lines, _tops(anchors), anchors)
    groups: list[list[Line]] = [[] for _ in anchors]
    last: int | None = None
    for line, (owner, is_heading) in zip(page.all_lines, owners, strict=True):
        if owner is not None:
            groups[owner].append(line)
            last = owner if is_heading or last == owner else None
        elif last is not None and len(groups[last]) <= _LINES_BEHIND and not in_heading(line.block):
            groups[last].append(line)
        else:
            last = None
    marks = Marks()
    teasers = [read_block(anchor, group, zone, marks) for anchor, group in zip(anchors, groups, strict=True)]
    for teaser in teasers:
        teaser.title = teaser.title or text_of(teaser.anchor)
    return teasers


def read_block(anchor: Element, lines: Iterable[Line], zone: tzinfo, marks: Marks) -> Teaser:
    """Return the teaser that stands in lines of its own, its link among them, in whatever order."""
    teaser = Teaser(anchor)
    for line in lines:
        if teaser.published_on is None and _date_line(teaser, line, (zone, marks)):
            continue
        if teaser.title is None and is_title(line, teaser.href, own=True):
            teaser.title = line.text
        elif not is_furniture(line) and not date_of_line(line, zone, marks):
            teaser.excerpt.append(line.text)
    return teaser


def _is_more(anchor: Element, mores: frozenset[str]) -> bool:
    if len(anchor) == 0:
        text = anchor.text or ""
        return len(text) <= _LONGEST_MORE and bare_words(text) in mores
    words = bare_words(_text_within(anchor))
    if words in mores:
        return True
    if words.startswith(tuple(f"{more} " for more in mores)):
        return any(_HIDDEN & set((each.get("class") or "").split()) for each in anchor.iterdescendants())
    if words.endswith(tuple(f" {more}" for more in mores)):
        return any(bare_words(text_of(each)) in mores for each in anchor.iterdescendants() if isinstance(each.tag, str))
    return False


def _text_within(anchor: Element) -> str:
    """Return the text of a link, its hidden parts too; empty where it is no link's length, as of one never closed."""
    parts: list[str] = []
    size = 0
    for event, each in etree.iterwalk(anchor, events=("start", "end")):
        if event == "start":
            text = "" if each.tag in UNSEEN else each.text or ""
        else:
            text = "" if each is anchor else each.tail or ""
        parts.append(text)
        size += len(text)
        if size > _LONGEST_LINK:
            return ""
    return "".join(parts)


def _tops(anchors: Sequence[Element]) -> Mapping[Element, int]:
    """Return for each link the largest element around it that holds no other of them."""
    around = Counter(each for anchor in anchors for each in _up(anchor))
    tops: dict[Element, int] = {}
    for number, anchor in enumerate(anchors):
        alone = [each for each in _up(anchor) if around[each] == 1 and each.tag not in {"body", "html"}]
        if alone and len(anchors) > 1:
            tops[alone[-1]] = number
    return tops


def _up(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _common_ancestor(anchors: Sequence[Element]) -> Element | None:
    if len(anchors) < 2:  # noqa: PLR2004 - one link has no ancestor in common with another
        return None
    around = Counter(each for anchor in anchors for each in anchor.iterancestors())
    return next(each for each in anchors[0].iterancestors() if around[each] == len(anchors))


def _owners(
    lines: Sequence[Line], tops: Mapping[Element, int], anchors: Sequence[Element]
) -> list[tuple[int | None, bool]]:
    """Return for each line the number of the teaser that holds it, and whether its more link stands there."""
    numbers = {anchor: number for number, anchor in enumerate(anchors)}
    known: dict[Element, int | None] = {}
    owners: list[tuple[int | None, bool]] = []
    for line in lines:
        more = next((numbers[link] for link in line.links if link in numbers), None)
        if more is None and line.block not in known:
            known[line.block] = next((tops[each] for each in _up(line.block) if each in tops), None)
        owners.append((known[line.block], False) if more is None else (more, True))
    return owners


def _read_backwards(
    teaser: Teaser, segment: Sequence[tuple[Line, int | None]], more: Line, number: int, how: tuple[tzinfo, Marks]
) -> None:
    words = text_of(teaser.anchor)
    rest = more.text.rpartition(words)[0].strip() if words in more.text else ""
    found = [rest] if rest and _SEPARATORS.sub("", rest) else []
    own_text = bool(found)
    for line, owner in reversed(segment):
        own = owner == number
        if not own and owner is not None:
            break
        if teaser.published_on is None and _date_line(teaser, line, how):
            continue
        if is_title(line, teaser.href, own=own):
            teaser.title = teaser.title or line.text
            continue
        if found and teaser.title is None and (own or teaser.published_on is None) and is_bold(line, how[1]):
            teaser.title = line.text
            continue
        if (owner is None and own_text) or (teaser.published_on and found):
            break  # what stands before belongs to something else
        if not is_furniture(line):
            found.insert(0, line.text)
            own_text = own_text or own
    if teaser.published_on is None and (stated := printed_day(more.text.rpartition(words)[2].strip(), how[0])):
        teaser.published_on, teaser.published_at = stated
    anchored = teaser.published_on or teaser.title or own_text
    teaser.excerpt = found if anchored or number else found[-1:]


def _take_date(teaser: Teaser, lines: Iterable[Line], how: tuple[tzinfo, Marks]) -> None:
    for line in lines:
        if _date_line(teaser, line, how):
            return


def _date_line(teaser: Teaser, line: Line, how: tuple[tzinfo, Marks]) -> bool:
    """Take the date of a line that holds a date and little else; whether it does."""
    if stated := date_of_line(line, *how):
        teaser.published_on, teaser.published_at = stated
    return stated is not None
