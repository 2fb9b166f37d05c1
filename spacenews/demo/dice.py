"""Choices that are the same on every machine, in every process and under every Python: splitmix64."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FOLD = 0xD1342543DE82EF95


class Dice:
    """A stream of choices that its seed decides; `random.Random` would change with Python's version.

    Args:
        seed: Numbers and words, in an order that matters.
    """

    __slots__ = ("_state",)

    def __init__(self, *seed: int | str) -> None:
        state = 0
        for part in seed:
            number = part if isinstance(part, int) else zlib.crc32(part.encode())
            state = (state * _FOLD + number + 1) & _MASK
        self._state = state * _GOLDEN & _MASK

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1."""
        self._state = (self._state + _GOLDEN) & _MASK
        number = self._state  # what follows is inlined from splitmix64: this is where the time of a world goes
        number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
        return (number ^ (number >> 31)) % limit

    def between(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[self.below(len(choices))]

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """Return `count` different places of `choices` (all of them if there are fewer), in random order."""
        taken: dict[int, T] = {}
        while len(taken) < min(count, len(choices)):
            place = self.below(len(choices))
            taken.setdefault(place, choices[place])
        return list(taken.values())
