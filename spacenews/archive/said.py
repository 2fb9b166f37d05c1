"""What was decided on readings and articles, as the fold needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from spacenews.model.decision import DecisionKind

_OF_CAPTURE = "SELECT kind, reader, reason FROM decisions WHERE capture = ? AND site = ? ORDER BY at, id"
_LAST = "SELECT max(at || id), kind FROM decisions WHERE uid IN ({}) AND site = ? AND kind IN ('withdraw', 'restore')"


@dataclass(frozen=True, slots=True)
class Said:
    """What holds of one reading.

    Attributes:
        held: Why the monitor holds it back; empty where it does not, or a person outranks it.
        accepted: A person took it.
        refused: A person refused it.
    """

    held: str = ""
    accepted: bool = False
    refused: bool = False


NOTHING = Said()


def said_of(db: sqlite3.Connection, site: str, capture: str, reader: str) -> Said:
    """Return what holds of what a reader made of a capture: the last word of a person, else the monitor's."""
    held, word = "", ""
    for kind, bound_to, reason in db.execute(_OF_CAPTURE, (capture, site)):
        if bound_to and bound_to != reader:
            continue
        if kind == DecisionKind.HOLD:
            held = reason or "held back"
        else:
            word = kind
    if word:
        return Said(accepted=word == DecisionKind.ACCEPT, refused=word == DecisionKind.REFUSE)
    return Said(held=held) if held else NOTHING


def is_withdrawn(db: sqlite3.Connection, site: str, names: Iterable[str]) -> bool:
    """Whether the last decision on an article that has these names took it down."""
    named = sorted(names)
    row = db.execute(_LAST.format(", ".join("?" * len(named))), (*named, site)).fetchone()
    return bool(row[1] == DecisionKind.WITHDRAW)
