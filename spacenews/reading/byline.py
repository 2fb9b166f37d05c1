"""Who wrote it: names alone, in the order printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.printed_names import BY, IS_NAME, names_after_by, printed_names
from spacenews.reading.scene import Scene
from spacenews.reading.site_name import is_host

# A day or a time that stands behind a name, with or without a space; the digit of `Rapid7` is the name's own.
_GLUED = re.compile(
    r"\s*(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)\s*\d.*$|\s+\d.*$|(?<=[^\W\d])\d{1,2}[ /.:-].*$",
    re.DOTALL,
)
_MONTH_BEHIND = re.compile(
    r"(?<=[a-z])(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$|"
    # With a space between: the other months are names as well.
    r"(?<=[a-z])\s(?:January|Feb(?:ruary)?|Apr|July?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?$"
)
_FAMILY_FIRST = re.compile(r"^([^,]+), ([^,]+)$")
_ASIDE = re.compile(r"\s*\([^()]*\)|\s+/\s+.*$")
_AND = re.compile(r"\s*(?:;|,?\s+(?:and|&|und|et|y|и)\s+|\s+\|\s+)\s*", re.IGNORECASE)
# Degrees and credentials belong to the name that they stand behind; names of agencies look alike, so they are listed.
_SUFFIX = re.compile(
    r"^(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq|cfp|cpa|cfa|cepf|cpp|psp|rdn?|rn|np|ms|mba|mph|msw|lcsw|do|dds|dmd|dvm|jd|llm|"
    r"pmp|cissp|cscs|pharmd|edd|psyd|facp|faan|fand|foma|dabom|frcp|obe|cbe)\.?[®™]?$",
    re.IGNORECASE,
)
# A part behind a comma that is no name: a job, or where somebody works.
_JOB = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|contributor|columnist|staff|author|producer|director|"
    r"manager|analyst|fellow|professor|intern|news(?:room)?|team|bureau|chief|magazine|expert|head|specialist|advis[eo]r|"
    r"representative|officer|president|founder|reviewer)\b",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(r"(?<=[a-z])\s+(?:Writer|Reporter|Editor|Correspondent|Journalist|Columnist)$")
_NO_NAME = re.compile(r"^https?:|@|^\W*$|^\d+$|^(?:written|posted|published) by$|^admin(?:istrator)?$", re.IGNORECASE)
_MAX_NAME, _MAX_NAMES, _MAX_WORDS = 80, 24, 6
_MAX_TEXT, _MAX_TEXTS = 2000, 100  # characters of a list of names with their jobs; such lists
_MACHINE = (
    ("json-ld:author", "author"),
    ("meta:author", "author"),
    ("meta:article:author", "article:author"),
    ("meta:citation_author", "citation_author"),
    ("meta:citation_authors", "citation_authors"),
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
    choice = _Choice(scene, header)
    for source, texts in _marked(scene):
        choice.weigh(source, texts)
    if not choice.chosen:  # what is printed is looked for in many places, so not once the authors are known
        for source, texts in _printed(scene, header):
            choice.weigh(source, texts)
            if choice.chosen:
                break
    return choice.chosen or choice.weak


class _Choice:
    """The authors found so far: `chosen`, or a publisher's name in an author's place, which is `weak`."""

    def __init__(self, scene: Scene, header: Sequence[Line]) -> None:
        self.chosen: tuple[str, ...] = ()
        self.weak: tuple[str, ...] = ()
        self._scene, self._header = scene, header
        self._publishers = {name.casefold() for name in _publishers(scene)}

    def weigh(self, source: str, texts: Sequence[str]) -> None:
        """Take a candidate where it is the first that names a person, and note it with its reason."""
        names = clean_names(texts, self._scene.site.name)
        # A name of one word that is the host is the site's; `Jane Doe` of janedoe.example writes there.
        persons = tuple(
            name
            for name in names
            if name.casefold() not in self._publishers and (" " in name or not is_host(self._scene, name))
        )
        if source.startswith("layout:") and names:
            persons = names
        is_first = not self.chosen
        if not is_first:
            why = _compare(persons, self.chosen)
        elif not persons:
            self.weak = self.weak or names
            why = "names the publisher" if names else "names nobody"
        elif other := _contradicted(self._scene, source, persons, self._header):
            why = f"printed nowhere, while the page says by {'; '.join(other)}"
        else:
            self.chosen, why = persons, "first that gives a name"
        raw, value = "; ".join(texts[:_MAX_NAMES]), "; ".join(names) or "\u2013"
        self._scene.weigh("byline", source, raw, value=value, chosen=is_first and bool(self.chosen), why=why)


def _compare(persons: Sequence[str], chosen: Sequence[str]) -> str:
    if not persons:
        return "names nobody, or the publisher"
    one, other = ({name.casefold() for name in names} for names in (persons, chosen))
    return "agrees with the winner" if one == other else "differs from the winner, which is trusted more"


def _contradicted(scene: Scene, source: str, persons: tuple[str, ...], header: Sequence[Line]) -> tuple[str, ...]:
    """Return whom the page prints as its authors, where machines are told another, who is not printed at all.

    Systems tell machines who put an article up.
    """
    if not source.startswith(("json-ld", "meta:")):
        return ()
    printed = clean_names(names_after_by(header), scene.site.name)
    if not printed or {name.casefold() for name in printed} & {name.casefold() for name in persons}:
        return ()
    is_shown = any(name in text for text in scene.page.lines() for name in persons)
    return () if is_shown else printed


def _publishers(scene: Scene) -> tuple[str, ...]:
    page = scene.page
    return (*page.meta("og:site_name"), *page.json_ld("publisher.name"), scene.site.name)


def clean_names(texts: Sequence[str], site_name: str) -> tuple[str, ...]:
    """Return names without `By`, jobs, addresses and the site's own name, each once."""
    names: dict[str, str] = {}
    for text in texts[:_MAX_TEXTS]:
        if len(text) > _MAX_TEXT:
            continue
        for number, part in enumerate(_AND.split(_GLUED.sub("", BY.sub("", text.strip())))):
            for name in _split_commas(part, is_first=number == 0):
                kept = " ".join(_MONTH_BEHIND.sub("", _TITLE_BEHIND.sub("", _ASIDE.sub("", BY.sub("", name)))).split())
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


def _marked(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what the layouts, the page's data and its markup say."""
    page = scene.page
    yield from scene.ask_layouts("byline")
    for source, name in _MACHINE:
        texts = page.json_ld(name) if source.startswith("json-ld") else page.meta(name)
        if name.startswith("citation"):  # journals put the surname first
            texts = [_FAMILY_FIRST.sub(r"\2 \1", text) for text in texts]
        if texts:
            yield source, texts
    if texts := page.json_ld_page("author"):
        yield "json-ld:WebPage.author", texts
    for selector in _ELEMENTS:
        # Themes print them in the article's own footer as well.
        found: list[Element] = [
            each
            for each in page.find(selector)
            if page.regions.is_article_part(each) or page.regions.is_in_own_footer(each)
        ]
        texts = [text for each in found if (text := text_of(each))]
        if "byline" in selector:  # sections are linked there as well
            texts = [text for text in texts if IS_NAME.fullmatch(BY.sub("", text).partition(",")[0].strip())]
        if texts:
            yield selector.partition(",")[0], texts[:_MAX_NAMES]


def _printed(scene: Scene, header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    yield from printed_names(scene, header)
    page = scene.page
    if page.meta("twitter:label1") and BY.match(page.meta("twitter:label1")[0]):
        yield "meta:twitter:data1", page.meta("twitter:data1")[:1]
