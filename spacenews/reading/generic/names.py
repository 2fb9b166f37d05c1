"""What the names that a template gives its parts (class, id, role, itemprop) say about them, whatever the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from spacenews.reading.generic import vocabulary

# A name is split at every change of case and every sign, so that `articleShareBar`, `article-share-bar` and
# `article__share_bar` are one thing, and `shareholder` is no share bar.
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# Words that say how a part looks, which state it is in or what its article is filed under, not what it is.
_STATE = re.compile(
    r"(?:^|(?<=\s))(?:has|is|with|no|not|js|category|tag|status|format|type|postid|template|theme|shadow|bg|text|font)-"
    r"(?!links?\b|list\b|cloud\b|size)\S*|(?<=\s)post-\d+\S*|(?:^|(?<=\s))[^\s:]*+:\S*|font-size-\d+\S*|"
    r"(?:above|before|pre|over)-?_*footer\S*"
)
_MAX_NAMES = 400  # characters of names that are looked at
_KEPT = 8192  # names whose meaning is remembered; a site has some hundreds


class Extra(StrEnum):
    """What a part of a page may be, other than the article's text."""

    ASIDE = "aside"
    BUTTON = "button"
    BYLINE = "byline"
    CAPTION = "caption"
    CHROME = "chrome"
    COMMENTS = "comments"
    FOOTER = "footer"
    FORM = "form"
    HIDDEN = "hidden"
    MEDIA = "media"
    META = "meta"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    RELATED = "related"
    SHARE = "share"


_BY_WORD = {word: Extra(extra) for extra, words in vocabulary.WORDS.items() for word in words.split()}
_BY_PAIR = {tuple(pair.split("-")): Extra(extra) for extra, pairs in vocabulary.PAIRS.items() for pair in pairs.split()}
_STRONG = re.compile(
    r"article-?_*body|story-?_*body|body-?text|post-?_*body|entry-?_*(?:content|body)|article-?_*text|body-?copy|"
    r"news-?body|post-?text|story-?text|main-?text",
    re.IGNORECASE,
)
_FAIR = re.compile(
    r"(?:post|article|story|art|news|blog|single|detail)s?[-_]*(?:content|text|entry|copy|detail)|rich-?text|"
    r"content-?(?:body|text|article)",
    re.IGNORECASE,
)
_HIDDEN = frozenset(vocabulary.HIDDEN.split())
_SHOWN_AGAIN = re.compile(
    r"(?:^|\s)(?:\w+:(?:block|flex|grid|inline\S*|table|contents|not-sr-only)|d-\w+-(?:block|flex|inline\S*))(?:\s|$)"
)
_PICTURE = frozenset(vocabulary.PICTURE.split())
_STANDFIRST = frozenset(vocabulary.STANDFIRST.split())
_LABEL = frozenset(vocabulary.LABEL.split())
_INTRODUCTION = frozenset(vocabulary.INTRODUCTION.split())


@lru_cache(maxsize=_KEPT)
def extra_of(names: str) -> Extra | None:
    """Return the extra that a part's names say it is."""
    tokens = list(_tokens(_STATE.sub("", names[:_MAX_NAMES])))
    alone = (_BY_WORD[token] for token in tokens if token in _BY_WORD)
    paired = (_BY_PAIR[pair] for pair in pairwise(tokens) if pair in _BY_PAIR)
    return next(alone, None) or next(paired, None)


@lru_cache(maxsize=_KEPT)
def strength_of(names: str) -> int:
    """Return how strongly names claim that their part holds the article's text: 3, 2 or 0."""
    if _STRONG.search(names, 0, _MAX_NAMES):
        return 3
    return 2 if _FAIR.search(names, 0, _MAX_NAMES) else 0


@lru_cache(maxsize=_KEPT)
def is_text(names: str) -> bool:
    """Whether one whole name, not a part of one, says that its part holds the text."""
    return any(_STRONG.fullmatch(name) or _FAIR.fullmatch(name) for name in names.split())


@lru_cache(maxsize=_KEPT)
def is_hidden(classes: str) -> bool:
    """Whether a class hides its part at every width of the window, as frameworks name that."""
    return not _HIDDEN.isdisjoint(classes.split()) and not _SHOWN_AGAIN.search(classes)


@lru_cache(maxsize=_KEPT)
def is_picture(names: str) -> bool:
    """Whether names speak of a picture or a video."""
    return not _PICTURE.isdisjoint(_tokens(names[:_MAX_NAMES]))


@lru_cache(maxsize=_KEPT)
def is_standfirst(names: str) -> bool:
    """Whether names speak of the lines between headline and text."""
    return not _STANDFIRST.isdisjoint(_tokens(names[:_MAX_NAMES]))


@lru_cache(maxsize=_KEPT)
def is_label(names: str) -> bool:
    """Whether names speak of the heading of a part, in an element that is none."""
    return not _LABEL.isdisjoint(_tokens(names[:_MAX_NAMES]))


@lru_cache(maxsize=_KEPT)
def is_introduction(names: str) -> bool:
    """Whether names speak of the first paragraphs of a text, standing apart."""
    return not _INTRODUCTION.isdisjoint(_tokens(names[:_MAX_NAMES]))


def _tokens(names: str) -> Iterator[str]:
    return (token.lower() for token in _TOKEN.findall(names))
