"""Each inventory's account: how it answered, what it has, what the others lack, and the site's own count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from spacenews.frontier.ledger import Known, KnownUrl
from spacenews.model.fate import Fate
from spacenews.model.link import LinkKind
from spacenews.operate.audit_ledger import LISTS, Inventory, Ledger, inventory_of
from spacenews.specs import Site

WHOLE = "read whole"
_OF_THE_WHOLE_SITE = frozenset({Inventory.SITEMAP, Inventory.REST, Inventory.HOME})
_COSTS = {
    Inventory.SITEMAP: "no list of the whole site in a few requests: what was unpublished or renamed is noticed late",
    Inventory.REST: "no count of the site's own, and edits of old articles are found only by visiting them again",
    Inventory.FEED: "what is new is found by the home page alone, later and for more bytes",
    Inventory.HOME: "what is new is found only by the other inventories",
    Inventory.CATEGORY: "articles that the home page leaves out are found only by the other inventories",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What one inventory has.

    Attributes:
        answer: How its sources answered: `read whole`, `read in part`, `not read yet`, `absent: 404` …; empty for
            related teasers, links in the text and the like, which have no end.
        cost: What it costs that there is none; empty where there is one.
        fates: What became of the URLs it named.
        articles: Articles that it has and that are, as far as is known, on the site; one that moved counts once.
        alone: Those that no other inventory has.
        lacks: Articles that others have, and it has not.
        stated: The site's own count: X-WP-Total, a sitemap's entries, what a listing says of its length; or None.
        stated_at: When it said so.
    """

    inventory: Inventory
    answer: str
    cost: str
    fates: Mapping[Fate, int]
    articles: int
    alone: int
    lacks: int
    stated: int | None
    stated_at: datetime | None


def account_for(site: Site, known: Known, ledger: Ledger) -> tuple[Account, ...]:
    """Return the account of every inventory that the spec names or that names a URL."""
    sources = _sources(site, known)
    fates: dict[Inventory, Counter[Fate]] = {name: Counter() for name in Inventory}
    for entry in ledger.entries:
        for name in entry.inventories:
            if entry.kind is LinkKind.ARTICLE:
                fates[name][entry.fate] += 1
    return tuple(
        _account(name, sources.get(name, ()), known, ledger, fates[name])
        for name in Inventory
        if fates[name] or name in sources or name in LISTS
    )


def agreeing(accounts: Iterable[Account], ledger: Ledger) -> tuple[tuple[Inventory, ...], ...]:
    """Return the groups of lists, read whole, that name exactly the same articles."""
    groups: dict[frozenset[int], list[Inventory]] = {}
    for each in accounts:
        if each.inventory in LISTS and each.answer == WHOLE:
            groups.setdefault(ledger.listed_by(each.inventory), []).append(each.inventory)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def whole_at(site: Site, known: Known) -> datetime | None:
    """Return when a list of the whole site was last read to its end; None: never."""
    instants = [
        source.asked_at
        for name, sources in _sources(site, known).items()
        if name in _OF_THE_WHOLE_SITE
        for source in sources
        if source.asked_at is not None and _answer(source, known) == WHOLE
    ]
    return max(instants, default=None)


def _sources(site: Site, known: Known) -> dict[Inventory, list[KnownUrl]]:
    found: dict[Inventory, list[KnownUrl]] = {}
    for each in known.urls.values():
        if each.source == each.url and each.kind is not LinkKind.ARTICLE:
            found.setdefault(inventory_of(each, site.home), []).append(each)
    return found


def _account(
    name: Inventory, sources: Sequence[KnownUrl], known: Known, ledger: Ledger, fates: Mapping[Fate, int]
) -> Account:
    has = ledger.listed_by(name)
    alone = sum(ledger.articles[row] == {name} for row in has)
    answers = [_answer(each, known) for each in sources]
    stated, stated_at = _stated(name, sources, known)
    answer = _combined(answers) if name in LISTS else ""
    there = not answer or answer == WHOLE or "part" in answer
    return Account(
        inventory=name,
        answer=answer,
        cost="" if there else _COSTS[name],
        fates=dict(sorted(fates.items())),
        articles=len(has),
        alone=alone,
        lacks=len(ledger.articles) - len(has),
        stated=stated,
        stated_at=stated_at,
    )


def _answer(source: KnownUrl, known: Known) -> str:
    if source.fate is Fate.PENDING:
        return "not read yet" if not source.complete_walk else "being read again"
    if source.fate not in {Fate.LISTED, Fate.MOVED}:
        return source.reason if source.reason.startswith("absent") else f"{source.fate}: {source.reason}"
    if source.kind is not LinkKind.SITEMAP:
        return WHOLE if source.complete_walk else "read in part"
    parts = (each for each in known.urls.values() if each.source == source.url and each.kind is LinkKind.SITEMAP)
    unread = [each for each in parts if each.fate in {Fate.PENDING, Fate.FAILED, Fate.REJECTED}]
    return "read in part" if unread else WHOLE


def _combined(answers: Sequence[str]) -> str:
    """Return one answer for sources of one inventory: all alike, or how many answered how.

    Where one answers, others that are absent were only tried; they lack nothing.
    """
    if not answers:
        return "not read yet"
    counts = Counter([each for each in answers if not each.startswith("absent")] or answers[:1])
    if len(counts) == 1:
        return answers[0]
    return "read in part: " + ", ".join(f"{count} {answer}" for answer, count in counts.most_common())


def _stated(name: Inventory, sources: Sequence[KnownUrl], known: Known) -> tuple[int | None, datetime | None]:
    """Return the site's own count of its articles, and when it said so."""
    if name not in _OF_THE_WHOLE_SITE:
        return None, None
    firsts = {each.url for each in sources}
    begun = {known.urls[each.page].url: each.read_at for each in known.counts if known.urls[each.page].url in firsts}
    # What was not read since the walk began is no part of the list any more.
    pages = [
        each
        for each in known.counts
        if (source := known.urls[each.page].source) in begun and each.read_at >= begun[source]
    ]
    if not pages:
        return None, None
    if name is Inventory.SITEMAP:
        return sum(each.articles for each in pages), pages[-1].read_at
    newest = next((each for each in reversed(pages) if each.total is not None), None)
    return (newest.total, newest.read_at) if newest else (None, None)
