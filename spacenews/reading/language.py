"""The language that a page states, and what it says of itself in a sentence."""

from __future__ import annotations

import re

from spacenews.reading.scene import Scene

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")
_WORD = re.compile(r"\w+")
_MAX_TEASER = 2000


def find_language(scene: Scene) -> str | None:
    """Return the BCP 47 language: the layouts' rules, `<html lang>`, meta, JSON-LD, else the site's; None if unsaid."""
    page = scene.page
    stated = [(source, text) for source, found in scene.ask_layouts("language") for text in found[:1]]
    stated += [
        ("html[lang]", page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        *(("json-ld:inLanguage", text) for text in page.json_ld("inLanguage")[:1]),
        *(
            (f"meta:{name}", text)
            for name in ("og:locale", "content-language", "language")
            for text in page.meta(name)[:1]
        ),
        ("site", scene.site.language),
    ]
    chosen: str | None = None
    for source, text in stated:
        tag = language_tag(text)
        if tag and chosen is None:
            chosen = tag
            scene.weigh("language", source, text, value=tag, chosen=True, why="first that is a language tag")
        elif text:
            why = "no language tag" if tag is None else "agrees with the winner" if tag == chosen else "asked later"
            scene.weigh("language", source, text, value=tag or "\u2013", why=why)
    return chosen


def language_tag(text: str) -> str | None:
    """Return a tag in its usual case (`en`, `en-US`, `sr-Latn-RS`), or None where the text is no tag."""
    match = _TAG.fullmatch(text.strip())
    if match is None:
        return None
    language, script, region = match.groups()
    return "-".join(part for part in (language.lower(), (script or "").title(), (region or "").upper()) if part)


def find_teaser(scene: Scene, title: str = "") -> str | None:
    """Return the page's own description of itself, or None; one that only repeats the title describes nothing."""
    page = scene.page
    candidates = [(source, found[0]) for source, found in scene.ask_layouts("teaser")]
    candidates += [
        (f"meta:{name}", text)
        for name in ("og:description", "description", "twitter:description")
        for text in page.meta(name)[:1]
    ]
    candidates += [("json-ld:description", text) for text in page.json_ld("description")[:1]]
    chosen: str | None = None
    for source, text in candidates:
        if chosen is None and (why := _why_no_teaser(page.head_title, title, text)):
            scene.weigh("teaser", source, text, value="\u2013", why=why)
        elif chosen is None:
            chosen = text
            scene.weigh("teaser", source, text, chosen=True, why="first in the order of trust")
        else:
            scene.weigh("teaser", source, text, why="agrees with the winner" if text == chosen else "asked later")
    return chosen


def _why_no_teaser(head_title: str, title: str, text: str) -> str:
    if len(text) > _MAX_TEASER:
        return "longer than any teaser"
    words = _words(text)
    return "says nothing but the title" if words in (_words(title), _words(head_title)) else ""


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
