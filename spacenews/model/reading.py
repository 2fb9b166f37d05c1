"""What one reader read on one capture: values as printed, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date that a page states, and no more than it states.

    Attributes:
        on: The day as the site prints it.
        at: The UTC instant, only where the page states a time (with its zone, or in the site's).
        precision: `day`, `minute` or `second`; never finer than what is printed.
        source: Where it stood: `visible`, `time[datetime]`, `json-ld:datePublished`, `meta:article:published_time` …
        raw: The text it was read from.
        zone: `printed` (an offset stood there), `site` (the spec's zone was applied), or empty for a bare day.
    """

    on: date
    at: datetime | None
    precision: str
    source: str
    raw: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that might have been a field's, kept as evidence.

    Attributes:
        field: `title`, `published`, `modified`, `byline`, `categories`, `body`, `language`, `teaser`, `canonical`.
        source: The rule that found it, as in `StatedDate.source`, or `layout:NAME`.
        raw: The text as it stood on the page, at most 300 characters.
        value: What it was read as; for dates ISO 8601.
        precision: For dates, as in `StatedDate`.
        zone: For dates, as in `StatedDate`.
        chosen: Whether it won.
        why: One clause: why it won or lost.
    """

    field: str
    source: str
    raw: str
    value: str
    chosen: bool
    why: str = ""
    precision: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link, picture or video inside the body: its address and caption only, the file is not captured."""

    url: str
    kind: str  # "link", "image" or "video"
    text: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page of an article that is printed on several.

    Attributes:
        number: 1 is the first.
        url: Canonical.
        state: `held` (its text is in the body), `missing` (it was never captured, so its text is not) or `gone` (its
            text is in the body, from its last capture; when it was looked at last it was not there any more).
    """

    number: int
    url: str
    state: str = "held"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as printed on one capture.

    Attributes:
        url: Canonical URL: the page's own `rel=canonical` where it may be trusted, else the capture's.
        title: As printed; never empty (the slug is the last resort, and `title_source` says so).
        title_source: The rule that found it; `slug` marks a title that the page does not print.
        byline: Authors in the order printed.
        published: None where the page states no date.
        modified: The page's own claim, never taken for `published`.
        categories: The site's own sections, in the order printed.
        tags: The site's tags, as printed.
        body: Paragraphs in order, each without line breaks at its ends.
        teaser: The page's own description of itself, or None.
        language: BCP 47 language as the page states it, or None.
        layout: Name of the layout that matched; `generic` where none did.
        reader: Who read it: version of the rules and digest of the spec (`reading.version.reader_of`).
        links: Links, pictures and videos in the body.
        evidence: Every candidate, winners first.
        pages: Of an article that is printed on several, all of them; else empty. Read on one capture, only the page
            that was captured is held.
    """

    url: str
    title: str
    title_source: str
    byline: tuple[str, ...]
    published: StatedDate | None
    modified: StatedDate | None
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    body: tuple[str, ...]
    teaser: str | None
    language: str | None
    layout: str
    reader: str
    links: tuple[BodyLink, ...] = ()
    evidence: tuple[Candidate, ...] = field(default=(), repr=False)
    pages: tuple[ArticlePage, ...] = ()
