"""RSS, as WordPress writes it, and the answers to conditional requests, which only feeds give."""

# ruff: noqa: RUF001 - WordPress parts the names with an en dash

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from xml.sax.saxutils import escape

from spacenews.demo.answer import Answer
from spacenews.demo.lexicon import SITE_NAME, TAGLINE
from spacenews.demo.markups.markup import NUMERIC, Shell, paragraph_html
from spacenews.demo.world import Post, World

_XML = "application/rss+xml; charset=UTF-8"
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


def validators(world: World) -> tuple[tuple[str, str], ...]:
    """Return ETag and Last-Modified of every feed: one value for the whole site, as WordPress has it."""
    modified = format_datetime(world.last_modified.astimezone(UTC), usegmt=True)
    etag = hashlib.md5(f"{world.day} {modified}".encode(), usedforsecurity=False).hexdigest()
    return (("ETag", f'"{etag}"'), ("Last-Modified", modified))


def is_unchanged(asked: Mapping[str, str], held: tuple[tuple[str, str], ...]) -> bool:
    """Whether a conditional request is to be answered 304: every condition that it names must hold.

    Args:
        asked: The request's headers, names in any case that the mapping accepts.
        held: What `validators` gave.
    """
    etag, modified = (value for _, value in held)
    none_match = asked.get("If-None-Match")
    since = asked.get("If-Modified-Since")
    if none_match is None and since is None:
        return False
    if none_match is not None and none_match != etag:  # compared literally, so a weak one never fits
        return False
    return since is None or _is_not_before(since, modified)


def feed(posts: Sequence[Post], shell: Shell, path: str, title: str, held: tuple[tuple[str, str], ...]) -> Answer:
    """Return a page of a feed, with its validators."""
    name = f"{title} – {SITE_NAME}" if title else SITE_NAME
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_NAMESPACES}>\n<channel>\n'
        f"<title>{_text(name)}</title>\n"
        f'<atom:link href="{shell.base}{path}" rel="self" type="application/rss+xml" />\n'
        f"<link>{shell.base}/</link>\n<description>{_text(TAGLINE)}</description>\n"
        f"<lastBuildDate>{dict(held)['Last-Modified'].replace('GMT', '+0000')}</lastBuildDate>\n"
        "<language>en-US</language>\n"
        "<sy:updatePeriod>hourly</sy:updatePeriod>\n<sy:updateFrequency>1</sy:updateFrequency>\n"
        "<generator>https://wordpress.org/?v=6.1</generator>\n"
        + "".join(_item(post, shell) for post in posts)
        + "</channel>\n</rss>\n"
    )
    return Answer(200, text.encode(), (("Content-Type", _XML), *held))


def content_html(post: Post, shell: Shell) -> str:
    """Return a body as feed and REST carry it."""
    return "\n".join(_block(post, shell))


def _item(post: Post, shell: Shell) -> str:
    categories = "".join(f"<category><![CDATA[{name}]]></category>" for name in post.filed_under)
    return (
        f"<item>\n<title>{_text(post.title)}</title>\n<link>{shell.base}{post.path}</link>\n"
        f"<dc:creator><![CDATA[newsdesk]]></dc:creator>\n"
        f"<pubDate>{format_datetime(post.published.astimezone(UTC))}</pubDate>\n{categories}\n"
        f'<guid isPermaLink="false">{shell.base}/?p={post.id}</guid>\n'
        f"<description><![CDATA[{_text(post.excerpt)}]]></description>\n"
        f"<content:encoded><![CDATA[{content_html(post, shell)}]]></content:encoded>\n</item>\n"
    )


def _block(post: Post, shell: Shell) -> list[str]:
    parts = []
    for block in post.blocks:
        if block.kind == "items":
            parts.append("<ul>" + "".join(f"<li>{_text(text)}</li>" for text in block.texts) + "</ul>")
        elif block.kind == "heading":
            parts.append(f"<h2>{_text(block.texts[0])}</h2>")
        elif block.kind == "quote":
            parts.append(f"<blockquote><p>{_text(block.texts[0])}</p></blockquote>")
        elif block.kind == "picture":
            parts.append(f"<figure><figcaption>{_text(block.texts[0])}</figcaption></figure>")
        else:
            parts.append(f"<p>{paragraph_html(block, shell, NUMERIC)}</p>")
    return parts


def _is_not_before(since: str, modified: str) -> bool:
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(modified)
    except (TypeError, ValueError):  # what is no date is no condition that could hold
        return False


def _text(text: str) -> str:
    return escape(text).translate(NUMERIC)
