"""Dates as machines write them in feeds, sitemaps and REST, by the thousand. Nothing is guessed.

An instant needs a time and a zone that is stated; without either only the day is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

_YEARS = range(1900, 2200)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"), start=1,
    )
    for name in (names, names[:3])
} | {"sept": 9}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\s*(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?"
)
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{2,9}\s*,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?[\s-]+(\d{2}|\d{4})"
    r"(?:\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s+([A-Za-z]{1,5}|[+-]\d\d:?\d\d))?)?(?:\s*\([^()]*\))?"
)
_ZONES = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
          "pst": -8, "pdt": -7}  # fmt: skip
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)?")
_UNKNOWN_ZONE = "-0000"  # RFC 5322: the time is UTC, and nothing is said of where it was written


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a machine's date says: the day as written, and the UTC instant if time and zone are written too."""

    on: date
    at: datetime | None = None


def parse_stamp(text: str | None) -> Stamp | None:
    """Return what an ISO 8601 (W3C) or RFC 822 date says, or None where it is neither."""
    text = (text or "").strip()
    if found := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        return _stamp(_day(int(year), int(month), int(day)), (hour, minute, second), _zone(zone), micro)
    if found := _RFC_822.fullmatch(text):
        day, name, year, hour, minute, second, zone = found.groups()
        return _stamp(
            _day(_full_year(year), _MONTHS.get(name.lower(), 0), int(day)), (hour, minute, second), _zone(zone)
        )
    return None


def parse_utc(text: object) -> datetime | None:
    """Return the aware instant of a `date_gmt`: ISO 8601 that is UTC though it does not say so."""
    stamp = parse_stamp(f"{text}Z") if isinstance(text, str) and "T" in text and not text.endswith("Z") else None
    return stamp.at if stamp else None


def day_at(zone: tzinfo, at: datetime | None) -> date | None:
    """Return the site's day of an instant: feeds mostly state UTC, whatever the day was where it was published."""
    return at.astimezone(zone).date() if at else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _full_year(text: str) -> int:
    """RFC 2822 section 4.3: two digits below 50 are of this century."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)  # noqa: PLR2004 - the RFC's own numbers


def _zone(text: str | None) -> timezone | None:
    if not text or text == _UNKNOWN_ZONE:
        return None
    if (hours := _ZONES.get(text.lower())) is not None:
        return timezone(timedelta(hours=hours))
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    ahead = timedelta(hours=int(found.group(2)), minutes=int(found.group(3) or 0))
    try:
        return timezone(-ahead if found.group(1) == "-" else ahead)
    except ValueError:
        return None


def _stamp(
    on: date | None, clock: tuple[str | None, str | None, str | None], zone: timezone | None, micro: int = 0
) -> Stamp | None:
    if on is None:
        return None
    if clock[0] is None or zone is None:
        return Stamp(on)
    hour, minute, second = (int(part or 0) for part in clock)
    try:
        at = datetime(on.year, on.month, on.day, hour, minute, second, micro, tzinfo=zone)
    except ValueError:
        return Stamp(on)
    return Stamp(on, at.astimezone(UTC))
