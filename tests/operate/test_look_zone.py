"""A site's time zone: what it says, else which zone had the offsets that its dates show, else UTC and a doubt."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from spacenews.operate.look_zone import Printed, Shown, find_zone, offset_between

HOST = "orbitdaily.example"


def shown(zone: str, *days: str) -> list[Shown]:
    instants = [datetime.fromisoformat(f"{day}T12:00:00+00:00") for day in days]
    return [Shown(at, at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(), "REST") for at in instants]


def test_a_zone_that_the_site_states_is_taken() -> None:
    name, evidence = find_zone("Asia/Tokyo", shown("Europe/Paris", "2021-01-01"), [], HOST)
    assert (name, evidence.sure) == ("Asia/Tokyo", True)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("America/New_York", ("2021-01-05", "2021-07-05")),
        ("Europe/Moscow", ("2013-05-01", "2021-05-01")),  # +04:00 until 2014
        ("Europe/London", ("2021-01-05", "2021-07-05")),
        ("Australia/Sydney", ("2021-01-05", "2021-07-05")),
    ],
)
def test_offsets_of_different_seasons_or_years_name_their_zone(zone: str, days: tuple[str, ...]) -> None:
    name, evidence = find_zone("", shown(zone, *days), [], HOST)
    assert (name, evidence.sure) == (zone, True)


def test_one_offset_alone_is_a_doubt_and_its_country_breaks_the_tie() -> None:
    name, evidence = find_zone("", shown("Asia/Tokyo", "2021-01-05"), [], "orbit.jp:8080")
    assert (name, evidence.sure) == ("Asia/Tokyo", False)
    assert "other zones" in evidence.why


def test_a_few_wrong_dates_leave_the_zone_and_a_doubt() -> None:
    right = shown("America/New_York", *(f"2021-0{month}-05" for month in range(1, 10)))
    name, evidence = find_zone("", [*right, Shown(right[0].at, timedelta(hours=9), "pages")], [], HOST)
    assert (name, evidence.sure) == ("America/New_York", False)
    assert "90%" in evidence.why


def test_offsets_of_no_zone_give_one_of_that_offset_and_a_doubt() -> None:
    at = datetime(2021, 1, 5, tzinfo=UTC)
    odd = [Shown(at + timedelta(days=day), timedelta(hours=hours), "pages") for day, hours in enumerate((3, -7, 3, 11))]
    assert find_zone("", odd, [], HOST)[0] == "Etc/GMT-3"


def test_without_any_offset_it_is_utc_and_printed_days_bound_it() -> None:
    printed = [Printed(datetime(2021, 5, 1, 22, tzinfo=UTC), date(2021, 5, 2))]
    name, evidence = find_zone("Not/AZone", [], printed, HOST)
    assert (name, evidence.sure) == ("UTC", False)
    assert "from +2 to +14 hours" in evidence.why


@pytest.mark.parametrize(
    ("local", "hours"), [("2021-05-01T15:00:30", 3), ("2021-05-01T17:30:00", 5.5), ("2021-05-01T15:07:00", None)]
)
def test_an_offset_is_a_whole_quarter_of_an_hour(local: str, hours: float | None) -> None:
    found = offset_between(datetime.fromisoformat(local), datetime(2021, 5, 1, 12, tzinfo=UTC))
    assert found == (timedelta(hours=hours) if hours is not None else None)
