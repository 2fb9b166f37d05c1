"""Differences counted and kept: a few numbers for each field, and the differences themselves in a file of SQLite.

However many there are, memory stays flat: the file is SQLite's own temporary one, and is gone with the process.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from spacenews.operate.reread_difference import FIELDS, Difference
from spacenews.operate.reread_reading import UnitRead

_NAMES = tuple(each.name for each in fields(Difference))
_MAKE = f"CREATE TABLE differences (rank, least, {', '.join(_NAMES)})"
_ADD = f"INSERT INTO differences VALUES ({', '.join('?' * (2 + len(_NAMES)))})"  # noqa: S608 -- made of constants
_WORST = (
    f"SELECT {', '.join(_NAMES)} FROM differences WHERE (?1 = '' OR field = ?1)"  # noqa: S608 -- made of constants
    " ORDER BY rank, least, url, field, revision, capture, before, after LIMIT ?2"
)
_ALL = -1  # a LIMIT that is none


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many articles another reader reads otherwise in one field.

    Attributes:
        gained: It finds what was not found.
        lost: It finds nothing, where something was found.
        changed: It finds something else.
    """

    field: str
    gained: int = 0
    lost: int = 0
    changed: int = 0


class Tally:
    """What came of reading again.

    Attributes:
        articles: How many articles, and addresses that gave none, were read.
        captures: How many captures that were.
        differing: How many of the articles read otherwise in any field.
        losses: How many of these read worse.
        unread: Why captures could not be read, one line an article.
    """

    def __init__(self) -> None:
        self.articles = 0
        self.captures = 0
        self.differing = 0
        self.losses = 0
        self.unread: list[str] = []
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute(_MAKE)

    def add(self, read: UnitRead) -> None:
        """Count one unit in."""
        self.articles += 1
        self.captures += len(read.outcomes)
        self.differing += bool(read.differences)
        self.losses += bool(read.loss)
        if read.unread:
            self.unread.append(read.unread)
        for field, change in {(each.field, each.change) for each in read.differences}:
            self._counts[field][change] += 1
        self._kept.executemany(_ADD, [_row(each) for each in read.differences])

    def fields(self) -> Sequence[FieldCount]:
        """Return the counts of every field that differs anywhere."""
        return [FieldCount(name, **self._counts[name]) for name in FIELDS if name in self._counts]

    def worst(self, field: str = "", limit: int | None = None) -> Iterator[Difference]:
        """Give the differences, of one field or of all, the worst losses first."""
        for row in self._kept.execute(_WORST, (field, _ALL if limit is None else limit)):
            yield Difference(*row)

    def close(self) -> None:
        """Let the file go."""
        self._kept.close()


def _row(difference: Difference) -> tuple[object, ...]:
    return (*difference.weight, *(getattr(difference, name) for name in _NAMES))
