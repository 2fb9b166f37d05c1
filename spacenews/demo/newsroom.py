"""What the newsroom did on each day: a pure function of the size of the site and the number of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from spacenews.demo.dice import Dice
from spacenews.demo.lexicon import TIMEZONE
from spacenews.demo.story import COSMONAUT, is_marked

ZONE = ZoneInfo(TIMEZONE)
FIRST_DAY = date(2013, 4, 3)  # of the archive
TODAY = date(2025, 2, 18)  # the calendar day of day 1, on which the newest of the first articles may appear
PINNED = 12  # the number of the old story that opens the home page
KINDS = ("body", "title", "categories")  # of edits
DAY_TWO = 2
SMALLEST = 20  # with fewer articles there would be nobody left to edit


@dataclass(frozen=True, slots=True)
class DayEvents:
    """What happened on one day, by numbers of stories.

    Attributes:
        new: Published on that day.
        edited: Number and kind of edit, one of `KINDS`.
        gone: Deleted for good.
        moved: Renamed; the old address redirects.
        unpublished: Taken off the site, for a while.
        back: Published again.
    """

    day: int
    new: tuple[int, ...] = ()
    edited: tuple[tuple[int, str], ...] = ()
    gone: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    unpublished: tuple[int, ...] = ()
    back: tuple[int, ...] = ()


@lru_cache(maxsize=64)
def events_until(articles: int, day: int) -> tuple[DayEvents, ...]:
    """Return what happened on days 2 to `day`, in order; nothing for day 1.

    Args:
        articles: How many articles the site had on day 1.
        day: From 1.
    """
    if articles < SMALLEST or day < 1:
        raise ValueError(f"the demo has days from 1 and at least {SMALLEST} articles, not day {day} of {articles}")
    if day == 1:
        return ()
    before = events_until(articles, day - 1)
    return (*before, _next_day(articles, day, before))


def _next_day(articles: int, day: int, before: tuple[DayEvents, ...]) -> DayEvents:
    dice = Dice("day", day)
    last = max((articles, *(number for each in before for number in each.new)))
    away = [number for each in before for number in each.unpublished]
    returned = {number for each in before for number in each.back}
    waiting = tuple(number for number in away if number not in returned)
    touched = {PINNED, COSMONAUT, *away}
    touched.update(number for each in before for number in (*each.gone, *each.moved))
    untouched = touched | {number for each in before for number, _ in each.edited}
    first_time = day == DAY_TWO
    edited = []
    for kind in KINDS if first_time else [dice.pick(KINDS) for _ in range(dice.between(1, 3))]:
        # Only a story that prints its categories shows that they changed.
        number = _choose(dice, articles, touched, printing=kind == "categories")
        if number:
            edited.append((number, kind))
            touched.add(number)
            untouched.add(number)
    counts = {
        "gone": first_time or day % 5 == 0,
        "moved": first_time or day % 4 == 0,
        "unpublished": day % 9 == 4,  # noqa: PLR2004 - away from day 4 to day 8, and so on every ninth day
    }
    chosen: dict[str, tuple[int, ...]] = {}
    for what, happens in counts.items():
        number = _choose(dice, articles, untouched) if happens else 0
        untouched.add(number)
        chosen[what] = (number,) if number else ()
    return DayEvents(
        day=day,
        new=tuple(range(last + 1, last + 1 + (4 if first_time else dice.between(1, 4)))),
        edited=tuple(edited),
        back=waiting if day % 9 == 8 else (),  # noqa: PLR2004 - as above
        **chosen,
    )


def _choose(dice: Dice, articles: int, taken: set[int], *, printing: bool = False) -> int:
    """Return a number that is not taken, or 0 where all are; `printing`: its page prints its categories."""
    start = dice.below(articles)
    for step in range(articles):
        number = 1 + (start + step) % articles
        if number not in taken and not (printing and is_marked(number, "unfiled")):
            return number
    return 0


def published_at(articles: int, number: int, born: int) -> datetime:
    """Return when a story was published, in the site's zone.

    Args:
        articles: How many articles the site had on day 1.
        number: Its number, from 1; they rise with time.
        born: The day on which it appeared: 1 for all that were there at the beginning.
    """
    if born > 1:
        minutes = Dice("minute", number).below(60) + 75 * (number % 8)
        return datetime.combine(calendar_day(born), time(9), ZONE) + timedelta(minutes=minutes)
    span = (TODAY - FIRST_DAY).days * 86_400_000
    share = ((number - 1) * 1000 + Dice("moment", number).below(900)) * span // (articles * 1000)
    naive = datetime.combine(FIRST_DAY, time()) + timedelta(seconds=share // 1000)
    return naive.replace(tzinfo=ZONE)


def edited_at(number: int, day: int) -> datetime:
    """Return when a story was edited, renamed or published again, in the site's zone."""
    return datetime.combine(calendar_day(day), time(19, number % 60), ZONE)


def calendar_day(day: int) -> date:
    """Return the date of a day of the demo."""
    return TODAY + timedelta(days=day - 1)
