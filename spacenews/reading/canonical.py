"""The one address an article is filed under: the page's own claim, where it may be trusted.

A claim is taken if it is the captured address in another spelling: scheme, `www.`, final slash, case, `.html`, AMP,
parameters that only tell where a reader came from. Two addresses of WordPress are one as well: `?p=ID` and the slug
that it stands for, and one slug in two folders, since no two posts have the same slug.

Any other claim is refused, even where the spec calls it an article's address: templates claim their first page, their
section or a constant for every page, and then different articles would be filed as revisions of one. To refuse a true
claim costs little: the same text under two addresses is a recorded duplicate.

The second page of an article (`/story/2/`, `?page=2`) keeps its own address though it claims the first one's: its text
is another, and would replace the first page's (`reading.whole` puts it behind that).
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from spacenews.model.urls import canonical_url, slug_of
from spacenews.reading.addresses import why_no_article
from spacenews.reading.scene import Scene

_NOISE = frozenset({"amp", "outputtype", "ref", "referrer", "referer", "from", "via", "print", "nocache"})
_PAGE_NAMES = frozenset({"page", "pg", "paged", "pagenum", "page_no"})
_HOST = re.compile(r"(?:www|amp|m)\.")
_AMP_PATH = re.compile(r"^/amp(?=/)|/amp$|\.amp(?=\.html?$|$)")
_ENDING = re.compile(r"/index\.(?:html?|php)$|\.(?:html?|php)$")
_PAGE_PART = re.compile(r"/(?:page[-/]?)?\d{1,2}$")
_SHORT_LINK = re.compile(r"(?:p|page_id)=\d{1,12}")


def find_canonical(scene: Scene) -> str:
    """Return the canonical URL of the page: its `rel=canonical` if that names this article, else the captured URL."""
    own = canonical_url(scene.page.url) or scene.page.url
    for source, href in _claims(scene):
        claimed = scene.page.resolve(href)
        why = _why_not(scene, own, claimed)
        scene.weigh(
            "canonical", source, href, value=claimed or "\u2013", chosen=why is None, why=why or "names this page"
        )
        if claimed and why is None:
            return claimed
    scene.weigh("canonical", "captured", scene.page.url, value=own, chosen=True, why="the page names no better one")
    return own


def _claims(scene: Scene) -> list[tuple[str, str]]:
    links = [
        ("link[rel=canonical]", href)
        for each in scene.page.root.iter("link")
        if "canonical" in (each.get("rel") or "").lower().split() and (href := each.get("href"))
    ]
    return [*links[:1], *(("meta:og:url", text) for text in scene.page.meta("og:url")[:1])]


def _why_not(scene: Scene, own: str, claimed: str | None) -> str | None:
    """Return why a claim is not taken, or None where it is."""
    site = scene.site
    if claimed is None:
        return "no address"
    if claimed == own:
        return None
    if not site.allows(claimed):
        return "on another host"
    if reason := why_no_article(site, claimed):
        return f"no article's address: {reason}"
    is_wordpress = scene.family is not None and scene.family.name == "wordpress"
    if is_wordpress and _is_short_link(own, site.home):
        return None
    return _why_another(own, claimed, is_wordpress=is_wordpress)


def _is_short_link(url: str, home: str) -> bool:
    parts, root = urlsplit(url), urlsplit(home).path.rstrip("/")
    return parts.path in {root, f"{root}/", f"{root}/index.php"} and _SHORT_LINK.fullmatch(parts.query) is not None


def _why_another(own: str, claimed: str, *, is_wordpress: bool) -> str | None:
    """Return why two addresses may be of two articles, or None where they are one's."""
    here, there = _path(own), _path(claimed)
    ours, theirs = _query(own), _query(claimed)
    pages = {name for name, _ in set(ours) ^ set(theirs)}
    if (here == there and pages and pages <= _PAGE_NAMES) or (here != there and _PAGE_PART.sub("", here) == there):
        return "names the first of several pages, whose text is another"
    if ours != theirs:
        return f"its parameters differ: {_shown(theirs)} there, {_shown(ours)} here"
    if here == there:
        return None
    slug = slug_of(own).casefold()
    if not slug or slug != slug_of(claimed).casefold():
        return "names another page"
    return None if is_wordpress else "ends as this address does, but stands in another folder"


def _path(url: str) -> str:
    """Return host and path in one spelling."""
    parts = urlsplit(url)
    path = _ENDING.sub("", _AMP_PATH.sub("", parts.path.casefold().rstrip("/"))).rstrip("/")
    return _HOST.sub("", parts.netloc, count=1) + path if _HOST.match(parts.netloc) else parts.netloc + path


def _query(url: str) -> list[tuple[str, str]]:
    found = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return sorted((name, value) for name, value in found if name.casefold() not in _NOISE)


def _shown(query: list[tuple[str, str]]) -> str:
    return "&".join(f"{name}={value}" for name, value in query)[:80] or "none"
