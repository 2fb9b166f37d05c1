"""What another reader makes of stored captures, against what is stored: field by field, and whether it is worse."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacenews.archive.doubt import find_doubt
from spacenews.archive.facts import Sighting
from spacenews.archive.rows import write_down
from spacenews.archive.units import Held, Stored, Unit
from spacenews.model import Article, Rejection

ARTICLE = "article"
"""The field of a difference that says whether a capture gives an article at all."""

FIELDS = (
    ARTICLE,
    "url",
    "title",
    "title_source",
    "byline",
    "published_on",
    "published_at",
    "published_source",
    "published_zone",
    "date_precision",
    "modified_on",
    "modified_at",
    "modified_source",
    "modified_zone",
    "categories",
    "tags",
    "teaser",
    "language",
    "body",
    "links",
    "layout",
)
"""Fields of differences, in the order of tables."""

_SHOWN = 300  # characters of a value: of a body those around its first difference
_LEAD = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one stored reading that another reader reads otherwise.

    Attributes:
        uid: Of the article; empty where there was none.
        url: It is filed under, or that was asked for.
        revision: Number of the revision that the reading belongs to; None where it is in none.
        capture: record_uuid of the earliest capture that reads so.
        field: One of FIELDS.
        change: `gained`, `lost` or `changed`.
        before: As text, cut to size; empty where there was nothing.
        after: The same.
        words: By how many words the body grows; negative where it shrinks; 0 for other fields.
        loss: What is worse about the new reading, in one line; the same in each difference of it.
    """

    uid: str
    url: str
    revision: int | None
    capture: str
    field: str
    change: str
    before: str
    after: str
    words: int = 0
    loss: str = ""

    @property
    def weight(self) -> tuple[int, int]:
        """Sorts the worst loss first: no article any more, words lost, a field lost, changed, gained."""
        if self.field == ARTICLE and self.change == "lost":
            rank = 0
        elif self.words < 0:
            rank = 1
        else:
            rank = 2 + ("lost", "changed", "gained").index(self.change)
        return rank, self.words


def differences(unit: Unit, outcomes: Sequence[Article | Rejection], *, whole: bool = False) -> tuple[Difference, ...]:
    """Return every difference of a unit, each once where several captures read alike.

    Args:
        unit: What is stored.
        outcomes: What its captures read as now, in the same order.
        whole: Give values whole, instead of what stands around their first difference.
    """
    found: dict[tuple[int, str, str, str], Difference] = {}
    for held, outcome in zip(unit.captures, outcomes, strict=True):
        for each in _differences(unit, held, outcome):
            found.setdefault((held.before.number, each.field, each.before, each.after), each)
    return tuple(found.values() if whole else map(_cut, found.values()))


def find_loss(before: Stored, outcome: Article | Rejection) -> str:
    """Return what is worse about a new reading, in one line; empty where nothing is.

    The bands are those by which a later capture waits: no article, no text or half of it, no title, no date.
    """
    if before.body is None or before.status in {"quarantined", "rejected"}:
        return ""
    if isinstance(outcome, Rejection):
        return f"no article any more: {outcome}"
    return find_doubt(_sighting(_of_stored(before)), _sighting(_of_article(outcome)))


def _differences(unit: Unit, held: Held, outcome: Article | Rejection) -> Iterator[Difference]:
    before, loss = held.before, find_loss(held.before, outcome)
    old = _of_stored(before)
    new = {} if isinstance(outcome, Rejection) else _of_article(outcome)
    if not old and isinstance(outcome, Rejection) and before.fields.get("reason") == outcome.reason:
        return  # refused as before; in which words is no difference of the archive's
    if not old or not new:
        was, is_now = _verdict(before, old), str(outcome) if isinstance(outcome, Rejection) else _summary(new)
        if was != is_now:
            change = "gained" if new else "lost" if old else "changed"
            words = int(new.get("word_count", 0)) - int(old.get("word_count", 0))
            yield _made(unit, held, ARTICLE, (change, was, is_now), words=words, loss=loss)
        return
    for field in FIELDS[1:]:
        was, is_now = old[field], new[field]
        if was != is_now:
            change = "gained" if not was else "lost" if not is_now else "changed"
            words = new["word_count"] - old["word_count"] if field == "body" else 0
            yield _made(unit, held, field, (change, _text(was), _text(is_now)), words=words, loss=loss)


def _made(unit: Unit, held: Held, field: str, what: tuple[str, str, str], *, words: int, loss: str) -> Difference:
    change, before, after = what
    uuid = held.record.record_uuid
    return Difference(unit.uid, unit.url, held.before.revision, uuid, field, change, before, after, words, loss)


def _of_stored(stored: Stored) -> Mapping[str, Any]:
    return {} if stored.body is None else {**stored.fields, "body": stored.body}


def _of_article(article: Article) -> Mapping[str, Any]:
    written = write_down(article)
    return {**json.loads(written.fields), "body": written.body}


def _verdict(before: Stored, old: Mapping[str, Any]) -> str:
    if old:
        return _summary(old)
    reason, detail = before.fields.get("reason", ""), before.fields.get("detail", "")
    return f"{reason}: {detail}" if detail else str(reason)


def _summary(fields: Mapping[str, Any]) -> str:
    return f"{fields['title']} ({fields['word_count']} words)"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_text(each[1] if isinstance(each, list) and len(each) == 2 else each) for each in value)  # noqa: PLR2004 -- slug and name
    return "" if value is None else str(value)


def _cut(difference: Difference) -> Difference:
    """Make it short enough for a table: where texts are long, what stands around their first difference."""
    before, after = difference.before, difference.after
    longest = min(len(before), len(after))
    if max(len(before), len(after)) <= _SHOWN:
        return difference
    same = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), longest)
    start = max(0, same - _LEAD)
    return replace(difference, before=_window(before, start), after=_window(after, start))


def _window(text: str, start: int) -> str:
    if not text:
        return ""
    return f"{'…' * (start > 0)}{text[start : start + _SHOWN]}{'…' * (len(text) > start + _SHOWN)}"


def _sighting(fields: Mapping[str, Any]) -> Sighting:
    """Return what the bands compare."""
    return Sighting(
        moment=("", ""),
        page="",
        url="",
        reading=0,
        digest="",
        reader="",
        text=0,
        title=fields["title"],
        titled=fields["title_source"] != "slug",
        published_on=fields["published_on"],
        words=fields["word_count"],
    )
