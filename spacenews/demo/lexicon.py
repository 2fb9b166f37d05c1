"""Names and numbers that the stories are filled with. People, companies and most spacecraft are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from spacenews.demo.dice import Dice

SITE_NAME = "Perigee News"
TAGLINE = "What goes up, and what comes of it"
TIMEZONE = "Europe/Moscow"

# Name and slug of each category, in the order in which the site numbers them (`?cat=N`, REST).
CATEGORIES: tuple[tuple[str, str], ...] = (
    ("Russia", "russia"),
    ("ISS", "iss"),
    ("Soyuz", "soyuz"),
    ("History", "history"),
    ("GCTC", "gctc"),
    ("ESA", "esa"),
    ("NASA", "nasa"),
    ("Roscosmos", "roscosmos"),
    ("Space", "space"),
    ("Launches", "launches"),
    ("Moon", "moon"),
    ("Ground & Industry", "ground-industry"),
)
CATEGORY_SLUGS = dict(CATEGORIES)
TAGS: tuple[tuple[str, str], ...] = (("docking", "docking"), ("crew", "crew"), ("engine", "engine"))

_GIVEN = (
    "Anton", "Pavel", "Irina", "Maksim", "Elena", "Lev", "Galina", "Timur", "Daria", "Oleg", "Vera", "Ilya",
    "Marta", "Jonas", "Claire", "Hugo", "Naomi", "Walter", "Keiko", "Luca", "Priya", "Sven",
)  # fmt: skip
_FAMILY = (
    "Veresov", "Kalitin", "Ozersky", "Brusnin", "Tarkhov", "Lomakin", "Sedykh", "Yaromir", "Polonin", "Gradov",
    "Marlowe", "Ferrand", "Lindqvist", "Haldane", "Okafor", "Brandt", "Castellani", "Morikawa", "Whitfield", "Novik",
)  # fmt: skip
_ROCKETS = ("Soyuz-2.1a", "Soyuz-2.1b", "Soyuz-FG", "Proton-M", "Angara-A5", "Rokot", "Zenit-3SL")
_PADS = ("Baikonur", "Plesetsk", "Vostochny", "Kourou")
_SATELLITES = ("Polyus", "Meridiana", "Gorizont-K", "Yenisei", "Kristall-R", "Taiga", "Altair-S", "Okean-M")
_PROBES = ("Selena", "Lunnik-R", "Borealis", "Phobos-Echo", "Halley-2", "Ceres Scout", "Vega-North")
_COMPANIES = ("Severny Works", "Khimki Motors", "Volga Precision", "Uralkosmos", "Aurora Systems", "Helix Dynamics")
_MODULES = ("Zarya", "Poisk", "Rassvet", "Pirs", "Zvezda")
_EXPERIMENTS = ("Plasma Kristall", "Cascade", "Lada Garden", "Vibrolab", "Matryoshka", "Sprut", "Bar", "Relaxation")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_EXPEDITIONS = tuple(f"{first}/{first + 1}" for first in range(36, 65))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FIRST_FLIGHT_YEAR = 1957


class Facts(dict[str, str | int]):
    """What one story is about: every name and number that its sentences may ask for, made when it is asked for.

    Names stay the same through the story. Numbers change from use to use, but the first use of each is the same for
    whoever asks, so that a title agrees with its lead.

    Args:
        number: The story's.
        published: Its day, in the site's zone.
    """

    def __init__(self, number: int, published: date) -> None:
        super().__init__()
        self._number = number
        self._published = published
        self._uses: dict[str, int] = {}

    def __missing__(self, name: str) -> str | int:
        """Return a fact that was not asked for before, or a number, which is new at each use."""
        if name in _NUMBERS:
            use = self._uses.get(name, 0)
            self._uses[name] = use + 1
            return Dice("number", name, self._number, use).between(*_NUMBERS[name])
        self[name] = self._make(name, Dice("name", name, self._number))
        return self[name]

    def _make(self, name: str, dice: Dice) -> str | int:
        if name in _NAMES:
            return dice.pick(_NAMES[name])
        if name in _PEOPLE:
            return f"{dice.pick(_GIVEN[_PEOPLE[name] :: 3])} {dice.pick(_FAMILY)}"
        return _MADE[name](dice, self._published, self._number)


_NUMBERS = {
    "few": (2, 9),
    "some": (11, 58),
    "many": (110, 940),
    "minutes": (12, 59),
    "percent": (3, 97),
    "orbit": (380, 460),
}
_NAMES = {
    "rocket": _ROCKETS,
    "pad": _PADS,
    "probe": _PROBES,
    "company": _COMPANIES,
    "module": _MODULES,
    "experiment": _EXPERIMENTS,
    "nth": _ORDINALS,
}
_PEOPLE = {"commander": 0, "engineer": 1, "director": 2}
_MADE: dict[str, Callable[[Dice, date, int], str | int]] = {
    "ship": lambda dice, _on, _number: f"Soyuz MS-{dice.between(1, 29):02d}",
    "cargo": lambda dice, _on, _number: f"Progress MS-{dice.between(1, 29):02d}",
    "expedition": lambda dice, _on, _number: _EXPEDITIONS[dice.below(len(_EXPEDITIONS))],
    "satellite": lambda dice, _on, _number: f"{dice.pick(_SATELLITES)}{dice.between(1, 9)}",
    "then": lambda dice, _on, _number: FIRST_FLIGHT_YEAR + dice.between(0, 28),
    "years": lambda _dice, on, number: on.year - FIRST_FLIGHT_YEAR - Dice("name", "then", number).between(0, 28),
    "weekday": lambda _dice, on, _number: _WEEKDAYS[on.weekday()],
    "day": lambda _dice, on, _number: f"{MONTHS[on.month - 1]} {on.day}",
    "year": lambda _dice, on, _number: on.year,
    "clock": lambda dice, _on, _number: f"{dice.between(0, 23):02d}:{dice.between(0, 59):02d}",
    "mass": lambda dice, _on, _number: f"{dice.between(1, 9)}~{dice.between(100, 990)}",
    "contract": lambda dice, _on, _number: f"{dice.between(11, 40)}-{dice.between(100, 9999)}",
}
