"""Dates that a page states for machines: JSON-LD, meta elements, and the data that its scripts are started with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from spacenews.model.reading import StatedDate
from spacenews.reading.dates import parse_machine_date
from spacenews.reading.jsonld import find_page, values_at
from spacenews.reading.scene import Scene

# The better known first; what merely says what it is comes after them, see `_is_published`.
_PUBLISHED_META = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "pubdate", "og:pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "published", "published_at", "date_published",
    "article.published", "article:published", "citation_publication_date", "citation_date", "citation_online_date",
    "bt:pubdate", "weibo:article:create_at", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
)  # fmt: skip
# Systems fill these with the day of the last export or change as well, so what a reader sees is trusted before them.
_UNSURE_META = ("dc.date", "dcterms.date", "dc.date.available", "date")
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(r"publi(?:sh|cation)|pubdate|pub[-_.:]date|issue(?:d|[-_]?date)|posted[-_]?(?:on|date)")
_TIME_NAME = re.compile(r"date|time|published|issued|_at$|posted")
# `article:publisher` names a page of a network; `publisher_updated` and `expires` are days of something else.
_OTHER_NAME = re.compile(r"publisher|modif|updat|expir|until|event|revis|timezone|last|review|next|unpublish|copyright")
_SCRIPT_KEYS = (
    r"date_?published|published_?(?:at|date|on|time)|publish_?(?:date|time|ed_?time)|publication_?date|"
    r"first_?published(?:_?(?:at|date|on))?|pub_?date|date_?posted|display_?date"
)
_IN_SCRIPT = re.compile(
    rf"""["']({_SCRIPT_KEYS})\\{{0,4}}["']\s{{0,9}}:\s{{0,9}}\\{{0,4}}["']?(\d[^"'\\,}}]{{7,40}}|[A-Z][^"'\\}}]{{9,40}})""",
    re.IGNORECASE,
)
_MAX_FOUND, _MAX_ON_PAGE = 200, 2000  # in one script, in all


def published_by_article(scene: Scene) -> Iterator[StatedDate]:
    """Yield what JSON-LD and meta elements say of the article's publication, in the order of trust."""
    page = scene.page
    for path in ("datePublished", "dateCreated"):
        yield from _stated(scene, page.json_ld(path)[:1], f"json-ld:{path}")
    for name in _PUBLISHED_META:
        yield from _stated(scene, page.meta(name)[:1], f"meta:{name}")
    described = find_page(page.json_ld_objects)
    yield from _stated(scene, values_at(described, "datePublished")[:1], "json-ld:WebPage.datePublished")
    for name in page.metas:
        if _is_published(name):
            yield from _stated(scene, page.meta(name)[:1], f"meta:{name}")


def published_unsurely(scene: Scene) -> Iterator[StatedDate]:
    """Yield the dates of meta elements that do not say what they are the date of."""
    for name in _UNSURE_META:
        yield from _stated(scene, scene.page.meta(name)[:1], f"meta:{name}")


def modified_by_article(scene: Scene) -> Iterator[StatedDate]:
    """Yield what JSON-LD and meta elements say of the article's last change."""
    page = scene.page
    yield from _stated(scene, page.json_ld("dateModified")[:1], "json-ld:dateModified")
    for name in _MODIFIED_META:
        yield from _stated(scene, page.meta(name)[:1], f"meta:{name}")


def find_in_scripts(scene: Scene) -> list[StatedDate]:
    """Return the publication date in the data that scripts are started with (`"publishedAt": "2021-04-26T…"`).

    Such data also holds other articles, so only a day that all dates of that name share counts.
    """
    found: dict[str, list[StatedDate]] = {}
    scripts = (element.text or "" for element in scene.page.root.iter("script"))
    matches = (match for text in scripts for match in islice(_IN_SCRIPT.finditer(text), _MAX_FOUND))
    for match in islice(matches, _MAX_ON_PAGE):
        key = match.group(1)
        found.setdefault(key.lower(), []).extend(_stated(scene, (match.group(2).strip(),), f"script:{key}"))
    agreed = (dates for dates in found.values() if len({each.on for each in dates}) == 1)
    return next(([dates[0]] for dates in agreed), [])


def _is_published(name: str) -> bool:
    if name in _PUBLISHED_META or not _PUBLISHED_NAME.search(name):
        return False
    return _TIME_NAME.search(name) is not None and _OTHER_NAME.search(name) is None


def _stated(scene: Scene, texts: Sequence[str], source: str) -> Iterator[StatedDate]:
    for text in texts:
        if stated := parse_machine_date(text, scene.site.zone, source):
            yield stated
