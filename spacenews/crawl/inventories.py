"""Which of a site's inventories a run asks, and how far it follows each: a pure plan from what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from spacenews.frontier import Inventory
from spacenews.model.link import LinkKind
from spacenews.model.urls import canonical_url
from spacenews.specs import Site

ASK_AGAIN = timedelta(days=7)  # what is not needed, or was not there, is asked again so often
LIST_CHECK = timedelta(hours=20)  # "once a day", with room for a schedule that is not exact
DEAR_LIST_CHECK = timedelta(days=7)  # where only listings of ten a page could tell
COVERS = 0.95  # of the archived articles: a list that names fewer is not relied on alone
_MODIFIED = "orderby=modified&order=desc"
_POSTS = "/wp/v2/posts"


class Reach(StrEnum):
    """How far a walk of a source goes."""

    FIRST = "first"  # its first page
    KNOWN = "known"  # until all of a page was known
    END = "end"


@dataclass(frozen=True, slots=True)
class Ask:
    """One source that a run asks.

    Attributes:
        url: Its first page.
        kind: As in `Link`.
        origin: As in `inventories`.
        reach: How far.
        why: In a few words, for a person.
        unconditional: Ask for all of it, whatever is held.
    """

    url: str
    kind: LinkKind
    origin: str
    reach: Reach
    why: str
    unconditional: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run asks before it has seen anything.

    Attributes:
        asks: Each source once.
        teller: The inventory that tells every change by itself; empty where none does.
        revisits: Whether articles are looked at again by their age, since nothing says all that was changed.
    """

    asks: tuple[Ask, ...]
    teller: str
    revisits: bool


def candidates(site: Site, found: Mapping[str, LinkKind]) -> dict[str, tuple[LinkKind, str]]:
    """Return every source that the spec, its family or an earlier run names: kind and origin by first page.

    Args:
        site: The site.
        found: Sources that the frontier knows.
    """
    named: dict[str, tuple[LinkKind, str]] = {}
    for source in site.sources:
        kind = LinkKind(source.kind)
        sorted_url = by_modification(source.url, kind) if source.family == "wordpress" else None
        if sorted_url and kind is LinkKind.FEED:
            named[sorted_url] = (kind, "family")
        named.setdefault(sorted_url if sorted_url and kind is LinkKind.REST else source.url, (kind, "spec"))
    spec = {source.url for source in site.sources}
    for url, kind in found.items():
        if url not in named and url not in spec:
            named[url] = (kind, "found")
    return named


def by_modification(url: str, kind: LinkKind) -> str | None:
    """Return the address at which a WordPress lists the newest change first, or None where it has none.

    REST sorts its posts when asked to; its Atom feed does so too, and states for each entry when it was changed.
    """
    parts = urlsplit(url)
    if kind is LinkKind.REST and _POSTS in unquote(f"{parts.path}?{parts.query}"):
        if "orderby" in dict(parse_qsl(parts.query)):
            return url
        return canonical_url(f"{url}{'&' if parts.query else '?'}{_MODIFIED}")
    if kind is LinkKind.FEED and parts.path.endswith("/feed/") and not parts.query:
        return canonical_url(urljoin(url, f"atom/?{_MODIFIED}"))
    return None


def plan_full(site: Site, found: Mapping[str, LinkKind], held: Mapping[str, Inventory]) -> Plan:
    """Return the plan of a run that walks everything to its end."""
    named = _with_fallbacks(site, candidates(site, found), held)
    asks = (
        Ask(url, kind, origin, Reach.END, "everything is walked", unconditional=True)
        for url, (kind, origin) in named.items()
        if origin != "family"
    )
    return Plan(tuple(asks), "", revisits=False)


def plan_crawl(
    site: Site,
    found: Mapping[str, LinkKind],
    held: Mapping[str, Inventory],
    coverage: Mapping[str, float],
    now: datetime,
) -> Plan:
    """Return the plan of an incremental run: the fewest requests that tell what is new, edited and moved.

    Args:
        site: The site.
        found: Sources that the frontier knows.
        held: What is known of its inventories.
        coverage: Which share of the archived articles each lists that could tell every change.
        now: The present; what is stated to have happened after it is taken as long ago.
    """
    named = _with_fallbacks(site, candidates(site, found), held)
    teller = _teller(named, held)
    reasons = [
        (url, Reach.FIRST if origin == "family" else Reach.KNOWN, "never asked")
        for url, (_, origin) in named.items()
        if url not in held
    ]
    reasons += [
        (url, Reach.KNOWN, "it failed last time")
        for url, known in held.items()
        if url in named and known.answer.startswith("failed")
    ]
    reasons += [
        (url, Reach.KNOWN, "not asked for long")
        for url, known in held.items()
        if url in named and _is_past(known.asked_at, ASK_AGAIN, now)
    ]
    if teller:
        reasons.append((teller, Reach.KNOWN, "it tells every change"))
    if not teller or coverage.get(teller, 1.0) < COVERS:
        # A feed that names every change makes the rest of a listing needless; its first page guards against its faults.
        reach = Reach.FIRST if teller and named[teller][0] is LinkKind.FEED else Reach.KNOWN
        reasons += [(url, reach, "its newest page") for url in _newest_pages(named, held, teller)]
    check = _list_check(site, named, held, now)
    if check:
        reasons.append((check, Reach.END, "the list check"))
    if not any(url not in held or held[url].is_present for url, _, _ in reasons):
        # It has but one list, which was checked today, or none answers: asking nothing would find nothing.
        present = [url for url in named if held[url].is_present]
        reasons += [(url, Reach.KNOWN, "nothing else tells what is new") for url in present or named]
    asks: dict[str, Ask] = {}
    for url, reach, why in reasons:
        if url not in asks or reach is Reach.END:
            stale = url not in held or _is_past(held[url].full_at, ASK_AGAIN, now)
            asks[url] = Ask(url, *named[url], reach, why, unconditional=stale or reach is Reach.END)
    return Plan(tuple(asks.values()), teller, revisits=not teller or named[teller][0] is LinkKind.SITEMAP)


def _with_fallbacks(
    site: Site, named: dict[str, tuple[LinkKind, str]], held: Mapping[str, Inventory]
) -> dict[str, tuple[LinkKind, str]]:
    """Add the plain address of a REST collection that does not sort."""
    for source in site.sources:
        sorted_url = by_modification(source.url, LinkKind(source.kind))
        known = held.get(sorted_url or "")
        if known is not None and source.kind is LinkKind.REST and _refuses_to_sort(known):
            named.setdefault(source.url, (LinkKind.REST, "spec"))
    return named


def _refuses_to_sort(known: Inventory) -> bool:
    return known.answer.endswith("absent: 400")


def _teller(named: Iterable[str], held: Mapping[str, Inventory]) -> str:
    """Return the inventory that names every change: REST, else the feed that is sorted so, else a dated sitemap."""
    tellers = [
        each
        for url in named
        if (each := held.get(url)) is not None
        and each.is_present
        and each.dated
        and (each.ordered or each.kind == LinkKind.SITEMAP)
    ]
    order = {LinkKind.REST: 0, LinkKind.FEED: 1, LinkKind.SITEMAP: 2}
    tellers = [each for each in tellers if each.kind in order]
    return min(tellers, key=lambda each: order[LinkKind(each.kind)]).url if tellers else ""


def _newest_pages(named: Mapping[str, tuple[LinkKind, str]], held: Mapping[str, Inventory], teller: str) -> list[str]:
    """Return every listing, and one feed: the number of categories plus two."""
    there = [url for url in named if url != teller and (url not in held or held[url].is_present)]
    listings = [url for url in there if named[url][0] is LinkKind.LISTING]
    feeds = [url for url in there if named[url][0] is LinkKind.FEED and named[url][1] != "family"]
    return listings + feeds[: not (teller and named[teller][0] is LinkKind.FEED)]


def _list_check(
    site: Site, named: Mapping[str, tuple[LinkKind, str]], held: Mapping[str, Inventory], now: datetime
) -> str:
    """Return the list whose walk to the end is due and costs least; empty where none is due."""
    lists = [held[url] for url in named if url in held and held[url].is_present]
    cheap = [each for each in lists if each.kind in {LinkKind.REST, LinkKind.SITEMAP}]
    if cheap:
        chosen = min(cheap, key=lambda each: (each.whole_at is None, each.pages or 0, each.kind))
        return chosen.url if _is_past(chosen.whole_at, LIST_CHECK, now) else ""
    first = next((source.url for source in site.sources if source.kind is LinkKind.LISTING), "")
    dear = [each for each in lists if each.url == first] or [each for each in lists if each.kind == LinkKind.FEED]
    return dear[0].url if dear and _is_past(dear[0].whole_at, DEAR_LIST_CHECK, now) else ""


def _is_past(instant: datetime | None, interval: timedelta, now: datetime) -> bool:
    return instant is None or instant > now or now - instant >= interval
