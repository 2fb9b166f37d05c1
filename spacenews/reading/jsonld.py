"""JSON-LD as publishers write it: graphs, arrays, arrays of graphs, references, and now and then no JSON at all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from spacenews.reading.blocks import fold
from spacenews.reading.json_text import parse_first

# schema.org's article types, the better fit first; a page of another type (Product, Event) is no article of ours.
_ARTICLES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle",
    "backgroundnewsarticle", "askpublicnewsarticle", "article", "blogposting", "liveblogposting", "report",
    "techarticle", "scholarlyarticle", "socialmediaposting",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ARTICLES)}
# Types that describe the page that they stand on, as SEO plugins write them where they name no article.
_PAGES = frozenset(
    {"webpage", "itempage", "aboutpage", "faqpage", "qapage", "medicalwebpage", "checkoutpage", "howto", "recipe",
     "question", "podcastepisode", "learningresource", "course", "guide"}
)  # fmt: skip
_MAX_DIGITS = 4
_MAX_OBJECTS = 2000  # no page describes itself in more
_MAX_VALUES = 200  # of one key; no article has more authors, sections or keywords
_BEFORE = re.compile(r"<!--|//\s*+<!\[CDATA\[|<!\[CDATA\[")
_BEHIND = re.compile(r"(?:-->|//\s{0,20}\]\]>|\]\]>)\Z")
_LONGEST_END = 30  # characters in which what is behind the JSON is looked for
# Behind a bracket a comment reaches to the end of its line and holds no quotation mark: what holds one is looked at
# once, not again from each bracket in it.
_COMMENT = re.compile(r"^[ \t]*+//.*$|(?<=[\[\]{},\"])[ \t]*+//[^\"\n]*+(?:$|(?=(?P<no>\")))", re.MULTILINE)
_COMMA = re.compile(r",(?=\s*[}\]])")
_APOSTROPHE = re.compile(r"(?<!\\)\\'")
_TYPE = re.compile(r'"@type"\s*:\s*"(\w{4,40})"')
_DATES = re.compile(r'"(datePublished|dateCreated|dateModified)"\s*:\s*"([^"\\]{8,40})"')


def read_objects(texts: Sequence[str]) -> tuple[Mapping[str, object], ...]:
    """Return the objects in a page's JSON-LD scripts, outer before inner; of what is no JSON, its dates alone."""
    return tuple(each for text in texts for each in _objects(_load(text)))


def find_article(objects: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the article among a page's objects, the most specific type first; empty where none is.

    Its references (`{"@id": …}`) to other objects of the page are resolved one level deep.
    """
    articles = [(rank, each) for each in objects if (rank := _rank(each)) is not None]
    if not articles:
        return {}
    return _resolved(min(articles, key=lambda pair: pair[0])[1], objects)


def find_page(objects: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    """Return the first object that describes the page itself and says when it was published; empty where none does."""
    pages = (each for each in objects if each.get("datePublished") and not _PAGES.isdisjoint(_types(each)))
    return _resolved(next(pages, {}), objects)


def _resolved(value: Mapping[str, object], objects: Sequence[Mapping[str, object]]) -> Mapping[str, object]:
    references = _References(objects)
    return {key: references.resolve(held) for key, held in value.items()}


def trails_of(objects: Sequence[Mapping[str, object]]) -> Iterator[list[tuple[str, str | None]]]:
    """Yield the trails (`BreadcrumbList`) that a page's objects hold: each step's name and address."""
    for each in objects:
        for held in (each, *_each(each.get("breadcrumb"))):
            if isinstance(held, dict) and "breadcrumblist" in _types(held):
                steps = [step for step in _each(held.get("itemListElement")) if isinstance(step, dict)]
                if found := [(name, _address(step)) for step in sorted(steps, key=_position) if (name := _name(step))]:
                    yield found


def values_at(value: object, path: str) -> tuple[str, ...]:
    """Return the texts at a dotted path; arrays are walked, objects at its end give their `name` or `@value`."""
    level = [value]
    for key in path.split("."):
        level = [found for each in level for one in _each(each) if (found := _at(one, key)) is not None]
    texts = (text for each in level for one in _each(each) if (text := _text(one)))
    return tuple(islice(texts, _MAX_VALUES))


def _load(text: str) -> object:
    inner = _unwrapped(text)
    # As it stands; with the mistakes that templates make put right; at last the dates alone, which cannot be misread.
    for mend in (str, _mended):
        try:
            return parse_first(mend(inner))
        except ValueError:
            continue
    return _dates_alone(inner)


def _unwrapped(text: str) -> str:
    """Return a script without the comment or CDATA marks that it stands in, and without the `;` behind it."""
    text = text.strip()
    if match := _BEFORE.match(text):
        text = text[match.end() :].lstrip()
    text = text.removesuffix(";").rstrip()
    if match := _BEHIND.search(text, max(0, len(text) - _LONGEST_END)):
        text = text[: match.start()].rstrip()
    return text


def _mended(text: str) -> str:
    """Return JSON without comments, commas before a closing bracket, escaped apostrophes and escaped quotes."""
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return _APOSTROPHE.sub("'", _COMMA.sub("", _COMMENT.sub(_cut, text))).strip()


def _cut(comment: re.Match[str]) -> str:
    return comment.group() if comment.group("no") is not None else ""


def _dates_alone(text: str) -> object:
    """Return the article's type and dates from what is no JSON: a quotation mark in a headline breaks all the rest."""
    name = next((each for each in _TYPE.findall(text) if each.lower() in _RANK), None)
    dates: dict[str, object] = {}
    for key, value in _DATES.findall(text):
        dates.setdefault(key, value)
    return {"@type": name, **dates} if name and dates else None


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects of a document, outer before inner, without recursion."""
    waiting, seen = [value], 0
    while waiting and seen < _MAX_OBJECTS:
        each = waiting.pop()
        seen += 1
        if isinstance(each, list):
            waiting.extend(reversed(each))
        elif isinstance(each, dict):
            yield each
            waiting.extend(inner for key in ("mainEntity", "mainEntityOfPage", "@graph") if (inner := each.get(key)))


def _name(step: Mapping[str, object]) -> str:
    return _text(step.get("name")) or _text(step.get("item"))


def _address(step: Mapping[str, object]) -> str | None:
    item = step.get("item") or step.get("url")
    if isinstance(item, dict):
        item = item.get("@id") or item.get("url")
    return item if isinstance(item, str) else None


def _position(step: Mapping[str, object]) -> float:
    place = str(step.get("position"))
    return int(place) if place.isdecimal() and len(place) < _MAX_DIGITS else 0


def _rank(value: Mapping[str, object]) -> int | None:
    return min((_RANK[name] for name in _types(value) if name in _RANK), default=None)


def _types(value: Mapping[str, object]) -> frozenset[str]:
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return frozenset(each.rpartition("/")[2].lower() for each in names if isinstance(each, str))


class _References:
    """The objects of a page by their names; a thousand references to a large one are not a thousand copies of it."""

    def __init__(self, objects: Sequence[Mapping[str, object]]) -> None:
        self._named = {
            name: each for each in objects if 1 < len(each) <= _MAX_VALUES and isinstance(name := each.get("@id"), str)
        }
        self._left = _MAX_OBJECTS

    def resolve(self, value: object) -> object:
        if isinstance(value, list):
            return [self.resolve(each) if isinstance(each, dict) else each for each in value[:_MAX_VALUES]]
        if not isinstance(value, dict) or not isinstance(name := value.get("@id"), str) or name not in self._named:
            return value
        if len(value) == 1:
            return self._named[name]
        self._left -= 1
        return {**self._named[name], **value} if self._left >= 0 else value


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _at(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, str):
        # No element resolves entities in a script, yet templates escape what they put there.
        return fold(html.unescape(value) if "&" in value else value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
