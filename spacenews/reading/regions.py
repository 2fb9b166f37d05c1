"""Which parts of a page are the article's own, and which are its surroundings: told by tags, roles and names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import chain, islice

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
# What holds other people's words and other articles, wherever on the page it stands.
_OF_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|respond|related|relatedposts|recommended|recent|popular|trending|teasers?|"
    r"promo|widgets?|sidebar)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A template may call the middle of its page a widget or by the sidebar beside it, but never by one of these.
_NEVER_TEXT = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|respond|related|relatedposts|recommended|teasers?|promo|adverts?|popup|"
    r"advertisement|sponsored|modal|newsletter|cookies?|nav|navigation|menu|breadcrumbs?|footer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(r"comment|review|video|image|product|offer|event|answer", re.IGNORECASE)
# Page builders call every part a widget.
_STATE = re.compile(r"(?:^|(?<=[\s_-]))(?:with|has|no|without)[_-][\w-]+|\belementor-[\w-]*", re.IGNORECASE)
_MAX_HEADS = 20
_MAX_PARAGRAPHS = 5000
# Their classes describe the whole page (`has-sidebar`), or the article itself.
_WHOLE = frozenset({"html", "body", "main", "article"})


class Regions:
    """Answers, for the elements of one page, whose they are; each answer is worked out once.

    Args:
        root: The `html` element.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._own: dict[Element, bool] = {}
        self._others: dict[Element, bool] = {}

    def is_article_part(self, element: Element) -> bool:
        """Whether it may be the article's: neither it nor anything around it is navigation, a sidebar, comments."""
        return self._ask(element, self._own, lambda each: not self.is_surrounding(each))

    def is_of_others(self, element: Element) -> bool:
        """Whether it stands among comments, related articles or widgets, or in microdata of another thing.

        Unlike `is_article_part` this lets footers and asides pass: an article's own hold its date and its authors.
        """
        return not self._ask(element, self._others, lambda each: not self._is_other(each))

    def is_in_own_footer(self, element: Element) -> bool:
        """Whether it stands in the post that the headline stands in, and is a surrounding only as that one's footer."""
        post = next((each for each in element.iterancestors() if is_post(each)), None)
        return post is not None and post in self._around_headline and not self.is_of_others(element)

    def is_surrounding(self, element: Element) -> bool:
        """Whether an element itself is navigation, a sidebar, comments, a footer, a list of other articles."""
        tag = element.tag
        if tag in _WHOLE:
            return False
        if tag in _SURROUNDINGS or element.get("role") in _ROLES:
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        # `page-with-sidebar` says what else is on the page, so it is looked at only where a name was found.
        if names == " " or _NAMES.search(names) is None or _NAMES.search(_STATE.sub(" ", names)) is None:
            return False
        return _NEVER_TEXT.search(names) is not None or element not in self._around_text

    def _is_other(self, element: Element) -> bool:
        if element.tag in _WHOLE:
            return False
        if element.tag == "nav" or _OTHER_THING.search((element.get("itemtype") or "").rpartition("/")[2]):
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if names == " " or _OF_OTHERS.search(names) is None or _OF_OTHERS.search(_STATE.sub(" ", names)) is None:
            return False
        return _NEVER_TEXT.search(names) is not None or element not in self._around_text

    def _ask(self, element: Element, known: dict[Element, bool], ask: Callable[[Element], bool]) -> bool:
        """Return whether a question holds for an element and all that is around it, outermost first."""
        path: list[Element] = []
        answer = True
        each: Element | None = element
        while each is not None:
            if (found := known.get(each)) is not None:
                answer = found
                break
            path.append(each)
            each = each.getparent()
        for inner in reversed(path):
            answer = answer and ask(inner)
            known[inner] = answer
        return answer

    @cached_property
    def _around_headline(self) -> frozenset[Element]:
        head = next(self._root.iter("h1"), None)
        return frozenset() if head is None else frozenset(head.iterancestors())

    @cached_property
    def _around_text(self) -> frozenset[Element]:
        """All that is around a headline, a post or most paragraphs, whatever its name is."""
        posts = (each for each in self._root.iter("div", "li") if "hentry" in (each.get("class") or "").split())
        heads = islice(chain(self._root.iter("h1"), posts), _MAX_HEADS)
        amounts: Counter[Element] = Counter()
        for each in islice(self._root.iter("p"), _MAX_PARAGRAPHS):
            if (outer := each.getparent()) is not None:
                amounts[outer] += len(each.text or "")
        inner = [*heads, *(outer for outer, _ in amounts.most_common(1))]
        return frozenset(chain(inner, chain.from_iterable(each.iterancestors() for each in inner)))


def is_post(element: Element) -> bool:
    """Whether an element is what themes put one post into, on its own page or among others."""
    return element.tag == "article" or "hentry" in (element.get("class") or "").split()
