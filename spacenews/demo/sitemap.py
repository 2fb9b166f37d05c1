"""`wp-sitemap.xml` and its parts, as WordPress core writes them: without `lastmod`."""

from __future__ import annotations

from collections.abc import Iterable

from spacenews.demo.answer import Answer
from spacenews.demo.lexicon import CATEGORIES, CATEGORY_SLUGS
from spacenews.demo.world import World

POSTS_A_PART = 2000
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEADERS = (("Content-Type", "application/xml; charset=UTF-8"), ("X-Robots-Tag", "noindex, follow"))


def sitemap(world: World, base: str, path: str) -> Answer | None:
    """Return the sitemap at a path, or None where there is none."""
    parts = -(-len(world.numbers) // POSTS_A_PART)
    posts = {f"/wp-sitemap-posts-post-{part}.xml": part for part in range(1, parts + 1)}
    others = {
        "/wp-sitemap-posts-page-1.xml": ("/about/",),
        "/wp-sitemap-taxonomies-category-1.xml": tuple(
            f"/category/{CATEGORY_SLUGS[name]}/" for name, _ in CATEGORIES if world.by_category[name]
        ),
        "/wp-sitemap-users-1.xml": ("/author/newsdesk/",),
    }
    if path == "/wp-sitemap.xml":
        return _xml("sitemapindex", "sitemap", base, (*posts, *others))
    if path in others:
        return _xml("urlset", "url", base, others[path])
    if path in posts:
        begin = (posts[path] - 1) * POSTS_A_PART
        oldest_first = world.numbers[::-1][begin : begin + POSTS_A_PART]
        return _xml("urlset", "url", base, (f"/{world.slug(number)}/" for number in oldest_first))
    return None


def _xml(root: str, element: str, base: str, paths: Iterable[str]) -> Answer:
    entries = "".join(f"<{element}><loc>{base}{path}</loc></{element}>" for path in paths)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">{entries}</{root}>\n'
    return Answer(200, text.encode(), _HEADERS)
