"""One story: title, categories and blocks, made from its number alone, the same in every process."""

# ruff: noqa: RUF001 - the stories are typeset as the site prints them

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from spacenews.demo.dice import Dice
from spacenews.demo.lexicon import Facts
from spacenews.demo.topics_ground import ANYWHERE, CAPTIONS, HEADINGS, ITEMS, TOPICS

EXCERPT_WORDS = 25  # as the first site cuts its teasers
COSMONAUT = 7  # the number of the story whose slug holds a Cyrillic letter
# What only some stories have, or lack: one in how many, and which of them.
_MARKS = {
    "undated": (29, 11),  # its page prints no date line
    "unfiled": (6, 5),  # its page prints no categories line
    "link": (4, 1),
    "dashes": (8, 5),
    "items": (7, 3),
    "quote": (10, 6),
    "heading": (11, 2),
    "picture": (9, 4),
    "accent": (37, 8),
}
_MORE = "and so on"  # stands for the rest of a body
_NOT_IN_SLUG = re.compile(r"[^\w\s-]")
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body.

    Attributes:
        kind: `paragraph`, `heading`, `items`, `quote` or `picture`.
        texts: As the editor typed them, odd spaces included: one, for `items` one each, for `picture` the caption.
        link: For a paragraph that ends with a link, the number of the story that it leads to; 0: to another site.
    """

    kind: str
    texts: tuple[str, ...]
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What a newsroom wrote, before any edit.

    Attributes:
        filed_under: Names of its categories, in the alphabetical order of a WordPress.
        says_date: Whether its page prints the date line.
        says_categories: Whether its page prints the categories line.
    """

    number: int
    title: str
    filed_under: tuple[str, ...]
    blocks: tuple[Block, ...]
    says_date: bool
    says_categories: bool


@lru_cache(maxsize=2048)
def write_story(number: int, published: date) -> Story:
    """Return the story of a number, as published on a day of the site's zone."""
    return Story(
        number=number,
        title=title_of(number, published),
        filed_under=filed_under(number),
        blocks=_write_blocks(number, Facts(number, published)),
        says_date=not is_marked(number, "undated"),
        says_categories=not is_marked(number, "unfiled"),
    )


def excerpt_of(number: int, published: date) -> str:
    """Return the excerpt of a story without writing it: every lead has as many words as an excerpt, or more."""
    return excerpt(f"{_lead(number, Facts(number, published))} {_MORE}")


def is_marked(number: int, mark: str) -> bool:
    """Whether a story is one of those with a mark of `_MARKS`."""
    every, rest = _MARKS[mark]
    return number % every == rest


def title_of(number: int, published: date) -> str:
    """Return the title of a story, without writing it."""
    if number == COSMONAUT:
        return "I will be a \u0441osmonaut: a letter from the centrifuge"  # that letter is Cyrillic
    return fill(Dice("title", number).pick(TOPICS[topic_of(number)].titles), Facts(number, published))


def topic_of(number: int) -> int:
    """Return the place in `TOPICS` of a story's topic."""
    return Dice("topic", number).below(len(TOPICS))


def filed_under(number: int) -> tuple[str, ...]:
    """Return the categories of a story, without writing it."""
    topic = TOPICS[topic_of(number)]
    dice = Dice("categories", number)
    extra = dice.sample(topic.maybe, dice.below(4))
    return tuple(sorted({*topic.always, *extra}))


def fill(template: str, facts: Facts) -> str:
    """Return a sentence with its slots filled and its no-break spaces in place."""
    return template.format_map(facts).replace("~", "\u00a0")


def slug_for(title: str) -> str:
    """Return the slug that WordPress makes of a title: percent-encoded, in lower case."""
    text = title.lower().replace("\u00a0", "-").replace("–", "-").replace("—", "-")
    text = re.sub(r"[\s-]+", "-", _NOT_IN_SLUG.sub("", text)).strip("-")
    return quote(text, safe="-_").lower()


def normalise(text: str) -> str:
    """Return a text as the archive holds it: NFC, no-break spaces made spaces, runs of spaces folded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def excerpt(text: str) -> str:
    """Return the first 25 words and an ellipsis, as WordPress trims them: a no-break space is part of a word."""
    words = _SPACES.split(text.strip())
    if len(words) <= EXCERPT_WORDS:
        return " ".join(words)
    trimmed = " ".join(words[:EXCERPT_WORDS])
    return trimmed[:-1] + "…." if trimmed.endswith(".") else trimmed + "…"  # "fly." + "..." is texturized so


def _write_blocks(number: int, facts: Facts) -> tuple[Block, ...]:
    dice = Dice("body", number)
    topic = TOPICS[topic_of(number)]
    lead = _lead(number, facts)
    details = dice.sample(topic.details, dice.between(4, len(topic.details)))
    remarks = dice.sample(ANYWHERE, dice.between(3, 9))
    sentences = [
        fill(each, facts) for pair in zip(details, [*remarks, *[""] * 9], strict=False) for each in pair if each
    ]
    paragraphs = [Block("paragraph", (_join(dice, [lead, sentences.pop(0)]),))]
    while sentences:
        size = dice.between(2, 4)
        paragraphs.append(Block("paragraph", (_join(dice, sentences[:size]),)))
        del sentences[:size]
    return _furnish(number, dice, facts, paragraphs)


def _lead(number: int, facts: Facts) -> str:
    """Return the lead of the story's title: chosen by dice of one seed, and so with the same figures."""
    return fill(Dice("title", number).pick(TOPICS[topic_of(number)].leads), facts)


def _join(dice: Dice, sentences: list[str]) -> str:
    """Join sentences as editors do: now and then with two spaces, or with a no-break space and one."""
    text = sentences[0]
    for sentence in sentences[1:]:
        text += dice.pick((" ",) * 9 + ("  ", "  ", "\u00a0 ")) + sentence
    return text


def _furnish(number: int, dice: Dice, facts: Facts, blocks: list[Block]) -> tuple[Block, ...]:
    """Put in what only some stories have: pictures, lists, quotes, headings, links, dashes, a decomposed accent."""
    if is_marked(number, "link"):
        blocks.append(Block("paragraph", ("Our earlier story tells how it began:",), link=dice.below(max(number, 2))))
    if is_marked(number, "dashes"):
        blocks += [
            Block("paragraph", (f"–{gap}{fill(item, facts)};",))
            for item, gap in zip(dice.sample(ITEMS, 3), ("\u00a0 \u00a0", "   ", " \u00a0 "), strict=True)
        ]
    if is_marked(number, "items"):
        items = tuple(fill(item, facts) for item in dice.sample(ITEMS, dice.between(3, 5)))
        blocks += [Block("paragraph", ("On the list of the day:",)), Block("items", items)]
    if is_marked(number, "quote"):
        words = fill("We have {few} days, and {many} reasons to use them well", facts)
        blocks.insert(len(blocks) // 2 + 1, Block("quote", (f"“{words}.”",)))
    if is_marked(number, "heading"):
        blocks.insert(max(1, len(blocks) // 2), Block("heading", (dice.pick(HEADINGS),)))
    if is_marked(number, "picture"):
        blocks.insert(1, Block("picture", (fill(dice.pick(CAPTIONS), facts),)))
    if is_marked(number, "accent"):
        blocks.append(Block("paragraph", ("The guests ended the day in a cafe\u0301 beside the launch museum.",)))
    return tuple(blocks)
