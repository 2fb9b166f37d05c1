"""Whether an article is still on its site, from what its address answered since it was last seen. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from spacenews.archive.facts import Answer, Moment, Redirect, Standing

MISSED_DAYS = 3
"""On so many different days (UTC) an article must be missing while its site serves others: then it has vanished."""

GONE = "gone"
_DAY = len("2026-01-31")


def judge_standing(
    last_seen: Moment, answers: Iterable[Answer], redirects: Iterable[Redirect], parted: set[Moment]
) -> Standing:
    """Return whether an article is live or vanished.

    Args:
        last_seen: When it was last read, however well.
        answers: Those of its address.
        redirects: Those that lead away from its address and are no moves of it.
        parted: Those of them that lead to another article.
    """
    answers = list(answers)
    present = max([last_seen, *(each.moment for each in answers if each.status == HTTPStatus.NOT_MODIFIED)])
    signs = [_of_answer(each) for each in answers if each.status != HTTPStatus.NOT_MODIFIED]
    signs += [_of_redirect(each, to_article=each.moment in parted) for each in redirects]
    since: str | None = None
    days: set[str] = set()
    for sign in sorted((sign for sign in signs if sign.moment > present), key=lambda sign: sign.moment):
        at = sign.moment[0]
        if sign.final:
            return Standing(since or at, sign.reason)
        if not sign.served:
            continue
        since = since or at
        days.add(at[:_DAY])
        if len(days) == MISSED_DAYS:
            return Standing(since, sign.reason)
    return Standing()


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that says that an article is not there; `final` ones need no other."""

    moment: Moment
    reason: str
    final: bool
    served: bool


def _of_answer(answer: Answer) -> _Sign:
    return _Sign(answer.moment, GONE, answer.status == HTTPStatus.GONE, answer.served)


def _of_redirect(redirect: Redirect, *, to_article: bool) -> _Sign:
    final = to_article and redirect.permanent
    reason = f"{'moved' if final else 'redirects'} to {redirect.target}"
    return _Sign(redirect.moment, reason, final, redirect.served)
