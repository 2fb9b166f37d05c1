"""The completeness ledger of a site: what is known of, what became of it, what is missing, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from spacenews.archive import open_archive_to_read
from spacenews.archive.holdings import Holdings, load_holdings
from spacenews.frontier.ledger import Known, load_known
from spacenews.frontier.read_only import open_state_to_ask
from spacenews.model import clock
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate
from spacenews.model.folder import DataFolder
from spacenews.model.link import LinkKind
from spacenews.operate.audit_bound import Bound, measure_bound
from spacenews.operate.audit_inventories import Account, account_for, whole_at
from spacenews.operate.audit_ledger import Entry, Ledger, make_ledger
from spacenews.operate.audit_months import Month, read_months
from spacenews.specs import Site


@dataclass(frozen=True, slots=True)
class Audit:
    """How complete the archive of a site is.

    Attributes:
        at: When this was found out.
        held: Articles in the archive, without duplicates and withdrawn ones.
        duplicates: The others.
        fates: What became of all URLs ever learned of, those of lists among them.
        accounts: One of each inventory, in the order of `Inventory`.
        ledger: Every URL.
        bound: How much may exist that nothing lists.
        months: Coverage by month.
    """

    site: str
    at: datetime
    held: int
    duplicates: int
    fates: Mapping[Fate, int]
    accounts: Sequence[Account]
    ledger: Ledger
    bound: Bound
    months: Sequence[Month]

    @property
    def missing(self) -> Sequence[Entry]:
        """What is known and the archive lacks; nothing: it is complete as far as is known."""
        return self.ledger.missing


def read_audit(data: DataFolder, site: Site) -> Audit:
    """Return the completeness ledger of a site; reads both databases and changes neither.

    Raises:
        UsageError: Nothing of the site was ever asked for.
        StorageError: A database cannot be read.
    """
    known, holdings = _load(data, site.key)
    if not known.urls and not holdings.articles and not holdings.orphans:
        raise UsageError(f"nothing of {site.key} is known in {data.path}: `spacenews crawl {site.key}` begins")
    ledger = make_ledger(site.home, known, holdings)
    shown = [day for day, exported in holdings.articles.values() if exported]
    return Audit(
        site=site.key,
        at=clock.now(),
        held=len(shown),
        duplicates=len(holdings.articles) - len(shown),
        fates=Counter(entry.fate for entry in ledger.entries),
        accounts=account_for(site, known, ledger),
        ledger=ledger,
        bound=measure_bound(known, ledger, _days(known, holdings), whole_at(site, known)),
        months=read_months(
            (day for day in shown if day),
            (each.published_on for each in ledger.missing if each.published_on and each.kind is LinkKind.ARTICLE),
        ),
    )


def _load(data: DataFolder, site: str) -> tuple[Known, Holdings]:
    known, holdings = Known({}, (), {}, ()), Holdings({}, {}, (), (), ())
    with ExitStack() as stack:
        # The frontier first: what a run that is under way archives meanwhile is then no deletion.
        state = open_state_to_ask(data.state)
        if state is not None:
            stack.callback(state.close)
            known = load_known(state, site)
        if data.archive.exists():
            holdings = load_holdings(stack.enter_context(open_archive_to_read(data.archive)), site)
    return known, holdings


def _days(known: Known, holdings: Holdings) -> Mapping[int, str]:
    days = {row: holdings.articles.get(each.url, (None,))[0] or each.published_on for row, each in known.urls.items()}
    return {row: day for row, day in days.items() if day}
