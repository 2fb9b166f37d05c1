"""Which parts of a page are the article's own, and which are its surroundings: told by tags, roles and names."""

from __future__ import annotations

import re

from spacenews.reading.blocks import Element

_SURROUNDINGS = frozenset({"nav", "aside", "footer", "form", "dialog", "menu"})
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "menu", "menubar"})
# Names that themes of all kinds give to what is not the article; compared with whole words of class and id.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|respond|sidebar|widgets?|related|relatedposts|recommended|recent|popular|"
    r"trending|share|sharing|sharedaddy|social|nav|navigation|menu|breadcrumbs?|footer|newsletter|subscribe|cookies?|"
    r"promo|adverts?|advertisement|sponsored|teasers?|pagination|toolbar|popup|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_STATE = re.compile(r"(?:^|(?<=[\s_-]))(?:with|has|no|without)[_-][\w-]+", re.IGNORECASE)
# Their classes describe the whole page (`has-sidebar`), or the article itself.
_WHOLE = frozenset({"html", "body", "main", "article"})


def is_article_part(element: Element) -> bool:
    """Whether an element may be the article's: neither it nor anything around it is navigation, a sidebar, comments."""
    if is_surrounding(element):
        return False
    return not any(is_surrounding(each) for each in element.iterancestors())


def is_surrounding(element: Element) -> bool:
    """Whether an element itself is navigation, a sidebar, comments, a footer, a list of other articles."""
    tag = element.tag
    if tag in _WHOLE:
        return False
    if tag in _SURROUNDINGS or element.get("role") in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    # `page-with-sidebar` says what else is on the page, so it is looked at only where a name was found.
    return names != " " and _NAMES.search(names) is not None and _NAMES.search(_STATE.sub(" ", names)) is not None
