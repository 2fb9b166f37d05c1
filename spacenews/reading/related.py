"""Where the article ends and teasers of others begin, on a page whose template says so only in words."""

from __future__ import annotations

import re

from spacenews.reading.page import HtmlPage
from spacenews.reading.teasers import bare_words, find_more_links
from spacenews.specs import Site

RELATED = re.compile(
    r"more from this (?:category|section)|related(?: (?:posts?|articles?|stories|news|reading))?|"
    r"read (?:also|more|next)|"
    r"you (?:may|might) also (?:like|be interested in)|see also|more (?:news|stories|like this)"
)
"""Matches the whole of a heading above related teasers, as `bare_words` gives it."""


def find_related_label(site: Site, page: HtmlPage) -> str | None:
    """Return the line above the page's related teasers (`More from this category:`), which no line before starts with.

    Only where links called as the site's sources say (`full story`) follow it, and the article does not follow these.
    """
    mores = frozenset(words for source in site.sources if (words := bare_words(source.more)))
    if not mores or not (anchors := set(find_more_links(page.root.iter("a"), mores))):
        return None
    lines = page.all_lines
    first = next((at for at, line in enumerate(lines) if RELATED.fullmatch(bare_words(line.text))), None)
    if first is None or any(line.text.casefold().startswith(lines[first].text.casefold()) for line in lines[:first]):
        return None
    last = max((at for at, line in enumerate(lines) if not anchors.isdisjoint(line.links)), default=0)
    before, behind = (sum(len(line.text) for line in part) for part in (lines[:first], lines[last + 1 :]))
    return lines[first].text if first < last and behind < before else None
