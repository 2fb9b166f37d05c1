"""An article that is printed on several pages, put together: one text, in order, nothing twice and nothing invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from spacenews.model.reading import ArticlePage, BodyLink, Candidate, Reading
from spacenews.reading.normalize import normalize_text
from spacenews.reading.pages import MAX_PAGES, number_of

_SURE_WORDS = 5  # a shorter paragraph may be said twice by its author; a longer one is printed twice by a theme


@dataclass(frozen=True, slots=True)
class LaterPage:
    """What is known of a further page.

    Attributes:
        reading: What it prints; None where it was never captured, or cannot be read.
        capture: record_uuid of the capture that was read; empty where there is none.
        gone: It was not there any more when it was looked at last.
        why: Why it cannot be read; empty where it can, or was never captured.
    """

    reading: Reading | None = None
    capture: str = ""
    gone: bool = False
    why: str = ""


def join_pages(first: Reading, later: Mapping[int, LaterPage]) -> Reading:
    """Return the whole article: all of its first page, with the text and the links of the further ones behind.

    A page belongs to it if the first one names it, or one that does; what no page names is left out, whatever is known
    of it. A longer paragraph that an earlier page printed is not said again: some themes print all of a text, or its
    beginning, on each page.

    Args:
        first: The first page, read alone.
        later: What is known of the further ones, by number.
    """
    if not first.pages:
        return first
    urls = {page.number: page.url for page in first.pages}
    body, links = list(first.body), list(first.links)
    printed = {normalize_text(text) for text in body}
    pages = [first.pages[0]]
    evidence: list[Candidate] = []
    number = 1
    while (number := number + 1) <= max(urls):
        found = later.get(number, LaterPage())
        if found.reading is not None:
            urls |= {named: url for named, url in _named(found.reading, first.url) if named not in urls}
            fresh = [text for text in found.reading.body if _is_new(text, printed)]
            printed |= {normalize_text(text) for text in fresh}
            body += fresh
            links += _fresh(found.reading.links, links)
        page = ArticlePage(number, urls.get(number) or _url_of(number, urls), _state(found))
        pages.append(page)
        evidence.append(Candidate("pages", "pager", found.capture, page.url, page.state != "missing", _why(found)))
    return replace(
        first, body=tuple(body), links=tuple(links), pages=tuple(pages), evidence=(*first.evidence, *evidence)
    )


def _named(reading: Reading, first: str) -> Iterable[tuple[int, str]]:
    for page in reading.pages:
        number = number_of(page.url, first)
        if number is not None and number <= MAX_PAGES:
            yield number, page.url


def _is_new(text: str, printed: set[str]) -> bool:
    return len(text.split()) < _SURE_WORDS or normalize_text(text) not in printed


def _fresh(found: Iterable[BodyLink], held: Iterable[BodyLink]) -> list[BodyLink]:
    known = {(link.kind, link.url) for link in held}
    return [link for link in found if (link.kind, link.url) not in known]


def _state(page: LaterPage) -> str:
    if page.reading is None:
        return "missing"
    return "gone" if page.gone else "held"


def _why(page: LaterPage) -> str:
    if page.reading is not None:
        return "it was not there any more when it was looked at last" if page.gone else "its text goes on there"
    if page.why:
        return f"its capture cannot be read: {page.why}"
    return "it was not there when it was asked for" if page.gone else "it was not captured"


def _url_of(number: int, urls: Mapping[int, str]) -> str:
    """Return the address of a page that only its neighbors are named beside: theirs, with its number."""
    other, url = next((each, url) for each, url in sorted(urls.items()) if each > 1)
    head, _, tail = url.rpartition(str(other))
    return f"{head}{number}{tail}"
