"""The time zone of a site: what it says of itself, or which zone had the offsets that its dates show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from spacenews.operate.look import Evidence

DECISION = "time zone"
_FALLBACK = "UTC"
# Of zones with equal clocks the one that people know is named: the first of these that fits.
_KNOWN = """
    America/New_York Europe/London Europe/Moscow Europe/Paris Europe/Berlin Europe/Rome Europe/Madrid America/Chicago
    America/Denver America/Los_Angeles America/Toronto America/Sao_Paulo America/Argentina/Buenos_Aires
    America/Mexico_City Asia/Tokyo Asia/Shanghai Asia/Kolkata Asia/Seoul Australia/Sydney Pacific/Auckland
    Europe/Kyiv Europe/Athens Europe/Lisbon Asia/Dubai Asia/Jerusalem Europe/Istanbul Asia/Singapore Asia/Hong_Kong
    Africa/Johannesburg Africa/Lagos Africa/Cairo Africa/Nairobi Asia/Almaty Asia/Tashkent Asia/Karachi Asia/Dhaka
    Asia/Jakarta Asia/Bangkok Australia/Perth Australia/Adelaide Australia/Brisbane America/Phoenix America/Halifax
    America/Bogota America/Santiago Pacific/Honolulu America/Anchorage Asia/Tehran
"""
# By the last part of a host's name; it only breaks a tie between zones that fit equally well.
_OF_COUNTRY = {
    "ru": "Europe/Moscow",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "fr": "Europe/Paris",
    "de": "Europe/Berlin",
    "it": "Europe/Rome",
    "es": "Europe/Madrid",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "ua": "Europe/Kyiv",
    "tr": "Europe/Istanbul",
    "jp": "Asia/Tokyo",
    "cn": "Asia/Shanghai",
    "in": "Asia/Kolkata",
    "kr": "Asia/Seoul",
    "au": "Australia/Sydney",
    "nz": "Pacific/Auckland",
    "br": "America/Sao_Paulo",
    "ca": "America/Toronto",
    "kz": "Asia/Almaty",
}
_QUARTER = 900  # seconds: every offset in use is a multiple
_FARTHEST = timedelta(hours=14)
_MOST = 0.8  # of the dates: some are written by hand, and wrong by an hour
_DIFFERENT = 2  # offsets that a zone must have shown at its times to be known among others


@dataclass(frozen=True, slots=True)
class Shown:
    """One instant and the offset that the site showed at it, with where that was seen (`REST`, `JSON-LD`)."""

    at: datetime
    offset: timedelta
    source: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The day that a page prints of an article that was published at a known instant."""

    at: datetime
    on: date


def find_zone(stated: str, shown: Sequence[Shown], printed: Sequence[Printed], host: str) -> tuple[str, Evidence]:
    """Return a site's time zone as an IANA name, and what it rests on.

    Args:
        stated: What the site says of itself (REST `timezone_string`); empty: nothing.
        shown: Offsets seen beside instants. Those of feeds that state UTC whatever the site's clock says are no
            offsets of the site, and do not belong here.
        printed: Printed days beside instants: they bound the offset where nothing else is known.
        host: The site's, whose country breaks ties.
    """
    if stated and is_zone(stated):
        return stated, Evidence(DECISION, stated, "REST says so (timezone_string)")
    if shown:
        return _by_offsets(shown, host)
    return _FALLBACK, Evidence(DECISION, _FALLBACK, _bounds(printed), sure=False)


def is_zone(name: str) -> bool:
    """Whether a text is the IANA name of a zone."""
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def offset_between(local: datetime, at: datetime) -> timedelta | None:
    """Return the offset that a clock's reading shows at an instant; None where it can be none.

    Args:
        local: As printed, without zone.
        at: The instant, aware.
    """
    seconds = (local - at.replace(tzinfo=None) + (at.utcoffset() or timedelta())).total_seconds()
    offset = timedelta(seconds=round(seconds / _QUARTER) * _QUARTER)
    near = abs(seconds - offset.total_seconds()) < 60  # noqa: PLR2004 - printed minutes have no seconds
    return offset if near and abs(offset) <= _FARTHEST else None


def _by_offsets(shown: Sequence[Shown], host: str) -> tuple[str, Evidence]:
    fits, share = _fitting([(each.at, each.offset) for each in shown])
    offsets = Counter(_words(each.offset) for each in shown)
    seen = f"{len(shown)} dates of {', '.join(sorted({each.source for each in shown}))} show {', '.join(offsets)}"
    if share < _MOST:
        most = Counter(each.offset for each in shown).most_common(1)[0][0]
        name = _fixed(most)
        return name, Evidence(DECISION, name, f"{seen}, as no zone has it; the most common was taken", sure=False)
    country = _OF_COUNTRY.get(host.partition(":")[0].rpartition(".")[2], "")
    name = next(each for each in (country, *_KNOWN.split(), *sorted(fits)) if each in fits)
    if share < 1:
        why = f"{seen}; {share:.0%} of them are as this zone had it"
        return name, Evidence(DECISION, name, why, sure=False)
    if len(offsets) >= _DIFFERENT:
        return name, Evidence(DECISION, name, f"{seen}, as this zone had it")
    others = f"; so would {len(fits) - 1} other zones" if len(fits) > 1 else ""
    return name, Evidence(DECISION, name, f"{seen}, which would fit{others}", sure=False)


def _fitting(pairs: Sequence[tuple[datetime, timedelta]]) -> tuple[set[str], float]:
    """Return the zones that had the most of these offsets at their instants, and the share that they had."""
    counted = Counter(pairs)
    right = {
        name: sum(
            count for (at, offset), count in counted.items() if at.astimezone(ZoneInfo(name)).utcoffset() == offset
        )
        for name in _zones()
    }
    most = max(right.values())
    return {name for name, count in right.items() if count == most}, most / len(pairs)


@cache
def _zones() -> tuple[str, ...]:
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return (*sorted(name for name in available_timezones() if name.startswith(areas)), _FALLBACK)


def _fixed(offset: timedelta) -> str:
    """Return the name of a zone that always has an offset of whole hours; POSIX turns its sign round."""
    hours = round(offset.total_seconds() / 3600)
    return f"Etc/GMT{-hours:+d}" if hours else _FALLBACK


def _bounds(printed: Sequence[Printed]) -> str:
    """Return what printed days leave possible."""
    fits = [
        hours
        for hours in range(-12, 15)
        if all((each.at + timedelta(hours=hours)).date() == each.on for each in printed)
    ]
    seen = "no time of day with an offset was seen"
    if not printed or not fits:
        return f"{seen}, so UTC was taken"
    return f"{seen}; {len(printed)} printed days fit offsets from {fits[0]:+d} to {fits[-1]:+d} hours; UTC was taken"


def _words(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
