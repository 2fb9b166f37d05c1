"""REST of WordPress: posts and categories, with totals, pages, sorting and the fields that are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from spacenews.demo.answer import Answer
from spacenews.demo.feeds import content_html
from spacenews.demo.lexicon import CATEGORIES, SITE_NAME, TAGLINE
from spacenews.demo.markups.markup import NUMERIC, Shell, escape
from spacenews.demo.newsroom import ZONE
from spacenews.demo.slugs import post_id
from spacenews.demo.world import World

T = TypeVar("T")
_JSON = ("Content-Type", "application/json; charset=UTF-8")
_MOST_A_PAGE = 100
_FIRST_CATEGORY_ID = 2  # 1 is "Uncategorized" in every WordPress


def category_id(name: str) -> int:
    """Return the site's own number of a category (`?cat=N`)."""
    return _FIRST_CATEGORY_ID + [each for each, _ in CATEGORIES].index(name)


def category_of(identity: int) -> str | None:
    """Return the slug of a category by its number, or None."""
    place = identity - _FIRST_CATEGORY_ID
    return CATEGORIES[place][1] if 0 <= place < len(CATEGORIES) else None


def rest(world: World, shell: Shell, route: str, query: Mapping[str, str]) -> Answer:
    """Return what REST says at a route such as `/wp/v2/posts`; an unknown one is a 404 in JSON."""
    handlers: dict[str, Callable[[], Answer]] = {
        "": lambda: _json({"name": SITE_NAME, "description": TAGLINE, "url": shell.base, "namespaces": ["wp/v2"]}),
        "/wp/v2/posts": lambda: _posts(world, shell, query),
        "/wp/v2/categories": lambda: _categories(world, shell, query),
    }
    handler = handlers.get(route.rstrip("/"))
    if handler is None:
        return _error(404, "rest_no_route", "No route was found matching the URL and request method.")
    return handler()


def _posts(world: World, shell: Shell, query: Mapping[str, str]) -> Answer:
    order_by = query.get("orderby", "date")
    if order_by not in {"date", "modified", "id"} or query.get("order", "desc") not in {"asc", "desc"}:
        return _error(400, "rest_invalid_param", "Invalid parameter(s): orderby")
    numbers: Sequence[int] = world.by_modification if order_by == "modified" else world.numbers
    if query.get("order") == "asc":
        numbers = numbers[::-1]
    try:
        numbers = _selected(world, numbers, query)
    except ValueError:
        return _error(400, "rest_invalid_param", "Invalid parameter(s): after, before, modified_after or categories")
    with_text = not query.get("_fields") or "content" in query["_fields"]
    return _page(numbers, query, lambda number: _post(world, shell, number, with_text=with_text))


def _selected(world: World, numbers: Sequence[int], query: Mapping[str, str]) -> Sequence[int]:
    """Return the numbers that every filter of the query lets through; raises ValueError for what is no value."""
    for name, instant_of, later in (
        ("after", world.published, True),
        ("before", world.published, False),
        ("modified_after", world.modified, True),
        ("modified_before", world.modified, False),
    ):
        if name in query:
            limit = datetime.fromisoformat(query[name].replace(" ", "+"))
            limit = limit if limit.tzinfo else limit.replace(tzinfo=ZONE)
            numbers = [each for each in numbers if instant_of(each) != limit and (instant_of(each) > limit) == later]
    if "categories" in query:
        wanted = {category_of(int(each)) for each in query["categories"].split(",")}
        names = {name for name, slug in CATEGORIES if slug in wanted}
        numbers = [each for each in numbers if names.intersection(world.filed_under(each))]
    return numbers


def _post(world: World, shell: Shell, number: int, *, with_text: bool) -> dict[str, Any]:
    post = world.post(number)
    return {
        "id": post.id,
        "date": _local(post.published),
        "date_gmt": _utc(post.published),
        "guid": {"rendered": f"{shell.base}/?p={post_id(number)}"},
        "modified": _local(post.modified),
        "modified_gmt": _utc(post.modified),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": f"{shell.base}{post.path}",
        "title": {"rendered": escape(post.title, NUMERIC).replace("&amp;", "&#038;")},
        "content": {"rendered": content_html(post, shell) if with_text else "", "protected": False},
        "excerpt": {"rendered": f"<p>{escape(post.excerpt, NUMERIC)}</p>\n", "protected": False},
        "author": 1,
        "categories": [category_id(name) for name in post.filed_under],
    }


def _categories(world: World, shell: Shell, query: Mapping[str, str]) -> Answer:
    slugs = dict(CATEGORIES)
    names = sorted(name for name in slugs if world.by_category[name])
    return _page(
        names,
        query,
        lambda name: {
            "id": category_id(name),
            "count": len(world.by_category[name]),
            "link": f"{shell.base}/category/{slugs[name]}/",
            "name": name.replace("&", "&amp;"),
            "slug": slugs[name],
            "taxonomy": "category",
        },
    )


def _page(things: Sequence[T], query: Mapping[str, str], describe: Callable[[T], dict[str, Any]]) -> Answer:
    try:
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    except ValueError:
        size = page = 0
    if not 1 <= size <= _MOST_A_PAGE or page < 1:
        return _error(400, "rest_invalid_param", "Invalid parameter(s): per_page, page")
    pages = -(-len(things) // size)
    if page > max(pages, 1):
        return _error(
            400,
            "rest_post_invalid_page_number",
            "The page number requested is larger than the number of pages available.",
        )
    fields = tuple(field for field in query.get("_fields", "").split(",") if field)
    described = (describe(each) for each in things[(page - 1) * size : page * size])
    shown = [{key: value for key, value in each.items() if not fields or key in fields} for each in described]
    return _json(shown, 200, (("X-WP-Total", str(len(things))), ("X-WP-TotalPages", str(pages))))


def _local(instant: datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(timespec="seconds")


def _utc(instant: datetime) -> str:
    return _local(instant.astimezone(UTC))


def _json(value: Any, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return Answer(status, text.replace("/", "\\/").encode(), (_JSON, ("X-Robots-Tag", "noindex"), *headers))


def _error(status: int, code: str, message: str) -> Answer:
    return _json({"code": code, "message": message, "data": {"status": status}}, status)
