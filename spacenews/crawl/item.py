"""The one item that leaves a callback: all that a response led to, so that it can be written together."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacenews.frontier import Child, FrontierRow
from spacenews.model.article import Article
from spacenews.model.capture import Capture
from spacenews.model.fate import Fate
from spacenews.model.link import Listing
from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection


@dataclass(slots=True)
class Outcome:
    """What one request led to.

    Attributes:
        row: The row that asked.
        capture: The response; None where there was none.
        reading: What stands on the page; None for a list, a redirect and a failure.
        listing: The links on it.
        article: The reading made comparable; NormalizePipeline fills it.
        fate: What becomes of the row; None: StorePipeline takes it from what the archive says.
        reason: In one clause.
        transient: It may go better another time; the row waits.
        retry_after: Seconds that the server asks to wait.
        asked: Whether the request went out at all; False gives the row back as it was.
        redirect_to: Where a 3xx leads; absolute, canonical.
        children: What to put into the frontier; DedupePipeline fills it.
        lists: Of a source's page, the articles on it.
        complete: This page ends a walk of its source.
    """

    row: FrontierRow
    capture: Capture | None = None
    reading: Reading | Rejection | None = None
    listing: Listing | None = None
    article: Article | None = None
    fate: Fate | None = None
    reason: str = ""
    transient: bool = False
    retry_after: float | None = None
    asked: bool = True
    redirect_to: str | None = None
    children: list[Child] = field(default_factory=list)
    lists: tuple[str, ...] = ()
    complete: bool = False

    def __str__(self) -> str:
        """Return what a log says of it, without the page."""
        return f"{self.row.kind} {self.row.url}"
