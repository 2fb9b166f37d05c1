"""Names of authors as a page prints them: after `By`, under a label of their own, beside the date, in a class."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from spacenews.reading.blocks import Element, Line, text_of
from spacenews.reading.dates import find_dates
from spacenews.reading.scene import Scene

BY = re.compile(
    r"^(?:(?:story|article|text|words|posted|written|reported|published|submitted|opinion|analysis|recipe|review)\s+)?"
    r"(?:by\b[:\s]*|author\s*:\s*|author\s+(?-i:(?=[A-Z]))|by(?-i:(?=[A-Z][a-z]))|"
    # What systems write into the title of a link to an author's page.
    r"(?:(?:zeige|view|show|see|read)\s+)?alle?\s+(?:beiträge|artikel|posts|articles|entries|stories)\s+(?:von|by)\s+)",
    re.IGNORECASE,
)
_NAME = r"(?-i:[A-Z\u00c0-\u00de\u0410-\u042f][\w.'\u2019-]*)"
_PARTICLE = r"(?:(?:de|da|del|della|der|den|di|dos|du|el|la|le|van|von|zu|al|bin|ben|ter|ten)\s+)"
_NAMES = rf"{_NAME}(?:\s+{_PARTICLE}{{0,2}}{_NAME}){{1,4}}"
# Who edited, checked or photographed is no author.
_NOT_WRITTEN = (
    r"(?<!edited )(?<!reviewed )(?<!checked )(?<!updated )(?<!photo )(?<!photos )(?<!presented )(?<!sponsored )"
    r"(?<!powered )(?<!produced )(?<!translated )"
)
_WROTE = "eingereicht|geschrieben|verfasst|erstellt|veröffentlicht|escrito|publicado|publié|écrit|scritto|geschreven"
_VISIBLE = re.compile(
    # In other languages than English the word also says `of` and `from`, but not at the beginning of a line.
    rf"(?:(?:^|[\s|\u00b7\u2022/\u2013\u2014-]){_NOT_WRITTEN}by|(?:^|[|\u00b7\u2022]\s*|\b(?:{_WROTE})\s+)"
    r"(?:von|par|por|door|\u0430\u0432\u0442\u043e\u0440))\b:?\s*"
    rf"(?P<names>{_NAMES}(?:(?:\s*,\s*|\s*,?\s+(?:and|und|et|y|&)\s+){_NAMES}){{0,5}})",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"\b(?:(?:written|posted|authored) by\b:?|contributors?:)\s*"
    rf"(?P<names>{_NAMES}(?:\s+(?:and|&)\s+{_NAMES})?|{_NAME}(?=\s(?:at|on)\s))",
    re.IGNORECASE,
)
# Without one of these, and what follows it, no line of a page is a signature.
_SIGNS = (("written", "by"), ("posted", "by"), ("authored", "by"), ("contributor:", ""), ("contributors:", ""))
_MAY_BE_SIGNED = re.compile(r" by|ors?:", re.IGNORECASE)
IS_NAME = re.compile(rf"(?:(?:Dr|Prof)\.?\s+)?{_NAMES}(?:,?\s+(?:Jr|Sr|PhD|MD)\.?)?")
_LABEL = re.compile(
    r"(?:(?:written|posted|published|article|story|text|words)\s+)?by\s*:?|authors?\s*:?|autor(?:in|en)?\s*:|"
    r"auteurs?\s*:?|автор\s*:?|von\s*:?|contributors?\s*:",
    re.IGNORECASE,
)
# An address at which a site lists what somebody wrote.
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|autore?n?|auteurs?|profiles?|people|contributors?|staff|writers?|by)/", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"by-?line|author|writer|journalist|reporter", re.IGNORECASE)
_OF_OTHERS = re.compile(r"card|teaser|related|promo|list|comment|more", re.IGNORECASE)
_AUTHOR_TAGS = ("a", "span", "p", "div", "li", "address", "strong", "b", "cite", "h4", "h5")
_NO_PERSON = re.compile(
    r"\b(?:the|bio|group|team|profile|more|read|share|editors?|updated?|published|posted|contact|follow)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(r"(?:,| is| was| has| covers| writes| \|)\s")
_GAP = 200  # characters of white space between two words, and the second
_LINE = 160  # characters; a longer line is no byline
_MAX_LINES = 600
_MAX_NAME, _MAX_NAMES, _MAX_WORDS = 80, 24, 6
_FAR = 3  # lines from the title in which a bare name may stand
_MAX_PICTURES = 60
_MAX_CLASSED = 60  # elements called bylines that are looked at, so that a list of many costs no more


def printed_names(scene: Scene, header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what the page prints as its authors, the surest place first: the rule's name, and texts.

    Args:
        scene: The page.
        header: Lines between the title and the text of the body.
    """
    yield from _after_by(header)
    yield from _under_label(header)
    yield from _signed(scene)
    yield from _classed(scene)
    yield from _beside_date(scene, header)


def names_after_by(header: Sequence[Line]) -> Sequence[str]:
    """Return the names that a line of the header prints after `By`, with which it begins."""
    return next((texts for _, texts in _after_by([line for line in header if BY.match(line.text)])), ())


def _after_by(header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what header lines say after `By`, and the links in them that lead to authors."""
    lines = [line for line in header if len(line.text) <= _LINE]
    for line in lines:
        if match := _VISIBLE.search(line.text):
            yield "visible", (match.group("names"),)
        elif (handles := _linked(line)) and BY.match(line.text):
            yield "visible", handles  # a name of one word, which only its link tells from other words
    linked = [each for line in lines for each in line.links if _AUTHOR_ADDRESS.search(each.get("href") or "")]
    if texts := [text for each in linked if IS_NAME.fullmatch(text := BY.sub("", text_of(each)))]:
        yield "a[href*=author]", texts


def _linked(line: Line) -> tuple[str, ...]:
    text = text_of(line.links[0]) if line.links else ""
    is_next = bool(text) and BY.sub("", line.text).startswith(text)
    return (text,) if is_next and len(text.split()) == 1 and len(text) <= _MAX_NAME else ()


def _under_label(header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the name below a line that says nothing but `Written by`."""
    for label, line in pairwise(header):
        first = line.text.partition(",")[0].strip()
        if _LABEL.fullmatch(label.text) and IS_NAME.fullmatch(first) and not _NO_PERSON.search(first):
            yield "visible", (line.text,)


def _signed(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the names of a line that says, anywhere in the article, by whom it was written or posted."""
    if not _may_be_signed(str(scene.page.root.xpath("string()")).lower()):
        return
    label = ""
    for line in islice(scene.page.own_lines, _MAX_LINES):
        text = line.text
        if len(text) > _LINE:
            continue
        if _MAY_BE_SIGNED.search(text) and (match := _SIGNED.search(text)):
            names = match.group("names")
        else:
            names = text if label and IS_NAME.fullmatch(text) else ""
        label = text if text[:7].casefold() == "written" and _LABEL.fullmatch(text) else ""
        if names and scene.page.regions.is_article_part(line.block):
            yield "visible", (names,)
            return


def _may_be_signed(text: str) -> bool:
    """Whether a page holds the words of a signature at all: cutting it into lines to see costs a hundred times that."""
    for word, then in _SIGNS:
        place = text.find(word)
        while place >= 0:
            place += len(word)
            if text[place : place + _GAP].lstrip().startswith(then):
                return True
            place = text.find(word, place)
    return False


def _classed(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the first element that is called a byline and holds nothing but names, with its siblings of that name."""
    looked_at = 0
    for element in scene.page.root.iter(*_AUTHOR_TAGS):
        names = element.get("class")
        if not names or not _AUTHOR_CLASS.search(names) or _OF_OTHERS.search(names):
            continue
        if len(element) > _MAX_WORDS or not scene.page.regions.is_article_part(element):
            continue
        if any(_AUTHOR_CLASS.search(each.get("class") or "") for each in element.iter() if each is not element):
            continue  # the innermost holds the name alone
        if (looked_at := looked_at + 1) > _MAX_CLASSED:
            return
        texts = [BY.sub("", text_of(each)) for each in _alike(element, names)]
        kept = [text for text in texts if len(text) <= _MAX_NAME and IS_NAME.fullmatch(text.partition(",")[0])]
        if kept := _leaves(element) or kept:
            yield f"{element.tag}.{names.split()[0]}", kept[:_MAX_NAMES]
            return


def _leaves(element: Element) -> list[str]:
    """Return the texts of what is inside, where each is a name: authors side by side without a sign between them."""
    leaves = [text for each in element.iter("span", "a") if len(each) == 0 and (text := text_of(each))]
    return leaves if len(leaves) > 1 and all(map(IS_NAME.fullmatch, leaves)) else []


def _alike(element: Element, names: str) -> list[Element]:
    outer = element.getparent()
    return (
        [element] if outer is None else list(islice((each for each in outer if each.get("class") == names), _MAX_NAMES))
    )


def _beside_date(scene: Scene, header: Sequence[Line]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield a bare name in the header that stands beside the date, or next to the title.

    Sections look like names (`Machine Learning`), so the page must show elsewhere that it is a person's: by a picture
    of that name, or by a line that tells who it is.
    """
    zone = scene.site.zone
    for place, line in enumerate(header[:12]):
        if line.links or len(line.text) > _LINE:
            continue
        dates = [stated.raw for _, stated in find_dates(line.text, zone)]
        text = line.text.replace(dates[0], "").strip(" ,|-\u2013\u2014\u00b7\u2022") if dates else line.text
        if not IS_NAME.fullmatch(text):
            continue
        around = header[max(0, place - 1) : place + 2]
        is_beside = bool(dates) or place < _FAR or any(next(find_dates(each.text, zone), None) for each in around)
        if is_beside and _is_person(scene, text):
            yield "visible", (text,)
            return


def _is_person(scene: Scene, name: str) -> bool:
    if name in scene.page.head_title or _NO_PERSON.search(name):
        return False
    pictures = islice(scene.page.root.iter("img"), _MAX_PICTURES)
    if any(name in (each.get("alt") or "") for each in pictures):
        return True
    lines = islice(scene.page.own_lines, _MAX_LINES)
    return any(each.text.startswith(name) and _TELLS.match(each.text, len(name)) for each in lines)
