"""A page whose text is known: what is learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spacenews.model.capture import Capture


@dataclass(frozen=True, slots=True)
class Known:
    """A capture, and what a reader should find on it.

    Attributes:
        capture: As it was stored.
        body: The article's text: paragraphs parted by blank lines, without captions and related teasers.
        title: None where it is not known.
        day: The day that the page prints; None where it is not known.
        byline: Names in the order printed, `()` where the page names nobody; None where it is not known.
        categories: The site's own sections in the order printed, `()` for none; None where they are not known.
        undated: The page is known to print no day.
    """

    capture: Capture
    body: str
    title: str | None = None
    day: date | None = None
    byline: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    undated: bool = False
