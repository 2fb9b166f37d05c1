"""JSON-LD as publishers write it: graphs, arrays, arrays of graphs, references, and now and then no JSON at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from spacenews.reading.blocks import fold

# schema.org's article types, the better fit first; a page of another type (Product, Event) is no article of ours.
_ARTICLES = (
    "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle", "reviewnewsarticle",
    "backgroundnewsarticle", "askpublicnewsarticle", "article", "blogposting", "liveblogposting", "report",
    "techarticle", "scholarlyarticle", "socialmediaposting",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_ARTICLES)}
_MAX_OBJECTS = 2000  # no page describes itself in more
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?\s*(.*?)\s*(?:-->|//\s*\]\]>|\]\]>)?;?\s*\Z", re.DOTALL
)


def find_article(texts: Sequence[str]) -> Mapping[str, object]:
    """Return the article object in a page's JSON-LD scripts, the most specific type first; empty where none is.

    Its references (`{"@id": …}`) to other objects of the page are resolved one level deep. What is not JSON is passed
    over.
    """
    objects = [each for text in texts for each in _objects(_load(text))]
    articles = [(rank, each) for each in objects if (rank := _rank(each)) is not None]
    if not articles:
        return {}
    article = min(articles, key=lambda pair: pair[0])[1]
    named = {name: each for each in objects if len(each) > 1 and isinstance(name := each.get("@id"), str)}
    return {key: _resolve(value, named) for key, value in article.items()}


def values_at(value: object, path: str) -> tuple[str, ...]:
    """Return the texts at a dotted path; arrays are walked, objects at its end give their `name` or `@value`."""
    level = [value]
    for key in path.split("."):
        level = [found for each in level for one in _each(each) if (found := _at(one, key)) is not None]
    return tuple(text for each in level for one in _each(each) if (text := _text(one)))


def _load(text: str) -> object:
    match = _WRAPPING.match(text)
    try:
        # strict=False: publishers leave line breaks inside strings
        return json.loads(match.group(1) if match else text, strict=False)
    except (ValueError, RecursionError):
        return None


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


def _rank(value: Mapping[str, object]) -> int | None:
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    ranks = [
        _RANK[name] for each in names if isinstance(each, str) and (name := each.rpartition("/")[2].lower()) in _RANK
    ]
    return min(ranks) if ranks else None


def _resolve(value: object, named: Mapping[str, Mapping[str, object]]) -> object:
    if isinstance(value, list):
        return [_resolve(each, named) if isinstance(each, dict) else each for each in value]
    if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and name in named:
        return {**named[name], **value}
    return value


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _at(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    if isinstance(value, str):
        return fold(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
