"""What an audit says, as plain values and as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from spacenews.model import clock
from spacenews.operate.audit_inventories import WHOLE, Account, agreeing
from spacenews.operate.audit_ledger import LISTS

if TYPE_CHECKING:
    from spacenews.operate.audit import Audit
    from spacenews.operate.audit_bound import Bound

ONE_TABLE = (
    "The site makes these lists from one table of its own: that they agree says that they were read well, nothing "
    "about what that table lacks. No estimate is made by comparing them."
)


def audit_record(audit: Audit) -> dict[str, Any]:
    """Return an audit as values that JSON can hold."""
    bound = asdict(audit.bound)
    return {
        "site": audit.site,
        "audited_at": clock.to_text(audit.at),
        "complete_as_far_as_known": not audit.missing,
        "articles": audit.held,
        "duplicates": audit.duplicates,
        "missing": len(audit.missing),
        "urls": len(audit.ledger.entries),
        "fates": {str(fate): count for fate, count in sorted(audit.fates.items())},
        "inventories": [_account_record(account) for account in audit.accounts],
        "agreeing": [[str(name) for name in group] for group in agreeing(audit.accounts, audit.ledger)],
        "bound": bound | {"share": list(audit.bound.share) if audit.bound.share else None},
        "low_months": [{"month": each.month, "reason": each.reason} for each in audit.months if each.reason],
    }


def agreement_lines(audit: Audit) -> Iterator[str]:
    """Give what there is to say of the inventories beside their table."""
    groups = agreeing(audit.accounts, audit.ledger)
    for group in groups:
        yield f"{_joined([str(name) for name in group])} name exactly the same articles."
    if sum(account.inventory in LISTS and account.articles > 0 for account in audit.accounts) > 1:
        yield ONE_TABLE
    for account in audit.accounts:
        if account.stated is not None:
            when = f"{account.stated_at:%Y-%m-%d %H:%M} UTC" if account.stated_at else "?"
            yield (
                f"By {account.inventory}, the site counts {account.stated:,} articles ({when}); "
                f"{account.articles:,} of {account.inventory} are known here, and {audit.held + audit.duplicates:,} "
                f"articles are archived."
            )
    for account in audit.accounts:
        if account.cost:
            yield f"{account.inventory}: {account.answer}. It costs: {account.cost}."


def bound_lines(bound: Bound) -> Iterator[str]:
    """Give what is known of the articles that nothing lists, in sentences."""
    if bound.share is None or bound.missing_at_most is None:
        yield f"How much nothing lists cannot be said: {bound.doubt}."
        return
    low, high = bound.share
    older = f" published before {bound.before}" if bound.before else ""
    yield (
        f"Below articles, the site draws others at random: {bound.draws:,} teasers led to {bound.targets:,} articles"
        f"{older}. Of these {bound.unlisted:,} are on none of its lists: {bound.unlisted / bound.targets:.1%}, and "
        f"with 95 % confidence between {low:.1%} and {high:.1%} (Clopper-Pearson)."
    )
    yield (
        f"So of all articles at most {bound.unlisted_at_most:,} are on no list. {bound.found:,} of them were found; "
        f"at most {bound.missing_at_most:,} are missing that nobody knows of."
    )
    if bound.doubt:
        yield f"But {bound.doubt}."


def _account_record(account: Account) -> dict[str, Any]:
    return {
        "inventory": str(account.inventory),
        "answer": account.answer,
        "whole": account.answer == WHOLE,
        "articles": account.articles,
        "alone": account.alone,
        "lacks": account.lacks,
        "stated": account.stated,
        "stated_at": clock.to_text(account.stated_at) if account.stated_at else None,
        "fates": {str(fate): count for fate, count in account.fates.items()},
        "cost": account.cost,
    }


def _joined(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
