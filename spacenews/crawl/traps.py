"""Parameters that change an address and not the article behind it: numbers of sessions, and their like.

A name such as `sid` proves nothing, since one site's session is another's story. What counts is what happened: where
addresses that differ in one parameter alone led again and again to an article that was held already, and never to
another one, the parameter carries nothing, and no further address is asked for that differs in it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from spacenews.frontier.hints import answered_below
from spacenews.frontier.state import State
from spacenews.model.fate import Fate

ENOUGH = 10  # addresses that led to what was held already
_LOOK_EVERY = 10  # how many addresses of a path are asked for until the evidence is looked at again
_MOST_PATHS = 1000  # that a run remembers
_AGAIN = frozenset({Fate.DUPLICATE, Fate.MOVED})
_Pairs = tuple[tuple[str, str], ...]


class Traps:
    """What is known of parameters that carry nothing.

    Args:
        state: The open state.db.
        site: Key of the site.
    """

    def __init__(self, state: State, site: str) -> None:
        self._state = state
        self._site = site
        self._asked: dict[str, int] = defaultdict(int)
        self._seen: dict[str, tuple[frozenset[str], frozenset[_Pairs]]] = {}

    def why_not(self, url: str) -> str:
        """Return why an address is not asked for; empty where it is. Raises StorageError."""
        parts = urlsplit(url)
        if not parts.query:
            return ""
        if len(self._asked) >= _MOST_PATHS:  # looked at anew, should they come again
            self._asked.clear()
            self._seen.clear()
        stem = f"{parts.scheme}://{parts.netloc}{parts.path}?"
        if self._asked[stem] % _LOOK_EVERY == 0:
            self._seen[stem] = self._look(stem)
        self._asked[stem] += 1
        empty, known = self._seen[stem]
        pairs = _pairs(url)
        for name, _ in pairs:
            if name in empty and _without(pairs, name) in known:
                return f"its parameter {name!r} changes nothing: {ENOUGH} addresses led to what was held already"
        return ""

    def _look(self, stem: str) -> tuple[frozenset[str], frozenset[_Pairs]]:
        answered = [(_pairs(url), fate) for url, fate in answered_below(self._state, self._site, stem)]
        names = {name for pairs, _ in answered for name, _ in pairs}
        empty = frozenset(name for name in names if carries_nothing(name, answered))
        return empty, frozenset(_without(pairs, name) for pairs, _ in answered for name in empty)


def carries_nothing(name: str, answered: Iterable[tuple[_Pairs, Fate]]) -> bool:
    """Return whether addresses that differ in a parameter alone led to the same articles.

    Args:
        name: Of the parameter.
        answered: Parameters and fate of addresses of one path.
    """
    again = others = 0
    archived: dict[_Pairs, int] = defaultdict(int)
    for pairs, fate in answered:
        if not any(each == name for each, _ in pairs):
            continue
        if fate in _AGAIN:
            again += 1
        elif fate is Fate.ARCHIVED:
            rest = _without(pairs, name)
            others += archived[rest] > 0
            archived[rest] += 1
    return again >= ENOUGH and others * ENOUGH < again


def _pairs(url: str) -> _Pairs:
    return tuple(sorted(parse_qsl(urlsplit(url).query, keep_blank_values=True)))


def _without(pairs: _Pairs, name: str) -> _Pairs:
    return tuple(pair for pair in pairs if pair[0] != name)
