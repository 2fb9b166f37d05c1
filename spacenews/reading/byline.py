"""Who wrote it: names alone, in the order printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.regions import is_article_part
from spacenews.reading.scene import Scene

_BY = re.compile(r"^(?:(?:story|article|text|words|posted|written|reported|published)\s+)?by\b[:\s]*", re.IGNORECASE)
_VISIBLE = re.compile(
    r"(?:by|written by|posted by|автор:)\s+(?P<names>[^\W\d_][^|\u2022\u00b7\d@]{1,80}?)"
    r"(?:\s*[|\u2022\u00b7,\u2013\u2014-]\s*(?=\w*\W*\d).*)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:;|,?\s+(?:and|&|und|et|y|и)\s+|\s+\|\s+)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
# A part behind a comma that is no name: a job, or where somebody works.
_JOB = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|contributor|columnist|staff|author|producer|director|"
    r"manager|analyst|fellow|professor|intern|news(?:room)?|team|bureau|chief|magazine)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"^https?:|@|^\W*$|^\d+$", re.IGNORECASE)
_MAX_NAME, _MAX_NAMES, _MAX_WORDS = 80, 12, 6
_MACHINE = (
    ("json-ld:author", "author"),
    ("meta:author", "author"),
    ("meta:article:author", "article:author"),
    ("meta:dc.creator", "dc.creator"),
    ("meta:parsely-author", "parsely-author"),
    ("meta:sailthru.author", "sailthru.author"),
)
_ELEMENTS = (
    ".author.vcard .fn, .h-entry .p-author, .hentry .author .fn",
    "[itemprop~=author] [itemprop~=name], [itemprop~=author]",
    "a[rel~=author]",
    ".byline a, .byline .author, .author-name, .entry-author",
)


def find_byline(scene: Scene, header: Sequence[Line]) -> tuple[str, ...]:
    """Return the authors' names; empty where the page names none.

    Args:
        scene: The page.
        header: Lines between the title and the body, where a visible `By …` may stand.
    """
    winner: tuple[str, ...] = ()
    for source, texts in _candidates(scene, header):
        names = clean_names(texts, scene.site.name)
        chosen = bool(names) and not winner
        if chosen:
            winner = names
        why = "first that gives a name" if chosen else "names nobody" if not names else "comes after the winner"
        scene.weigh("byline", source, "; ".join(texts), value="; ".join(names) or "\u2013", chosen=chosen, why=why)
        if chosen:
            break
    return winner


def clean_names(texts: Sequence[str], site_name: str) -> tuple[str, ...]:
    """Return names without `By`, jobs, addresses and the site's own name, each once."""
    names: dict[str, str] = {}
    for text in texts:
        for part in _AND.split(_BY.sub("", text.strip())):
            for name in _split_commas(part):
                kept = " ".join(_BY.sub("", name).split()).strip(" ,.|-\u2013\u2014")
                if (
                    kept
                    and len(kept) <= _MAX_NAME
                    and not _NO_NAME.search(kept)
                    and kept.casefold() != site_name.casefold()
                ):
                    names.setdefault(kept.casefold(), kept)
    return tuple(names.values())[:_MAX_NAMES]


def _split_commas(text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    held = ""
    for number, part in enumerate(parts):
        if held and _SUFFIX.match(part):
            held = f"{held}, {part}"
        elif number and _JOB.search(part):
            continue
        else:
            if held:
                yield held
            held = part
    if held:
        yield held


def _candidates(scene: Scene, header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    page = scene.page
    yield from scene.ask_layouts("byline")
    for source, name in _MACHINE:
        texts = page.json_ld(name) if source.startswith("json-ld") else page.meta(name)
        if texts:
            yield source, texts
    for selector in _ELEMENTS:
        found: list[Element] = [each for each in page.find(selector) if is_article_part(each)]
        if texts := [text for each in found if (text := text_of(each))]:
            yield selector.partition(",")[0], texts[:_MAX_NAMES]
    for line in header:
        match = _VISIBLE.fullmatch(line.text)
        if match and len(match.group("names").split()) <= _MAX_WORDS:
            yield "visible", (match.group("names"),)
