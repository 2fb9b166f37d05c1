"""Every URL that was ever learned of: which inventories know it, what became of it, and whether it is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from spacenews.archive.holdings import Holdings, LooseCapture
from spacenews.frontier.ledger import Known, KnownUrl
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind

_MAX_HOPS = 10


class Inventory(StrEnum):
    """One way in which a site's articles become known."""

    SITEMAP = "sitemap"
    REST = "rest"
    FEED = "feed"
    HOME = "home"  # the home page and the pages behind it
    CATEGORY = "category"  # every other listing
    RELATED = "related"  # teasers below an article, of others
    TEXT = "text"  # links in the text of articles
    PERSON = "person"  # addresses that somebody ordered
    REDIRECT = "redirect"  # where another address leads; only for what nothing else names


_ORDER = tuple(Inventory)
# A site draws these from one table of its own. They tell of each other's faults, never of what that table lacks.
LISTS = (Inventory.SITEMAP, Inventory.REST, Inventory.FEED, Inventory.HOME, Inventory.CATEGORY)
# What a site has, or had when it was asked for: an article stands behind the address as far as is known.
_ARTICLES = frozenset({Fate.PENDING, Fate.ARCHIVED, Fate.DUPLICATE, Fate.BLOCKED, Fate.QUARANTINED, Fate.FAILED})
HELD = frozenset({Fate.ARCHIVED, Fate.DUPLICATE})
_BY_RELATION = {"related": Inventory.RELATED, "body": Inventory.TEXT, "order": Inventory.PERSON}
_DELETED = "archived once, and not in the archive any more"


@dataclass(frozen=True, slots=True)
class Entry:
    """One URL of the ledger.

    Attributes:
        kind: What was expected there.
        inventories: Those that name it, in the order of `Inventory`.
        reason: Of its fate.
        published_on: The day its article has or was listed with, YYYY-MM-DD; None where none is known.
        missing: Why the archive lacks what should stand there; empty where it lacks nothing.
        capture: record_uuid of a stored response that holds what is missing, or None.
    """

    url: str
    kind: LinkKind
    inventories: tuple[Inventory, ...]
    fate: Fate
    reason: str
    published_on: str | None
    missing: str = ""
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is known of a site's URLs.

    Attributes:
        entries: Every URL ever learned of, by URL.
        articles: The inventories of each article, by the row of its final address: one that moved counts once.
        finals: The row of the final address, by the row of an article's address.
    """

    entries: tuple[Entry, ...]
    articles: Mapping[int, frozenset[Inventory]]
    finals: Mapping[int, int]

    @property
    def missing(self) -> tuple[Entry, ...]:
        """What the archive should hold and does not."""
        return tuple(entry for entry in self.entries if entry.missing)

    def listed_by(self, inventory: Inventory) -> frozenset[int]:
        """Return the articles that an inventory has."""
        return frozenset(row for row, known in self.articles.items() if inventory in known)


def make_ledger(home: str, known: Known, holdings: Holdings) -> Ledger:
    """Return the ledger of a site.

    Args:
        home: Its home page.
        known: What the frontier knows.
        holdings: What the archive holds.
    """
    by_url = {each.url: each.id for each in known.urls.values()}
    found = _inventories(home, known, holdings, by_url)
    finals = {row: _final(row, known.urls, by_url) for row, each in known.urls.items() if each.kind is LinkKind.ARTICLE}
    articles: dict[int, set[Inventory]] = defaultdict(set)
    for row, final in finals.items():
        if known.urls[final].fate in _ARTICLES:
            articles[final] |= found[row]
    loose = _captures(holdings)
    entries = [_entry(each, found[row], holdings, loose) for row, each in known.urls.items()]
    entries += _strays(by_url, holdings)
    return Ledger(
        tuple(sorted(entries, key=lambda entry: entry.url)),
        {row: frozenset(names) for row, names in articles.items()},
        finals,
    )


def inventory_of(source: KnownUrl, home: str) -> Inventory:
    """Return the inventory that a source's first page belongs to."""
    if source.kind is LinkKind.LISTING:
        return Inventory.HOME if source.url == home else Inventory.CATEGORY
    return Inventory(source.kind)


def _inventories(home: str, known: Known, holdings: Holdings, by_url: Mapping[str, int]) -> dict[int, set[Inventory]]:
    urls = known.urls
    found: dict[int, set[Inventory]] = {row: set() for row in urls}
    sources = {source: inventory_of(urls[source], home) for source in {source for source, _ in known.listed}}
    for source, article in known.listed:
        found[article].add(sources[source])
    for article in known.drawn:
        found[article].add(Inventory.RELATED)
    for url in holdings.links:
        if url in by_url:
            found[by_url[url]].add(Inventory.TEXT)
    for row, each in urls.items():
        if each.relation in _BY_RELATION:
            found[row].add(_BY_RELATION[each.relation])
        if not found[row]:
            found[row].add(_named_by(each, home, urls, by_url))
    return found


def _named_by(each: KnownUrl, home: str, urls: Mapping[int, KnownUrl], by_url: Mapping[str, int]) -> Inventory:
    """Return the inventory of a URL that no list holds as an article: a list's own page, or what may not be asked."""
    if each.relation in {"redirect", "canonical"}:
        return Inventory.REDIRECT
    source = by_url.get(each.source)
    page = urls.get(by_url.get(each.found_in, 0))
    if source is None and page is not None and page.kind is not LinkKind.ARTICLE:
        source = by_url.get(page.source)
    if source is not None:
        return inventory_of(urls[source], home)
    return Inventory.PERSON if page is None else Inventory.TEXT


def _final(row: int, urls: Mapping[int, KnownUrl], by_url: Mapping[str, int]) -> int:
    """Return the row that the redirects of a URL end at."""
    for _ in range(_MAX_HOPS):
        each = urls[row]
        following = by_url.get(each.reason) if each.fate is Fate.MOVED else None
        if following is None:
            break
        row = following
    return row


def _captures(holdings: Holdings) -> dict[str, LooseCapture]:
    """Return, by every address they have, the captures that an article could be read from again; the newest wins."""
    found: dict[str, LooseCapture] = {}
    for each in (*holdings.unread, *holdings.orphans):
        found[each.url] = found[each.article_url] = each
    return found


def _entry(each: KnownUrl, found: set[Inventory], holdings: Holdings, loose: Mapping[str, LooseCapture]) -> Entry:
    missing = _why_missing(each, holdings)
    capture = loose.get(each.url) if missing else None
    day = holdings.articles.get(each.url, (None,))[0] or (capture.published_on if capture else None)
    return Entry(
        each.url,
        each.kind,
        tuple(name for name in _ORDER if name in found),
        each.fate,
        each.reason,
        day or each.published_on,
        missing,
        capture.record_uuid if capture else None,
    )


def _why_missing(each: KnownUrl, holdings: Holdings) -> str:
    if each.fate is Fate.PENDING:
        return f"still to be asked for: {each.reason}" if each.reason else "still to be asked for"
    if each.fate is Fate.FAILED:
        return "it could not be fetched"
    if each.fate is Fate.REJECTED and each.reason.startswith("challenge"):
        return "a bot check stands in its place"
    if each.kind is LinkKind.ARTICLE and each.fate in HELD and not holdings.holds(each.url):
        return _DELETED
    return ""


def _strays(by_url: Mapping[str, int], holdings: Holdings) -> Iterator[Entry]:
    """Give what was read as an article that is not there, and that the frontier does not know."""
    told: set[str] = set()
    for each in holdings.orphans:
        url = each.article_url
        known = {url, each.url} & by_url.keys()
        if known or url in told or holdings.holds(url) or holdings.holds(each.url):
            continue
        told.add(url)
        yield Entry(url, LinkKind.ARTICLE, (), Fate.ARCHIVED, "", each.published_on, _DELETED, each.record_uuid)
