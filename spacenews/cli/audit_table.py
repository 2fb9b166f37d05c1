"""An audit for people: the table of inventories, what is missing, the bound, coverage by month."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from spacenews.cli.audit_words import agreement_lines, bound_lines
from spacenews.cli.records import write_records
from spacenews.cli.screen import console
from spacenews.model.link import LinkKind
from spacenews.operate.audit_picture import BLOCKS, PLAIN, draw_lines

if TYPE_CHECKING:
    from spacenews.operate.audit import Audit


def draw_audit(audit: Audit) -> None:
    """Write an audit to standard output."""
    out = console()
    lists = Counter(entry.fate for entry in audit.ledger.entries if entry.kind is not LinkKind.ARTICLE)
    out.print(
        f"{audit.site}: {audit.held:,} articles archived, {audit.duplicates:,} duplicates; "
        f"{len(audit.ledger.entries):,} addresses were ever learned of, {sum(lists.values()):,} of them pages of lists."
    )
    _draw_fates(audit)
    _draw_inventories(audit)
    for line in agreement_lines(audit):
        out.print(line)
    out.print()
    _draw_missing(audit)
    out.print()
    for line in bound_lines(audit.bound):
        out.print(line)
    _draw_months(audit)


def _draw_fates(audit: Audit) -> None:
    """Draw inventory by fate, of addresses; an address that several name is in the line of each."""
    fates = sorted(entry.fate for entry in audit.ledger.entries if entry.kind is LinkKind.ARTICLE)
    shown = list(dict.fromkeys(fates))
    rows = [
        {"addresses by": str(account.inventory)} | {str(fate): account.fates.get(fate, 0) for fate in shown}
        for account in audit.accounts
    ]
    counts = Counter(fates)
    write_records([*rows, {"addresses by": "any"} | {str(fate): counts[fate] for fate in shown}], "table")


def _draw_inventories(audit: Audit) -> None:
    rows = [
        {
            "inventory": str(account.inventory),
            "articles": account.articles,
            "alone": account.alone,
            "lacks": account.lacks,
            "site's count": "" if account.stated is None else account.stated,
            "answer": account.answer,
        }
        for account in audit.accounts
    ]
    write_records(rows, "table")


def _draw_missing(audit: Audit) -> None:
    out = console()
    if not audit.missing:
        out.print("Nothing is missing that is known of.")
        return
    out.print(f"Known and missing: {len(audit.missing):,} (--missing lists them)")
    reasons = Counter(entry.missing for entry in audit.missing)
    for reason, count in reasons.most_common():
        out.print(f"  {count:>6,}  {reason}")
    held = sum(entry.capture is not None for entry in audit.missing)
    if held:
        out.print(f"  Of {held:,} the captures are held: they can be had again without asking the site.")


def _draw_months(audit: Audit) -> None:
    out = console()
    if not audit.months:
        return
    signs = BLOCKS if sys.stdout.isatty() and (sys.stdout.encoding or "").lower().startswith("utf") else PLAIN
    out.print()
    out.print("Coverage by month, January to December (higher: more articles; a dot: none)")
    for line in draw_lines(audit.months, signs):
        out.print(line)
    for month in audit.months:
        if month.reason:
            out.print(f"  {month.month}: {month.reason}")
