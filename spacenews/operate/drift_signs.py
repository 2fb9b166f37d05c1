"""What a page can show of drift, and what of a page is kept to see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from spacenews.archive.shown import ShownArticle
    from spacenews.model.article import Article

_PARAGRAPHS = 40  # of a page, from its beginning: furniture stands around a text, and few texts have more
_SLUG = "slug"


class Found(IntFlag):
    """Which fields a reading has, and how it compares with the one before of its article."""

    TITLE = 1  # printed, not made of the address
    PUBLISHED = 2
    TIME = 4
    BYLINE = 8
    CATEGORIES = 16
    TEASER = 32
    MATCHED = 64  # one of the site's layouts
    KNOWN = 128  # the archive holds its article
    SAME_TITLE = 256  # as it had before
    SAME_TEXT = 512  # as it had before


class Sign(IntFlag):
    """What a page may show; of a page, one is judged where the page could have been without it."""

    LAYOUT = 1  # no layout matches
    TITLE = 2  # no title but the address
    PUBLISHED = 4
    TIME = 8
    BYLINE = 16
    CATEGORIES = 32
    TEASER = 64
    SHORT = 128  # half as long as usual, or as it was
    REFUSED = 256  # it is no article
    MARKED = 512  # it has the title or body that a finding names


FIELDS = {
    Sign.TITLE: Found.TITLE,
    Sign.PUBLISHED: Found.PUBLISHED,
    Sign.TIME: Found.TIME,
    Sign.BYLINE: Found.BYLINE,
    Sign.CATEGORIES: Found.CATEGORIES,
    Sign.TEASER: Found.TEASER,
}
"""The signs that a field is not there."""

# Plain numbers: every page is compared by these, and flags take ten times as long to join.
PAIRS = tuple((int(sign), int(field)) for sign, field in FIELDS.items())
_BITS = tuple(int(flag) for flag in list(Found)[:7])

STRONG = Sign.LAYOUT | Sign.TITLE | Sign.PUBLISHED | Sign.MARKED
"""Signs for which a single page waits until the run is judged, where good pages hardly ever show them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the archive shows of an article before a reading is stored.

    Attributes:
        found: As of a reading.
        layout: As of a reading.
        words: Of its body.
        title: As printed.
        content_digest: As of a reading.
    """

    found: int
    layout: str
    words: int
    title: str
    content_digest: str


def found_in(article: Article, layouts: frozenset[str]) -> int:
    """Return which fields a reading has, as bits of `Found`.

    Args:
        article: The reading.
        layouts: Names of the site's own layouts; empty: whatever is not generic is one.
    """
    return _bits(
        article.title_source != _SLUG,
        article.published is not None,
        article.published is not None and article.published.at is not None,
        bool(article.byline),
        bool(article.categories),
        bool(article.teaser),
        is_matched(article.layout, layouts),
    )


def shown_before(held: ShownArticle, layouts: frozenset[str]) -> Shown:
    """Return what the archive shows of an article, in the words of this module; `layouts` as in `found_in`."""
    found = _bits(
        held.title_source != _SLUG,
        held.has_day,
        held.has_time,
        held.has_byline,
        held.has_categories,
        held.has_teaser,
        is_matched(held.layout, layouts),
    )
    return Shown(found, held.layout, held.words, held.title, held.content_digest)


def _bits(*has: bool) -> int:
    """Return the bits of the first flags of `Found`, in their order."""
    return sum(bit for bit, each in zip(_BITS, has, strict=True) if each)


def is_matched(layout: str, layouts: frozenset[str]) -> bool:
    """Whether a reading was read by one of the site's own layouts, or, where it has none, by any."""
    return layout in layouts if layouts else layout != "generic"


def compared(article: Article, before: Shown | None) -> int:
    """Return how a reading compares with what the archive shows of its article; None where it shows none."""
    if before is None:
        return 0
    found = Found.KNOWN
    if before.title == article.title:
        found |= Found.SAME_TITLE
    if before.content_digest == article.content_digest:
        found |= Found.SAME_TITLE | Found.SAME_TEXT
    return int(found)


def checksum(text: str) -> int:
    """Return a number that equal texts share, whatever their case and spaces."""
    return crc32(" ".join(text.lower().split()).encode("utf-8", "replace"))


def paragraph_sums(body: str) -> tuple[int, ...]:
    """Return the checksums of a body's first paragraphs."""
    return tuple(crc32(each.encode("utf-8", "replace")) for each in body.split("\n\n", _PARAGRAPHS)[:_PARAGRAPHS])


def each_sign(signs: int) -> Iterable[Sign]:
    """Return the signs that a number holds, the gravest first."""
    return [sign for sign in Sign if signs & sign] if signs else ()
