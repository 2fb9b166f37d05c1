"""A news site that changes: numbered stories, a list of the newest, and what may go wrong with all of them at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from tests.crawl.hostile_site import WORDS, HostileSite, Reply, html

FIRST_DAY = date(2025, 1, 1)
OLD = 10  # stories up to this one are in the template of their time
_STORY = re.compile(r"/story-(\d+)/")
_PAGE = re.compile(r"/(?:page/(\d+)/)?")
_PAGE_SIZE = 10

SPEC = '''"""Orbit Daily: a site that changes."""

from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="orbit",
    name="Orbit Daily",
    home="{home}",
    timezone="UTC",
    sources=(Source(kind="listing", url="{home}", more="full story"),),
    article_url=r"{home}story-\\d+/",
    layouts=(
        Layout(name="new-2025", marker="article.new", published=".day", byline=".by", body=".text"),
        Layout(name="old-2012", marker="div.old", published=".when", body=".words"),
    ),
)
'''


@dataclass
class Newsroom:
    """What the site shows now.

    Attributes:
        stories: How many there are; the newest has the greatest number.
        shown_from: The listing begins with this one and goes down.
        says_day: Whether new pages print their day.
        says_author: Whether they print an author.
        title: That every page prints; empty: each its own.
        links: Whether the listing has links.
        checks: Whether stories are a bot check.
        share: Of a story's words that are printed.
    """

    stories: int = 30
    says_day: bool = True
    says_author: bool = True
    title: str = ""
    links: bool = True
    checks: bool = False
    share: float = 1.0

    def answer(self, path: str) -> Reply | None:
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow:\n", "text/plain")
        if found := _STORY.fullmatch(path):
            number = int(found.group(1))
            return self._story(number) if 1 <= number <= self.stories else None
        found = _PAGE.fullmatch(path)
        return self._listing(int(found.group(1) or 1)) if found else None

    def serve(self) -> HostileSite:
        return HostileSite(self.answer)

    def _story(self, number: int) -> Reply:
        if self.checks:
            return html(
                "<title>Just a moment...</title>",
                '<h1>orbit</h1><form id="challenge-form"></form><script>window._cf_chl_opt={};</script>'
                '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>',
            )
        day = FIRST_DAY + timedelta(days=number)
        title = self.title or _title(number)
        count = round(150 * self.share)
        words = [WORDS[(number * 7 + place * (number % 5 + 1)) % len(WORDS)] for place in range(count)]
        text = (
            f"<p>Number {number}: {' '.join(words[: count // 2])}.</p><p>{' '.join(words[count // 2 :])} {number}.</p>"
        )
        head = f"<title>{title} | Orbit Daily</title>"
        if number <= OLD:
            printed = f"<h1>{title}</h1><p class=when>{day:%B %d, %Y}</p><div class=words>{text}</div>"
            return html(head, f"<div class=old>{printed}</div>")
        printed = f"<h1>{title}</h1>"
        printed += f"<p class=day>{day:%B %d, %Y}</p>" if self.says_day else ""
        printed += "<p class=by>Anna Petrova</p>" if self.says_author else ""
        return html(head, f"<article class=new>{printed}<div class=text>{text}</div></article>")

    def _listing(self, page: int) -> Reply | None:
        top = self.stories - (page - 1) * _PAGE_SIZE
        numbers = range(top, max(0, top - _PAGE_SIZE), -1)
        if not numbers:
            return None
        items = "".join(
            f"<article><h2>{_title(number)}</h2><p>{WORDS[number % len(WORDS)]} and so on.</p>"
            + (f'<p><a href="/story-{number}/">full story</a></p>' if self.links else "")
            + "</article>"
            for number in numbers
        )
        older = f'<a rel="next" href="/page/{page + 1}/">Older</a>' if numbers[-1] > 1 and self.links else ""
        return html("<title>Orbit Daily</title>", f"<h1>Orbit Daily</h1>{items}{older}")


def _title(number: int) -> str:
    return f"Story {number}: a {WORDS[number % len(WORDS)]} for the {WORDS[(number * 3 + 1) % len(WORDS)]}"
