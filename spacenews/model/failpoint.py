"""Moments at which a test kills the process, to see that nothing is lost: for tests alone.

`SPACENEWS_FAILPOINT=name:n` ends the own process with SIGKILL when it comes to the moment of that name for the n-th
time. Without it, `reach` does nothing.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from functools import cache

from spacenews.model.errors import UsageError

VARIABLE = "SPACENEWS_FAILPOINT"
NAMES = frozenset(
    {
        "lease",  # rows were handed out, and nothing was asked
        "capture-write",  # a response arrived, and is not captured
        "capture-half",  # half of its record is written
        "capture-lone",  # its record is written, and that of its request is not
        "capture",  # it is captured, and not read
        "reading",  # it was read, and nothing is stored
        "archive-commit",  # the archive's transaction is about to end
        "archive",  # the archive has it, the frontier does not
        "state-commit",  # a transaction of state.db is about to end
        "frontier",  # both have it
        "export",  # a month was written beside its file
        "exported",  # it is in place, and still due
    }
)
_reached: Counter[str] = Counter()


def reach(name: str) -> None:
    """Come to a moment.

    Raises:
        UsageError: SPACENEWS_FAILPOINT names none.
    """
    armed = _armed()
    if armed is None or armed[0] != name:
        return
    _reached[name] += 1
    if _reached[name] == armed[1]:
        os.kill(os.getpid(), signal.SIGKILL)


def is_armed(name: str) -> bool:
    """Whether this moment is waited for: for one that there is only where a single call to the system is made two."""
    armed = _armed()
    return armed is not None and armed[0] == name


@cache
def _armed() -> tuple[str, int] | None:
    given = os.environ.get(VARIABLE)
    if not given:
        return None
    name, _, count = given.partition(":")
    if name not in NAMES or not count.isdecimal():
        raise UsageError(f"{VARIABLE}={given!r}: it is name:n, where the name is one of {', '.join(sorted(NAMES))}")
    return name, int(count)
