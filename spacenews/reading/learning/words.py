"""Texts compared by their words: whatever the spaces, quotes, case and breaks that markup makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that chance hardly repeats
_SHARE = 0.85  # of a line's words: the rest was edited. Another article on the same matter has fewer
_MOST = 200_000  # characters of a text that are compared: the longest articles have half of that
_MOST_PLACES = 20  # of one run; words that stand in more places tell no line from another
_LONG = 12  # words of a line that may have been edited; a shorter one is compared as a whole
_LONGEST = 5000  # of such a line; so is a longer one, which no newsroom prints


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def f1_of(found: Sequence[str], known: Sequence[str]) -> float:
    """Return how well the words of a text are those of another, each counted: 1 is all of them and no others."""
    if not found or not known:
        return float(not found and not known)
    both = sum((Counter(found) & Counter(known)).values())
    return 2 * both / (len(found) + len(known))


class KnownText:
    """The text of one article, which tells its own lines from others.

    Args:
        body: Paragraphs parted by blank lines.
    """

    def __init__(self, body: str) -> None:
        body = body[:_MOST]
        self.words = words_of(body)
        self._runs: dict[tuple[str, ...], list[int]] = {}
        for begin in range(len(self.words) - _RUN + 1):
            places = self._runs.setdefault(self.words[begin : begin + _RUN], [])
            if len(places) < _MOST_PLACES:
                places.append(begin)
        self._whole = f" {' '.join(self.words)} "
        self._paragraphs = frozenset(words_of(part) for part in body.split("\n"))

    def match(self, lines: Sequence[Sequence[str]]) -> list[bool]:
        """Return which lines of a page are of this text.

        First those that stand in it word for word, then those that may have been edited since: they must be mostly in
        a part of it that no line has yet, which a teaser of another article on the same matter is not.
        """
        taken = bytearray(len(self.words))
        exact = [self._has(line) for line in lines]
        for line, is_known in zip(lines, exact, strict=True):
            if is_known:
                self._take(line, taken)
        return [is_known or self._is_edited(line, taken) for line, is_known in zip(lines, exact, strict=True)]

    def _has(self, line: Sequence[str]) -> bool:
        if len(line) < _RUN:
            return tuple(line) in self._paragraphs
        return f" {' '.join(line)} " in self._whole

    def _is_edited(self, line: Sequence[str], taken: bytearray) -> bool:
        if not _LONG <= len(line) <= _LONGEST:
            return False
        covered, used = bytearray(len(line)), set()
        for at in range(len(line) - _RUN + 1):
            free = [begin for begin in self._runs.get(tuple(line[at : at + _RUN]), ()) if not any(_run(taken, begin))]
            if free:
                covered[at : at + _RUN] = b"\x01" * _RUN
                used.update(free)
        if sum(covered) < _SHARE * len(line):
            return False
        for begin in used:
            taken[begin : begin + _RUN] = b"\x01" * _RUN
        return True

    def _take(self, line: Sequence[str], taken: bytearray) -> None:
        for at in range(len(line) - _RUN + 1):
            for begin in self._runs.get(tuple(line[at : at + _RUN]), ()):
                taken[begin : begin + _RUN] = b"\x01" * _RUN


def _run(taken: bytearray, begin: int) -> bytearray:
    return taken[begin : begin + _RUN]
