"""Which addresses may be an article's, judged by the address alone."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from spacenews.model.urls import canonical_url, host_of, is_plain
from spacenews.specs import Site

_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|ogg|wav|avi|mov|zip|gz|tgz|rar|7z|exe|dmg|"
    r"docx?|xlsx?|pptx?|rtf|epub|txt|csv|xml|rss|atom|json|js|css|woff2?|ics)",
    re.IGNORECASE,
)
_LISTING_PARTS = frozenset({"category", "tag", "tags", "author", "search"})
_MACHINERY_PARTS = frozenset(
    {"wp-json", "wp-content", "wp-admin", "wp-includes", "wp-login.php", "xmlrpc.php", "comments", "cdn-cgi"}
)
_LISTING_QUERY = re.compile(
    r"(?:^|&)(?:cat|tag|author|author_name|paged|page|feed|s|m|w|rest_route|attachment_id|page_id|replytocom|share|"
    r"add-to-cart|preview)="
)
_PAGE_NUMBER = re.compile(r"/page/\d+/?$")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")
_FEED = re.compile(r"/(?:feed|rss|atom|rss2|rdf|trackback|embed)/?$")
_DATE_ARCHIVE = re.compile(r"^/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
_FRONT = re.compile(r"/?(?:(?:index|default|home)\.(?:html?|shtml|php|aspx?|jsp|cfm))?", re.IGNORECASE)
_REMOTE_ID = re.compile(r"(?:^|&)p=(\d{1,12})(?:&|$)")
_ABSOLUTE = re.compile(r"https?://[^\s/?#\\]", re.IGNORECASE)
_SCHEME = re.compile(r"\s*(?:([A-Za-z][A-Za-z0-9+.-]*):|[^\s#])")
_ONLY_ID = re.compile(r"p=\d{1,12}")


def why_no_article(site: Site, url: str) -> str | None:
    """Return in a few words why a canonical URL cannot be an article's of the site; None where it may be one.

    The spec's `article_url` has the last word where it is given, but for `?p=ID`, which redirects to the article.
    """
    return _why(url, site.home, site.hosts, site.article_url)


def resolve_link(href: str | None, base: str) -> str | None:
    """Return the canonical URL of a link as printed on a page, or None where it asks for no page."""
    if not href or not names_a_page(href):
        return None
    # The same navigation stands on every page of a site: what does not depend on the page is worked out once.
    if _ABSOLUTE.match(href):
        return canonical_url(href)
    if not href.startswith("/"):
        return canonical_url(href, base)
    whole = f"{_origin(base)}{href}"
    return whole if is_plain(whole) else canonical_url(href, f"{_origin(base)}/")


def names_a_page(href: str) -> bool:
    """Whether an href asks for another page: not `mailto:`, `javascript:`, a fragment of this one, or nothing."""
    found = _SCHEME.match(href)
    return found is not None and (found.group(1) or "http").lower() in {"http", "https"}


def path_below(home: str, path: str) -> str:
    """Return a path as it stands below the site's home, with its first slash."""
    root = urlsplit(home).path.rstrip("/")
    return path[len(root) :] if root and path.startswith(root + "/") else path


def is_front(path: str, query: str = "") -> bool:
    """Whether a path below the home page is the home page itself, also by the name of its file: `/index.html`."""
    return not query and _FRONT.fullmatch(path) is not None


def remote_id_of(url: str) -> str | None:
    """Return the number of a `?p=ID` address, or None."""
    found = _REMOTE_ID.search(urlsplit(url).query)
    return found.group(1) if found else None


def is_file(path: str) -> bool:
    """Whether a path ends as a picture, document or other file does that is no page."""
    stem, dot, ending = path.rpartition(".")
    return bool(stem and _FILE.fullmatch(dot + ending))


@lru_cache(maxsize=8192)
def _why(url: str, home: str, hosts: tuple[str, ...], pattern: str) -> str | None:
    if host_of(url) not in hosts:
        return "another host"
    if url == home:
        return "the home page"
    parts = urlsplit(url)
    path = path_below(home, parts.path)
    if path in {"", "/"} and _ONLY_ID.fullmatch(parts.query):
        return None
    if pattern:
        return None if re.fullmatch(pattern, url) else "not an article's address"
    return _sign_of_another(path, parts.query)


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def _sign_of_another(path: str, query: str) -> str | None:
    first, _, rest = path.strip("/").lower().partition("/")
    if first == "archives" and rest:
        # `/archives/2021/04/` and `/archives/tag/x/` list; `/archives/2562` and `/archives/2021/04/26/salyut/` do not.
        path, first = f"/{rest}", rest.partition("/")[0]
    signs = (
        (path in {"", "/"} or is_front(path, query), "the home page"),
        (is_file(path), "a file, not a page"),
        (first in _MACHINERY_PARTS, "the site's machinery"),
        (first in _LISTING_PARTS or first == "archives", "a listing, not an article"),
        (_PAGE_NUMBER.search(path) or _DATE_ARCHIVE.match(path), "a listing, not an article"),
        (_COMMENT_PAGE.search(path), "a page of comments"),
        (_FEED.search(path), "a feed, not an article"),
        (query and _LISTING_QUERY.search(query), "a listing, not an article"),
    )
    return next((reason for sign, reason in signs if sign), None)
