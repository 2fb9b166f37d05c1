"""A run's round of a site's inventories: what it asks, what each answers, and what follows from that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from spacenews.crawl.conditional import NOT_MODIFIED
from spacenews.crawl.inventories import Ask, Plan, Reach, plan_crawl, plan_full
from spacenews.crawl.listed import read_list
from spacenews.crawl.traps import Traps
from spacenews.frontier import LISTS, PRESENT, Child, Inventory, priority_of
from spacenews.frontier.hints import Hints
from spacenews.frontier.inventories import (
    begin_walks,
    count_pages,
    coverage,
    find_missing,
    find_walk,
    load_inventories,
    load_sources,
    save_inventory,
)
from spacenews.frontier.revisits import heal_clock, plan_revisits, take_missed, take_revisits
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import Link, LinkKind
from spacenews.model.urls import canonical_url, host_of

if TYPE_CHECKING:
    from spacenews.crawl.context import RunContext
    from spacenews.crawl.item import Outcome
    from spacenews.crawl.walk import Reach as Bounds
    from spacenews.frontier import State
    from spacenews.specs import Site

MODES = frozenset({"crawl", "full"})
_TURNS = 5  # times that a run may find more to do when all is done
_SAMPLE = 20  # of a great many articles that a list has lost at once, so many are asked in a run
_MANY = 10  # one in so many
_MAX_SITEMAPS = 20  # that a robots.txt may name
_MOVED = "moved: "
_WHOLE = frozenset({"", "past the end"})


class Rounds:
    """Decides which sources a run asks, and reads what their answers mean for the next one.

    Args:
        context: The run; its stores are open.

    Attributes:
        traps: Which addresses are not asked for, since they lead to what is held.
    """

    def __init__(self, context: RunContext) -> None:
        self._context = context
        self._key = context.site.key
        self._begun: dict[str, Ask] = {}
        self._held: dict[str, Inventory] = load_inventories(context.state, self._key)
        self._pages: Counter[str] = Counter()
        self._ended: dict[str, str] = {}
        self._failed: set[str] = set()
        self._dated: dict[str, bool] = {}
        self._changed: set[str] = set()
        self._partial: set[str] = set()
        self._robots: set[str] = set()
        self._turns = 0
        self.traps = Traps(context.state, self._key)
        self._revisited = False

    def begin(self) -> None:
        """Make due what the run begins with; raises StorageError."""
        context, state = self._context, self._context.state
        context.counts["clock_healed"] += heal_clock(state, self._key)
        context.counts["missed_again"] += take_missed(state, self._key)
        self._ask(self._plan().asks)

    def follow_up(self) -> bool:
        """Find what is left to do when all is done; returns whether anything is. Raises StorageError."""
        context = self._context
        if context.order.mode not in MODES or self._turns >= _TURNS:
            return False
        self._turns += 1
        missing = self.settle()
        context.frontier.put(
            Child(Link(url=url, relation="missing"), priority_of(Link(url=url)), again=True) for url in missing
        )
        plan = self._plan()
        asked = self._ask(plan.asks)
        revisits = 0
        if plan.revisits and not self._revisited and context.order.mode == "crawl":
            self._revisited = True
            plan_revisits(context.state, self._key)
            at_most = context.settings.getint("SPACENEWS_MAX_REVISITS")
            revisits = take_revisits(context.state, self._key, at_most=at_most)
            context.counts["revisits"] += revisits
        return bool(missing or asked or revisits)

    def end(self) -> None:
        """Write down what the run's walks came to, and plan the next looks; raises StorageError."""
        self.settle()
        if self._revisited:
            plan_revisits(self._context.state, self._key, changed=self._changed)

    def walk(self, outcome: Outcome, bounds: Bounds) -> None:
        """Turn a page of a source into children, and decide whether its next page is asked for."""
        row = outcome.row
        ask, known = self._begun.get(row.source), self._held.get(row.source)
        reach = ask.reach if ask is not None else Reach.KNOWN
        hints = read_list(self._context, outcome, bounds, reach, known)
        self._context.counts["hinted"] += len(hints.again)
        if row.kind is LinkKind.SITEMAP and outcome.lists:
            self._dated[row.source] = self._dated.get(row.source, True) and hints.dated
        if hints.partial:
            self._context.counts["unchanged_lists"] += 1
            self._partial.add(row.source)
        self._note_page(outcome, hints)

    def note(self, outcome: Outcome, fate: Fate, reason: str) -> None:
        """Remember how a page answered, once its fate is decided; raises StorageError."""
        row = outcome.row
        if row.kind is LinkKind.ARTICLE:
            self._note_related(outcome)
        if row.kind is LinkKind.ARTICLE or not row.source:
            return
        self._pages[row.source] += 1
        if outcome.complete:
            self._ended[row.source] = reason
            self._promote(row.source)
        if row.depth:
            if fate not in {Fate.LISTED, Fate.MOVED}:
                self._failed.add(row.source)
            return
        known = self._inventory(outcome)
        now = clock.now()
        unchanged = reason == NOT_MODIFIED
        self._context.counts["unchanged_lists"] += unchanged
        answer = _answer(fate, reason)
        self._save(
            replace(
                known,
                answer=answer,
                asked_at=now,
                full_at=now if answer == PRESENT and not unchanged else known.full_at,
            )
        )

    def note_change(self, url: str) -> None:
        """Remember that an article was found changed: its next looks begin anew."""
        self._changed.add(url)

    def note_sitemaps(self, urls: Iterable[str], robots: str) -> None:
        """Take up the sitemaps that a robots.txt names; raises StorageError."""
        if self._context.order.mode not in MODES:
            return
        known = load_sources(self._context.state, self._key)
        children = []
        for stated in list(urls)[:_MAX_SITEMAPS]:
            url = canonical_url(stated, robots)
            if url is None or url in known or url in self._robots:
                continue
            self._robots.add(url)
            link = Link(url=url, kind=LinkKind.SITEMAP, relation="source")
            if self._context.site.allows(url):
                children.append(Child(link, LISTS, source=url))
            else:
                children.append(Child(link, LISTS, fate=Fate.EXCLUDED, reason="a sitemap on another host"))
        self._context.frontier.put(children, found_in=robots)

    def find_elsewhere(self) -> str:
        """Return another host to which a list of the site redirects; empty where none does."""
        targets = [
            known.answer.removeprefix(_MOVED) for known in self._held.values() if known.answer.startswith(_MOVED)
        ]
        return next((host_of(target) for target in targets if not self._context.site.allows(target)), "")

    def is_conditional(self, url: str) -> bool:
        """Whether the first page of a source may be asked for only if it changed."""
        ask = self._begun.get(url)
        return ask is not None and not ask.unconditional

    def settle(self) -> list[str]:
        """Write down which walks came to their end; returns the articles that these lists no longer have."""
        state, missing = self._context.state, []
        for url, known in [*self._held.items()]:
            if url not in self._pages:
                continue
            walk = find_walk(state, self._key, url)
            if walk is None or walk.number == known.whole_walk or url in self._failed:
                continue
            pages = self._pages[url]
            if known.kind == LinkKind.SITEMAP:
                _, well = count_pages(state, self._key, url, self._context.run.started_at)
                whole = well and url not in self._partial and self._ended.get(url) != NOT_MODIFIED
            else:
                whole = self._ended.get(url) in _WHOLE and url in self._ended
            if not whole:
                continue
            gone = find_missing(state, walk.row, since=max(1, known.whole_walk), walk=walk.number)
            doubted = len(gone) > max(_SAMPLE, self._context.frontier.count_fates().get(Fate.ARCHIVED, 0) // _MANY)
            note = f"it lost {len(gone)} articles at once: {_SAMPLE} of them were asked for" if doubted else ""
            missing += gone[:_SAMPLE] if doubted else gone
            self._save(
                replace(
                    known,
                    pages=pages,
                    whole_at=clock.now(),
                    whole_walk=known.whole_walk if doubted else walk.number,
                    dated=self._dated.get(url, known.dated),
                    note=note or known.note,
                )
            )
            del self._pages[url]
        self._context.counts["missing"] += len(missing)
        return missing

    def _plan(self) -> Plan:
        return plan_run(self._context.state, self._context.site, self._context.order.mode, self._held)

    def _ask(self, asks: Iterable[Ask]) -> int:
        fresh = [ask for ask in asks if ask.url not in self._begun]
        self._begun.update({ask.url: ask for ask in fresh})
        children = [Child(Link(url=ask.url, kind=ask.kind, relation="source"), LISTS, source=ask.url) for ask in fresh]
        self._context.frontier.put(children)
        begin_walks(self._context.state, self._key, [ask.url for ask in fresh], run=self._context.frontier.name)
        return len(fresh)

    def _note_page(self, outcome: Outcome, hints: Hints) -> None:
        """Keep what a page says of its list as a whole."""
        row, listing = outcome.row, outcome.listing
        known = self._inventory(outcome)
        notes = "; ".join(reason for url, reason in listing.refused if url == row.url) if listing else ""
        sorted_so = "orderby=modified" in row.source
        changes: dict[str, object] = {"note": notes or ("" if not row.depth else known.note)}
        if listing is not None and listing.total is not None:
            changes["total"] = listing.total
        if row.kind is not LinkKind.SITEMAP and outcome.lists:
            changes["dated"] = hints.dated
            changes["ordered"] = sorted_so and hints.ordered and (known.ordered is not False or not row.depth)
        if not row.depth:
            changes |= {"next_newest": hints.newest, "next_oldest": hints.oldest}
        self._save(replace(known, **changes))  # type: ignore[arg-type]  # names and types are its fields'

    def _note_related(self, outcome: Outcome) -> None:
        """Keep, once a run, that articles lead to related ones."""
        listing, known = outcome.listing, self._held.get("")
        if listing is None or (known is not None and known.asked_at and known.asked_at >= self._context.run.started_at):
            return
        if any(link.relation == "related" for link in listing.links):
            now = clock.now()
            self._save(Inventory(url="", kind="related", origin="found", answer=PRESENT, asked_at=now, full_at=now))

    def _promote(self, url: str) -> None:
        known = self._held.get(url)
        if known is not None and known.next_newest is not None:
            self._save(replace(known, newest=known.next_newest, oldest=known.next_oldest))

    def _inventory(self, outcome: Outcome) -> Inventory:
        row = outcome.row
        ask = self._begun.get(row.source)
        named = any(source.url == row.source for source in self._context.site.sources)
        origin = ask.origin if ask else "robots" if row.source in self._robots else "spec" if named else "found"
        return self._held.get(row.source) or Inventory(url=row.source, kind=str(row.kind), origin=origin)

    def _save(self, known: Inventory) -> None:
        self._held[known.url] = known
        save_inventory(self._context.state, self._key, known)


def plan_run(state: State, site: Site, mode: str, held: Mapping[str, Inventory]) -> Plan:
    """Return what a run of a mode asks, from what state.db knows; raises StorageError.

    Args:
        state: The open state.db.
        site: The site.
        mode: `crawl` or `full`.
        held: As `load_inventories` gives it, with what the run has learnt since.
    """
    found = load_sources(state, site.key)
    if mode == "full":
        return plan_full(site, found, held)
    shares = {}
    for url, known in held.items():
        if known.is_present and known.dated and (walk := find_walk(state, site.key, url)) is not None:
            shares[url] = coverage(state, site.key, walk.row)
    return plan_crawl(site, found, held, shares, clock.now())


def _answer(fate: Fate, reason: str) -> str:
    """Return how an inventory answered, from what became of its first page."""
    if fate is Fate.LISTED:
        return PRESENT
    if fate is Fate.MOVED:
        return f"{_MOVED}{reason}"
    if fate is Fate.REJECTED:
        return reason if reason.startswith("absent") else f"refused: {reason}"
    return f"{fate}: {reason}" if reason else str(fate)
