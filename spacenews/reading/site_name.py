"""Where a page prints its site's name: in its logo, in its `<title>`, behind its headlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from spacenews.model.urls import slug_of
from spacenews.reading.addresses import is_front
from spacenews.reading.blocks import Element
from spacenews.reading.scene import Scene

SPLIT = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u00ab-]+\s+|\s*\|\s*|\s+::\s+")
_WORD = re.compile(r"\w+")
_LOGO = re.compile(r"(?:^|[\s_-])(?:logo|site-?title|site-?name|brand)(?:$|[\s_-])", re.IGNORECASE)
_MIN_LABEL = 4  # letters of a host's part that says something
_MOSTLY = 0.6  # of a heading's letters that a name must be
_NAME_WORDS = 4
_HEADLINE_WORDS = 3
_MAX_NAME, _MAX_NAMES = 200, 10  # characters of a name; names that one site goes by


def names_of(scene: Scene) -> list[str]:
    """Return what the site is called: by its spec, and by the page itself."""
    return scene.once("names of the site", _names_of)


def _names_of(scene: Scene) -> list[str]:
    page = scene.page
    told = dict.fromkeys((*page.meta("og:site_name"), *page.json_ld("publisher.name")))
    return [scene.site.name, *islice((name for name in told if len(name) <= _MAX_NAME), _MAX_NAMES)]


def is_logo(scene: Scene, heading: Element) -> bool:
    """Whether a heading is the site's logo: it is called so, or it links to the home page."""
    if _LOGO.search(heading.get("class") or ""):
        return True
    outer = heading.getparent()
    anchors = [each for each in (*heading.iter("a"), outer) if each is not None and each.tag == "a"]
    if len(anchors) != 1:
        return False
    target = scene.page.resolve(anchors[0].get("href"))
    return target is not None and is_front(urlsplit(target).path, urlsplit(target).query)


def is_site_name(scene: Scene, text: str) -> bool:
    """Whether a heading is the site's name: what the page calls it, its host, or a later part of a `<title>`."""
    folded = text.casefold()
    if folded in {name.casefold() for name in names_of(scene)} or _is_mostly_host(scene, text):
        return True
    if folded in scene.once("titles told", _titles_told):
        return False
    parts = scene.once("parts of title", _parts_of_title)
    if len(parts) < 2 or folded not in parts[1:] or folded == parts[0]:  # noqa: PLR2004 - the article's and the site's
        return False
    # Some sites print their name or a section first: a long part is their headline, unless the address says otherwise.
    slug = frozenset(words_of(slug_of(scene.page.url)))
    is_named = len(slug) >= _HEADLINE_WORDS and _share(parts[0], slug) > _share(folded, slug)
    return len(words_of(text)) <= _NAME_WORDS or is_named


def _titles_told(scene: Scene) -> frozenset[str]:
    return frozenset(each.casefold() for each in (*scene.page.meta("og:title"), *scene.page.json_ld("headline")))


def _parts_of_title(scene: Scene) -> list[str]:
    return [part.casefold() for part in SPLIT.split(scene.page.head_title) if part]


def without_names(scene: Scene, text: str) -> str:
    """Return a title without the parts that are the site's name; empty where nothing else is left."""
    names = {name.casefold() for name in names_of(scene)}
    if text.casefold() in names:
        return ""
    places = [0, *(match.end() for match in SPLIT.finditer(text))]
    ends = [*(match.start() for match in SPLIT.finditer(text)), len(text)]
    parts = [text[begin:end] for begin, end in zip(places, ends, strict=True)]
    first, last = 0, len(parts)
    while last - first > 1 and _is_part_of_name(scene, parts[last - 1], names):
        last -= 1
    while last - first > 1 and _is_part_of_name(scene, parts[first], names):
        first += 1
    return text[places[first] : ends[last - 1]].strip()


def segment_of_address(scene: Scene, text: str) -> str:
    """Return the part of a `<title>` that the page's address is made of; the whole where none is."""
    slug = frozenset(words_of(slug_of(scene.page.url)))
    parts = [part for part in SPLIT.split(text) if len(words_of(part)) > 1 and _share(part, slug) > _MOSTLY]
    return max(parts, key=lambda part: _share(part, slug), default=text)


def words_of(text: str) -> Sequence[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.casefold().replace("_", " "))


def _share(text: str, words: frozenset[str]) -> float:
    own = frozenset(words_of(text))
    return len(own & words) / len(own) if own else 0.0


def _labels(scene: Scene) -> list[str]:
    labels = (urlsplit(scene.page.url).hostname or "").split(".")[:-1]
    return [squashed for each in labels if len(squashed := "".join(words_of(each))) >= _MIN_LABEL]


def is_host(scene: Scene, text: str) -> bool:
    """Whether a text is a part of the page's host: `Rapid7` of rapid7.com."""
    return "".join(words_of(text)) in (urlsplit(scene.page.url).hostname or "").split(".")[:-1]


def _is_mostly_host(scene: Scene, text: str) -> bool:
    squashed = "".join(words_of(text))
    return any(label in squashed and len(label) >= _MOSTLY * len(squashed) for label in _labels(scene))


def _is_part_of_name(scene: Scene, part: str, names: set[str]) -> bool:
    squashed = "".join(words_of(part))
    if part.casefold() in names:
        return True
    # `Gregory Szorc's Digital Home` of gregoryszorc.com, `homify` of homify.de.
    return any(label in squashed or (len(squashed) > _MIN_LABEL and squashed in label) for label in _labels(scene))
