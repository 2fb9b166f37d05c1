"""Dates as a page prints them: where they stand, what is said before them, and in which order its numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import dropwhile, islice, takewhile
from urllib.parse import urlsplit

from spacenews.model.reading import StatedDate
from spacenews.reading.blocks import Line
from spacenews.reading.dates import find_dates, parse_machine_date
from spacenews.reading.scene import Scene

_MODIFIED_WORDS = re.compile(
    r"(?:updated?|modified|revised|changed|edited|corrected|reviewed|aktualisiert|geändert|bearbeitet|mis à jour|"
    r"modifié|actualizado|modificado|atualizado|aggiornato|modificato|bijgewerkt|gewijzigd|uppdaterad|oppdatert|"
    r"opdateret|päivitetty|zaktualizowan\w*|aktualizacja|güncelleme|güncellendi|обновлен\w*|изменен\w*|更新日?)"
    r"\W*(?:on|at|am|le|el|il|op|dne)?\W*$",
    re.IGNORECASE,
)
_PUBLISHED_WORDS = re.compile(
    r"(?:(?:posted|published|publication|released?|issued|dated?|added|created|written|veröffentlicht|erschienen|"
    r"erstellt|eingestellt|datum|stand|publiée?|paru|publicad[ao]|pubblicat[ao]|geplaatst|gepubliceerd|publicerad|"
    r"publisert|udgivet|julkaistu|opublikowan[oy]|dodano|zveřejněno|publikováno|vydáno|yay\u0131nlan\w*|опубликован\w*|"
    r"дата|публикация|发布|发表|公開日?|掲載日?|등록|입력)"
    r"(?: (?:on|am|le|el|il|op|den|dne|date|um|by .{1,40}? (?:on|at)))?(?: the| den)?|"
    r"(?:^|\s)(?:by|von|par|por|di|door|av) .{2,40}? (?:on|at|am|le|el|op)|"
    r"(?:pressemitteilung|pressemeldung|meldung|nachricht|news|beitrag|artikel|bericht) vom)\W*$",
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
_LINE_WORDS = 60  # beside the date in a header line: authors, their jobs, a section
_NEAR = 40  # lines from the title
_BELOW = 3  # lines below the title in which a bare date is the article's
_LABEL = 30  # characters; a line that may be the label of the next
_DATELINE = 110  # characters
_PLACE = re.compile(r"\W*[A-Z\u00c0-\u00de\u0410-\u042f][\w .,'\u2019/()-]{1,60}[,(\u2013\u2014-] ?\W*")
_BEHIND_DATELINE = re.compile(r"\W{0,3}(?:[|\u2013\u2014:\u201e\u201c\"]|--|- |/[A-Z]|\.\s)")
_EITHER_WAY = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
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
            if len(line.text) - len(stated.raw) <= _DATE_WORDS and not is_of_change(line.text[:begin]):
                return stated
    return None


def is_date_line(text: str, stated: StatedDate, begin: int) -> bool:
    """Whether a line says little but a date, or says that it is the day of publication."""
    return len(text) - len(stated.raw) <= _LINE_WORDS or says_published(text[:begin])


def dates_in(scene: Scene, line: Line) -> Iterator[tuple[int, StatedDate]]:
    """Yield the dates in a line with where they begin."""
    return find_dates(line.text, scene.site.zone, "visible", day_first=is_day_first(scene))


def is_of_change(before: str) -> bool:
    """Whether the words before a date say that it is the day of a change."""
    return _MODIFIED_WORDS.search(before) is not None


def says_published(before: str) -> bool:
    """Whether the words before a date say that it is the day of publication."""
    return _PUBLISHED_WORDS.search(before) is not None


def find_afar(scene: Scene, title: str) -> list[StatedDate]:
    """Look for a date line elsewhere on the page: `Posted on …`, or a line that says little else.

    The label may be the line before (`Date` / `12.01.2017`). Several lines without a label are the dates of other
    articles, so none of them counts, but for one right below the title.
    """
    every = list(islice(scene.page.own_lines, _MAX_LINES))
    start = next((line for line in every if line.text == title), None)
    head = every[every.index(start) :][: _BELOW + 1] if start else []
    near = set(map(id, takewhile(lambda line: len(line.text) <= _DATE_LINE or line is start, head)))
    lines = [line for line in every if len(line.text) <= _DATE_LINE]
    place = lines.index(start) if start in lines else 0
    labelled: list[tuple[int, StatedDate]] = []
    bare: list[tuple[Line, StatedDate]] = []
    before = ""
    for number, line in enumerate(lines):
        dates = list(dates_in(scene, line))
        said = sum(len(stated.raw) for _, stated in dates)
        for begin, stated in dates:
            words = line.text[:begin] or before
            if is_of_change(words) or scene.page.regions.is_of_others(line.block):
                continue
            if says_published(words):
                labelled.append((len(line.text) - said, stated))
            elif (
                len(line.text) - said <= _DATE_WORDS
                and abs(number - place) <= _NEAR
                and scene.page.regions.is_article_part(line.block)
            ):
                bare.append((line, stated))
        before = line.text if len(line.text) <= _LABEL else ""
    below = [stated for line, stated in bare if id(line) in near]
    plain = [stated for rest, stated in labelled if rest <= _DATE_WORDS]
    told = [stated for _, stated in labelled]  # sentences that tell of a publication, which may be another's
    return plain[:1] or below[:1] or told[:1] or ([bare[0][1]] if len(bare) == 1 else [])


def find_in_dateline(scene: Scene, text: Sequence[Line]) -> list[StatedDate]:
    """Return the date that a text begins with, as press releases do: `BERLIN, 25 January 2022 - The …`."""
    for line in text:
        start = line.text[:_DATELINE]
        for begin, stated in find_dates(start, scene.site.zone, "dateline", day_first=is_day_first(scene)):
            is_place = begin == 0 or _PLACE.fullmatch(start[:begin]) or says_published(start[:begin])
            if is_place and _BEHIND_DATELINE.match(start[begin + len(stated.raw) :]):
                return [stated]
    return []


def prose_below(scene: Scene, title: str) -> list[Line]:
    """Return the first line of prose below the title: a text's own, or its standfirst."""
    lines = islice(scene.page.own_lines, _MAX_LINES)
    below = dropwhile(lambda line: not line.text.endswith(title), lines)
    return [line for line in islice(below, 1, _NEAR) if len(line.text) > _DATE_LINE][:1]


def days_either_way(text: str) -> Iterator[date]:
    """Yield the days that `3/5/2022` in a short line may be: the one in May, and the one in March."""
    for match in _EITHER_WAY.finditer(text) if len(text) <= _DATE_LINE else ():
        first, second, year = map(int, match.groups())
        for month, day in ((first, second), (second, first)):
            try:
                yield date(year, month, day)
            except ValueError:
                continue


def find_in_address(scene: Scene) -> list[StatedDate]:
    """Take the day that the page's own address states, as news sites have it: `/2021/04/26/`; its source says so."""
    if match := _IN_ADDRESS.search(urlsplit(scene.page.url).path):
        year, month, day = match.group("year", "month", "day")
        stated = parse_machine_date(f"{year}-{month}-{day}", scene.site.zone, "url")
        return [stated] if stated else []
    return []


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
