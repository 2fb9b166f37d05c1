"""Addresses: which story has which slug, as a WordPress gives them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from spacenews.demo.newsroom import published_at
from spacenews.demo.story import slug_for, title_of

_FIRST_ID = 101
_ID_STEP = 3  # the numbers between are those of attachments and revisions


@dataclass(frozen=True, slots=True)
class Slugs:
    """The slug that each story was first published under, and the way back."""

    number_at: Mapping[str, int]
    of: Mapping[int, str]


def give_slugs(articles: int, born: Iterable[tuple[int, datetime]]) -> Slugs:
    """Return the slugs of the first `articles` stories and of those born later, with when they were published."""
    first, used = _first_slugs(articles)
    number_at, used = dict(first), dict(used)
    for number, published in born:
        _add_slug(number_at, used, number, title_of(number, published.date()))
    return Slugs(number_at, {number: slug for slug, number in number_at.items()})


def post_id(number: int) -> int:
    """Return the site's own number of a story (`?p=ID`)."""
    return _FIRST_ID + _ID_STEP * (number - 1)


def number_of(identity: int) -> int:
    """Return the story that `post_id` gave a number to, or 0."""
    number, rest = divmod(identity - _FIRST_ID, _ID_STEP)
    return number + 1 if rest == 0 and number >= 0 else 0


@lru_cache(maxsize=4)
def _first_slugs(articles: int) -> tuple[dict[str, int], dict[str, int]]:
    slugs: dict[str, int] = {}
    used: dict[str, int] = {}
    for number in range(1, articles + 1):
        _add_slug(slugs, used, number, title_of(number, published_at(articles, number, 1).date()))
    return slugs, used


def _add_slug(slugs: dict[str, int], used: dict[str, int], number: int, title: str) -> None:
    """File a slug; a second post of the same title gets `-2`, as in WordPress."""
    plain = slug_for(title)
    used[plain] = used.get(plain, 0) + 1
    slug = plain if used[plain] == 1 else f"{plain}-{used[plain]}"
    if slug in slugs:  # a title that ends in a number came before
        slug = f"{slug}-{number}"
    slugs[slug] = number
