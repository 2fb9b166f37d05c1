"""The site as a WordPress answers for it: one request in, one answer out, no server in sight."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import quote, unquote

from spacenews.demo.answer import Answer, redirect
from spacenews.demo.atom import atom_feed
from spacenews.demo.dice import Dice
from spacenews.demo.faults import PRIVATE, Faults, fault_post
from spacenews.demo.feeds import feed, is_unchanged, validators
from spacenews.demo.lexicon import CATEGORIES, MONTHS, TAGS
from spacenews.demo.markups import MARKUPS, Listing, PlainPage, Shell, Teaser
from spacenews.demo.markups.markup import picture_path
from spacenews.demo.newsroom import FIRST_DAY, PINNED, TODAY, calendar_day
from spacenews.demo.rest import category_of, rest
from spacenews.demo.sitemap import sitemap
from spacenews.demo.slugs import number_of
from spacenews.demo.story import excerpt_of
from spacenews.demo.world import ListedWorld, Post, World, printed_date

PAGE_SIZE = 10
RELATED = 8
_SEARCHED = 1000  # the newest posts that the site's own search looks through
_FIRST_ERROR = 400
_CATEGORY = re.compile(r"/category/([a-z0-9-]+)(/feed)?")
_ARCHIVE = re.compile(r"/(tag/[a-z0-9-]+|author/newsdesk|\d{4}(?:/\d{2})?)")
_PAGED = re.compile(r"(.*)/page/(\d+)/")
_PICTURE = re.compile(r"(/[^/]+/)picture-\d+/")
_FILE = re.compile(r"/wp-content/uploads/picture-\d+\.png")
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_ABOUT = (
    "<p>Perigee News is written by a small news desk that has never seen a rocket up close.</p>\n"
    "<p>It tells of launches, crews and the people on the ground, since 2013.</p>"
)
_ROBOTS = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"


class DemoSite:
    """One day of the site in one markup.

    Args:
        world: The day.
        markup: A name of `markups.MARKUPS`.
        base: Scheme and host, without a final slash.
        faults: Those that are on; here they decide links, robots.txt and what is missing.
    """

    def __init__(self, world: World, markup: str, base: str, faults: Faults) -> None:
        self._world = world
        # What its lists show; articles that they leave out have their address, and are drawn as related ones.
        listed = self._listed = ListedWorld(world.day, world.articles, *faults.hidden) if "hidden" in faults else world
        self._markup = MARKUPS[markup]
        self._faults = faults
        self._visits: dict[str, int] = {}
        recent = tuple(world.post(number) for number in listed.numbers[:5])
        self._shell = Shell(
            base=base,
            recent=tuple((post.title, post.path) for post in recent),
            years=tuple(range(calendar_day(world.day).year, FIRST_DAY.year - 1, -1)),
            sections=tuple((name, f"/category/{slug}/") for name, slug in CATEGORIES if listed.by_category[name]),
            tags=tuple((name, f"/tag/{slug}/") for name, slug in TAGS),
            link=listed.link,
        )
        self._article = lru_cache(maxsize=2048)(self._render_article)
        self._related = lru_cache(maxsize=8192)(self._render_related)
        self._fixed = lru_cache(maxsize=1024)(self._answer)
        self._validators = validators(listed)

    def answer(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """Return the answer to a GET.

        Args:
            path: As sent, percent-encoded.
            query: Decoded; of a repeated name, the last.
            headers: The request's.
        """
        is_feed = path.endswith(("/feed/", "/feed/atom/")) or query.get("feed") == "rss2"
        if is_feed and "no-feed" not in self._faults and is_unchanged(headers, self._validators):
            return Answer(304, b"", self._validators)  # for feeds that do not exist, too: WordPress asks in that order
        if not query:
            slug = path[1:-1].lower() if "%" not in path else quote(unquote(path[1:-1]), safe="-_/").lower()
            if path.endswith("/") and (found := self._world.find(slug)):
                number, moved = found
                canonical = f"{self._shell.base}/{self._world.slug(number)}/"
                return redirect(canonical) if moved else self.article(self._world.post(number))
            return self._fixed(path, ())
        return self._answer_query(path, query)

    def article(self, post: Post) -> Answer:
        """Return an article's page; its related teasers are drawn anew at each visit, the n-th always alike."""
        visit = self._visits[post.path] = self._visits.get(post.path, 0) + 1
        before, after = self._article(post.number, post.path)
        dice = Dice("related", self._world.day, post.number, visit)
        mates = self._world.by_category[dice.pick(post.filed_under)]
        drawn = [number for number in dice.sample(mates, RELATED + 1) if number != post.number]
        related = (self._related(number) for number in islice(drawn, RELATED))
        return Answer(200, b"".join((before, *related, after)), kept=False)

    def page(self, kind: str, title: str, path: str, content: str, status: int = 200) -> Answer:
        """Return a page that is neither article nor listing."""
        html = self._markup.page(self._shell, PlainPage(kind, title, path, content))
        return Answer(status, html.encode())

    def not_found(self, path: str, status: int = 404) -> Answer:
        """Return the error page."""
        text = "<p>It looks like nothing was found at this location. Maybe try a search?</p>"
        return self.page("error404", "Page not found", path, text, status)

    def _render_article(self, number: int, path: str) -> tuple[bytes, bytes]:
        post = self._world.post(number) if not path.startswith("/fault/") else fault_post(path.split("/")[2])
        before, after = self._markup.article(self._shell, post)
        return before.encode(), after.encode()

    def _render_related(self, number: int) -> bytes:
        return self._markup.related(self._shell, self._teaser(number)).encode()

    def _answer_query(self, path: str, query: Mapping[str, str]) -> Answer:
        """Answer what has a query; one that means nothing to WordPress, such as tracking, changes nothing."""
        if path == "/" and "rest_route" in query:
            return self._rest(query["rest_route"], query)
        if path.startswith("/wp-json"):
            return self._rest(path.removeprefix("/wp-json"), query)
        if path == "/" and (query.get("p", "").isdigit() or query.get("cat", "").isdigit()):
            return self._short_link(path, query)
        if path == "/" and query.get("feed") == "rss2":
            path = "/feed/"
        known = tuple((name, query[name]) for name in ("s", "paged", "orderby") if name in query)
        if known:
            return self._fixed(path, known)
        return self.answer(path, {}, {})

    def _short_link(self, path: str, query: Mapping[str, str]) -> Answer:
        if "p" in query:
            number = number_of(int(query["p"]))
            slug = self._world.slug(number) if self._world.is_live(number) else None
        else:
            slug = category_of(int(query["cat"]))
            slug = f"category/{slug}" if slug else None
        return redirect(f"{self._shell.base}/{slug}/") if slug else self.not_found(path)

    def _rest(self, route: str, query: Mapping[str, str]) -> Answer:
        if "no-rest" in self._faults:
            return self.not_found("/wp-json/")
        return rest(self._listed, self._shell, route, query)

    def _answer(self, path: str, known: tuple[tuple[str, str], ...]) -> Answer:
        """Return what stays the same for the whole day."""
        query = dict(known)
        paged = query.get("paged", "1")
        if path.endswith(("/feed/", "/feed/atom/")):
            return self._feed(path, int(paged) if paged.isdigit() else 0, query.get("orderby", ""))
        if path == "/" and "s" in query:
            return self._search(query["s"])
        if path == "/" and "paged" in query:
            return redirect(f"{self._shell.base}/page/{paged}/") if paged.isdigit() else self.not_found(path)
        if path.startswith("/wp-json"):
            return self._rest(path.removeprefix("/wp-json"), {})
        if not path.endswith("/"):
            return self._file(path) or self._with_slash(path) or self.not_found(path)
        return self._page(path) or self._picture(path) or self._listing(path) or self.not_found(path)

    def _file(self, path: str) -> Answer | None:
        if path == "/robots.txt":
            return self._robots()
        if path.startswith("/wp-sitemap") and "no-sitemap" not in self._faults:
            return sitemap(self._listed, self._shell.base, path)
        return Answer(200, _PNG, (("Content-Type", "image/png"),)) if _FILE.fullmatch(path) else None

    def _with_slash(self, path: str) -> Answer | None:
        """Return the redirect from an address without its final slash, where one with it exists."""
        there = "." not in path and self.answer(f"{path}/", {}, {}).status < _FIRST_ERROR
        return redirect(f"{self._shell.base}{path}/") if there else None

    def _page(self, path: str) -> Answer | None:
        return self.page("page page-id-2", "About", path, _ABOUT) if path == "/about/" else None

    def _robots(self) -> Answer:
        text = _ROBOTS
        if "robots-half" in self._faults:
            text += "".join(f"Disallow: /{letter}\n" for letter in "nopqrstuvwxyz") + "Allow: /page/\nAllow: /wp-\n"
        if "robots-delay" in self._faults:
            text += f"Crawl-delay: {self._faults.values['robots-delay'] or 1}\n"
        text += f"\nSitemap: {self._shell.base}/wp-sitemap.xml\n"
        return Answer(200, text.encode(), (("Content-Type", "text/plain; charset=utf-8"),))

    def _picture(self, path: str) -> Answer | None:
        found = _PICTURE.fullmatch(path)
        at = self._world.find(found.group(1)[1:-1]) if found else None
        post = self._world.post(at[0]) if at and not at[1] else None
        picture = next((block for block in post.blocks if block.kind == "picture"), None) if post else None
        if post is None or picture is None or picture_path(post) != path:
            return None
        source = f"{self._shell.base}/wp-content/uploads/picture-{post.id + 1}.png"
        content = f'<p><a href="{source}"><img src="{source}" alt=""></a></p>'
        return self.page(f"attachment attachmentid-{post.id + 1}", picture.texts[0], path, content)

    def _feed(self, path: str, page: int, order: str) -> Answer:
        if path == "/feed/atom/" and "no-feed" not in self._faults:
            return atom_feed(self._listed, self._shell, path, page, order) or self.not_found(path)
        category = _CATEGORY.match(path)
        title = next((name for name, slug in CATEGORIES if category and slug == category.group(1)), "")
        numbers = self._listed.by_category[title] if title else [] if category else self._listed.numbers
        if "no-feed" in self._faults or (path != "/feed/" and not category):
            return self.not_found(path)
        shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        if page < 1 or (page > 1 and not shown):
            return self.not_found(path)
        posts = [self._world.post(number) for number in shown]
        return feed(posts, self._shell, path, title, self._validators)

    def _search(self, words: str) -> Answer:
        newest = self._listed.numbers[:_SEARCHED]
        found = [number for number in newest if words.lower() in self._world.title(number).lower()][:PAGE_SIZE]
        return self._turned(
            found, "/?s=", 1, "search search-results", f"Search Results for: {words}"
        ) or self.not_found("/")

    def _listing(self, path: str) -> Answer | None:
        paged = _PAGED.fullmatch(path)
        stem, page = (paged.group(1), int(paged.group(2))) if paged else (path[:-1], 1)
        if paged and page == 1:
            return redirect(f"{self._shell.base}{stem}/")
        if stem == "":
            return self._turned(self._listed.numbers, "", page, "home blog", "")
        if category := _CATEGORY.fullmatch(stem):
            name = next((name for name, slug in CATEGORIES if slug == category.group(1)), None)
            numbers = self._listed.by_category[name] if name else ()
            kind = f"archive category category-{category.group(1)}"
            return self._turned(numbers, stem, page, kind, f"Category: {name}") if numbers else None
        return self._archive(stem, page)

    def _archive(self, stem: str, page: int) -> Answer | None:
        if not _ARCHIVE.fullmatch(stem):
            return None
        what, _, which = stem[1:].partition("/")
        if what == "author":
            return self._turned(self._listed.numbers, stem, page, "archive author author-newsdesk", "Author: newsdesk")
        if what == "tag":
            place = next((place for place, (_, slug) in enumerate(TAGS) if slug == which), None)
            tagged = [number for number in self._listed.numbers if place is not None and number % 13 == place]
            return self._turned(tagged, stem, page, f"archive tag tag-{which}", f"Tag: {which}") if tagged else None
        year, month = int(what), int(which or 0)
        if not FIRST_DAY.year <= year <= TODAY.year or month > len(MONTHS):
            return None
        dated = self._dated(lambda post: post.year == year and month in {0, post.month})
        heading = f"Month: {MONTHS[month - 1]} {year}" if month else f"Year: {year}"
        return self._turned(dated, stem, page, "archive date", heading) if dated else None

    def _dated(self, fits: Callable[..., bool]) -> list[int]:
        return [number for number in self._listed.numbers if fits(self._world.published(number))]

    def _turned(self, numbers: Sequence[int], stem: str, page: int, kind: str, title: str) -> Answer | None:
        """Return one page of a listing, or None past its end."""
        pages = max(1, -(-len(numbers) // PAGE_SIZE))
        if not 1 <= page <= pages:
            return None
        shown = list(numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
        teasers = [self._teaser(number) for number in shown]
        if kind == "home blog" and page == 1:
            teasers = [*self._front_teasers(), *teasers]
        listing = Listing(
            kind=kind if page == 1 else f"{kind} paged paged-{page}",
            title=title,
            path=f"{stem}/",
            teasers=tuple(teasers),
            older=_page_path(stem, page + 1) if page < pages else None,
            newer=_page_path(stem, page - 1) if page > 1 else None,
        )
        return Answer(200, self._markup.listing(self._shell, listing).encode())

    def _front_teasers(self) -> list[Teaser]:
        """Return what stands before the newest posts on the home page: the pinned one, and faults that are on."""
        front = [self._teaser(PINNED)] if self._listed.is_live(PINNED) else []
        for name in self._faults.linked:
            post = fault_post(name)
            hrefs = PRIVATE if name == "private-link" else (post.path,)
            front += [Teaser(post.printed_date, post.title, post.excerpt, href) for href in hrefs]
        return front

    def _teaser(self, number: int) -> Teaser:
        """Return the teaser of a post, whose body is not written for it: at 100,000 posts, that is most of the work."""
        world, published = self._world, self._world.published(number)
        excerpt = excerpt_of(number, published.date())
        return Teaser(printed_date(published), world.title(number), excerpt, f"/{world.slug(number)}/")


def _page_path(stem: str, page: int) -> str:
    return f"{stem}/page/{page}/" if page > 1 else f"{stem}/"
