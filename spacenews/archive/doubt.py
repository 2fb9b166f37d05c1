"""Whether a later reading is worse than a good one: then it waits instead of replacing it. Pure.

The bands and their reasons are in docs/decisions/0004-worse-readings.md.
"""

from __future__ import annotations

from spacenews.archive.facts import Sighting

SURE_WORDS = 60
"""A shorter body may lose half of it by an ordinary edit: only an empty one is doubtful then."""

_HALF = 2


def find_doubt(good: Sighting, later: Sighting) -> str:
    """Return what is worse about a later reading, in one line; empty where it may replace the good one."""
    doubts = []
    if good.words and not later.words:
        doubts.append(f"no text, where it had {good.words} words")
    elif good.words >= SURE_WORDS and later.words * _HALF <= good.words:
        doubts.append(f"{later.words} words, where it had {good.words}")
    if good.titled and not later.titled:
        doubts.append("no title, where it had one")
    if good.published_on and not later.published_on:
        doubts.append(f"no date, where it had {good.published_on}")
    return "; ".join(doubts)
