"""Who wrote it: names alone, in the order printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.scene import Scene

_BY = re.compile(
    r"^(?:(?:story|article|text|words|posted|written|reported|published|submitted|opinion|analysis|recipe|review)\s+)?"
    r"(?:by\b[:\s]*|author\s*:\s*)",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z\u00c0-\u00de\u0410-\u042f][\w.'\u2019-]*)"
_PARTICLE = r"(?:(?:de|da|del|della|der|den|di|dos|du|el|la|le|van|von|zu|al|bin|ben|ter|ten)\s+)"
_NAMES = rf"{_NAME}(?:\s+{_PARTICLE}{{0,2}}{_NAME}){{1,4}}"
_VISIBLE = re.compile(
    rf"(?:^|[\s|\u00b7\u2022/\u2013\u2014-])(?:by|von|par|por|door|\u0430\u0432\u0442\u043e\u0440)\b:?\s*"
    rf"(?P<names>{_NAMES}(?:(?:\s*,\s*|\s*,?\s+(?:and|und|et|y|&)\s+){_NAMES}){{0,5}})",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"\b(?:written|posted|authored) by\b:?\s*(?P<names>{_NAMES}(?:\s+(?:and|&)\s+{_NAMES})?)", re.IGNORECASE
)
_MAX_LINES = 600
_IS_NAME = re.compile(rf"(?:(?:Dr|Prof)\.?\s+)?{_NAMES}(?:,?\s+(?:Jr|Sr|PhD|MD)\.?)?")
# An address at which a site lists what somebody wrote.
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autore?n?|auteurs?|profiles?|people|contributors?|staff|writers?|by)/", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"by-?line|author|writer|journalist|reporter", re.IGNORECASE)
_OF_OTHERS = re.compile(r"card|teaser|related|promo|list|comment|more", re.IGNORECASE)
_AUTHOR_TAGS = ("a", "span", "p", "div", "li", "address", "strong", "b", "cite")
_GLUED = re.compile(
    r"\s*(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)\s*)?\d.*$",
    re.DOTALL,
)
_ASIDE = re.compile(r"\s*\([^()]*\)|\s+/\s+.*$")
_LINE = 160  # characters; a longer line is no byline
_AND = re.compile(r"\s*(?:;|,?\s+(?:and|&|und|et|y|и)\s+|\s+\|\s+)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq)\.?$", re.IGNORECASE)
# A part behind a comma that is no name: a job, or where somebody works.
_JOB = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|contributor|columnist|staff|author|producer|director|"
    r"manager|analyst|fellow|professor|intern|news(?:room)?|team|bureau|chief|magazine|expert|head|specialist|advis[eo]r|"
    r"representative|officer|president|founder|reviewer)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r"(?<=[a-z])\s+(?:Writer|Reporter|Editor|Correspondent|Journalist|Columnist)$")
_NO_NAME = re.compile(r"^https?:|@|^\W*$|^\d+$", re.IGNORECASE)
_MAX_NAME, _MAX_NAMES, _MAX_WORDS = 80, 24, 6
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

    A publisher's name in an author's place counts only where nobody else is named.

    Args:
        scene: The page.
        header: Lines between the title and the body, where a visible `By …` may stand.
    """
    weak: tuple[str, ...] = ()
    publishers = {name.casefold() for name in _publishers(scene)}
    for source, texts in _candidates(scene, header):
        names = clean_names(texts, scene.site.name)
        persons = tuple(name for name in names if name.casefold() not in publishers)
        if source.startswith("layout:") and names:
            persons = names
        weak = weak or (names if not persons else ())
        why = "first that gives a name" if persons else "names the publisher" if names else "names nobody"
        scene.weigh(
            "byline", source, "; ".join(texts), value="; ".join(names) or "\u2013", chosen=bool(persons), why=why
        )
        if persons:
            return persons
    return weak


def _publishers(scene: Scene) -> tuple[str, ...]:
    page = scene.page
    return (*page.meta("og:site_name"), *page.json_ld("publisher.name"), scene.site.name)


def clean_names(texts: Sequence[str], site_name: str) -> tuple[str, ...]:
    """Return names without `By`, jobs, addresses and the site's own name, each once."""
    names: dict[str, str] = {}
    for text in texts:
        for number, part in enumerate(_AND.split(_GLUED.sub("", _BY.sub("", text.strip())))):
            for name in _split_commas(part, is_first=number == 0):
                kept = " ".join(_TITLE_BEHIND.sub("", _ASIDE.sub("", _BY.sub("", name))).split())
                kept = kept.strip(" ,.|-\u2013\u2014")
                if (
                    kept
                    and len(kept) <= _MAX_NAME
                    and not _NO_NAME.search(kept)
                    and kept.casefold() != site_name.casefold()
                ):
                    names.setdefault(kept.casefold(), kept)
    return tuple(names.values())[:_MAX_NAMES]


def _split_commas(text: str, *, is_first: bool) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    held = ""
    for number, part in enumerate(parts):
        if held and _SUFFIX.match(part):
            held = f"{held}, {part}"
        elif (number or not is_first) and _JOB.search(part):
            continue
        elif number and " " not in part and " " in parts[0]:
            continue  # a field of work or an agency: "Jane Doe, Privacy"
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
        found: list[Element] = [each for each in page.find(selector) if scene.page.regions.is_article_part(each)]
        if texts := [text for each in found if (text := text_of(each))]:
            yield selector.partition(",")[0], texts[:_MAX_NAMES]
    yield from _printed(header)
    yield from _signed(scene)
    yield from _classed(scene)
    if page.meta("twitter:label1") and _BY.match(page.meta("twitter:label1")[0]):
        yield "meta:twitter:data1", page.meta("twitter:data1")[:1]


def _printed(header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what header lines say after `By`, and the links in them that lead to authors."""
    lines = [line for line in header if len(line.text) <= _LINE]
    for line in lines:
        if match := _VISIBLE.search(line.text):
            yield "visible", (match.group("names"),)
    linked = [each for line in lines for each in line.links if _AUTHOR_ADDRESS.search(each.get("href") or "")]
    if texts := [text for each in linked if _IS_NAME.fullmatch(text := _BY.sub("", text_of(each)))]:
        yield "a[href*=author]", texts


def _signed(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the names of a line that says, anywhere in the article, by whom it was written or posted."""
    for line in islice(scene.page.own_lines, _MAX_LINES):
        if (
            len(line.text) <= _LINE
            and (match := _SIGNED.search(line.text))
            and scene.page.regions.is_article_part(line.block)
        ):
            yield "visible", (match.group("names"),)
            return


def _classed(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the first element that is called a byline and holds nothing but names, with its siblings of that name."""
    for element in scene.page.root.iter(*_AUTHOR_TAGS):
        names = element.get("class")
        if (
            not names
            or not _AUTHOR_CLASS.search(names)
            or _OF_OTHERS.search(names)
            or not scene.page.regions.is_article_part(element)
        ):
            continue
        if len(element) > _MAX_WORDS or any(
            _AUTHOR_CLASS.search(each.get("class") or "") for each in element.iter() if each is not element
        ):
            continue  # the innermost holds the name alone
        texts = [_BY.sub("", text_of(each)) for each in _alike(element, names)]
        if kept := [text for text in texts if len(text) <= _MAX_NAME and _IS_NAME.fullmatch(text.partition(",")[0])]:
            yield f"{element.tag}.{names.split()[0]}", kept[:_MAX_NAMES]
            return


def _alike(element: Element, names: str) -> list[Element]:
    outer = element.getparent()
    return [element] if outer is None else [each for each in outer if each.get("class") == names]
