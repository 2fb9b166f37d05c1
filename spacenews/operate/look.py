"""Look at a live site page by page: what is asked, within a stated number of requests, and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from spacenews.model.capture import Capture
from spacenews.model.counted import counted
from spacenews.model.urls import canonical_url

MOST_REQUESTS = 30  # of one look, unless a person says otherwise


class Wire(Protocol):
    """Fetches pages of a site as a crawl does: robots first, at the site's pace, each captured."""

    def fetch(self, urls: tuple[str, ...]) -> None:
        """Ask for these pages; what became of each is asked afterwards."""

    def capture(self, url: str) -> Capture | None:
        """Return the latest capture of an address, or of what it redirects to; None where nothing answered."""

    def fate(self, url: str) -> str:
        """Return in a few words why an address has no capture."""

    def spent(self) -> int:
        """Return how many requests were made, those for robots.txt and after redirects with them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One decision about a site, and what it rests on.

    Attributes:
        decision: What was decided, such as `time zone`.
        value: What it was decided to be.
        why: What was seen.
        sure: Whether that is enough; where not, a person should look.
    """

    decision: str
    value: str
    why: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Why no spec can be written: `why` says what was seen, and what to do where anything can be done."""

    why: str


class Look:
    """One look at a site: each address is asked once, and no more of them than the limit has it.

    Args:
        wire: Who fetches.
        limit: How many requests may be made in all.
        tell: Takes a line of progress.
    """

    def __init__(self, wire: Wire, limit: int, tell: Callable[[str], None]) -> None:
        self._wire = wire
        self._limit = limit
        self._tell = tell
        self._asked: dict[str, None] = {}
        self._planned: dict[str, None] = {}

    @property
    def left(self) -> int:
        """How many requests may still be made."""
        return max(0, self._limit - self._wire.spent())

    @property
    def spent(self) -> int:
        """How many requests were made."""
        return self._wire.spent()

    @property
    def asked(self) -> tuple[str, ...]:
        """The addresses that were asked for, in that order."""
        return tuple(self._asked)

    def plan(self, urls: Iterable[str]) -> None:
        """Have addresses asked for together with what is asked next, and behind it: each asking takes a process."""
        self._planned |= dict.fromkeys(urls)

    def ask(self, what: str, urls: Iterable[str]) -> None:
        """Ask for addresses that were not asked for yet, as many of them as the limit allows, and for those planned.

        Args:
            what: Said of them in the line of progress.
            urls: In the order of their worth.
        """
        both = dict.fromkeys(str(canonical_url(url)) for url in (*urls, *self._planned))
        self._planned.clear()
        fresh = [url for url in both if url not in self._asked]
        wanted = fresh[: self.left]
        if len(wanted) < len(fresh):
            self._tell(f"{len(fresh) - len(wanted)} of {len(fresh)} pages not asked for: the limit is {self._limit}")
        if not wanted:
            return
        self._tell(f"asking for {what}: {counted(len(wanted), 'page')}")
        self._asked |= dict.fromkeys(wanted)
        self._wire.fetch(tuple(wanted))

    def capture(self, url: str) -> Capture | None:
        """Return the capture of an address that was asked for; None where nothing answered."""
        return self._wire.capture(str(canonical_url(url)))

    def fate(self, url: str) -> str:
        """Return why an address has no capture."""
        return self._wire.fate(str(canonical_url(url)))
