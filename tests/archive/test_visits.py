"""Which captures of the pages of an article make one whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from spacenews.archive.visits import PageCapture, find_visits
from tests.archive.archive_samples import capture

START = capture("long-way-up/")


def at(minute: int, number: int, status: int = 200) -> PageCapture:
    moment = START.captured_at + timedelta(minutes=minute)
    return PageCapture(number, replace(START, record_uuid=f"{minute:03}", captured_at=moment, status=status))


def wholes(*captures: PageCapture) -> list[tuple[str, str, dict[int, str | None], set[int]]]:
    """Return of each visit its holder, its first page, the captures of the further ones, and which are gone."""
    return [
        (
            visit.holder.record_uuid,
            visit.first.record_uuid,
            {number: record.record_uuid if record else None for number, record, _ in visit.later},
            {number for number, _, gone in visit.later if gone},
        )
        for visit in find_visits(captures)
    ]


def test_pages_that_are_captured_after_the_first_one_are_one_whole_whatever_the_order_they_are_stored_in() -> None:
    captures = [at(0, 1), at(1, 2), at(2, 3)]
    for order in permutations(captures):
        assert wholes(*order) == [("000", "000", {2: "001", 3: "002"}, set())]


def test_an_edit_of_a_further_page_alone_is_held_by_that_page() -> None:
    seen = wholes(at(0, 1), at(1, 2), at(2, 3), at(10, 1, 304), at(11, 2, 304), at(12, 3))
    assert seen == [("000", "000", {2: "001", 3: "002"}, set()), ("012", "000", {2: "001", 3: "012"}, set())]


def test_a_visit_that_brings_no_page_is_a_part_of_the_one_before() -> None:
    seen = wholes(at(0, 1), at(1, 2), at(10, 1, 304), at(11, 2, 404))
    assert seen == [("000", "000", {2: "001"}, {2})]
    assert wholes(at(0, 1), at(1, 2), at(10, 1, 304), at(11, 2, 404), at(20, 1, 304), at(21, 2, 304)) == [
        ("000", "000", {2: "001"}, set())
    ]


def test_a_page_that_was_not_looked_at_is_as_it_was_when_it_was_looked_at_next() -> None:
    killed = wholes(at(0, 1), at(10, 1, 304), at(11, 2))
    assert killed == [("000", "000", {2: "011"}, set()), ("011", "000", {2: "011"}, set())]
    edited = wholes(at(0, 1), at(1, 2), at(10, 1), at(20, 1, 304), at(21, 2))
    assert [pages for _, _, pages, _ in edited] == [{2: "001"}, {2: "021"}, {2: "021"}]


def test_a_page_that_is_not_looked_at_any_more_is_as_it_was_before() -> None:
    assert wholes(at(0, 1), at(1, 2), at(10, 1))[1] == ("010", "010", {2: "001"}, set())
    assert wholes(at(0, 1), at(1, 2), at(10, 1), at(20, 2, 304))[1] == ("010", "010", {2: "001"}, set())


def test_pages_without_a_first_one_make_nothing() -> None:
    assert wholes(at(0, 2), at(1, 3)) == []
    assert wholes(at(0, 2), at(1, 1)) == [("001", "001", {2: "000"}, set())]
