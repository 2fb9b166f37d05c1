"""The site's own sections of an article, and apart from them its tags."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from urllib.parse import unquote, urlsplit

from spacenews.reading.blocks import BLOCKS, Element, Line, text_of
from spacenews.reading.regions import is_post
from spacenews.reading.scene import Scene
from spacenews.reading.trails import find_trails, is_name_of_section, is_of_tag, sections_of

LABELS = ("Categories:", "Category:", "Filed under:", "Posted in:")
_MAX_SECTIONS = 4  # a JSON-LD articleSection with more values is a list of tags
_MAX_NAME = 80
_MAX_FOUND = 50
_MAX_TRAILS = 6
_MAX_KICKER_WORDS = 5
_MAX_LINKS = 40  # around a title
_NEAR = 80  # elements between the title and the categories above it
# One name with commas in it: `Arts, Culture & Entertainment`.
_ENUMERATION = re.compile(r"\s(?:&|and|und|et|y|e|en|og|och)\s", re.IGNORECASE)
_SPELT = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00df": "ss", "\u00f8": "o", "\u00e6": "ae"})
_WORD = re.compile(r"[a-z0-9]+")
_SECTION_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies|ia|ias|ie)|kategorien?|rubri(?:k|ken|que|ques|ek|ka)|sections?|ressort)/|[?&]cat=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What one source says: its texts, and the names of sections among them; `why` there are none."""

    source: str
    texts: Sequence[str]
    names: tuple[str, ...]
    why: str = ""


def find_categories(
    scene: Scene, title: str = "", header: Sequence[Line] = (), byline: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the names of the site's sections, in the order printed, each once; empty where none is printed.

    In order: the layouts' rules; the family's; links that say `rel=category`; the trail from the home page to the
    article, printed or in JSON-LD; `articleSection`; meta; a link beside the title to a section of the article's own
    address; a printed label. What only names the site, a kind of page, the article itself or its tags is no section.

    Args:
        scene: The page.
        title: The article's, as printed.
        header: Lines around the title.
        byline: Its authors, who have pages of their own.
    """
    chosen: tuple[str, ...] | None = None
    for claim in _claims(scene, title, header, byline):
        names = _each_once(claim.names)
        if chosen is None and names:
            chosen = names[:_MAX_FOUND]
            scene.weigh("categories", claim.source, _shown(claim.texts), value=_shown(chosen), chosen=True, why=_WON)
        elif claim.texts:
            why = _compare(names, chosen or ()) if names else claim.why or "names no section"
            scene.weigh("categories", claim.source, _shown(claim.texts), value=_shown(names) or "\u2013", why=why)
    if chosen is None:
        chosen = _labelled(scene)
    return chosen


_WON = "first source that names any"


def find_tags(scene: Scene) -> tuple[str, ...]:
    """Return the site's tags as printed; none of them is a category because of it."""
    for source, texts in _tags(scene):
        if names := _each_once(texts)[:_MAX_FOUND]:
            scene.weigh("tags", source, _shown(names), chosen=True, why="first rule that finds any")
            return names
    return ()


def _claims(scene: Scene, title: str, header: Sequence[Line], byline: Sequence[str]) -> Iterator[_Claim]:
    page = scene.page
    for source, texts in scene.ask_layouts("categories"):
        yield _Claim(source, texts, tuple(texts))
    if scene.family:
        for selector in scene.family.categories:
            texts = _own(scene, page.find(selector))
            yield _Claim(selector, texts, tuple(texts))
    texts = _linked(scene)
    yield _Claim("a[rel~=category]", texts, tuple(texts))
    trails = [
        _Claim(source, [step.name for step in steps], sections_of(scene, steps, title), "no step is a section")
        for source, steps in islice(find_trails(scene), _MAX_TRAILS)
    ]
    told = _sections(scene, title, [name for trail in trails for name in trail.names])
    for trail in trails:
        yield _completed(trail, told)
    yield told
    for name in ("article:section", "parsely-section"):
        texts = page.meta(name)
        yield _Claim(f"meta:{name}", texts, _named(scene, texts, title), "the site, a kind of page, or an address")
    yield _beside_title(scene, title, header, byline)


def _completed(trail: _Claim, told: _Claim) -> _Claim:
    """Return a trail with the other sections that the page tells of: a trail shows but one way to an article in two."""
    names = {name.casefold() for name in trail.names}
    if names.isdisjoint(name.casefold() for name in told.names):
        return trail
    more = [name for name in told.names if name.casefold() not in names]
    return replace(trail, names=(*trail.names, *more))


def _labelled(scene: Scene) -> tuple[str, ...]:
    """Return what follows a printed label; asked last, since the whole page is looked through for it."""
    starts = tuple(label.casefold() for label in LABELS)
    if not any(":" in line.text and line.text.casefold().startswith(starts) for line in scene.page.own_lines):
        return ()
    for label in LABELS:
        if names := _each_once(scene.page.labelled(label))[:_MAX_FOUND]:
            scene.weigh("categories", f"visible:{label}", _shown(names), chosen=True, why=_WON)
            return names
    return ()


def _linked(scene: Scene) -> list[str]:
    """Return the texts of the article's links to its categories; teasers further down have links of that kind too."""
    regions = scene.page.regions
    found = scene.page.find("a[rel~=category]")
    # Themes print them in the article's own footer as well, which is no surrounding of the article.
    own = [
        each
        for each in found
        if regions.is_article_part(each) or (any(map(is_post, each.iterancestors())) and not regions.is_of_others(each))
    ]
    groups = [list(group) for _, group in groupby(own, key=_holder)]
    return [text for each in _nearest(scene, groups) if (text := text_of(each))]


def _holder(link: Element) -> Element | None:
    """Return the block that holds a link with its like; themes put each into a block of its own, or all into a list."""
    holder = next((each for each in link.iterancestors() if each.tag in BLOCKS and each.tag != "li"), None)
    is_alone = holder is not None and next(islice(holder.iter("a"), 1, None), None) is None
    return holder.getparent() if holder is not None and is_alone else holder


def _nearest(scene: Scene, groups: Sequence[list[Element]]) -> list[Element]:
    """Return the group that stands just above the headline, else the first below it."""
    head = next(scene.page.root.iter("h1"), None)
    if len(groups) < 2 or head is None:  # noqa: PLR2004 - nothing to choose from
        return groups[0] if groups else []
    order = {element: number for number, element in enumerate(scene.page.root.iter("*"))}
    place = order[head]
    above = [group for group in groups if 0 < place - order[group[-1]] <= _NEAR]
    below = [group for group in groups if order[group[0]] > place]
    return above[-1] if above else (below or groups)[0]


def _sections(scene: Scene, title: str, trails: Sequence[str]) -> _Claim:
    """Return JSON-LD's `articleSection`: plugins fill it with tags, with a kind of page, or with all in one text."""
    source, page = "json-ld:articleSection", scene.page
    texts = page.json_ld("articleSection")
    if not texts:
        return _Claim(source, (), ())
    names = [name for text in texts for name in _parted(scene, text)]
    sure = {_letters(name) for name in trails} | _segments(scene)
    is_many = len(names) > _MAX_SECTIONS
    # The only value may be among the tags as well; of several, those that are tags were put there as tags.
    doubtful = {each.casefold() for each in _plain_tags(scene)} if len(names) > 1 else set()
    kept = [name for name in names if _letters(name) in sure or not (is_many or name.casefold() in doubtful)]
    if len(kept) < len(names) and not kept:
        return _Claim(source, texts, (), "the article's tags")
    return _Claim(source, texts, _named(scene, kept, title), "the site, a kind of page, or the article itself")


def _parted(scene: Scene, text: str) -> list[str]:
    """Return the names in a text that may be several joined by commas, where the page does not print it as one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2 or _ENUMERATION.search(parts[-1]):  # noqa: PLR2004 - nothing to part
        return [text]
    is_printed = any(text_of(each) == text for each in scene.page.find("a[rel~=category]"))
    return [text] if is_printed else parts


def _segments(scene: Scene) -> set[str]:
    return {_letters(part) for part in urlsplit(scene.page.url).path.split("/")[:-1] if part}


def _plain_tags(scene: Scene) -> Iterator[str]:
    page = scene.page
    yield from (text for text in map(text_of, page.find("a[rel~=tag]:not([rel~=category])")))
    yield from page.meta("article:tag")
    for text in page.json_ld("keywords"):
        yield from map(str.strip, text.split(","))


def _named(scene: Scene, texts: Sequence[str], title: str) -> tuple[str, ...]:
    # `Sport/football` is an address, not a name.
    return tuple(text for text in texts if is_name_of_section(scene, text, title) and (" " in text or "/" not in text))


def _beside_title(scene: Scene, title: str, header: Sequence[Line], byline: Sequence[str]) -> _Claim:
    """Return links beside the title that lead to a section: one of the article's own address, or a category."""
    names: list[str] = []
    authors = {name.casefold() for name in byline}
    for link in islice((link for line in header for link in line.links), _MAX_LINKS):
        text, url = text_of(link), scene.page.resolve(link.get("href"))
        if url is None or len(text.split()) > _MAX_KICKER_WORDS or text.casefold() in authors or is_of_tag(url):
            continue
        is_section = _SECTION_ADDRESS.search(f"{url}/") or _is_above(scene, url, text)
        if is_section and is_name_of_section(scene, text, title) and scene.page.regions.is_article_part(link):
            names.append(text)
    return _Claim("link beside the title", names, tuple(names) if len(names) <= _MAX_SECTIONS else (), "a menu")


def _is_above(scene: Scene, url: str, text: str) -> bool:
    """Whether the article's address is below a link's, which is made of the link's text."""
    own, target = urlsplit(scene.page.url), urlsplit(url)
    path = target.path.rstrip("/") + "/"
    if len(path) == 1 or target.hostname != own.hostname or not own.path.startswith(path) or own.path == path:
        return False
    name, slug = (_letters(each) for each in (text, path.rstrip("/").rpartition("/")[2].partition(".")[0]))
    return bool(name) and (name == slug or slug in name or name in slug)


def _letters(text: str) -> str:
    """Return the letters and digits of a name or of an address, as slugs are made of them."""
    spelt = unquote(text, errors="replace").casefold().translate(_SPELT)
    return "".join(_WORD.findall(unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()))


def _shown(texts: Sequence[str]) -> str:
    return " \u00b7 ".join(texts)


def _compare(names: Sequence[str], chosen: Sequence[str]) -> str:
    one, other = ({name.casefold() for name in each} for each in (names, chosen))
    return (
        "agrees with the winner" if one <= other or other <= one else "differs from the winner, which is trusted more"
    )


def _each_once(texts: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, str] = {}
    for text in texts:
        if len(text) <= _MAX_NAME:
            names.setdefault(text.casefold(), text)
    return tuple(names.values())


def _tags(scene: Scene) -> Iterator[tuple[str, Sequence[str]]]:
    page = scene.page
    yield from scene.ask_layouts("tags")
    found = [each for each in page.find("a[rel~=tag]") if "category" not in (each.get("rel") or "").split()]
    sections = _names_of_sections(found)
    yield "a[rel~=tag]", [text for text in _own(scene, found) if text not in sections]
    yield "meta:article:tag", page.meta("article:tag")
    keywords = page.json_ld("keywords")
    yield "json-ld:keywords", [part.strip() for text in keywords for part in text.split(",") if part.strip()]


def _own(scene: Scene, elements: Sequence[Element]) -> list[str]:
    return [text for each in elements if scene.page.regions.is_article_part(each) and (text := text_of(each))]


def _names_of_sections(links: Sequence[Element]) -> frozenset[str]:
    """Block themes mark category links `rel=tag` as well; their address says what they are."""
    return frozenset(text_of(each) for each in links if "/category/" in (each.get("href") or ""))
