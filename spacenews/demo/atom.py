"""The Atom feed of WordPress, which can be sorted by modification and states when each post was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from spacenews.demo.answer import Answer
from spacenews.demo.feeds import content_html, validators
from spacenews.demo.lexicon import SITE_NAME
from spacenews.demo.markups.markup import NUMERIC, Shell
from spacenews.demo.world import Post, World

_TYPE = "application/atom+xml; charset=UTF-8"
PAGE_SIZE = 10


def atom_feed(world: World, shell: Shell, path: str, page: int, order: str) -> Answer | None:
    """Return a page of the feed with its validators, or None past its end.

    Args:
        world: What it lists.
        shell: Says where the site is.
        path: Of the feed.
        page: From 1.
        order: `modified` for the newest change first; else the newest post comes first.
    """
    numbers = world.by_modification if order == "modified" else world.numbers
    posts = [world.post(number) for number in numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]] if page > 0 else []
    if not posts:
        return None
    updated = max(post.modified for post in posts)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">\n'
        f'<title type="text">{_text(SITE_NAME)}</title>\n<updated>{_instant(updated)}</updated>\n'
        f'<link rel="alternate" type="text/html" href="{shell.base}/" />\n<id>{shell.base}{path}</id>\n'
        + "".join(_entry(post, shell) for post in posts)
        + "</feed>\n"
    )
    return Answer(200, text.encode(), (("Content-Type", _TYPE), *validators(world)))


def _entry(post: Post, shell: Shell) -> str:
    return (
        f'<entry>\n<title type="html"><![CDATA[{_text(post.title)}]]></title>\n'
        f'<link rel="alternate" type="text/html" href="{shell.base}{post.path}" />\n'
        f"<id>{shell.base}/?p={post.id}</id>\n<updated>{_instant(post.modified)}</updated>\n"
        f"<published>{_instant(post.published)}</published>\n"
        f'<summary type="html"><![CDATA[{_text(post.excerpt)}]]></summary>\n'
        f'<content type="html" xml:base="{shell.base}{post.path}"><![CDATA[{content_html(post, shell)}]]></content>\n'
        "</entry>\n"
    )


def _instant(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(text).translate(NUMERIC)
