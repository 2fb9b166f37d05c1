"""The captures of a run: written at once, and remembered until the archive has their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from spacenews.captures import CaptureWriter
from spacenews.model import clock
from spacenews.model.capture import Capture, CaptureRecord, Exchange

_SYNC_SECONDS = 0.5


class KeptCaptures:
    """Writes captures and keeps their records until they are saved: robots.txt too, which no pipeline sees.

    Args:
        writer: Writes them.
        counts: Gets `responses`, `bytes` and `status.<number>`.
        sync_after: Captures between two syncs to the disk; at a polite pace each is synced before its row is saved, so
            that no row outlives its capture in a power cut.
        guard: Called before each capture; raises where nothing may be written any more.

    Attributes:
        unsaved: Records that the archive does not have yet; whoever saves them clears it.
    """

    def __init__(
        self, writer: CaptureWriter, counts: Counter[str], *, sync_after: int, guard: Callable[[], None]
    ) -> None:
        self.unsaved: list[CaptureRecord] = []
        self._writer = writer
        self._counts = counts
        self._sync_after = sync_after
        self._unsynced = 0
        self._synced_at = float("-inf")
        self._guard = guard

    def write(self, exchange: Exchange) -> tuple[Capture, CaptureRecord]:
        """Write one exchange; raises CaptureError, or FencedError where another run took the site over."""
        self._guard()
        capture, record = self._writer.write(exchange)
        self.unsaved.append(record)
        self._counts["responses"] += 1
        self._counts[f"status.{record.status}"] += 1
        self._counts["bytes"] += len(exchange.payload) + len(exchange.response_head)
        self._unsynced += 1
        if self._unsynced >= self._sync_after or clock.monotonic() - self._synced_at > _SYNC_SECONDS:
            self._writer.sync()
            self._unsynced, self._synced_at = 0, clock.monotonic()
        return capture, record

    def abandon(self) -> None:
        """Forget what is not saved, and close the file; the run that took over has it from there."""
        self.unsaved.clear()
        self._writer.close()

    def close(self) -> None:
        """Sync and close the file; raises CaptureError."""
        self._writer.close()
