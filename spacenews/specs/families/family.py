"""The form in which a family says what all of its sites share."""

from __future__ import annotations

from dataclasses import dataclass

from spacenews.specs.layout import Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Signs and rules that hold for every site of one CMS. All strings are CSS selectors unless said otherwise.

    Attributes:
        name: As specs and readings name it.
        layouts: Templates that the CMS ships, tried after the site's own.
        article: Any of these on the page: it is an article.
        other: Pairs of selector and what it shows (`an attachment page`): it is no article.
        missing: Any of these on the page: it is an error page, whatever its status.
        protected: Any of these: the article is behind a password.
        parts: Links from an article to its further pages, where it is printed in several.
        later: Any of these: it is such a further page.
        teasers: Elements that hold one teaser each on a listing page.
        related: Elements that hold links to related articles on an article page.
        next_page: Links to the following page of a listing.
        categories: Links from an article to the listing pages of its categories.
        drop: Parts left out of every body.
        sitemap_parts: Regular expression (on the URL) of the parts of a sitemap index that list articles.
    """

    name: str
    layouts: tuple[Layout, ...] = ()
    article: tuple[str, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    teasers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    next_page: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    sitemap_parts: str = ""
