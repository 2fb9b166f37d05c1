"""Pages written by hand: no CMS, so no classes to go by; what their authors print is all there is."""

from __future__ import annotations

from spacenews.model.link import LinkKind
from spacenews.specs.families.family import Family
from spacenews.specs.layout import Layout
from spacenews.specs.rules import first, line
from spacenews.specs.source import Source

_DAY = (
    r"(?:(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day,? )?(?:[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+\.? \d{4})"
)
_NAME = r"[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}"
_SIGNED = r"(?:(?:Page|Article|Text)(?: and [a-z]+)? (?:author|editor|by)|(?:[Ww]ritten )?[Bb]y|Author):?"
_WHOLE_PAGE = 2000  # blocks; such dates stand at either end, and tables of links have many blocks

FAMILY = Family(
    name="handwritten",
    layouts=(
        # What a CMS or a theme would print: a body class, an <article>, microformats, JSON-LD. None of it is here.
        Layout(
            name="handwritten",
            marker="body:not([class]):not(:has(article, main, .hentry, [itemtype]))",
            published=first(
                line(rf"(?:First )?(?:[Pp]ublished|[Pp]osted|[Ww]ritten)(?: on)?:? ({_DAY})\.?", within=_WHOLE_PAGE),
                line(rf"\W*({_DAY})\W*"),
            ),
            modified=line(
                rf"(?:{_SIGNED} {_NAME}[;,.|] )?(?:Page |Last |Article |This page was )?(?:last )?"
                rf"(?:[Uu]pdated?|[Mm]odified|[Rr]evised|[Cc]hanged)(?: on)?:? ({_DAY})\.?.{{0,40}}",
                within=_WHOLE_PAGE,
            ),
            byline=line(rf"{_SIGNED} ({_NAME})(?:[;,.|] .{{0,80}})?", within=_WHOLE_PAGE),
        ),
    ),
    # Without headings or classes each paragraph, item or cell with a link is a teaser; tables only lay the page out.
    teasers=("li", "p:has(a)", "dd", "td:has(a):not(:has(table, p, ul, dl))"),
    drop=("center > font[size='1']", "p.footer", "div.footer"),
)


def sources(home: str, *pages: str) -> tuple[Source, ...]:
    """Return the pages that list others: home, and those that are named.

    Args:
        home: Address of the site's home page.
        *pages: Addresses of further pages that list articles.
    """
    return tuple(Source(kind=LinkKind.LISTING, url=url, family=FAMILY.name) for url in (home, *pages))
