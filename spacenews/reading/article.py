"""An article page read: one parse, every field with its evidence, or a typed rejection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacenews.model.capture import Capture
from spacenews.model.link import Listing
from spacenews.model.reading import Reading
from spacenews.model.rejection import Rejection
from spacenews.reading.blocks import Line, join_lines
from spacenews.reading.body import Body, find_body
from spacenews.reading.body_links import find_body_links
from spacenews.reading.byline import find_byline
from spacenews.reading.canonical import find_canonical
from spacenews.reading.categories import find_categories, find_tags
from spacenews.reading.dates_of_page import find_dates_of_page
from spacenews.reading.header import HeaderWords, lines_above, trim_lines
from spacenews.reading.kind import refuse_answer, refuse_marked, refuse_read
from spacenews.reading.language import find_language, find_teaser
from spacenews.reading.links import links_of_article
from spacenews.reading.page import HtmlPage, open_page
from spacenews.reading.scene import Scene
from spacenews.reading.title import find_title
from spacenews.reading.version import reader_of
from spacenews.specs.site import Site


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a capture: the result, and what it was read from (None where no page was parsed)."""

    result: Reading | Rejection
    scene: Scene | None


def read_article(site: Site, capture: Capture) -> Reading | Rejection:
    """Return the article on a capture, as printed, or why it gives none. Same arguments, same answer, for ever.

    Raises:
        SpecError: A function in the site's spec failed on this page.
    """
    return read_outcome(site, capture).result


def read_page(site: Site, capture: Capture) -> tuple[Reading | Rejection, Listing]:
    """Return the article on a capture and what its page links to, from one parse; no page, no links.

    Raises:
        SpecError: As `read_article`.
    """
    outcome = read_outcome(site, capture)
    listing = links_of_article(site, outcome.scene.page) if outcome.scene else Listing()
    return outcome.result, listing


def read_outcome(site: Site, capture: Capture) -> Outcome:
    """Return the article on a capture together with the evidence; as `read_article`."""
    if refusal := refuse_answer(capture):
        return Outcome(refusal, None)
    page = open_page(capture)
    if isinstance(page, Rejection):
        return Outcome(page, None)
    scene = Scene(page, site)
    return Outcome(refuse_marked(scene) or _read(scene, page), scene)


def read_opened(site: Site, page: HtmlPage) -> Reading | Rejection:
    """Return the article on a page that is parsed already: for who reads one page with several specs.

    Raises:
        SpecError: As `read_article`.
    """
    scene = Scene(page, site)
    return refuse_marked(scene) or _read(scene, page)


def _read(scene: Scene, page: HtmlPage) -> Reading | Rejection:
    body = find_body(scene)
    title = find_title(scene)
    header = lines_above(page, title.text, body)
    dates = find_dates_of_page(scene, header, title.text, body.lines)
    if refusal := refuse_read(scene, body, title, dates):
        return refusal
    byline = find_byline(scene, header)
    categories = find_categories(scene, title.text, header, byline)
    lines = _without_header(body, HeaderWords(title.text, byline, categories, scene.site.zone))
    texts = body.texts or join_lines(lines)
    scene.weigh("body", body.source, f"{len(texts)} paragraphs", chosen=True, why=body.why)
    _note_parts(scene)
    return Reading(
        url=find_canonical(scene),
        title=title.text,
        title_source=title.source,
        byline=byline,
        published=dates.published,
        modified=dates.modified,
        categories=categories,
        tags=find_tags(scene),
        body=texts,
        teaser=find_teaser(scene, title.text),
        language=find_language(scene),
        layout=scene.layout_name,
        reader=reader_of(scene.site),
        links=find_body_links(page, lines),
        evidence=scene.evidence,
    )


def _note_parts(scene: Scene) -> None:
    """Say in the evidence where a text goes on; a reading is of one capture, so its further pages are not joined."""
    if scene.family is None or not scene.family.parts:
        return
    found = scene.page.find(", ".join(scene.family.parts))
    pages = dict.fromkeys(url for each in found if (url := scene.page.resolve(each.get("href"))))
    if pages:
        why = "the text goes on on these pages, which are not joined to it"
        scene.weigh(
            "body", f"family:{scene.family.name}", f"page 1 of {len(pages) + 1}", value=" ".join(pages), why=why
        )


def _without_header(body: Body, words: HeaderWords) -> Sequence[Line]:
    return body.lines if body.exact else trim_lines(body.lines, words)
