"""How far a long command is: one live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys

from spacenews.cli.screen import tell
from spacenews.model import clock

_CLEAR = "\r\x1b[2K"
_LIVE_SECONDS = 0.2
_PLAIN_SECONDS = 10.0


class LiveCount:
    """Writes `done of all` to standard error.

    Args:
        what: What is done to them: `read`.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._every = _LIVE_SECONDS if self._live else _PLAIN_SECONDS
        self._last = clock.monotonic()

    def show(self, done: int, of: int) -> None:
        """Show how far it is, if the last time is long enough ago."""
        now = clock.monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        if self._live:
            sys.stderr.write(f"{_CLEAR}{self._what} {done} of {of}")
            sys.stderr.flush()
        else:
            tell(f"{self._what} {done} of {of}")

    def end(self) -> None:
        """Clear the line: the answer follows."""
        if self._live:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
