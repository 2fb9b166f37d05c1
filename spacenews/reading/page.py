"""One page, parsed once: what rules may ask of it, each answer computed when first asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.blocks import UNSEEN, Element, Line, fold, iter_lines, read_lines, text_of
from spacenews.reading.bounds import refuse_source, refuse_tree
from spacenews.reading.charset import Decoded, decode_text
from spacenews.reading.decode import decode_payload
from spacenews.reading.jsonld import find_article, find_page, read_objects, values_at
from spacenews.reading.lazy import LazyList
from spacenews.reading.mime import refuse_mime
from spacenews.reading.regions import Regions
from spacenews.reading.selectors import ElementIndex, compile_xpath, find_elements, split_attribute

_PARTS = re.compile(r"\s*[,;|·•]\s*")
_MAX_TITLE = 2000  # characters
_MAX_METAS = 200  # elements of one name


def open_page(capture: Capture) -> HtmlPage | Rejection:
    """Return the parsed page of a capture.

    Rejections: those of `decode_payload`; `not_html` (by media type or by its first bytes), `empty` (no element and
    no text), `too_deep` (nested deeper than the parser goes: the rest would be lost in silence), `too_large` (more
    elements or text than `bounds` has it).
    """
    data = decode_payload(capture)
    if isinstance(data, Rejection):
        return data
    if refusal := refuse_mime(data, capture.header("Content-Type")):
        return refusal
    return parse_page(decode_text(data, capture.header("Content-Type")), capture.url)


def parse_page(decoded: Decoded, url: str) -> HtmlPage | Rejection:
    """Return the parsed page of a text, or why it gives none (`empty`, `too_deep`, `too_large`)."""
    if refusal := refuse_source(decoded.utf8):
        return refusal
    # A parser keeps the errors of its last page, so each page has its own; making one takes 2 µs.
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # None stands for a text without anything that could be an element, which the stubs do not know.
        root = cast("Element | None", etree.fromstring(decoded.utf8, parser))
    except etree.XMLSyntaxError:  # the older way to say the same
        root = None
    if root is None:
        return Rejection(RejectionReason.EMPTY, "nothing but white space")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return Rejection(RejectionReason.TOO_DEEP, "nested deeper than the parser goes; the rest would be missing")
    if refusal := refuse_tree(root, len(decoded.utf8)):
        return refusal
    return HtmlPage(root, url, charset=decoded.charset, charset_why=decoded.why)


class HtmlPage:
    """A parsed page; implements `specs.Page`, and gives readers its elements.

    Attributes:
        root: The `html` element; readers never change the tree.
        url: The URL that was captured.
        charset: The charset it was read in, and `charset_why` how that was decided.
    """

    def __init__(self, root: Element, url: str, *, charset: str = "utf-8", charset_why: str = "") -> None:
        self.root = root
        self._url = url
        self.charset = charset
        self.charset_why = charset_why

    @property
    def url(self) -> str:
        """The URL that was captured."""
        return self._url

    @cached_property
    def base(self) -> str:
        """What relative links are resolved against."""
        for element in self.root.iter("base"):
            if href := element.get("href"):
                return _join(self._url, href)
        return self._url

    def resolve(self, href: str | None) -> str | None:
        """Return the canonical URL of a link as printed, or None where it is none (`mailto:`, `#top`)."""
        if not href or href.lstrip().startswith("#"):
            return None
        return canonical_url(href, self.base)

    @cached_property
    def _index(self) -> ElementIndex:
        return ElementIndex(self.root)

    @cached_property
    def regions(self) -> Regions:
        """Which parts of the page are the article's own."""
        return Regions(self.root)

    def find(self, css: str) -> list[Element]:
        """Return the elements that match a selector, in document order."""
        return find_elements(self._index, css)

    def having(self, attribute: str) -> Sequence[Element]:
        """Return the elements that have an attribute, in document order."""
        return self._index.having(attribute)

    def select(self, css: str) -> Sequence[str]:
        """As `specs.Page.select`."""
        if "::" not in css:
            texts = [text_of(each) for each in self.find(css)]
        elif attribute := split_attribute(css):
            texts = [fold(each.get(attribute[1])) for each in self.find(attribute[0])]
        else:
            found = compile_xpath(css)(self.root)
            held = found if isinstance(found, list) else []
            texts = [text_of(each) if isinstance(each, Element) else fold(str(each)) for each in held]
        return tuple(text for text in texts if text)

    def meta(self, name: str) -> Sequence[str]:
        """As `specs.Page.meta`; names are compared in lower case."""
        return self.metas.get(name.lower(), ())

    @cached_property
    def metas(self) -> Mapping[str, tuple[str, ...]]:
        """The contents of all `<meta>` by their names in lower case, in document order."""
        metas: dict[str, list[str]] = {}
        for element in self.root.iter("meta"):
            if not (content := fold(element.get("content") or element.get("value"))):
                continue
            for key in ("property", "name", "itemprop"):
                for name in (element.get(key) or "").lower().split():
                    metas.setdefault(name, []).append(content)
        return {name: tuple(values[:_MAX_METAS]) for name, values in metas.items()}

    def json_ld(self, path: str) -> Sequence[str]:
        """As `specs.Page.json_ld`."""
        return values_at(self.json_ld_article, path)

    def json_ld_page(self, path: str) -> Sequence[str]:
        """Return the values at a path of the JSON-LD object that describes the page, where no article is described."""
        return () if self.json_ld_article else values_at(find_page(self.json_ld_objects), path)

    def json_ld_texts(self, key: str) -> Sequence[str]:
        """Return the texts of a key of the article's JSON-LD as written, with their line breaks."""
        held = self.json_ld_article.get(key)
        return [each for each in (held if isinstance(held, list) else [held]) if isinstance(each, str)]

    @cached_property
    def json_ld_objects(self) -> tuple[Mapping[str, object], ...]:
        """The objects of the page's JSON-LD, outer before inner."""
        scripts = [each.text for each in self.root.iter("script") if "ld+json" in (each.get("type") or "").lower()]
        # Some frameworks take every script for a meta element.
        scripts += [text for name, texts in self.metas.items() if name.endswith("ld+json") for text in texts]
        return read_objects([text for text in scripts if text])

    @cached_property
    def json_ld_article(self) -> Mapping[str, object]:
        """The article object of the page's JSON-LD, with references inside its graph followed; empty where none."""
        return find_article(self.json_ld_objects)

    def lines(self) -> Sequence[str]:
        """As `specs.Page.lines`; navigation, and sidebars and footers of the page as a whole, are left out."""
        return self._texts

    @cached_property
    def _texts(self) -> Sequence[str]:
        return LazyList(line.text for line in self.own_lines)

    @cached_property
    def own_lines(self) -> Sequence[Line]:
        """The lines that `lines` gives the texts of, read as far as they are asked for."""
        around = frozenset(each for each in self.root.iter("aside", "footer") if not _in_article(each))
        return LazyList(iter_lines(self.root, left_out=UNSEEN | {"nav", "menu"}, drop=around))

    @cached_property
    def all_lines(self) -> Sequence[Line]:
        """The lines of the whole page with where they stand, navigation included."""
        return read_lines(self.root)

    def labelled(self, label: str) -> Sequence[str]:
        """As `specs.Page.labelled`; where the label stands alone in its block, the next block holds its values."""
        found = self.find_labelled(label)
        if found is None:
            return ()
        rest, links = found
        texts = tuple(text for link in links if (text := text_of(link)))
        return texts or tuple(part for part in _PARTS.split(rest) if part)

    def find_labelled(self, label: str) -> tuple[str, tuple[Element, ...]] | None:
        """Return what follows a printed label in its block, as text and as links, or None where it is not printed."""
        start = fold(label).casefold()
        lines = self.own_lines
        for number, line in enumerate(lines):
            if not line.text.casefold().startswith(start):
                continue
            rest = line.text[len(start) :].strip(" :")
            if rest:
                return rest, line.links
            following = lines[number + 1 : number + 2]
            return (following[0].text, following[0].links) if following else None
        return None

    @cached_property
    def head_title(self) -> str:
        """The text of `<title>`, empty where there is none; of one that is no title's length, its beginning."""
        return next((text for each in self.root.iter("title") if (text := fold(each.text))), "")[:_MAX_TITLE]


def _in_article(element: Element) -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # "http://[" is no address: as if it were not there
        return base
