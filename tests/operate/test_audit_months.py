"""A hole in the coverage is seen, a quiet site raises no alarm, and the pictures show it."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from spacenews.operate.audit_months import Month, read_months
from spacenews.operate.audit_picture import BLOCKS, PLAIN, draw_lines, draw_svg

AT = datetime(2026, 1, 2, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def days(counts: dict[str, int]) -> list[str]:
    return [f"{month}-{1 + number % 28:02}" for month, count in counts.items() for number in range(count)]


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def year(usual: int, **other: int) -> dict[str, int]:
    return {f"2020-{month:02}": other.get(f"m{month}", usual) for month in range(1, 13)}


def test_every_month_between_the_first_and_the_last_is_there() -> None:
    months = read_months(["2019-11-30", "2020-02-01"], ["2020-03-05"])
    assert [(each.month, each.archived, each.missing) for each in months] == [
        ("2019-11", 1, 0),
        ("2019-12", 0, 0),
        ("2020-01", 0, 0),
        ("2020-02", 1, 0),
        ("2020-03", 0, 1),
    ]
    assert read_months([], []) == ()


def test_a_month_below_the_rhythm_of_its_neighbors_is_named_with_the_reason() -> None:
    (low,) = [each for each in read_months(days(year(20, m6=6)), []) if each.reason]
    assert (low.month, low.usual) == ("2020-06", 20)
    assert low.reason == "6 known, where the 11 months around it have 20 (median): by chance once in 3,920"


def test_what_is_known_and_missing_is_no_hole_in_the_rhythm() -> None:
    counts = year(20, m6=6)
    lacking = days({"2020-06": 14})
    months = read_months(days(counts), lacking)
    assert not [each for each in months if each.reason]
    assert months[5].missing == 14


@pytest.mark.parametrize("usual", [1, 2, 4])
def test_an_empty_month_of_a_quiet_site_is_nothing_unusual(usual: int) -> None:
    assert not [each for each in read_months(days(year(usual, m6=0)), []) if each.reason]
    assert [each.month for each in read_months(days(year(5, m6=0)), []) if each.reason] == ["2020-06"]


def test_the_first_and_the_last_month_are_not_judged() -> None:
    months = read_months(days(year(30, m1=1, m12=1)), [])
    assert not [each for each in months if each.reason]
    assert months[0].usual is None


def test_a_site_that_slowed_down_is_judged_by_its_neighbors() -> None:
    counts = year(40) | {f"2021-{month:02}": 10 for month in range(1, 13)}
    found = [each.month for each in read_months(days(counts), []) if each.reason]
    assert set(found) <= {"2021-01", "2021-02", "2021-03"}


def test_a_line_a_year_has_a_sign_a_month() -> None:
    months = read_months(days(year(20, m6=2, m9=0)), ["2020-09-01"])
    (line,) = draw_lines(months, PLAIN)
    assert line == "2020  999991991999     202 held, 1 missing, low: 2020-06, 2020-09"
    assert line.isascii()
    (blocks,) = draw_lines(months, BLOCKS)
    assert "█████▁██▁███" in blocks
    assert list(draw_lines((), BLOCKS)) == []


def test_the_picture_is_whole_and_speaks_to_those_who_do_not_see_it() -> None:
    months = read_months(days(year(20, m6=2)), ["2020-09-01"])
    root = parsed(draw_svg(months, "Coverage of <x> & y", AT))
    assert root.get("role") == "img"
    assert root.get("width") == "800"
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text == "Coverage of <x> & y"
    assert description is not None
    assert description.text is not None
    assert "222 archived, 1 known and missing, 1 month worth a look; 2020-06: 2 known" in description.text
    bars = [
        each for each in root.iter(f"{SVG}rect") if float(each.get("x", "0")) > 47 and float(each.get("y", "0")) > 70
    ]
    assert len(bars) == 13
    assert all(float(each.get("x", "0")) + float(each.get("width", "0")) <= 800 for each in bars)
    assert all(float(each.get("height", "0")) >= 0 for each in bars)


@pytest.mark.parametrize("count", [0, 1, 2, 400])
def test_a_picture_of_any_length_can_be_drawn(count: int) -> None:
    months = tuple(Month(f"{1990 + n // 12}-{n % 12 + 1:02}", n * 7, n % 3) for n in range(count))
    root = parsed(draw_svg(months, "x", AT))
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x", "0")) <= 770
