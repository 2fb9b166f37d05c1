"""Dates are read in strict forms, in the zone printed or the site's, and nothing is ever filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.reading.dates import find_dates, parse_date, parse_machine_date

MOSCOW = ZoneInfo("Europe/Moscow")
NEW_YORK = ZoneInfo("America/New_York")
DAY = date(2021, 4, 26)


@pytest.mark.parametrize(
    "text",
    [
        "April 26, 2021", "april 26 2021", "Apr. 26, 2021", "April 26th, 2021", "April 26,2021", "26 April 2021",
        "26. April 2021", "26-Apr-2021", "Monday, April 26, 2021", "Mon 26 Apr 2021", "2021-04-26", "2021/04/26",
        "2021.04.26", "26/04/2021", "04/26/2021", "26.04.2021", "26 апреля 2021 г.", "26 de abril de 2021",  # noqa: RUF001 - Cyrillic is meant
        "2021 April 26", "2021. április 26.", "26 kwietnia 2021", "26 Nisan 2021", "maandag 26 april 2021",
        "26. huhtikuuta 2021", "26 квітня 2021", "lundi 26 avril 2021", "26 aprile 2021", "  April\u00a026,\n2021 ",
    ],
)  # fmt: skip
def test_a_day_is_read_and_stays_a_day(text: str) -> None:
    stated = parse_date(text, MOSCOW, "visible")
    assert stated is not None
    assert (stated.on, stated.at, stated.precision, stated.zone) == (DAY, None, "day", "")
    assert (stated.source, stated.raw) == ("visible", text)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2021", "3.4.2021", "26.04.21", "4/26/21", "April 26", "April 2021", "2021", "31 February 2021",
        "January 0, 2021", "April 26, 1949", "April 26, 2101", "April 26, 0000", "yesterday", "5 minutes ago", "Monday",
        "Posted April 26, 2021", "April 26, 2021 25:00", "2021-04-26T24:00:00", "13/13/2021", "Smarch 3, 2021", "",
        "April 26, 2021 and more", "12:30", "1619427600",
    ],
)  # fmt: skip
def test_what_is_ambiguous_or_incomplete_is_not_read(text: str) -> None:
    assert parse_date(text, MOSCOW) is None


@pytest.mark.parametrize(
    ("text", "at", "precision", "zone"),
    [
        ("2021-04-26T09:00:00+03:00", "2021-04-26T06:00:00", "second", "printed"),
        ("2021-04-26T09:00:00+0300", "2021-04-26T06:00:00", "second", "printed"),
        ("2021-04-26T06:00:00Z", "2021-04-26T06:00:00", "second", "printed"),
        ("2021-04-26T06:00:00.123Z", "2021-04-26T06:00:00", "second", "printed"),
        ("2021-04-26T09:00:00", "2021-04-26T06:00:00", "second", "site"),
        ("2021-04-26 09:00", "2021-04-26T06:00:00", "minute", "site"),
        ("Mon, 26 Apr 2021 06:00:00 GMT", "2021-04-26T06:00:00", "second", "printed"),
        ("Mon, 26 Apr 2021 06:00:00 +0000", "2021-04-26T06:00:00", "second", "printed"),
        ("April 26, 2021 3:05 pm ET", "2021-04-26T19:05:00", "minute", "printed"),
        ("April 26, 2021 at 3:05 p.m. EDT", "2021-04-26T19:05:00", "minute", "printed"),
        ("April 26, 2021 | 9:00", "2021-04-26T06:00:00", "minute", "site"),
        ("10:30 am ET on April 26, 2021", "2021-04-26T14:30:00", "minute", "printed"),
        ("26 апреля 2021, 10:30 МСК", "2021-04-26T07:30:00", "minute", "printed"),  # noqa: RUF001 - same
        ("April 26, 2021 12:00 am", "2021-04-25T21:00:00", "minute", "site"),
        ("April 26, 2021 12:00 pm UTC+3", "2021-04-26T09:00:00", "minute", "printed"),
    ],
)
def test_a_time_is_read_in_the_zone_printed_or_the_sites(text: str, at: str, precision: str, zone: str) -> None:
    stated = parse_date(text, MOSCOW)
    assert stated is not None
    assert stated.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert (stated.on, stated.precision, stated.zone) == (DAY, precision, zone)


@pytest.mark.parametrize(
    ("text", "hour"), [("June 9, 2014 10:00", 6), ("June 9, 2014 10:00 MSK", 6), ("June 9, 2015 10:00 MSK", 7)]
)
def test_moscow_was_four_hours_ahead_until_the_autumn_of_2014(text: str, hour: int) -> None:
    stated = parse_date(text, MOSCOW)
    assert stated is not None
    assert stated.at is not None
    assert stated.at.hour == hour


def test_an_hour_that_the_clocks_left_out_leaves_the_day() -> None:
    stated = parse_date("March 10, 2024 2:30 am", NEW_YORK)
    assert stated is not None
    assert (stated.on, stated.at, stated.precision) == (date(2024, 3, 10), None, "day")


def test_of_an_hour_that_came_twice_the_first_is_taken() -> None:
    stated = parse_date("November 3, 2024 1:30 am", NEW_YORK)
    assert stated is not None
    assert stated.at == datetime(2024, 11, 3, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["CST", "IST", "XYZ"])
def test_a_zone_that_means_several_things_leaves_the_day(zone: str) -> None:
    stated = parse_date(f"April 26, 2021 10:00 {zone}", NEW_YORK)
    assert stated is not None
    assert (stated.on, stated.at) == (DAY, None)


def test_a_value_in_utc_has_the_sites_day_but_midnight_sharp_is_a_bare_day() -> None:
    late = parse_date("2021-04-25T22:30:00Z", MOSCOW)
    midnight = parse_date("2021-04-26T00:00:00+00:00", NEW_YORK)
    assert late is not None
    assert midnight is not None
    assert (late.on, midnight.on) == (DAY, DAY)
    assert midnight.at == datetime(2021, 4, 26, tzinfo=UTC)


@pytest.mark.parametrize("text", ["20210426T060000Z", "1619416800", "1619416800000"])
def test_machines_may_write_numbers(text: str) -> None:
    stated = parse_machine_date(text, MOSCOW)
    assert stated is not None
    assert stated.at == datetime(2021, 4, 26, 6, tzinfo=UTC)
    assert stated.raw == text


@pytest.mark.parametrize("text", ["12345", "20211399", "99999999999999", "9" * 400])
def test_a_number_that_is_no_date_is_none(text: str) -> None:
    assert parse_machine_date(text, MOSCOW) is None


def test_dates_are_found_inside_a_line() -> None:
    line = "Published: April 26, 2021 10:30 am EDT | Updated: April 27, 2021 by Vera Sokolova"
    assert [(each.on.day, each.precision) for _, each in find_dates(line, MOSCOW)] == [(26, "minute"), (27, "day")]


@given(st.text(max_size=120) | st.from_regex(r"[0-9T:Z+ ./-]{0,40}", fullmatch=True))
def test_no_text_makes_a_naive_datetime_or_raises(text: str) -> None:
    for stated in (parse_machine_date(text, MOSCOW), *(each for _, each in find_dates(text, NEW_YORK))):
        if stated is not None:
            assert stated.at is None or stated.at.utcoffset() is not None
            assert 1950 <= stated.on.year <= 2100
            assert (stated.at is None) == (stated.precision == "day")
