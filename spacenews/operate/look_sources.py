"""Where a site lists its articles: what its pages and robots.txt name, and what really answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin

from spacenews.model.capture import Capture
from spacenews.model.counted import counted
from spacenews.model.link import LinkKind, Listing
from spacenews.model.rejection import Rejection
from spacenews.operate.look import Evidence, Look
from spacenews.operate.look_feeds import Said, hear_feed, hear_rest
from spacenews.operate.look_home import Home, hosts_of, made_up
from spacenews.reading import read_links
from spacenews.specs import Site, Source
from spacenews.specs.families.wordpress import REST_FIELDS

_OK = range(200, 300)
_GUESSED_FEEDS = ("feed/", "rss.xml", "feed.xml")
_GUESSED_SITEMAPS = ("sitemap.xml", "sitemap_index.xml")
_TEXTS = "_fields=link,date,date_gmt,title,content"
_DATES = "_fields=link,date,date_gmt,title"


@dataclass(frozen=True, slots=True)
class Answered:
    """A source that was asked, and what it lists; `note` says why it lists nothing."""

    source: Source
    listing: Listing = field(default_factory=Listing)
    note: str = ""

    @property
    def articles(self) -> tuple[str, ...]:
        """Addresses that it lists as articles."""
        return tuple(link.url for link in self.listing.links if link.kind is LinkKind.ARTICLE)

    @property
    def parts(self) -> tuple[str, ...]:
        """Addresses of further lists that it names."""
        return tuple(link.url for link in self.listing.links if link.kind is not LinkKind.ARTICLE)


@dataclass(slots=True)
class Lists:
    """What a site lists.

    Attributes:
        said: What feeds and REST say besides.
        answered: Feeds, sitemaps and REST that were asked, in the order in which a spec names them.
        parts: Parts of a sitemap index to look into: the newest and the oldest of those with articles.
        pages: A part that lists the site's pages.
        of_parts: What those parts list.
        no_articles: Addresses that a sitemap lists as something else: pages, categories, authors.
    """

    said: Said = field(default_factory=Said)
    answered: list[Answered] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    of_parts: list[str] = field(default_factory=list)
    no_articles: list[str] = field(default_factory=list)

    def well(self) -> list[Answered]:
        """Return those that list something."""
        return [each for each in self.answered if each.articles or each.parts]

    def sure(self) -> dict[str, None]:
        """Return the addresses that feeds and REST list: articles, and nothing else."""
        kinds = {LinkKind.FEED, LinkKind.REST}
        return dict.fromkeys(url for each in self.well() if each.source.kind in kinds for url in each.articles)

    def mapped(self) -> dict[str, None]:
        """Return the addresses that sitemaps list, whatever they are."""
        maps = [url for each in self.well() if each.source.kind is LinkKind.SITEMAP for url in each.articles]
        return dict.fromkeys((*self.of_parts, *maps))


def find_lists(home: Home, look: Look) -> Lists:
    """Return what a site's feeds, sitemaps and REST answer."""
    lists = Lists()
    site = made_up(home.url, hosts=hosts_of(home.host), family=home.family)
    named = [*_feeds(home), *_sitemaps(home), *_rest(home)]
    elsewhere = [each for each in named if not site.allows(each.url)]
    named = [each for each in named if each not in elsewhere]
    rest = home.rest if site.allows(home.rest) else ""
    extra = (rest, _posts(rest, f"per_page=10&page=1&{_TEXTS}"), _posts(rest, f"per_page=50&order=asc&{_DATES}"))
    look.ask("its feeds, sitemaps and REST", (*(each.url for each in named), *(extra if rest else ())))
    lists.answered = _once(answer_of(site, source, look) for source in named)
    for each in lists.answered:
        if each.source.kind is LinkKind.FEED and (capture := look.capture(each.source.url)):
            hear_feed(capture, lists.said)
    for url in extra if rest else ():
        if capture := look.capture(url):
            hear_rest(capture, lists.said)
    if not any(each.source.kind is LinkKind.SITEMAP for each in lists.well()):
        _ask_guessed_sitemaps(home, site, lists, look)
    lists.parts, lists.pages = _parts(site, lists)
    look.plan((*lists.parts, *lists.pages))
    lists.answered += [Answered(each, note="on another host, which is not asked") for each in elsewhere]
    return lists


def read_parts(home: Home, lists: Lists, look: Look) -> None:
    """Take up what the parts of a sitemap index list, once they were asked for."""
    site = made_up(home.url, hosts=hosts_of(home.host), family=home.family)
    for url in (*lists.parts, *lists.pages):
        listing = answer_of(site, Source(kind=LinkKind.SITEMAP, url=url, family=home.family), look).listing
        found = [each.url for each in listing.links if each.url != site.home and each.kind is LinkKind.ARTICLE]
        (lists.no_articles if url in lists.pages else lists.of_parts).extend(found)


def answer_of(site: Site, source: Source, look: Look) -> Answered:
    """Return what a source answered that was asked for; after a redirect it is named by where it is."""
    capture = look.capture(source.url)
    if capture is None:
        return Answered(source, note=look.fate(source.url))
    if capture.status not in _OK:
        return Answered(source, note=f"answered {capture.status}")
    moved = replace(source, url=capture.url) if site.allows(capture.url) else source
    listing = read_links(site, moved, capture)
    if isinstance(listing, Rejection):
        return Answered(moved, note=str(listing))
    return Answered(moved, listing, "" if listing.links else "lists nothing")


def evidence_of(answered: Sequence[Answered]) -> Iterator[Evidence]:
    """Give what each source answered, those that list nothing too."""
    for each in answered:
        found = [counted(len(each.articles), "article")] if each.articles else []
        found += [counted(len(each.parts), "part")] if each.parts else []
        found += [f"of {each.listing.total}"] if each.listing.total is not None else []
        found += ["with further pages"] if each.listing.next_page else []
        yield Evidence(str(each.source.kind), each.source.url, each.note or f"lists {', '.join(found)}")


def _feeds(home: Home) -> Iterator[Source]:
    urls = [*home.feeds]
    if home.family == "wordpress":
        urls.insert(0, urljoin(home.url, "feed/"))
    elif not urls:
        urls = [urljoin(home.url, each) for each in _GUESSED_FEEDS]
    yield from (Source(kind=LinkKind.FEED, url=url, family=home.family) for url in dict.fromkeys(urls))


def _sitemaps(home: Home) -> Iterator[Source]:
    urls = [*home.sitemaps]
    if not urls:
        urls = [urljoin(home.url, "wp-sitemap.xml" if home.family == "wordpress" else "/sitemap.xml")]
    yield from (Source(kind=LinkKind.SITEMAP, url=url, family=home.family) for url in urls)


def _rest(home: Home) -> Iterator[Source]:
    if home.rest:
        url = _posts(home.rest, f"per_page=100&page=1&_fields={REST_FIELDS}")
        yield Source(kind=LinkKind.REST, url=url, family=home.family)


def _posts(rest: str, query: str) -> str:
    """Return an address of posts below the root of a REST, which is a path or, without pretty links, a parameter."""
    return f"{rest.rstrip('/')}/wp/v2/posts{'&' if '?' in rest else '?'}{query}"


def _once(answered: Iterable[Answered]) -> list[Answered]:
    """Return each source once: a feed may be named twice, and one address redirect to another."""
    kept: dict[str, Answered] = {}
    for each in answered:
        if each.source.url not in kept:
            kept[each.source.url] = each
    return list(kept.values())


def _ask_guessed_sitemaps(home: Home, site: Site, lists: Lists, look: Look) -> None:
    urls = [urljoin(home.url, f"/{each}") for each in _GUESSED_SITEMAPS]
    fresh = [url for url in urls if all(each.source.url != url for each in lists.answered)]
    look.ask("a sitemap where most sites have it", fresh)
    guessed = [answer_of(site, Source(kind=LinkKind.SITEMAP, url=url, family=home.family), look) for url in fresh]
    rest = [each for each in lists.answered if each.source.kind is LinkKind.REST]
    others = [each for each in lists.answered if each.source.kind is not LinkKind.REST]
    lists.answered = _once((*others, *(each for each in guessed if each.articles or each.parts), *rest))


def _parts(site: Site, lists: Lists) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the parts of a sitemap index to look into, and one that lists pages; none where there is no index."""
    indexes = [each for each in lists.well() if each.source.kind is LinkKind.SITEMAP and each.parts]
    for index in indexes[:1]:
        pages = [url for url, _ in index.listing.refused if site.allows(url) and "page" in url]
        return tuple(dict.fromkeys((index.parts[0], index.parts[-1]))), tuple(pages[:1])
    return (), ()


def capture_at(look: Look, url: str) -> Capture | None:
    """Return the capture of an address that answered well; None of any other."""
    capture = look.capture(url)
    return capture if capture is not None and capture.status in _OK else None
