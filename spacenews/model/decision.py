"""What people decide, and what the monitor holds back: the facts of an archive that no capture tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from spacenews.model.errors import UsageError

MONITOR = "spacenews"
"""The name in `by` of what this program decided by itself."""


class DecisionKind(StrEnum):
    """The closed list of decisions. Those of a capture name its record, those of an article its uid."""

    HOLD = "hold"  # a capture's reading waits in quarantine; the monitor's, and any word of a person outranks it
    ACCEPT = "accept"  # the reading of a capture is taken, however it compares
    REFUSE = "refuse"  # the reading of a capture is not taken, now or later
    WITHDRAW = "withdraw"  # an article is taken down: it stays stored, and is shown nowhere
    RESTORE = "restore"  # it is shown again
    UNJOIN = "unjoin"  # an article is no duplicate, whatever its text
    JOIN = "join"  # it may be one again


OF_CAPTURE = frozenset({DecisionKind.HOLD, DecisionKind.ACCEPT, DecisionKind.REFUSE})


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; of two that contradict each other, the later one holds.

    Attributes:
        at: When it was taken; aware UTC.
        by: Who took it: a person's name, or `MONITOR`.
        kind: What was decided.
        site: Key of the site.
        reason: Why, in one line.
        capture: For a decision on a reading, record_uuid of the capture; else empty.
        uid: For a decision on an article, its public name; else empty.
        reader: Binds a decision on a reading to what this reader made of the capture; empty: whoever reads it.
        url: The address at that time, for people; nothing depends on it.
        run: The run that a hold was taken in; for people too.

    Raises:
        UsageError: It names neither or both, or says not who, when and where.
    """

    at: datetime
    by: str
    kind: DecisionKind
    site: str
    reason: str
    capture: str = ""
    uid: str = ""
    reader: str = ""
    url: str = ""
    run: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be folded."""
        named = (bool(self.capture), bool(self.uid))
        if named != ((True, False) if self.kind in OF_CAPTURE else (False, True)):
            what = "a capture and no uid" if self.kind in OF_CAPTURE else "a uid and no capture"
            raise UsageError(f"a decision to {self.kind} names {what}")
        if not self.by or not self.site or self.at.tzinfo is None:
            raise UsageError(f"a decision to {self.kind} says who took it, of which site, and when with its zone")
