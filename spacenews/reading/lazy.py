"""A sequence that is read only as far as it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T")


class LazyList(Sequence[T]):
    """What an iterator gives, kept as it is read; its length asks for all of it."""

    def __init__(self, source: Iterable[T]) -> None:
        self._read: list[T] = []
        self._rest = iter(source)

    def __iter__(self) -> Iterator[T]:
        number = 0
        while True:
            if number == len(self._read):
                self._read_to(number + 1)
            if number == len(self._read):
                return
            yield self._read[number]
            number += 1

    @overload
    def __getitem__(self, key: int) -> T: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[T]: ...

    def __getitem__(self, key: int | slice) -> T | Sequence[T]:
        wanted = key.stop if isinstance(key, slice) else key + 1
        self._read_to(wanted if wanted is not None and wanted > 0 else None)
        return self._read[key]

    def __len__(self) -> int:
        self._read_to(None)
        return len(self._read)

    def _read_to(self, count: int | None) -> None:
        missing = None if count is None else max(0, count - len(self._read))
        self._read.extend(islice(self._rest, missing))
