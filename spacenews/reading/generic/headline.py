"""What a page says of itself: its headlines and its own description, for finding both again among its blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacenews.reading.blocks import Element, fold
from spacenews.reading.generic.outline import Outline

_WORD = re.compile(r"\w+")
_SITE_NAME = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]\s+|\s*\|\s*")
_TITLES = frozenset({"og:title", "twitter:title"})
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})
_MIN_TITLE = 9  # letters; a shorter one may be a word of the text
_MIN_DESCRIPTION = 21


@dataclass(frozen=True, slots=True)
class Told:
    """Titles and descriptions, squashed."""

    titles: frozenset[str]
    descriptions: frozenset[str]


def squash(text: str) -> str:
    """Return a text's letters and digits alone, in one case: how headlines are compared."""
    return "".join(_WORD.findall(text.casefold()))


def read_told(root: Element, page: Outline) -> Told:
    """Return what the page's head and its only `h1` say that it is called, and how it describes itself."""
    titles: list[str] = []
    descriptions: list[str] = []
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name in _TITLES:
            titles.append(fold(element.get("content")))
        elif name in _DESCRIPTIONS:
            descriptions.append(fold(element.get("content")))
    titles += [fold(element.text) for element in root.iter("title")][:1]
    titles += [_SITE_NAME.split(title)[0] for title in titles]
    headlines = [block.text for block in page.blocks if page.tag(block) == "h1"]
    if len(headlines) == 1:
        titles += headlines
    return Told(_squash_all(titles, _MIN_TITLE), _squash_all(descriptions, _MIN_DESCRIPTION))


def _squash_all(texts: list[str], least: int) -> frozenset[str]:
    return frozenset(squashed for text in texts if len(squashed := squash(text)) >= least)
