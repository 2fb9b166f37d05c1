"""How an Article is written down: the JSON of its reading, and from that the columns of its row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from spacenews.model import Article, Candidate, StatedDate

UNDATED = "undated"
_SCALARS = (
    "title",
    "title_source",
    "published_on",
    "published_at",
    "date_precision",
    "modified_on",
    "modified_at",
    "teaser",
    "language",
    "word_count",
    "layout",
)
ARTICLE_SCALARS = (*_SCALARS, "byline")
"""Columns of `articles` that come from the fields of its reading, in the order of `scalars`."""


@dataclass(frozen=True, slots=True)
class Written:
    """A reading as text that any SQLite can hold."""

    fields: str
    body: str
    evidence: str


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, without spaces, Unicode as it is: one value, one text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_down(article: Article) -> Written:
    """Return what of an article is stored with its reading: everything but the capture it came from.

    Half surrogates and NUL, which a hostile page can smuggle in by JSON and SQLite cannot hold or would cut at,
    become U+FFFD.
    """
    return Written(
        fields=_holdable_json(_fields(article)),
        body=_whole(article.body.replace("\0", "\ufffd")),
        evidence=_holdable_json([_evidence(candidate) for candidate in article.evidence]),
    )


def scalars(fields: dict[str, Any]) -> tuple[Any, ...]:
    """Return the values of ARTICLE_SCALARS from the fields of a reading."""
    return (*(fields[name] for name in _SCALARS), ", ".join(fields["byline"]) or None)


def month_of(published_on: str | None) -> str:
    """Return the name of the export file that an article of this day is in: `2021-04`, or `undated`."""
    return published_on[:7] if published_on else UNDATED


def instant_text(instant: datetime) -> str:
    """Return a capture's instant with a fixed width, so that the order of the texts is the order of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def day_number(published_on: str | None) -> int:
    """Return the number of a day, counted from 0001-01-01; 0 for none."""
    return date.fromisoformat(published_on).toordinal() if published_on else 0


def _fields(article: Article) -> dict[str, Any]:
    several = {"pages": [(page.number, page.url, page.state) for page in article.pages]} if article.pages else {}
    published_on, published_at, precision, published_source, published_zone = _stated(article.published)
    modified_on, modified_at, _, modified_source, modified_zone = _stated(article.modified)
    return {
        "byline": article.byline,
        "categories": article.categories,
        "date_precision": precision,
        "language": article.language,
        "layout": article.layout,
        "links": [(link.url, link.kind, link.text) for link in article.links],
        "modified_at": modified_at,
        "modified_on": modified_on,
        "modified_source": modified_source,
        "modified_zone": modified_zone,
        "published_at": published_at,
        "published_on": published_on,
        "published_source": published_source,
        "published_zone": published_zone,
        "tags": article.tags,
        "teaser": article.teaser,
        "title": article.title,
        "title_source": article.title_source,
        "url": article.url,
        "word_count": article.word_count,
        **several,
    }


def _stated(stated: StatedDate | None) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    if stated is None:
        return None, None, None, None, None
    at = None if stated.at is None else stated.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return stated.on.isoformat(), at, stated.precision, stated.source, stated.zone


def _evidence(candidate: Candidate) -> dict[str, Any]:
    return {key: value for key, value in asdict(candidate).items() if value != ""}


def _holdable_json(value: Any) -> str:
    text = canonical_json(value)
    if "\\u0000" in text:  # NUL itself, or the six letters: only the values can tell
        text = canonical_json(_without_nul(value))
    return _whole(text)


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd")
    if isinstance(value, dict):
        return {key: _without_nul(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(each) for each in value]
    return value


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
