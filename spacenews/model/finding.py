"""What the monitor wants a person to know: a site changed, and rules find less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FindingKind(StrEnum):
    """The closed list of what may be found; docs/operate.md says of each what to do."""

    LAYOUT = "layout"  # no layout of the site matches, where nearly all pages had one
    FIELD = "field"  # a rule went silent: title, published, time, byline, categories or teaser
    LENGTH = "length"  # bodies half as long
    SAME = "same"  # one title, or one body, on many pages
    FURNITURE = "furniture"  # most of the text is what other pages have too
    REFUSED = "refused"  # more articles than usual give none: bot checks, empty pages, logins
    LISTING = "listing"  # listing pages list no articles any more, or half as many
    QUIET = "quiet"  # nothing new for longer than the site's rhythm


class FindingState(StrEnum):
    """How a finding stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"  # a person knows; it is not told again, and closes by itself as an open one
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that changed at a site; of each kind, layout and field one is open at a time.

    Attributes:
        number: By which people name it; 0: it has none yet.
        layout: The layout that is concerned; empty: none, or the whole site.
        field: The field or the rule that is concerned, such as `marker`, `published` or `full-story links`.
        since: When the first page that shows it was captured.
        run: The run that found it.
        last_run: The last run that saw it.
        seen_at: When that run began.
        counts: `judged` (pages of that run that could show it), `shown` (those that did), `before_judged` and
            `before_shown` (the same of the good pages before), `held` (readings that wait because of it).
        cause: What is seen, in one line.
        samples: Addresses of pages that show it, three at most.
        marks: What it is recognised by on further pages: digests of the title or body that many pages share.
        closed_reason: Why it was closed; empty while it is not.
        note: What the person who acknowledged it said.
    """

    kind: FindingKind
    site: str
    layout: str
    field: str
    since: datetime
    run: str
    last_run: str
    seen_at: datetime
    counts: Mapping[str, int]
    cause: str
    samples: tuple[str, ...]
    number: int = 0
    state: FindingState = FindingState.OPEN
    marks: tuple[int, ...] = ()
    closed_at: datetime | None = None
    closed_reason: str = ""
    note: str = ""

    @property
    def name(self) -> tuple[FindingKind, str, str]:
        """What no two findings of a site that are not closed have in common."""
        return self.kind, self.layout, self.field
