"""What every markup prints, and how it writes its letters."""

# ruff: noqa: RUF001 - these letters are what the table is about

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from spacenews.demo.lexicon import SITE_NAME
from spacenews.demo.story import Block
from spacenews.demo.world import LINK_TEXT, Post

MORE_LABEL = "More from this category:"
ELSEWHERE = "https://agency.example/press/"  # a reserved name: nobody lives there
# As wptexturize writes them, and as an editor of hand-made pages does.
NUMERIC = str.maketrans(
    {"‘": "&#8216;", "’": "&#8217;", "“": "&#8220;", "”": "&#8221;", "–": "&#8211;", "…": "&#8230;"}
)
NAMED = str.maketrans(
    {
        "‘": "&lsquo;",
        "’": "&rsquo;",
        "“": "&ldquo;",
        "”": "&rdquo;",
        "–": "&ndash;",
        "…": "&hellip;",
        "\u00a0": "&nbsp;",
    }
)
RAW: dict[int, str] = {}


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around every page.

    Attributes:
        base: Scheme and host, without a final slash.
        recent: Title and path of the newest posts.
        years: Years that have an archive, newest first.
        sections: Name and path of each category page.
        tags: Name and path of each tag page.
        link: Path of the story that a body links to, by its number.
    """

    base: str
    recent: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    sections: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]
    link: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Teaser:
    """One article of a listing or a related block; `href` is a path, or absolute where it leaves the site."""

    date: str
    title: str
    excerpt: str
    href: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of teasers.

    Attributes:
        kind: The body class of its kind: `home blog`, `archive category`, `archive tag`, `archive author`,
            `archive date`, `search`.
        title: Its heading; empty on the home page.
        path: Its own address.
        older: Path of the following page, or None at the end.
        newer: Path of the page before, or None at the beginning.
    """

    kind: str
    title: str
    path: str
    teasers: tuple[Teaser, ...]
    older: str | None
    newer: str | None


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page that is neither article nor listing.

    Attributes:
        kind: The body class of its kind: `page`, `attachment`, `error404`.
        content: HTML without classes, as the editor left it.
    """

    kind: str
    title: str
    path: str
    content: str


class Markup(Protocol):
    """A theme."""

    name: str

    def article(self, shell: Shell, post: Post) -> tuple[str, str]:
        """Return what stands before and after the related teasers of an article's page."""

    def related(self, shell: Shell, teaser: Teaser) -> str:
        """Return one related teaser."""

    def listing(self, shell: Shell, listing: Listing) -> str:
        """Return a page of teasers."""

    def page(self, shell: Shell, page: PlainPage) -> str:
        """Return a page of another kind."""


def escape(text: str, letters: dict[int, str]) -> str:
    """Return a text for HTML; `letters` says how its quotes, dashes and no-break spaces are written."""
    return html.escape(text, quote=False).translate(letters)


def head_title(title: str) -> str:
    """Return what stands in `<title>`: the page's title and the site's name."""
    return f"{title} | {SITE_NAME}" if title else SITE_NAME


def picture_path(post: Post) -> str:
    """Return the path of the attachment page of a post's picture."""
    return f"{post.path}picture-{post.id + 1}/"


def paragraph_html(block: Block, shell: Shell, letters: dict[int, str]) -> str:
    """Return the inside of a paragraph, its link included."""
    text = escape(block.texts[0], letters)
    if block.link is None:
        return text
    href = f"{shell.base}{shell.link(block.link)}" if block.link else ELSEWHERE
    return f'{text} <a href="{href}">{LINK_TEXT}</a>'
