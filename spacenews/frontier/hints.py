"""What a list says of articles that are known: changed since, renamed, printed with another teaser, back again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.fate import Fate
from spacenews.model.link import Link

TEASER_REST = timedelta(hours=1)  # a teaser that changes all the time is a reason to ask once an hour
BACK_REST = timedelta(hours=20)  # an article that is listed and gone is asked for once a day
_KNOWN = """
SELECT id, url, fate, modified_at, remote_id, asked_at FROM frontier
WHERE site = ? AND url IN (SELECT value FROM json_each(?))"""
_NAMED = """
SELECT url, remote_id FROM frontier
WHERE site = ? AND remote_id IN (SELECT value FROM json_each(?)) AND kind = 'article'
    AND fate IN ('archived', 'duplicate')"""
_ADOPT = """
UPDATE frontier SET modified_at = coalesce(modified_at, ?), remote_id = coalesce(remote_id, ?) WHERE id = ?"""
_TEASERS = "SELECT article, digest FROM teasers WHERE source = ? AND article IN (SELECT value FROM json_each(?))"
_TEASER = "INSERT OR REPLACE INTO teasers (source, article, digest) VALUES (?, ?, ?)"
_BELOW = """
SELECT url, fate FROM frontier
WHERE site = ? AND url >= ? AND url < ? AND kind = 'article' AND fate <> 'pending' ORDER BY asked_at DESC LIMIT 1000"""
_PARTS = """
SELECT url, modified_at FROM frontier INDEXED BY frontier_url
WHERE site = ? AND url IN (SELECT value FROM json_each(?)) AND fate = 'listed'"""
_HELD = frozenset({"archived", "duplicate", "moved"})
_GONE = frozenset({"vanished", "rejected"})


@dataclass(slots=True)
class Hints:
    """What one page of a list hints at.

    Attributes:
        again: Articles to ask for again, with why.
        fresh: How many it lists that were not known.
        changed: How many of the known ones it says were changed since.
        known: How many of them were known.
        newest, oldest: The last and the first change that it states; None where it states none.
        dated: Whether it states when each article was changed.
        ordered: Whether the newest change comes first.
        ends_known: Whether the last article on it is known, and not changed since.
        partial: Whether parts that say they are unchanged were left out.
    """

    again: dict[str, str] = field(default_factory=dict)
    fresh: int = 0
    changed: int = 0
    known: int = 0
    newest: datetime | None = None
    oldest: datetime | None = None
    dated: bool = False
    ordered: bool = False
    partial: bool = False
    ends_known: bool = False

    @property
    def has_news(self) -> bool:
        """Whether anything on the page is not known yet."""
        return bool(self.fresh or self.again)


def read_hints(
    state: State, site: str, links: Sequence[Link], *, source: int, newest: datetime | None, teasers: bool
) -> Hints:
    """Return what a page's links say of articles that are known, and remember what was not known of these.

    What a list says of changes is held against what a list said before, never against our own clock, where that can
    be helped: neither clock need be right.

    Args:
        state: The open state.db.
        site: Key of the site.
        links: The articles on the page.
        source: Row of the source's first page.
        newest: The last change that the source stated in an earlier walk.
        teasers: Whether titles and excerpts are held against those of the last visit.
    """
    rows = {row[1]: row for row in state.query(_KNOWN, (site, json.dumps([link.url for link in links])))}
    instants = [modified_at(link) for link in links]
    stated = [each for each in instants if each is not None]
    hints = Hints(
        fresh=len(links) - len(rows),
        known=len(rows),
        newest=max(stated, default=None),
        oldest=min(stated, default=None),
        dated=bool(links) and len(stated) == len(links),
        ordered=bool(stated) and stated == sorted(stated, reverse=True),
    )
    adopted = []
    for link, instant in zip(links, instants, strict=True):
        if (row := rows.get(link.url)) is None:
            continue
        why = _why_again(row, instant, newest)
        if why:
            hints.again[link.url] = why
            hints.changed += why == "changed"
        elif (row[3] is None and instant) or (row[4] is None and link.remote_id):
            adopted.append((to_column(instant) if instant else None, link.remote_id, row[0]))
    hints.again.update(_renamed(state, site, links))
    if teasers:
        for url in _other_teasers(state, source, links, rows):
            hints.again.setdefault(url, "another teaser")
    hints.ends_known = bool(links) and links[-1].url in rows and links[-1].url not in hints.again
    if adopted:
        with state.transaction() as connection:
            connection.executemany(_ADOPT, adopted)
    return hints


def answered_below(state: State, site: str, stem: str) -> list[tuple[str, Fate]]:
    """Return the articles' addresses that begin so and have answered, with their fates: the last thousand."""
    return [(url, Fate(fate)) for url, fate in state.query(_BELOW, (site, stem, f"{stem}\U0010ffff"))]


def modified_at(link: Link) -> datetime | None:
    """Return when a list says that an article was changed; where it says a day, that day's first instant."""
    if link.modified_at is not None:
        return link.modified_at
    return datetime.combine(link.modified_on, time(), UTC) if link.modified_on else None


def _why_again(row: Any, instant: datetime | None, newest: datetime | None) -> str:
    fate, told, asked_at = row[2], row[3], row[5]
    if asked_at is None:
        return ""
    asked = clock.from_text(asked_at)
    if instant is not None and fate in _HELD | _GONE:
        if told is not None:
            later = instant > clock.from_text(told)
        else:
            later = instant > asked or (newest is not None and instant > newest)
        if later:
            return "changed"
    return "listed again" if fate == "vanished" and abs(clock.now() - asked) > BACK_REST else ""


def _renamed(state: State, site: str, links: Sequence[Link]) -> Mapping[str, str]:
    """Return the addresses under which articles are held that the list has under another one, by their numbers."""
    numbers = {link.remote_id: link.url for link in links if link.remote_id}
    if not numbers:
        return {}
    listed = {link.url for link in links}
    held = state.query(_NAMED, (site, json.dumps(list(numbers))))
    return {url: f"listed as {numbers[number]}" for url, number in held if url not in listed}


def _other_teasers(state: State, source: int, links: Iterable[Link], rows: Mapping[str, Any]) -> list[str]:
    """Return the articles whose teaser on this list is not the one of the last visit, and remember the new ones."""
    digests = {
        rows[link.url][0]: (link.url, digest) for link in links if link.url in rows and (digest := _digest(link))
    }
    before = dict(state.query(_TEASERS, (source, json.dumps(list(digests)))))
    changed = [(row, *each) for row, each in digests.items() if before.get(row) != each[1]]
    if changed:
        with state.transaction() as connection:
            connection.executemany(_TEASER, [(source, row, digest) for row, _, digest in changed])
    return [url for row, url, _ in changed if row in before and _is_rested(rows[url])]


def _is_rested(row: Any) -> bool:
    return row[2] in _HELD and bool(row[5]) and abs(clock.now() - clock.from_text(row[5])) > TEASER_REST


def _digest(link: Link) -> int | None:
    if link.title is None and link.excerpt is None:
        return None
    text = f"{link.title or ''}\n{link.excerpt or ''}"
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def unchanged_parts(state: State, site: str, parts: Iterable[Link]) -> set[str]:
    """Return the parts of a sitemap index that say they were not changed since they were read."""
    stated = {part.url: to_column(instant) for part in parts if (instant := modified_at(part)) is not None}
    rows = state.query(_PARTS, (site, json.dumps(list(stated))))
    return {url for url, told in rows if told == stated[url]}
