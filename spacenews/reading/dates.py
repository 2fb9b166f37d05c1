"""From printed text to a stated date: strict forms of our own, and nothing that is not printed.

Read are ISO 8601, RFC 822, `April 26, 2021`, `26 April 2021`, `26. April 2021`, `2021 April 26` (and so in twenty other
languages), `2021/04/26`, `26/04/2021` (only where one number is above 12, or both are the same), `2021年4月26日`,
each with or without a weekday and a time before or behind; from machine-readable places also `20210426` and epoch
seconds. Years are 1950 to 2100 and have four digits. A time without a zone is in the site's; one that the site's
clocks left out stays a bare day, and of two the first is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from dateutil.tz import datetime_exists

from spacenews.model.reading import StatedDate
from spacenews.reading.blocks import fold
from spacenews.reading.date_words import MONTHS, WEEKDAYS, zone_named

YEARS = range(1950, 2101)
_MAX_TEXT = 200  # what is longer is prose

_WORD = r"[^\W\d_]{3,13}"
_DAY_END = r"(?:st|nd|rd|th|er|\.|º|°)?"
_YEAR_END = r"(?: г\.?| года)?"  # noqa: RUF001 - Cyrillic is meant
_FORMS = (
    r"(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})",
    r"(?P<y2>\d{4})(?P<s2>[/.])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})",
    rf"(?P<m3>{_WORD})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<y3>\d{{4}})",
    rf"(?P<d4>\d{{1,2}}){_DAY_END}[ -](?:of |de |di )?(?P<m4>{_WORD})\.?,?[ -](?:de |del )?(?P<y4>\d{{4}}){_YEAR_END}",
    rf"(?P<y7>\d{{4}})(?:\. |, | |-)(?P<m7>{_WORD})\.?[ -](?P<d7>\d{{1,2}})(?:st|nd|rd|th|\.)?",
    r"(?P<a5>\d{1,2})(?P<s5>[/.-]) ?(?P<b5>\d{1,2})(?P=s5) ?(?P<y5>\d{4}|\d\d(?![\d.:]))",
)
# Written so in China, Japan and Korea, where no space parts it from what stands before.
_EASTERN = r"(?<!\d)(?P<y6>\d{4}) ?[年년] ?(?P<m6>\d{1,2}) ?[月월] ?(?P<d6>\d{1,2}) ?[日일]"
# Two elements side by side may leave no space between a word and a date: `HealthDECEMBER 22, 2022`.
_START = r"(?:(?<![A-Za-z0-9_/.-])|(?-i:(?<=[a-z\u0430-\u044f])(?=[A-Z\u0410-\u042f])))"
_WESTERN = rf"{_START}(?:(?:{'|'.join(sorted(WEEKDAYS))})\.?,? )?(?:{'|'.join(_FORMS)})(?!\d|/\d\d)"
_DAY = rf"(?:{_WESTERN}|{_EASTERN})"
_TIME = (
    r"(?P<hour{0}>\d{{1,2}})(?:[:h](?P<minute{0}>\d{{2}})(?::(?P<second{0}>\d{{2}})(?:[.,]\d{{1,9}})?)?"
    r"(?: ?(?P<half{0}>[ap]\.?m\b\.?))?| ?(?P<bare{0}>[ap]\.?m\b\.?))(?: ?(?:Uhr|hrs|hours)\b)?"
    r"(?: ?\(?(?P<zone{0}>(?:UTC|GMT)? ?[+\u2212-]\d{{1,2}}(?::?\d{{2}})?|Z\b|(?:moscow|eastern|pacific|uk) time\b|"
    r"eastern\b|(?-i:[A-ZА-Я]{{2,5}}\b))\)?)?"  # noqa: RUF001 - Cyrillic is meant
)
_BETWEEN = r"(?:T|,? ?(?:at|um|à|a las|alle|às|в|kl\.) |(?: ?[,|·•/–—@-]+ ?| ))"  # noqa: RUF001 - dashes as printed
_BEFORE = r"(?: on |,? ?[|·•–—-]? ?)"  # noqa: RUF001 - same
_DATE = re.compile(
    rf"(?:(?<![\d:]){_TIME.format(1)}{_BEFORE})?{_DAY}(?:{_BETWEEN}{_TIME.format(2)}(?![\d:]))?", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_GLUE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_DAY_OF_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(?=[T ]\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?")
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\u2212-])(\d{1,2}):?(\d{2})?", re.IGNORECASE)
_HALF_DAY = 12
_SHORT_YEAR = 2  # digits; read only where a page writes the day first, and of this century
_LAST_OFFSET = 14  # hours; no zone is farther from UTC
_MILLISECONDS = 13  # digits


def parse_date(text: str, zone: tzinfo, source: str = "") -> StatedDate | None:
    """Return the date that a whole printed text is, or None.

    Args:
        text: As printed; nothing may stand before or behind the date.
        zone: The site's, for a time that is printed without one.
        source: Where it stood, kept in the result.
    """
    folded = fold(text)
    if len(folded) > _MAX_TEXT or not (match := _DATE.fullmatch(folded)):
        return None
    return _stated(match, zone, source, text)


def parse_machine_date(text: str, zone: tzinfo, source: str = "") -> StatedDate | None:
    """Return the date that an attribute or a JSON-LD value is, or None; epoch seconds and `20210426` count here."""
    folded = fold(text)
    if found := parse_date(folded, zone, source):
        return found
    if match := _COMPACT.fullmatch(folded):
        year, month, day, hour, minute, second, offset = match.groups()
        written = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{offset or ''}" if hour else "")
        found = parse_date(written, zone, source)
        return replace(found, raw=text) if found else None
    if _EPOCH.fullmatch(folded):
        return _from_epoch(folded, zone, source)
    if match := _DAY_OF_INSTANT.match(folded):  # a time in no known form: the day stands all the same
        found = parse_date(match.group(), zone, source)
        return replace(found, raw=text) if found else None
    return None


def find_dates(
    text: str, zone: tzinfo, source: str = "", *, day_first: bool = False
) -> Iterator[tuple[int, StatedDate]]:
    """Yield each date in a line such as `Posted on April 26, 2021 by …`, with where it begins; prose has none.

    Args:
        text: As printed.
        zone: As in `parse_date`.
        source: The same.
        day_first: Whether the page is in a language in which `3.4.2021` is April 3.
    """
    folded = fold(text)
    if len(folded) > _MAX_TEXT or not _DIGIT.search(folded):
        return
    for match in _DATE.finditer(folded):
        found = _stated(match, zone, source, match.group(), day_first=day_first)
        begin = match.start()
        if found is None and (glue := _GLUE.search(match.group())):
            # `RocketsAPRIL 26, 2021`: no month is called so, but what begins within is one.
            begin += glue.start()
            again = _DATE.match(folded, begin)
            found = _stated(again, zone, source, again.group(), day_first=day_first) if again else None
        if found:
            yield begin, found


def _stated(match: re.Match[str], zone: tzinfo, source: str, raw: str, *, day_first: bool = False) -> StatedDate | None:
    parts = match.groupdict()
    on = _day(parts, day_first=day_first)
    if on is None:
        return None
    which = "2" if parts["hour2"] else "1"
    bare = StatedDate(on, None, "day", source, raw)
    if not parts[f"hour{which}"]:
        return bare
    clock = _clock(parts, which)
    if clock is None:
        return None
    stated_zone = _zone(parts[f"zone{which}"])
    if stated_zone is None and parts[f"zone{which}"]:
        return bare  # a zone is printed, and it is not known which: no instant can be claimed
    local = datetime(on.year, on.month, on.day, *clock, tzinfo=stated_zone or zone)
    if not datetime_exists(local):
        return bare
    at = local.astimezone(UTC)
    # A value in UTC is a machine's; the day that the site prints is that of its own clocks. But midnight sharp is
    # what programs write for a bare day.
    if stated_zone is UTC and clock != (0, 0, 0):
        on = at.astimezone(zone).date()
    precision = "second" if parts[f"second{which}"] else "minute"
    return StatedDate(on, at, precision, source, raw, "printed" if stated_zone else "site")


def _day(parts: dict[str, str | None], *, day_first: bool) -> date | None:
    for form in "123467":
        if year := parts[f"y{form}"]:
            month = parts[f"m{form}"] or ""
            number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
            return _date(int(year), number, int(parts[f"d{form}"] or 0))
    first, second, in_year = int(parts["a5"] or 0), int(parts["b5"] or 0), int(parts["y5"] or 0)
    if len(parts["y5"] or "") == _SHORT_YEAR:
        return _date(2000 + in_year, second, first) if day_first and parts["s5"] == "." else None
    if day_first and parts["s5"] == ".":
        return _date(in_year, second, first)
    if first == second or second > _HALF_DAY:
        return _date(in_year, first, second)
    return _date(in_year, second, first) if first > _HALF_DAY else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _clock(parts: dict[str, str | None], which: str) -> tuple[int, int, int] | None:
    hour = int(parts[f"hour{which}"] or 0)
    minute, second = int(parts[f"minute{which}"] or 0), int(parts[f"second{which}"] or 0)
    if half := parts[f"half{which}"] or parts[f"bare{which}"]:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + (_HALF_DAY if half.lower().startswith("p") else 0)
    in_range = hour <= 23 and minute <= 59 and second <= 60  # noqa: PLR2004 - a clock's own numbers
    return (hour, minute, min(second, 59)) if in_range else None


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    if match := _OFFSET.fullmatch(printed):
        sign, hours, minutes = match.groups()
        if int(hours) > _LAST_OFFSET:
            return None
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(offset if sign == "+" else -offset) if offset else UTC
    named = zone_named(printed)
    return UTC if named == UTC else named


def _from_epoch(digits: str, zone: tzinfo, source: str) -> StatedDate | None:
    seconds = int(digits) / (1000 if len(digits) >= _MILLISECONDS - 1 else 1)
    at = datetime.fromtimestamp(int(seconds), UTC)
    if at.year not in YEARS:
        return None
    return StatedDate(at.astimezone(zone).date(), at, "second", source, digits, "printed")
