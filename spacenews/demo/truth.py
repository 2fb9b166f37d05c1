"""The ground truth: what an archive of the embedded site must hold, field by field, as its pages state it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin

from spacenews.demo.faults import healing_posts
from spacenews.demo.story import normalise
from spacenews.demo.world import ARTICLES, Post, World
from spacenews.model.urls import canonical_url


@dataclass(frozen=True, slots=True)
class TruthArticle:
    """One article, equal in all markups.

    Attributes:
        id: The site's own number for it.
        url: Canonical URL.
        title: NFC, spaces folded.
        published_on: The day its page prints; None where the page prints none.
        published_at: Always None: pages print no time.
        categories: As its page prints them, in order; empty where there is no such line.
        byline: Always empty: pages print no author.
        body: Paragraphs parted by one blank line; NFC, spaces folded, no captions.
        teaser: Always None: pages do not describe themselves.
        language: As its page states it.
        excerpt: What listings and related teasers print of it, spaces folded.
        posted_at: When it was published, as the feed and REST say; in the site's zone.
        modified_at: When it was last changed, as REST says; in the site's zone.
        aliases: Addresses that redirect to it: its `?p=ID`, and those it had before.
    """

    id: int
    url: str
    title: str
    published_on: date | None
    published_at: datetime | None
    categories: tuple[str, ...]
    byline: tuple[str, ...]
    body: str
    teaser: str | None
    language: str
    excerpt: str
    posted_at: datetime
    modified_at: datetime
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What one day changed, as canonical URLs.

    Attributes:
        new: Published on that day.
        edited: Title, body or categories changed; the address is that of the same day.
        gone: Deleted for good, or unpublished for some days.
        back: Published again.
        moved: Pairs of old and new address.
    """

    new: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()


def truth(
    day: int, base_url: str, *, articles: int = ARTICLES, faults: tuple[str, ...] = ()
) -> tuple[TruthArticle, ...]:
    """Return every article that the site has on a day, oldest first.

    Args:
        day: From 1.
        base_url: As the server says it: `http://127.0.0.1:PORT/`.
        articles: How many there are on day 1.
        faults: Those that are on; articles behind faults that heal by themselves come last.
    """
    world = World(day, articles)
    posts = [world.post(number) for number in reversed(world.numbers)]
    return tuple(_as_printed(post, base_url) for post in (*posts, *healing_posts(faults)))


def changes(day: int, base_url: str, *, articles: int = ARTICLES) -> Changes:
    """Return what changed on a day against the day before; nothing on day 1."""
    if day == 1:
        return Changes()
    world, before = World(day, articles), World(day - 1, articles)
    events = world.events[-1]

    def addresses(numbers: tuple[int, ...], held: World = world) -> tuple[str, ...]:
        return tuple(_canonical(f"/{held.slug(number)}/", base_url) for number in numbers)

    return Changes(
        new=addresses(events.new),
        edited=addresses(tuple(number for number, _ in events.edited)),
        gone=addresses((*events.gone, *events.unpublished), before),
        back=addresses(events.back),
        moved=tuple(zip(addresses(events.moved, before), addresses(events.moved), strict=True)),
    )


def _as_printed(post: Post, base_url: str) -> TruthArticle:
    redirecting = () if post.path.startswith("/fault/") else (f"/?p={post.id}", *(f"/{old}/" for old in post.old_slugs))
    return TruthArticle(
        id=post.id,
        url=_canonical(post.path, base_url),
        title=normalise(post.title),
        published_on=post.published.date() if post.says_date else None,
        published_at=None,
        categories=post.categories,
        byline=(),
        body="\n\n".join(post.paragraphs),
        teaser=None,
        language="en-US",
        excerpt=normalise(post.excerpt),
        posted_at=post.published,
        modified_at=post.modified,
        aliases=tuple(_canonical(path, base_url) for path in redirecting),
    )


def _canonical(path: str, base_url: str) -> str:
    return str(canonical_url(urljoin(base_url, path)))
