"""What the newsroom holds on one day, post by post."""

# ruff: noqa: RUF001 - the stories are typeset as the site prints them

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from spacenews.demo.dice import Dice
from spacenews.demo.lexicon import CATEGORIES, MONTHS
from spacenews.demo.newsroom import PINNED, calendar_day, edited_at, events_until, published_at
from spacenews.demo.slugs import Slugs, give_slugs, post_id
from spacenews.demo.story import Block, excerpt, filed_under, normalise, title_of, write_story

ARTICLES = 300
LINK_TEXT = "read it here"
_CHANCES = 1_000_000


@dataclass(frozen=True, slots=True)
class Post:
    """A story as it stands on one day.

    Attributes:
        id: The site's own number for it (`?p=ID`).
        slug: As in its address: percent-encoded in lower case.
        old_slugs: Slugs that redirect to it.
        categories: What its page prints; empty where it has no categories line.
        published: In the site's zone, to the second; pages print its day alone.
        modified: In the site's zone.
    """

    number: int
    id: int
    slug: str
    old_slugs: tuple[str, ...]
    title: str
    filed_under: tuple[str, ...]
    categories: tuple[str, ...]
    blocks: tuple[Block, ...]
    says_date: bool
    published: datetime
    modified: datetime

    @property
    def path(self) -> str:
        """Path of its address."""
        return f"/{self.slug}/"

    @property
    def printed_date(self) -> str:
        """The day it was published, as `F j, Y`."""
        return printed_date(self.published)

    @property
    def excerpt(self) -> str:
        """The first 25 words of its body and an ellipsis."""
        return excerpt(self.blocks[0].texts[0])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its body as the archive is to hold it: normalised, without pictures and their captions."""
        return tuple(
            normalise(f"{text} {LINK_TEXT}" if block.link is not None else text)
            for block in self.blocks
            if block.kind != "picture"
            for text in block.texts
        )


class World:
    """What the site holds on one day; posts are written when they are asked for.

    Args:
        day: From 1.
        articles: How many there are on day 1; at least 20.
    """

    def __init__(self, day: int = 1, articles: int = ARTICLES) -> None:
        self.day = day
        self.articles = articles
        self.events = events_until(articles, day)
        self._born = {number: each.day for each in self.events for number in each.new}
        self._moved = {number: each.day for each in self.events for number in each.moved}
        self._back = {number: each.day for each in self.events for number in each.back}
        self._hidden = {number for each in self.events for number in each.gone}
        self._hidden |= {number for each in self.events for number in each.unpublished} - set(self._back)
        self._edits: dict[int, list[tuple[int, str]]] = {}
        for each in self.events:
            for number, kind in each.edited:
                self._edits.setdefault(number, []).append((each.day, kind))
        self.last = max(self._born, default=articles)
        self.post = lru_cache(maxsize=4096)(self._make_post)

    @cached_property
    def numbers(self) -> list[int]:
        """Numbers of the posts that are on the site, newest first."""
        return [number for number in range(self.last, 0, -1) if number not in self._hidden]

    @cached_property
    def by_category(self) -> dict[str, list[int]]:
        """The same by name of category; every category is there."""
        found: dict[str, list[int]] = {name: [] for name, _ in CATEGORIES}
        for number in self.numbers:
            for name in self.filed_under(number):
                found[name].append(number)
        return found

    @cached_property
    def by_modification(self) -> list[int]:
        """The same as `numbers`, last modified first."""
        return sorted(self.numbers, key=lambda number: (self.modified(number), number), reverse=True)

    @property
    def last_modified(self) -> datetime:
        """When anything on the site last changed, in its zone."""
        touched = {self.numbers[0], *self._edits, *self._moved, *self._back}
        return max(self.modified(number) for number in touched if self.is_live(number))

    def is_live(self, number: int) -> bool:
        """Whether a post is on the site."""
        return 1 <= number <= self.last and number not in self._hidden

    def find(self, slug: str) -> tuple[int, bool] | None:
        """Return the number of the post at a slug (in lower case), and whether it has another address now."""
        number = self._slugs.number_at.get(slug) or self._renamed.get(slug)
        if number is None or not self.is_live(number):
            return None
        return number, self.slug(number) != slug

    def published(self, number: int) -> datetime:
        """Return when a post was published, in the site's zone."""
        return published_at(self.articles, number, self._born.get(number, 1))

    def modified(self, number: int) -> datetime:
        """Return when a post was last changed, in the site's zone."""
        days = [day for day, _ in self._edits.get(number, ())]
        days += [changed[number] for changed in (self._moved, self._back) if number in changed]
        return edited_at(number, max(days)) if days else self.published(number)

    def slug(self, number: int) -> str:
        """Return the slug of a post on this day."""
        first = self._slugs.of[number]
        return _renamed(first) if number in self._moved else first

    def link(self, number: int) -> str:
        """Return the path that a body links to for a story, whatever became of it; the same on every day."""
        number = 1 + (number - 1) % self.articles
        return f"/?p={post_id(number)}" if number % 2 else f"/{self._slugs.of[number]}/"

    def filed_under(self, number: int) -> tuple[str, ...]:
        """Return the categories of a post in alphabetical order, printed on its page or not."""
        names = set(filed_under(number))
        for _ in [kind for _, kind in self._edits.get(number, ()) if kind == "categories"]:
            free = next((name for name, _ in CATEGORIES if name not in names), None)
            # What is filed under everything leaves a category, and may come back to it.
            names.symmetric_difference_update({free or CATEGORIES[-1][0]})
        return tuple(sorted(names))

    def title(self, number: int) -> str:
        """Return the title of a post, without writing the rest."""
        updates = [kind for _, kind in self._edits.get(number, ())].count("title")
        return "Updated: " * updates + title_of(number, self.published(number).date())

    @cached_property
    def _slugs(self) -> Slugs:
        return give_slugs(self.articles, ((number, self.published(number)) for number in self._born))

    @cached_property
    def _renamed(self) -> dict[str, int]:
        return {_renamed(self._slugs.of[number]): number for number in self._moved}

    def _make_post(self, number: int) -> Post:
        published = self.published(number)
        story = write_story(number, published.date())
        edits = self._edits.get(number, ())
        filed = self.filed_under(number)
        return Post(
            number=number,
            id=post_id(number),
            slug=self.slug(number),
            old_slugs=(self._slugs.of[number],) if number in self._moved else (),
            title=self.title(number),
            filed_under=filed,
            categories=filed if story.says_categories else (),
            blocks=(*story.blocks, *(_update(day) for day, kind in edits if kind == "body")),
            says_date=story.says_date,
            published=published,
            modified=self.modified(number),
        )


class ListedWorld(World):
    """The same day as the site's lists show it: some articles are in none of them, and nothing links to those.

    Args:
        day: From 1.
        articles: How many there are on day 1.
        share: Of the articles that are left out, about; the pinned one never is.
        seed: Decides which.
    """

    def __init__(self, day: int, articles: int, share: float, seed: int) -> None:
        super().__init__(day, articles)
        chances = ((number, Dice("unlisted", seed, number).below(_CHANCES)) for number in range(1, self.last + 1))
        self.unlisted = frozenset(number for number, drawn in chances if drawn < share * _CHANCES) - {PINNED}
        self._hidden |= self.unlisted

    def link(self, number: int) -> str:
        """Return the path of a story that is listed, the given one or the nearest before it."""
        number = 1 + (number - 1) % self.articles
        while number in self.unlisted:
            number = 1 + (number - 2) % self.articles
        return super().link(number)


def printed_date(instant: datetime) -> str:
    """Return a day of the site's zone as `F j, Y`."""
    return f"{MONTHS[instant.month - 1]} {instant.day}, {instant.year}"


def _renamed(slug: str) -> str:
    return f"{slug}-corrected"


def _update(day: int) -> Block:
    on = calendar_day(day)
    return Block(
        "paragraph", (f"Update, {MONTHS[on.month - 1]} {on.day}: the agency’s press office has confirmed this.",)
    )
