"""How a page was read, for a person who doubts it."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.model.capture import Capture
from spacenews.model.reading import Candidate, Reading
from spacenews.model.rejection import Rejection
from spacenews.reading.article import read_outcome
from spacenews.specs.site import Site


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every candidate for every field, the layouts tried, and what came of it.

    Attributes:
        url: The URL that was captured.
        charset: What the page was read in, and why; empty where no page was parsed.
        layouts: Name, marker, and whether it is on the page, in the order tried.
        layout: The one that was used; `generic` where none matched, empty where no page was parsed.
        rows: Candidates, winners first.
        result: The reading, or the rejection.
    """

    url: str
    charset: str
    charset_why: str
    layouts: tuple[tuple[str, str, bool], ...]
    layout: str
    rows: tuple[Candidate, ...]
    result: Reading | Rejection


def explain_article(site: Site, capture: Capture) -> Explanation:
    """Return how a capture is read; the same rules as `read_article`, with nothing left out.

    Raises:
        SpecError: A function in the site's spec failed on this page.
    """
    outcome = read_outcome(site, capture)
    scene = outcome.scene
    if scene is None:
        return Explanation(capture.url, "", "", (), "", (), outcome.result)
    return Explanation(
        url=capture.url,
        charset=scene.page.charset,
        charset_why=scene.page.charset_why,
        layouts=scene.markers_tried,
        layout=scene.layout_name,
        rows=scene.evidence,
        result=outcome.result,
    )
