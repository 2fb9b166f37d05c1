"""The ways in which a site lists what it has: how each answered, and the walks over their pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from spacenews.frontier.state import State, to_column
from spacenews.model import clock
from spacenews.model.link import LinkKind

PRESENT = "present"
_COLUMNS = (
    "url, kind, origin, answer, asked_at, full_at, total, ordered, dated, pages, whole_at, whole_walk, newest, oldest,"
    " next_newest, next_oldest, note"
)
_LOAD = f"SELECT {_COLUMNS} FROM inventories WHERE site = ?"  # noqa: S608 -- made of constants
_SAVE = f"INSERT OR REPLACE INTO inventories (site, {_COLUMNS}) VALUES ({', '.join('?' * 18)})"  # noqa: S608 -- as above
_BEGIN = """
UPDATE frontier SET fate = 'pending', reason = '', attempts = 0, due_at = NULL, hops = 0, barren = 0, walk = walk + 1
WHERE site = ? AND source = url AND url IN (SELECT value FROM json_each(?)) AND lease_until IS NULL
    AND NOT (run IS ? AND fate IN ('listed', 'moved'))"""
_FOUND = "SELECT url, kind FROM frontier WHERE site = ? AND source = url AND kind <> 'article'"
_WALK = "SELECT id, walk, complete_walk FROM frontier WHERE site = ? AND url = ?"
_PARTS = """
SELECT count(*), coalesce(sum(fate NOT IN ('listed', 'moved') AND (fate = 'pending' OR asked_at >= ?)), 0)
FROM frontier WHERE site = ? AND source = ? AND kind <> 'article'"""
_MISSING = """
SELECT f.url FROM listed l JOIN frontier f ON f.id = l.article
WHERE l.source = ? AND l.walk >= ? AND l.walk < ? AND f.fate IN ('archived', 'duplicate')
ORDER BY f.asked_at, f.id"""
_HELD = "SELECT count(*) FROM frontier WHERE site = ? AND kind = 'article' AND fate = 'archived'"
_COVERED = """
SELECT count(*) FROM listed l JOIN frontier f ON f.id = l.article WHERE l.source = ? AND f.fate = 'archived'"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """One way in which a site lists what it has; meanings as the columns of `inventories`."""

    url: str
    kind: str
    origin: str = "spec"
    answer: str = ""
    asked_at: datetime | None = None
    full_at: datetime | None = None
    total: int | None = None
    ordered: bool | None = None
    dated: bool | None = None
    pages: int | None = None
    whole_at: datetime | None = None
    whole_walk: int = 0
    newest: datetime | None = None
    oldest: datetime | None = None
    next_newest: datetime | None = None
    next_oldest: datetime | None = None
    note: str = ""

    @property
    def is_present(self) -> bool:
        """Whether it listed something when it was asked last."""
        return self.answer == PRESENT


@dataclass(frozen=True, slots=True)
class Walk:
    """The walks over one source: its row, the number of the present one, and of the last that missed nothing."""

    row: int
    number: int
    complete: int


def load_inventories(state: State, site: str) -> dict[str, Inventory]:
    """Return what is known of a site's inventories, by address; raises StorageError."""
    return {row[0]: _inventory(row) for row in state.query(_LOAD, (site,))}


def save_inventory(state: State, site: str, inventory: Inventory) -> None:
    """Write what is known of an inventory, over what was known; raises StorageError."""
    values = (
        *(inventory.url, inventory.kind, inventory.origin, inventory.answer, _text(inventory.asked_at)),
        *(_text(inventory.full_at), inventory.total, _number(inventory.ordered), _number(inventory.dated)),
        *(inventory.pages, _text(inventory.whole_at), inventory.whole_walk, _text(inventory.newest)),
        *(_text(inventory.oldest), _text(inventory.next_newest), _text(inventory.next_oldest), inventory.note),
    )
    with state.transaction() as connection:
        connection.execute(_SAVE, (site, *values))


def load_sources(state: State, site: str) -> Mapping[str, LinkKind]:
    """Return the first page of every source that the frontier knows, with its kind; raises StorageError."""
    return {url: LinkKind(kind) for url, kind in state.query(_FOUND, (site,))}


def begin_walks(state: State, site: str, urls: Iterable[str], *, run: str) -> None:
    """Begin a new walk of these sources, whose first pages have rows; raises StorageError.

    Args:
        state: The open state.db.
        site: Key of the site.
        urls: First pages.
        run: Id of the run, or of the one that it goes on with: what that one asked for is not asked for again.
    """
    with state.transaction() as connection:
        connection.execute(_BEGIN, (site, json.dumps(list(urls)), run))


def find_walk(state: State, site: str, source: str) -> Walk | None:
    """Return how far the walks over a source are, None where it has no row; raises StorageError."""
    rows = state.query(_WALK, (site, source))
    return Walk(*rows[0]) if rows else None


def count_pages(state: State, site: str, source: str, since: datetime) -> tuple[int, bool]:
    """Return how many pages of a source are known, and whether all that were asked for since then answered well."""
    ((pages, failed),) = state.query(_PARTS, (to_column(since), site, source))
    return int(pages), not failed


def find_missing(state: State, source: int, *, since: int, walk: int) -> list[str]:
    """Return the archived articles that a source listed in a walk from `since` on, and not in the present one.

    Those that were asked for longest ago come first.
    """
    return [url for (url,) in state.query(_MISSING, (source, since, walk))]


def coverage(state: State, site: str, source: int) -> float:
    """Return which share of the articles that are archived a source ever listed; 1 where none is."""
    ((held,),) = state.query(_HELD, (site,))
    ((covered,),) = state.query(_COVERED, (source,))
    return covered / held if held else 1.0


def _inventory(row: tuple[object, ...]) -> Inventory:
    values = dict(zip(_COLUMNS.replace(" ", "").split(","), row, strict=True))
    for name in ("asked_at", "full_at", "whole_at", "newest", "oldest", "next_newest", "next_oldest"):
        values[name] = clock.from_text(str(values[name])) if values[name] else None
    for name in ("ordered", "dated"):
        values[name] = None if values[name] is None else bool(values[name])
    return Inventory(**values)  # type: ignore[arg-type]  # the columns are STRICT, and named as the fields


def _text(instant: datetime | None) -> str | None:
    return to_column(instant) if instant else None


def _number(truth: bool | None) -> int | None:  # noqa: FBT001 - a value, no option
    return None if truth is None else int(truth)
