"""Where the time of a run goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from spacenews.model import clock


class Spent:
    """Seconds, by what they were spent on: `fetch` (until answers began), `store`, `export`."""

    def __init__(self) -> None:
        self._seconds: Counter[str] = Counter()

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        """Count the time that the context lasts."""
        began = clock.monotonic()
        try:
            yield
        finally:
            self.add(what, clock.monotonic() - began)

    def add(self, what: str, seconds: float) -> None:
        """Count that many seconds."""
        self._seconds[what] += seconds  # type: ignore[assignment]  # a Counter counts fractions as well

    def counts(self) -> dict[str, int]:
        """Return them as a run's record has them: `store_ms` and so on, in whole milliseconds."""
        return {f"{what}_ms": round(1000 * seconds) for what, seconds in self._seconds.items()}
