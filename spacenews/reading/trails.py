"""The trail of links from a site's home page to an article (breadcrumbs), and which of its steps are sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from spacenews.reading.addresses import is_front
from spacenews.reading.blocks import Element, text_of
from spacenews.reading.jsonld import trails_of
from spacenews.reading.scene import Scene
from spacenews.reading.site_name import is_host, names_of
from spacenews.reading.title import agree

_CALLED = ("class", "id", "aria-label", "itemtype", "typeof")
_WHOLE = frozenset({"html", "body", "main", "article", "script", "style", "link", "a"})
_MAX_LOOKED_AT = 20
_MAX_LINKS = 8  # what holds more is a menu
_MAX_TEXT = 200  # characters, besides the title: what holds more is no trail
_MAX_STEPS = 4  # sections within sections; what has more is a menu
_SIGNS = " >\u203a\u00bb/|"  # between two steps
_MAX_NAME = 60
_SAME_WORDS = 4  # words from which on a step is compared with the title word by word
# The way in and around, in the languages that sites are written in: it names no section.
_WAYS = re.compile(
    r"home ?page|(?:blog |startpagina )?home|(?:zur )?start(?:seite|pagina)?|in[ií]cio?|accueil|pagina iniziale|hem|"
    r"hjem|forside|forsíða|etusivu|strona główna|domů|acasă|kezdőlap|ana ?sayfa|главная|головна|"
    r"ホーム|トップ(?:ページ)?|首页|首頁|홈|الرئيسية|"
    r"index|main|website|web|overview|(?:\w+-)?übersicht|search(?: results)?|suche|next|previous|vorherige[rs]?|"
    r"nächste[rs]?|(?:view |see )?all(?: \w+)?|(?:(?:go )?back|return|zurück|retour|volver|[<\u2190\u2039\u00ab]).*",
    re.IGNORECASE,
)
# What a page is, not what it is about.
_FORMS = re.compile(
    r"(?:our |the )?(?:blogs?|archives?|archiv|articles?|artikel|artículos|posts?|stor(?:y|ies)|pages?)|front[ -]?page|"
    r"details?|default|none|null|undefined|blogposting|newsarticle|webpage",
    re.IGNORECASE,
)
# `Category: Launches` is what an archive's page is called.
_ARCHIVE_OF = re.compile(r"^(?:categor[yíi]a?|catégorie|kategori[ea]?|rubri(?:k|que)|section)\s?:\s*", re.IGNORECASE)
_TAG = re.compile(r"/(?:tags?|topics?|keywords?|schlagworte?|thema|hashtag)/|[?&]tag=", re.IGNORECASE)
_NO_NAMES = (_WAYS, _FORMS, re.compile(r"[\d\s/.:-]+|#.*"))
_DATED = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$")  # the archive of a year, a month or a day
_LANGUAGE = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?", re.IGNORECASE)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trail: its text, and its canonical URL where it has one."""

    name: str
    url: str | None


def find_trails(scene: Scene) -> Iterator[tuple[str, Sequence[Step]]]:
    """Yield the trails that a page prints, then those of its JSON-LD, with their source."""
    for element in islice(_called_crumbs(scene), _MAX_LOOKED_AT):
        links = list(islice((each for each in element.iter("a") if each.get("href")), _MAX_LINKS + 1))
        if links and len(links) <= _MAX_LINKS and _is_short(element, _MAX_TEXT + len(scene.page.head_title)):
            yield "breadcrumb", [Step(text_of(each), scene.page.resolve(each.get("href"))) for each in links]
    for steps in trails_of(scene.page.json_ld_objects):
        # The last step without an address is the page itself.
        known = [Step(name, scene.page.resolve(href)) for name, href in steps]
        yield "json-ld:breadcrumb", known[:-1] if known and known[-1].url is None else known


def _called_crumbs(scene: Scene) -> Iterator[Element]:
    for key in _CALLED:
        for element in scene.page.having(key):
            if "crumb" in (element.get(key) or "").lower() and element.tag not in _WHOLE:
                yield element


def _is_short(element: Element, most: int) -> bool:
    """Whether an element holds at most so many characters of text; no more than that is looked at."""
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > most:
            return False
    return True


def sections_of(scene: Scene, steps: Sequence[Step], title: str) -> tuple[str, ...]:
    """Return the names of a trail's steps that are sections of the site; none where it is no trail at all."""
    plain = [replace(step, name=_ARCHIVE_OF.sub("", step.name.strip(_SIGNS), count=1)) for step in steps]
    names = [step.name for step in plain if _is_section(scene, step, title)]
    return tuple(names) if len(set(names)) <= _MAX_STEPS else ()


def is_name_of_section(scene: Scene, name: str, title: str) -> bool:
    """Whether a text can name a section: neither the site, nor the article, nor the way in, nor a kind of page."""
    folded = name.casefold()
    if not folded or len(folded) > _MAX_NAME or any(each.fullmatch(folded) for each in _NO_NAMES):
        return False
    if folded in {each.casefold() for each in names_of(scene)} or _is_address(scene, folded):
        return False
    is_long = len(_WORDS.findall(folded)) >= _SAME_WORDS
    return folded != title.casefold() and not (is_long and agree(name, title))


def is_of_tag(url: str) -> bool:
    """Whether an address lists what has a tag or deals with a topic."""
    return _TAG.search(f"{url}/") is not None


def _is_section(scene: Scene, step: Step, title: str) -> bool:
    if not is_name_of_section(scene, step.name, title):
        return False
    if step.url is None:
        return True
    path = urlsplit(step.url).path
    query = urlsplit(step.url).query
    if is_front(path, query) or (_LANGUAGE.fullmatch(path) and not query):
        return False  # the home page, or that of one language
    is_itself = path.rstrip("/") == urlsplit(scene.page.url).path.rstrip("/") and "?" not in step.url
    return not is_itself and not is_of_tag(step.url) and _DATED.search(path) is None


def _is_address(scene: Scene, folded: str) -> bool:
    """Whether a text is the site's host: `example.com` or, of www.example.com, `example`."""
    host = (urlsplit(scene.page.url).hostname or "").removeprefix("www.")
    return folded.removeprefix("www.") == host or is_host(scene, folded)
