"""Which addresses may be an article's, judged by the address alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spacenews.specs import Site

_FILE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|webm|ogg|wav|avi|mov|zip|gz|tgz|rar|7z|exe|dmg|"
    r"docx?|xlsx?|pptx?|rtf|epub|txt|csv|xml|rss|atom|json|js|css|woff2?|ics)",
    re.IGNORECASE,
)
_LISTING_PARTS = frozenset({"category", "tag", "tags", "author", "archives", "search"})
_MACHINERY_PARTS = frozenset(
    {"wp-json", "wp-content", "wp-admin", "wp-includes", "wp-login.php", "xmlrpc.php", "comments", "cdn-cgi"}
)
_LISTING_QUERY = re.compile(
    r"(?:^|&)(?:cat|tag|author|author_name|paged|page|feed|s|m|w|rest_route|attachment_id|page_id|replytocom|share|"
    r"add-to-cart|preview)="
)
_PAGE_NUMBER = re.compile(r"/page/\d+/?$")
_FEED = re.compile(r"/(?:feed|rss|atom|rss2|rdf|trackback|embed)/?$")
_DATE_ARCHIVE = re.compile(r"^/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
_REMOTE_ID = re.compile(r"(?:^|&)p=(\d{1,12})(?:&|$)")
_ONLY_ID = re.compile(r"p=\d{1,12}")


def why_no_article(site: Site, url: str) -> str | None:
    """Return in a few words why a canonical URL cannot be an article's of the site; None where it may be one.

    The spec's `article_url` has the last word where it is given, but for `?p=ID`, which redirects to the article.
    """
    if not site.allows(url):
        return "another host"
    if url == site.home:
        return "the home page"
    parts = urlsplit(url)
    path = path_below(site, parts.path)
    if path in {"", "/"} and _ONLY_ID.fullmatch(parts.query):
        return None
    verdict = site.matches_article(url)
    if verdict is not None:
        return None if verdict else "not an article's address"
    return _sign_of_another(path, parts.query)


def path_below(site: Site, path: str) -> str:
    """Return a path as it stands below the site's home, with its first slash."""
    home = urlsplit(site.home).path.rstrip("/")
    return path[len(home) :] if home and path.startswith(home + "/") else path


def remote_id_of(url: str) -> str | None:
    """Return the number of a `?p=ID` address, or None."""
    found = _REMOTE_ID.search(urlsplit(url).query)
    return found.group(1) if found else None


def is_file(path: str) -> bool:
    """Whether a path ends as a picture, document or other file does that is no page."""
    stem, dot, ending = path.rpartition(".")
    return bool(stem and _FILE.fullmatch(dot + ending))


def _sign_of_another(path: str, query: str) -> str | None:
    first = path.strip("/").partition("/")[0].lower()
    signs = (
        (path in {"", "/"}, "the home page"),
        (is_file(path), "a file, not a page"),
        (first in _MACHINERY_PARTS, "the site's machinery"),
        (first in _LISTING_PARTS, "a listing, not an article"),
        (_PAGE_NUMBER.search(path) or _DATE_ARCHIVE.match(path), "a listing, not an article"),
        (_FEED.search(path), "a feed, not an article"),
        (query and _LISTING_QUERY.search(query), "a listing, not an article"),
    )
    return next((reason for sign, reason in signs if sign), None)
