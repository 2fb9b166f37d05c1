"""Dates as a page prints them: where they stand, what is said before them, and in which order its numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from urllib.parse import urlsplit

from spacenews.model.reading import StatedDate
from spacenews.reading.blocks import Line
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.regions import is_article_part
from spacenews.reading.scene import Scene

_MODIFIED_WORDS = re.compile(
    r"(?:updated?|modified|revised|changed|edited|corrected|обновлено|aktualisiert|mis à jour|actualizado)"
    r"\W*(?:on|at)?\W*$",
    re.IGNORECASE,
)
_PUBLISHED_WORDS = re.compile(
    r"(?:posted|published|publication|released?|issued|dated?|veröffentlicht|erschienen|stand|publié|publicado|"
    r"pubblicato|geplaatst|gepubliceerd|опубликовано|дата)(?: (?:on|am|le|el|il|op|date|by .{1,40}? (?:on|at)))?"
    r"(?: the| den)?\W*$",
    re.IGNORECASE,
)
_POINTS_UNSURE = ("en", "zh", "ja", "ko", "hu", "sv", "lt")  # languages that also write other orders with points
# Countries in which a date with points begins with the day, whatever the language.
_HOSTS = "at ba be bg by ch cz de dk ee es fi fr gr hr is it kz lv nl no pl pt ro rs ru si sk tr ua"
_DAY_FIRST_HOSTS = frozenset(_HOSTS.split())
_DAY_FIRST = re.compile(r"(?<![\d.])(?:1[3-9]|2\d|3[01])\.\d{1,2}\.\d{4}")
_MONTH_FIRST = re.compile(r"(?<![\d.])\d{1,2}\.(?:1[3-9]|2\d|3[01])\.\d{4}")
_IN_ADDRESS = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]\d)[/-](?P<day>[0-3]\d)(?=[/+_-]|$)")
_DATE_LINE = 120  # characters
_DATE_WORDS = 40
_NEAR = 40  # lines from the title
_MAX_LINES = 600


def below_title(scene: Scene, header: Sequence[Line]) -> list[Line]:
    """Return the header's lines but for those above the title, where the day of the visit may stand."""
    if not header:
        return []
    above = {id(line) for line in takewhile(lambda line: line is not header[0], scene.page.own_lines)}
    return [line for line in header if id(line) not in above]


def find_date_line(scene: Scene, lines: Sequence[Line]) -> StatedDate | None:
    """Return the first date that stands in a line of its own, or with a name or a label."""
    for line in lines:
        for begin, stated in dates_in(scene, line):
            is_alone = len(line.text) - len(stated.raw) <= _DATE_WORDS
            if is_alone and not is_of_change(line.text[:begin]):
                return stated
    return None


def dates_in(scene: Scene, line: Line) -> Iterator[tuple[int, StatedDate]]:
    """Yield the dates in a line with where they begin."""
    return find_dates(line.text, scene.site.zone, "visible", day_first=is_day_first(scene))


def is_of_change(before: str) -> bool:
    """Whether the words before a date say that it is the day of a change."""
    return _MODIFIED_WORDS.search(before) is not None


def find_afar(scene: Scene, title: str) -> list[StatedDate]:
    """Look for a date line elsewhere in the article's own parts: `Posted on …`, or a line that says little else.

    Several lines without a label are the dates of other articles, so none of them counts.
    """
    lines = [line for line in islice(scene.page.own_lines, _MAX_LINES) if len(line.text) <= _DATE_LINE]
    start = next((number for number, line in enumerate(lines) if line.text == title), 0)
    labelled: list[StatedDate] = []
    bare: list[StatedDate] = []
    for number, line in enumerate(lines):
        for begin, stated in dates_in(scene, line):
            before = line.text[:begin]
            if is_of_change(before) or not is_article_part(line.block):
                continue
            if _PUBLISHED_WORDS.search(before):
                labelled.append(stated)
            elif len(line.text) - len(stated.raw) <= _DATE_WORDS and abs(number - start) <= _NEAR:
                bare.append(stated)
    return labelled[:1] or (bare if len(bare) == 1 else [])


def find_in_address(scene: Scene) -> StatedDate | None:
    """Take the day that the page's own address states, as news sites have it: `/2021/04/26/`."""
    if match := _IN_ADDRESS.search(urlsplit(scene.page.url).path):
        year, month, day = match.group("year", "month", "day")
        return parse_machine_date(f"{year}-{month}-{day}", scene.site.zone, "url")
    return None


def is_day_first(scene: Scene) -> bool:
    """Whether a date with points begins with the day here: by the page's language, else by its other dates."""
    return scene.once("day first", _is_day_first)


def _is_day_first(scene: Scene) -> bool:
    stated = (scene.page.root.get("lang"), *scene.page.meta("og:locale"), *scene.page.meta("content-language"))
    if language := next(filter(None, stated), ""):
        return not language.lower().startswith(_POINTS_UNSURE)
    if _host_end(scene.page.url) in _DAY_FIRST_HOSTS:
        return True
    texts = scene.page.lines()[:_MAX_LINES]
    return any(map(_DAY_FIRST.search, texts)) and not any(map(_MONTH_FIRST.search, texts))


def _host_end(url: str) -> str:
    return (urlsplit(url).hostname or "").rpartition(".")[2]
