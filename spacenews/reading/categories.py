"""The site's own sections of an article, and apart from them its tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacenews.reading.blocks import Element, text_of
from spacenews.reading.scene import Scene

LABELS = ("Categories:", "Category:", "Filed under:", "Posted in:")
_MAX_SECTIONS = 4  # a JSON-LD articleSection with more values is a list of tags
_MAX_NAME = 80
_MAX_FOUND = 50


def find_categories(scene: Scene) -> tuple[str, ...]:
    """Return the names of the site's sections, in the order printed, each once; empty where none is printed."""
    return _first(scene, "categories", _categories(scene))


def find_tags(scene: Scene) -> tuple[str, ...]:
    """Return the site's tags as printed; none of them is a category because of it."""
    return _first(scene, "tags", _tags(scene))


def _first(scene: Scene, field: str, found: Iterator[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    for source, texts in found:
        if names := _each_once(texts):
            scene.weigh(field, source, " \u00b7 ".join(names), chosen=True, why="first rule that finds any")
            return names[:_MAX_FOUND]
    return ()


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for text in texts:
        if len(text) <= _MAX_NAME:
            names.setdefault(text.casefold(), text)
    return tuple(names.values())


def _categories(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    page = scene.page
    yield from scene.ask_layouts("categories")
    if scene.family:
        for selector in scene.family.categories:
            yield selector, _own(scene, page.find(selector))
    yield "a[rel~=category]", _own(scene, page.find("a[rel~=category]"))
    sections = page.json_ld("articleSection")
    if len(sections) <= _MAX_SECTIONS and set(sections) != set(page.json_ld("keywords")):
        yield "json-ld:articleSection", sections
    yield "meta:article:section", page.meta("article:section")
    for label in LABELS:
        yield f"visible:{label}", page.labelled(label)


def _tags(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    page = scene.page
    yield from scene.ask_layouts("tags")
    found = [each for each in page.find("a[rel~=tag]") if "category" not in (each.get("rel") or "").split()]
    yield "a[rel~=tag]", [text for text in _own(scene, found) if text not in _names_of_sections(found)]
    yield "meta:article:tag", page.meta("article:tag")
    keywords = page.json_ld("keywords")
    yield "json-ld:keywords", [part.strip() for text in keywords for part in text.split(",") if part.strip()]


def _own(scene: Scene, elements: Sequence[Element]) -> list[str]:
    return [text for each in elements if scene.page.regions.is_article_part(each) and (text := text_of(each))]


def _names_of_sections(links: Sequence[Element]) -> frozenset[str]:
    """Block themes mark category links `rel=tag` as well; their address says what they are."""
    return frozenset(text_of(each) for each in links if "/category/" in (each.get("href") or ""))
