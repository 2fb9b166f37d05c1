"""What the site can do wrong when it is asked to: the names, and the stories that stand behind some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from spacenews.demo.newsroom import TODAY, ZONE
from spacenews.demo.slugs import post_id
from spacenews.demo.story import write_story
from spacenews.demo.world import Post
from spacenews.model.errors import UsageError

FAULT_NUMBER = 10_000_000  # stories behind faults are numbered from here on: no feed, sitemap or category has them

# Each stands at /fault/<name>/ and is linked from the home page like an article.
PAGES: Mapping[str, str] = {
    "500-twice": "500 to the first two requests, then an article",
    "429-seconds": "429 with Retry-After: 1 to the first request, then an article",
    "429-date": "429 with Retry-After as a date two seconds ahead to the first request, then an article",
    "slow-body": "an article that drips, four bytes a second, for ten minutes",
    "cut-length": "an article of which half is sent, less than its Content-Length",
    "cut-chunked": "an article in chunks, cut before the last",
    "cut-gzip": "an article as gzip, of which half is sent, with a Content-Length to match",
    "soft-404": "an error page with status 200",
    "challenge": "a bot check with status 200",
    "redirect-loop": "two addresses that redirect to each other",
    "private-link": "no page: the home page links to http://10.0.0.1/ and http://169.254.169.254/ instead",
    "private-redirect": "a redirect to http://169.254.169.254/",
    "huge": "an article of 30 MB",
    "deep": "an article behind 100,000 nested tags",
    "wrong-charset": "windows-1251 that claims to be UTF-8",
    "gzip-bomb": "256 MB of spaces in 256 kB of gzip",
    "reset": "a connection that is reset before the first byte",
}
# These hold for the whole site.
SITE_WIDE: Mapping[str, str] = {
    "down": "503 to everything",
    "robots-500": "500 to robots.txt",
    "robots-delay": "Crawl-delay: 1, or another number: robots-delay=3",
    "robots-half": "robots.txt forbids addresses that begin with a letter from n to z",
    "no-feed": "404 to every feed",
    "no-sitemap": "404 to every sitemap",
    "no-rest": "404 to REST",
    "stall": "one answer stops at a byte for as long as it is waited for: stall=NTH:BYTES, such as stall=7:500",
    "hidden": "some articles stand in no list, only in related blocks: hidden=SHARE:SEED, such as hidden=0.05:7",
}
HEALING = ("500-twice", "429-seconds", "429-date")
_VALUES = {  # of the faults that take one: its form, and how to say so
    "robots-delay": (re.compile(r"\d+(?:\.\d*)?|"), "seconds, such as robots-delay=3"),
    "stall": (re.compile(r"\d+:\d+"), "which request and how many bytes of its answer, such as stall=7:500"),
    "hidden": (re.compile(r"0?\.\d+:\d+"), "a share and a seed, such as hidden=0.05:7"),
}
_NO_VALUE = (re.compile(r""), "no value")
PRIVATE = ("http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/")


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults that are on, by name, with their values where they were given any."""

    values: Mapping[str, str]

    def __contains__(self, name: object) -> bool:
        """Whether a fault is on."""
        return name in self.values

    @property
    def linked(self) -> tuple[str, ...]:
        """Names of those that the home page links to, in the order of `PAGES`."""
        return tuple(name for name in PAGES if name in self.values)

    @property
    def hidden(self) -> tuple[float, int]:
        """The share of articles that stand in related blocks alone, and the seed that chooses them."""
        share, _, seed = self.values.get("hidden", "0:0").partition(":")
        return float(share), int(seed)

    @property
    def stall(self) -> tuple[int, int]:
        """Which request from now on is not answered to its end, and after how many bytes; 0: none."""
        number, _, size = self.values.get("stall", "0:0").partition(":")
        return int(number), int(size)


def parse_faults(names: Iterable[str]) -> Faults:
    """Return the faults that are named, each as `name` or `name=value`.

    Raises:
        UsageError: There is no such fault.
    """
    values: dict[str, str] = {}
    for each in names:
        name, _, value = each.partition("=")
        if name not in PAGES and name not in SITE_WIDE:
            raise UsageError(f"the demo has no fault {name!r}: there are {', '.join((*PAGES, *SITE_WIDE))}")
        form, example = _VALUES.get(name, _NO_VALUE)
        if not form.fullmatch(value):
            raise UsageError(f"{each!r}: {name} takes {example}")
        values[name] = value
    return Faults(values)


def fault_post(name: str) -> Post:
    """Return the story behind a fault; its page is sent where the fault lets it through."""
    published = datetime.combine(TODAY, time(12), ZONE)
    number = FAULT_NUMBER + list(PAGES).index(name)
    story = write_story(number, published.date())
    return Post(
        number=number,
        id=post_id(number),
        slug=f"fault/{name}",
        old_slugs=(),
        title=f"{story.title} ({name})",
        filed_under=story.filed_under,
        categories=story.filed_under if story.says_categories else (),
        blocks=story.blocks,
        says_date=story.says_date,
        published=published,
        modified=published,
    )


def healing_posts(names: Iterable[str]) -> tuple[Post, ...]:
    """Return the stories behind those of the named faults that go away by themselves."""
    faults = parse_faults(names)
    return tuple(fault_post(name) for name in HEALING if name in faults)
