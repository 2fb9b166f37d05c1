"""The title: what the page prints as its headline, before what it tells search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from spacenews.model.urls import slug_of
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.scene import Scene
from spacenews.reading.site_name import SPLIT, is_logo, is_site_name, names_of, segment_of_address, without_names

_SEPARATOR = r"\s*[|\u2013\u2014\u00b7\u2022\u00bb\u00ab:/-]+\s*"
_WORD = re.compile(r"\w+")
_MAX_SHOWN = 4  # headings that are shown as evidence
_MAX_TITLE = 500  # characters; what is longer is no headline
_MAX_TOLD = 1000  # characters of a headline with the site's name and section
_MAX_HEADINGS = 500  # of one tag, among which the headline is
_MAX_PARTS = 10  # of a `<title>`: headline, section, site
_HEADLINE_WORDS = 3
_KICKER_WORDS = 4
_NAME_BEHIND = re.compile(r"\s*[|\u2022\u00bb]")
_TAIL = re.compile(
    r"\s*\b(?:posted|published|updated) (?:on|by|at)\b.*$|\s*\((?:[\w-]+\.)+[a-z]{2,}\)\W*\d*$", re.IGNORECASE
)
_AGREE = 0.6  # of the shorter title's words


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the rule that found it; `slug` where the page prints none."""

    text: str
    source: str


def find_title(scene: Scene) -> Title:
    """Return the page's title; never empty.

    In order: the layouts' rules; the first `h1` of the article that agrees loosely with what the page says of itself
    (JSON-LD, `og:title`, `<title>`) and is not the site's name; a lesser heading that is the same; the only `h1`; a
    printed line that is a part of `<title>`; JSON-LD, `og:title`, `<title>`; the slug.
    """
    told = _told(scene)
    chosen = _layout_title(scene) or _printed(scene, told) or _first_told(scene, told) or _from_slug(scene.page.url)
    scene.weigh("title", chosen.source, chosen.text, chosen=True, why=_why(chosen, told))
    for each in told:
        if each.source != chosen.source:
            why = "agrees with the winner" if agree(each.text, chosen.text) else "differs from the winner"
            scene.weigh("title", each.source, each.text, why=why)
    for element in islice(scene.page.root.iter("h1"), _MAX_SHOWN):
        if (text := text_of(element)) and text != chosen.text:
            is_own = scene.page.regions.is_article_part(element) and not is_logo(scene, element)
            scene.weigh(
                "title", "h1", text, why="differs from the winner" if is_own else "a logo, or beside the article"
            )
    return chosen


def agree(one: str, other: str) -> bool:
    """Whether two titles are loosely the same: most words of the shorter one are in both."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return one.casefold() == other.casefold()
    shorter = min(len(first), len(second))
    return len(first & second) >= shorter * _AGREE


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _told(scene: Scene) -> list[Title]:
    """Return what the page says of itself, without the site's name."""
    page = scene.page
    found = (
        # Search engines and social networks get titles of their own; a newsroom's goes into its structured data.
        ("json-ld:headline", page.json_ld("headline")),
        ("og:title", page.meta("og:title")),
        ("meta:title", page.meta("twitter:title") or page.meta("dc.title")),
        ("title", (page.head_title,)),
    )
    return [
        Title(text, source)
        for source, texts in found
        if texts
        and len(texts[0]) <= _MAX_TOLD
        and (text := without_names(scene, _without_edges(scene, texts[0])))
        and len(text) <= _MAX_TITLE
    ]


def _without_edges(scene: Scene, text: str) -> str:
    """Return a title without the site's exact name at its ends, whatever sign parts it: `Orbit: the launch`."""
    for name in names_of(scene):
        quoted = re.escape(name)
        if text.casefold() == name.casefold():
            return ""
        text = re.sub(rf"{_SEPARATOR}{quoted}\s*$|^\s*{quoted}{_SEPARATOR}", "", text, flags=re.IGNORECASE)
    return text.strip()


def _first_told(scene: Scene, told: Sequence[Title]) -> Title | None:
    for each in told:
        is_bare = each.source == "title"
        return Title(segment_of_address(scene, each.text), each.source) if is_bare else each
    return None


def _layout_title(scene: Scene) -> Title | None:
    found = ((source, texts[0]) for source, texts in scene.ask_layouts("title"))
    return next((Title(text, source) for source, text in found if len(text) <= _MAX_TITLE), None)


def _printed(scene: Scene, told: Sequence[Title]) -> Title | None:
    heads = [title for title in _headings(scene, "h1") if not is_site_name(scene, title.text)]
    # What a page tells others of its article says more than its <title>, which names the site as well.
    article = [each for each in told if each.source != "title"] or _segments(told)
    for title in heads:
        if any(agree(title.text, each.text) for each in article):
            return _trimmed(scene, _without_kicker(title, article))
    for tag in ("h2", "h3"):
        for title in _headings(scene, tag):
            if any(title.text == each.text or _contains(each.text, title.text) for each in (*article, *told[:1])):
                return title
    is_unnamed = all(is_site_name(scene, each.text) for each in told)
    if len(heads) == 1 and (is_unnamed or _is_headline(heads[0].text)):
        return _trimmed(scene, heads[0])
    part = _printed_part(scene)
    if part and (not article or any(agree(part.text, each.text) for each in article)):
        return part
    return _only_heading(scene) if not heads and not any(each.source != "title" for each in told) else None


def _only_heading(scene: Scene) -> Title | None:
    """Return the only `h2` of a page that has no `h1` and tells nobody else what it is called."""
    found = [title for title in _headings(scene, "h2") if not is_site_name(scene, title.text)]
    return found[0] if len(found) == 1 and len(_words(found[0].text)) > 1 else None


def _trimmed(scene: Scene, title: Title) -> Title:
    """Return a headline without what templates put into its element: the site's name, the day, the source."""
    text = without_names(scene, title.text)
    text = cut if len(_words(cut := _TAIL.sub("", text))) >= _HEADLINE_WORDS else text
    if "|" in text:  # hidden headings repeat the whole <title>; the visible one is its first part
        lesser = {each.text for tag in ("h2", "h3") for each in _headings(scene, tag)}
        text = next((part for part in SPLIT.split(text)[:1] if part in lesser), text)
    return Title(text or title.text, title.source)


def _segments(told: Sequence[Title]) -> list[Title]:
    """Return the parts of `<title>` that may be the article's: all, or all but the last, which is mostly the site's."""
    for each in told:
        parts = [part for part in SPLIT.split(each.text) if part]
        return [Title(part, each.source) for part in (parts[:-1] or parts)[:_MAX_PARTS]]
    return []


def _is_headline(text: str) -> bool:
    return len(_words(text)) >= _HEADLINE_WORDS


def _without_kicker(title: Title, article: Sequence[Title]) -> Title:
    """Return a heading without the topic line before its headline, or the site's name behind it."""
    folded = title.text.casefold()
    for each in article:
        told = each.text.casefold()
        before, found, after = folded.rpartition(told)
        if not found or len(_words(each.text)) < _HEADLINE_WORDS or each.source == "title":
            continue
        if (before and not after and len(before.split()) <= _KICKER_WORDS) or (
            not before and _NAME_BEHIND.match(after)
        ):
            return Title(each.text, title.source)
    return title


def _headings(scene: Scene, tag: str) -> Iterator[Title]:
    name = scene.site.name.casefold()
    for element in islice(scene.page.root.iter(tag), _MAX_HEADINGS):
        text = text_of(element)
        is_own = text and len(text) <= _MAX_TITLE and text.casefold() != name
        if is_own and scene.page.regions.is_article_part(element) and not is_logo(scene, element):
            yield Title(text, tag if not _is_microformat(element) else f"{tag}.entry-title")


def _is_microformat(element: Element) -> bool:
    return "entry-title" in (element.get("class") or "").split()


def _contains(whole: str, part: str) -> bool:
    return len(_words(part)) > 1 and part.casefold() in whole.casefold()


def _printed_part(scene: Scene) -> Title | None:
    """Find the line of a page without headings that is its `<title>`, or a part of it."""
    whole = scene.page.head_title
    lines = {text.casefold(): text for text in reversed(scene.page.lines())}
    for part in sorted({whole, *SPLIT.split(whole)}, key=len, reverse=True):
        printed = lines.get(part.casefold())
        if printed and printed.casefold() != scene.site.name.casefold() and len(_words(part)) > 1:
            return Title(printed, "visible")
    return None


def _from_slug(url: str) -> Title:
    words = unquote(slug_of(url), errors="replace").partition(".")[0].replace("-", " ").replace("_", " ").strip()
    text = " ".join(words.split()) or urlsplit(url).query or url
    return Title(text[:1].upper() + text[1:], "slug")


def _why(chosen: Title, told: Sequence[Title]) -> str:
    if chosen.source.startswith("layout:"):
        return "the layout's rule"
    if chosen.source == "slug":
        return "the page prints no title"
    agreeing = [each.source for each in told if each.source != chosen.source and agree(each.text, chosen.text)]
    return f"printed or told by the page, agrees with {', '.join(agreeing)}" if agreeing else "nothing better"
