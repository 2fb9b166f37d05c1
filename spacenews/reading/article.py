"""An article page read: one parse, every field with its evidence, or a typed rejection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacenews.model.capture import Capture
from spacenews.model.link import Link, Listing
from spacenews.model.reading import ArticlePage, Reading
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.blocks import Line, join_lines
from spacenews.reading.body import Body, find_body
from spacenews.reading.body_links import find_body_links
from spacenews.reading.byline import find_byline
from spacenews.reading.canonical import find_canonical
from spacenews.reading.categories import find_categories, find_tags
from spacenews.reading.dates_of_page import find_dates_of_page
from spacenews.reading.header import HeaderWords, lines_above, trim_lines
from spacenews.reading.kind import find_wall, refuse_answer, refuse_marked, refuse_read
from spacenews.reading.language import find_language, find_teaser
from spacenews.reading.links import links_of_article
from spacenews.reading.page import HtmlPage, open_page
from spacenews.reading.pages import MAX_PAGES, find_later, find_pages, number_of
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
    return outcome.result, _with_pages(outcome, listing)


def read_later_page(site: Site, capture: Capture) -> Reading | Rejection:
    """Return what a further page of an article prints, as if it were an article; its `pages` are those it names.

    Its text goes behind that of the pages before it (`reading.whole`); the rest of it is of no use.

    Raises:
        SpecError: As `read_article`.
    """
    if refusal := refuse_answer(capture):
        return refusal
    page = open_page(capture)
    if isinstance(page, Rejection):
        return page
    scene = Scene(page, site)
    later = find_later(scene)
    if later is None:
        return refuse_marked(scene) or Rejection(RejectionReason.NOT_ARTICLE, "not a further page of an article")
    if wall := find_wall(scene):
        return wall
    reading = _read(scene, page)
    if isinstance(reading, Rejection):
        return reading
    pages = (ArticlePage(later.number, later.first), *(ArticlePage(number, url) for number, url in later.urls))
    return replace(reading, pages=pages)


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
    url = find_canonical(scene)
    return Reading(
        url=url,
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
        pages=_find_pages(scene, url) if dates.published or (scene.family and scene.family.parts) else (),
        evidence=scene.evidence,
    )


def _with_pages(outcome: Outcome, listing: Listing) -> Listing:
    """Name the pages of an article as what they are, and not as links in its text; a further one names the first."""
    if isinstance(outcome.result, Reading):
        first, urls = outcome.result.url, [page.url for page in outcome.result.pages[1:]]
    else:
        later = find_later(outcome.scene) if outcome.scene and outcome.result.reason is RejectionReason.PART else None
        first = later.first if later else ""
        urls = [url for number, url in later.urls if number > later.number] if later else []
    if not first or (not urls and isinstance(outcome.result, Reading)):
        return listing
    others = [link for link in listing.links if number_of(link.url, first) is None]
    if isinstance(outcome.result, Rejection) and first not in {link.url for link in others}:
        others += [Link(first, relation="body")] if outcome.scene and outcome.scene.site.allows(first) else []
    refused = (each for each in listing.refused if number_of(each[0], first) is None)
    links = (*others, *(Link(url, relation="part") for url in urls))
    return replace(listing, links=links, refused=tuple(refused))


def _find_pages(scene: Scene, url: str) -> tuple[ArticlePage, ...]:
    """Return the pages that the article goes on on; of these only the one that was captured is held."""
    own = canonical_url(scene.page.url) or scene.page.url
    pages = find_pages(scene, url) or (find_pages(scene, own) if own != url else None)
    if pages is None:
        return ()
    last = pages.urls[-1][0]
    beyond = f"; {pages.beyond} more than the {MAX_PAGES} that are followed" if pages.beyond else ""
    scene.weigh("pages", "pager", f"page 1 of {last}", value=pages.urls[0][1], why=f"the text goes on there{beyond}")
    return (ArticlePage(1, url), *(ArticlePage(number, each, "missing") for number, each in pages.urls))


def _without_header(body: Body, words: HeaderWords) -> Sequence[Line]:
    return body.lines if body.exact else trim_lines(body.lines, words)
