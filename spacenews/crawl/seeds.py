"""What a run begins with: the sources that its mode walks, or the addresses that a person gave."""

from __future__ import annotations

from spacenews.crawl.faults import OUR_FAULT
from spacenews.crawl.order import CrawlOrder
from spacenews.crawl.rounds import Rounds
from spacenews.frontier import ORDERED, Child, SqliteFrontier
from spacenews.model.fate import Fate
from spacenews.model.link import Link
from spacenews.model.urls import canonical_url

FULL_AGAIN = (
    *(Fate.ARCHIVED, Fate.DUPLICATE, Fate.MOVED, Fate.REJECTED),
    *(Fate.BLOCKED, Fate.FAILED, Fate.VANISHED, Fate.QUARANTINED),
)


def put_seeds(frontier: SqliteFrontier, order: CrawlOrder, rounds: Rounds) -> None:
    """Make due what a run begins with; raises StorageError."""
    if order.mode == "fetch":
        urls = dict.fromkeys(str(canonical_url(url)) for url in order.urls)
        frontier.put(Child(Link(url=url, relation="order"), ORDERED, again=True) for url in urls)
        return
    frontier.ask_again((Fate.FAILED,), reason=OUR_FAULT, asked=True)  # mended by now, or told again
    if order.mode == "backfill":  # it goes on where the last one stopped
        return
    rounds.begin()
    if order.mode != "full":
        frontier.ask_again((Fate.REJECTED,), reason="challenge")  # a bot check is rarely there for ever
    else:
        frontier.ask_again(FULL_AGAIN)
