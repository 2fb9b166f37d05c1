"""WordPress's REST collections: posts as articles, categories as listing pages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from spacenews.model.capture import Capture
from spacenews.model.link import Link, LinkKind, Listing
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.model.urls import canonical_url
from spacenews.reading.charset import decode_text
from spacenews.reading.decode import decode_payload
from spacenews.reading.draft import ListingDraft
from spacenews.reading.instants import day_at, parse_stamp, parse_utc
from spacenews.reading.json_text import parse_json
from spacenews.reading.markup import MAX_EXCERPT, MAX_TITLE, text_of
from spacenews.specs import Site

PAST_THE_END = "rest_post_invalid_page_number"
_PAST_STATUS = 400
_ERRORS = 400
_PER_PAGE = 10  # WordPress's own, where the address does not say
_MAX_ENTRIES = 1_000  # WordPress gives at most 100 a page
_CATEGORIES = re.compile(r"/categories/?$")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read_rest(site: Site, capture: Capture) -> Listing | Rejection:
    """Return the posts (or categories) of one page of a REST collection, its next page and the site's own count.

    A page past the end is an empty listing, as is a collection without entries. `error_status`: any other 4xx or 5xx.
    `not_listed`: not JSON, not whole, or no collection.
    """
    data = decode_payload(capture)
    if isinstance(data, Rejection):
        return data
    answer = _parsed(decode_text(data, capture.header("content-type")).utf8)
    if capture.status >= _ERRORS:
        code = answer.get("code") if isinstance(answer, dict) else None
        if capture.status == _PAST_STATUS and code == PAST_THE_END:
            return Listing()
        return Rejection(
            RejectionReason.ERROR_STATUS, f"{capture.status} {code if isinstance(code, str) else ''}".strip()
        )
    if not isinstance(answer, list):
        what = "JSON, but no collection" if answer is not None else "not JSON, or not the whole of it"
        return Rejection(RejectionReason.NOT_LISTED, what)
    return _read_collection(site, answer, capture)


def _parsed(utf8: bytes) -> Any:
    try:
        return parse_json(utf8.decode())
    except ValueError:
        return None


def _read_collection(site: Site, answer: list[Any], capture: Capture) -> Listing | Rejection:
    here = canonical_url(capture.url) or capture.url
    draft = ListingDraft(site, here)
    entries = [entry for entry in answer[:_MAX_ENTRIES] if isinstance(entry, dict)]
    if answer and not entries:
        return Rejection(RejectionReason.NOT_LISTED, "a JSON list, but not of objects")
    for entry in entries:
        href = entry.get("link")
        if not isinstance(href, str):
            draft.refuse(str(entry.get("id") or here), "an entry without an address")
        elif _is_category(entry, here):
            _add_category(draft, entry, href)
        else:
            draft.add_article(href, here, _post(site, entry))
    return draft.finish(_next_page(here, capture, len(answer)), _count(capture, "X-WP-Total"))


def _is_category(entry: dict[str, Any], here: str) -> bool:
    taxonomy = entry.get("taxonomy")
    parts = urlsplit(here)
    return taxonomy == "category" or (
        taxonomy is None and bool(_CATEGORIES.search(_parameters(parts.query).get("rest_route", parts.path)))
    )


def _add_category(draft: ListingDraft, entry: dict[str, Any], href: str) -> None:
    if entry.get("count") == 0:
        draft.refuse(href, "a category without articles")
        return
    name = text_of(entry.get("name"), MAX_TITLE)
    facts = Link(url="", kind=LinkKind.LISTING, relation="category", title=name, remote_id=_identifier(entry))
    draft.add_page(href, draft.url, facts)


def _post(site: Site, entry: dict[str, Any]) -> Link:
    published = parse_utc(entry.get("date_gmt"))
    local = parse_stamp(entry["date"]) if isinstance(entry.get("date"), str) else None
    return Link(
        url="",
        relation="entry",
        title=text_of(_rendered(entry, "title"), MAX_TITLE),
        excerpt=text_of(_rendered(entry, "excerpt"), MAX_EXCERPT),
        published_on=local.on if local else day_at(site.zone, published),
        published_at=published,
        modified_at=parse_utc(entry.get("modified_gmt")),
        remote_id=_identifier(entry),
    )


def _rendered(entry: dict[str, Any], name: str) -> Any:
    value = entry.get(name)
    return value.get("rendered") if isinstance(value, dict) else value


def _identifier(entry: dict[str, Any]) -> str | None:
    value = entry.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**12 else None


def _next_page(here: str, capture: Capture, entries: int) -> Link | None:
    """Return the following page while the headers, or a full page where they are missing, say that there is one."""
    parts = urlsplit(here)
    query = _parameters(parts.query)
    page = _number(query.get("page")) or 1
    per_page = _number(query.get("per_page")) or _PER_PAGE
    pages, total = _count(capture, "X-WP-TotalPages"), _count(capture, "X-WP-Total")
    if pages is None:
        pages = -(-total // per_page) if total is not None else page + (entries >= per_page)
    if not entries or page >= pages:
        return None
    url = canonical_url(urlunsplit(parts._replace(query=_with_page(parts.query, page + 1))))
    return Link(url, LinkKind.REST, "next") if url else None


def _with_page(query: str, page: int) -> str:
    named = [f"page={page}" if pair.partition("=")[0] == "page" else pair for pair in query.split("&") if pair]
    return "&".join(named if f"page={page}" in named else [*named, f"page={page}"])


def _parameters(query: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return {name: unquote(value) for name, _, value in pairs}


def _count(capture: Capture, header: str) -> int | None:
    return _number((capture.header(header) or "").strip())


def _number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.fullmatch(text) else None
