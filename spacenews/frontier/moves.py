"""Rows that are moved: which to ask again, since an address leads elsewhere only for as long as it does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from spacenews.frontier.state import State
from spacenews.model import clock
from spacenews.model.link import Link

# Many a list names moved addresses for ever; each is worth a request this often, as what lists tell is not needed.
MOVED_REST = timedelta(days=7)
_MOVED_TO = """
SELECT url, priority FROM frontier WHERE site = ? AND kind = 'article' AND fate = 'moved' AND reason = ?"""
# A page names a hundred addresses, and thousands are known that have moved or were asked: hence the index.
_MOVED = """
SELECT url, asked_at FROM frontier INDEXED BY frontier_url
WHERE site = ? AND fate = 'moved' AND asked_at IS NOT NULL AND url IN (SELECT value FROM json_each(?))"""
_GIVE_UP = """
UPDATE frontier SET fate = 'rejected', reason = ?
WHERE site = ? AND url = ? AND lease_until IS NULL AND fate IN ('archived', 'vanished')"""

_CALL_MISSING = """
UPDATE frontier SET fate = 'archived', reason = ?
WHERE site = ? AND url = ? AND lease_until IS NULL AND fate = 'moved'"""


def find_moved_to(state: State, site: str, url: str) -> Sequence[tuple[str, int]]:
    """Return address and priority of the articles that are filed under a URL and moved to it; raises StorageError."""
    return [(str(found), int(priority)) for found, priority in state.query(_MOVED_TO, (site, url))]


def find_used_again(state: State, site: str, links: Iterable[Link], *, is_newest: bool) -> list[str]:
    """Return the moved addresses that a page of a list names as if an article stood there again.

    That is so where the list states a day after the move; and where it states none, on the newest page of a listing
    or feed, once in `MOVED_REST`. A list that only never learned of the move costs no more than that.

    Args:
        state: The open state.db.
        site: Key of the site.
        links: The articles on the page.
        is_newest: It is the first page of a listing or feed.

    Raises:
        StorageError: state.db cannot be read.
    """
    days = {link.url: _stated_day(link) for link in links}
    now, found = clock.now(), []
    for url, asked_at in state.query(_MOVED, (site, json.dumps(list(days)))):
        asked, day = clock.from_text(asked_at), days[url]
        if asked.date() < (day or date.min) <= now.date() or (
            is_newest and day is None and abs(now - asked) >= MOVED_REST
        ):
            found.append(url)
    return found


def give_up_address(state: State, site: str, url: str, reason: str) -> None:
    """Note that the address under which an article is filed does not answer, and another one does.

    Raises:
        StorageError: state.db cannot be written.
    """
    with state.transaction() as connection:
        connection.execute(_GIVE_UP, (reason, site, url))


def call_missing(state: State, site: str, url: str, reason: str) -> None:
    """Note that an article is not where its address leads to. Raises StorageError.

    Args:
        state: The open state.db.
        site: Key of the site.
        url: Address of a row that is moved.
        reason: Begins with `answered`, as that of every article does that is missing and asked for again.
    """
    with state.transaction() as connection:
        connection.execute(_CALL_MISSING, (reason, site, url))


def _stated_day(link: Link) -> date | None:
    if link.published_at is not None:
        return link.published_at.date()
    return link.published_on
