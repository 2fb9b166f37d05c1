"""What a body links to and shows: addresses, texts and captions; the files themselves are not captured."""

from __future__ import annotations

from collections.abc import Sequence

from spacenews.model.reading import BodyLink
from spacenews.reading.blocks import Element, Line, fold, text_of
from spacenews.reading.page import HtmlPage

_MAX_LINKS = 500
_MAX_TEXT = 500  # characters of a caption or a link's text
_SOURCES = ("data-src", "data-lazy-src", "src", "data-original")


def find_body_links(page: HtmlPage, lines: Sequence[Line]) -> tuple[BodyLink, ...]:
    """Return the links, pictures and videos of a body's lines, in order, each once."""
    found: dict[tuple[str, str], BodyLink] = {}
    captions: dict[Element, str] = {}
    for line in lines:
        for anchor in line.links:
            _add(found, "link", page.resolve(anchor.get("href")), text_of(anchor))
        for element in line.media:
            kind = "image" if element.tag == "img" else "video"
            _add(found, kind, _address(page, element), _caption(element, captions))
        if len(found) >= _MAX_LINKS:
            break
    return tuple(found.values())[:_MAX_LINKS]


def _add(found: dict[tuple[str, str], BodyLink], kind: str, url: str | None, text: str) -> None:
    if url:
        found.setdefault((kind, url), BodyLink(url, kind, text[:_MAX_TEXT]))


def _address(page: HtmlPage, element: Element) -> str | None:
    addresses = (page.resolve(element.get(name)) for name in _SOURCES)
    own = next((url for url in addresses if url), None)
    return own or next((url for each in element.iter("source") if (url := page.resolve(each.get("src")))), None)


def _caption(element: Element, known: dict[Element, str]) -> str:
    """Return the caption printed with a picture, else its alternative text; `known` keeps those of one page."""
    figure = next(element.iterancestors("figure"), None)
    if figure is not None and figure not in known:
        known[figure] = next((text_of(each) for each in figure.iter("figcaption")), "")
    return (known[figure] if figure is not None else "") or fold(element.get("alt"))
