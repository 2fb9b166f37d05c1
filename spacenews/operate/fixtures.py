"""Fixtures: pairs of a capture and what must be read on it, `<folder>/<site>/<case>.warc.gz` and `<case>.json`.

The JSON holds what is expected, and no more than that is compared:

- of an article, any of `url title published_on published_at byline categories tags body teaser language layout`,
  in the form of the JSON Lines (`byline` and the others that are many: arrays);
- of a page that must be refused, `rejection`: its reason;
- of a page of a source, `source`: the kind of source that it is a page of, with any of `articles` (addresses in their
  order) and `next_page`.

`reviewed` is `false` in a pair whose expectation was read by this program and not yet looked at by a person.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacenews.captures import read_capture
from spacenews.captures.member import walk_members
from spacenews.captures.record import parse_record
from spacenews.captures.row import Place, capture_row
from spacenews.model import clock
from spacenews.model.capture import Capture, CaptureRecord
from spacenews.model.errors import UsageError
from spacenews.model.link import LinkKind
from spacenews.model.rejection import Rejection
from spacenews.operate.check import FieldRead
from spacenews.reading import normalize_reading, read_article, read_links

if TYPE_CHECKING:
    from spacenews.specs import Site

BESIDE = "fixtures"  # of a user's own specs: the folder beside them
ABOUT = ("source", "reviewed")  # what a pair says of itself, and not of its page
_SHOWN = 200  # characters of a value in a row


@dataclass(frozen=True, slots=True)
class Fixture:
    """One case: a capture, and what must be read on it."""

    case: str
    capture: Capture
    expected: Mapping[str, Any]

    @property
    def is_reviewed(self) -> bool:
        """Whether a person said that this is what must be read; so it is with every pair that does not deny it."""
        return self.expected.get("reviewed") is not False

    @property
    def wanted(self) -> dict[str, Any]:
        """What is compared: the expected fields."""
        return {name: value for name, value in self.expected.items() if name not in ABOUT}


def load_fixtures(folder: Path, site: str) -> Iterator[Fixture]:
    """Give the fixtures of a site, by the names of their cases.

    Raises:
        UsageError: A pair is not whole, or its JSON is none.
        CaptureError: A capture is damaged.
    """
    for path in sorted((folder / site).glob("*.json")):
        warc = path.with_suffix(".warc.gz")
        try:
            expected = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise UsageError(f"{path} is no JSON: {error}") from error
        record = _first_capture(warc, site) if warc.exists() else None
        if record is None:
            raise UsageError(f"{path} has no capture beside it: {warc.name} must hold one")
        yield Fixture(path.stem, read_capture(folder, record, lambda _uuid: None), expected)


def check_fixture(site: Site, fixture: Fixture) -> tuple[FieldRead, ...]:
    """Return one row for each expected field, well where it is read as expected.

    Raises:
        UsageError: A field is none that could be expected, or the site has no such source.
        SpecError: A function in the spec failed on this page.
    """
    read = read_fields(site, fixture.capture, fixture.expected.get("source"), named=f"{site.key}/{fixture.case}.json")
    unknown = set(fixture.wanted) - set(read) - {"rejection"}
    if unknown and "rejection" not in read:
        raise UsageError(f"{site.key}/{fixture.case}.json expects {min(unknown)!r}: there are {', '.join(read)}")
    return tuple(_row(fixture.case, name, value, read) for name, value in fixture.wanted.items())


def folder_beside(spec: Path) -> Path:
    """Return the folder of fixtures that lies beside the file of a spec; it may not exist."""
    return spec.parent / BESIDE


def read_fields(site: Site, capture: Capture, source: str | None, *, named: str = "the page") -> dict[str, Any]:
    """Return what a spec reads on a page, as a fixture expects it, and `detail` where it is refused.

    Args:
        site: The site.
        capture: The page.
        source: Kind of the source that it is a page of; None: an article's page, or one to be refused.
        named: What it is called in an error.

    Raises:
        UsageError: The site has no source of this kind.
        SpecError: A function in the spec failed on this page.
    """
    return _read_article(site, capture) if source is None else _read_source(site, capture, source, named)


def _row(case: str, name: str, expected: Any, read: Mapping[str, Any]) -> FieldRead:
    value = read.get(name)
    well = value == expected
    note = "" if well else f"expected {_text(expected)}"
    if not well and "rejection" in read and name != "rejection":
        note += f", but: {read['detail']}"
    return FieldRead(f"fixture {case}", name, _text(value), well=well, note=note)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _read_article(site: Site, capture: Capture) -> dict[str, Any]:
    reading = read_article(site, capture)
    if isinstance(reading, Rejection):
        return {"rejection": str(reading.reason), "detail": str(reading)}
    article = normalize_reading(site, capture, reading)
    published = article.published
    return {
        "url": article.url,
        "title": article.title,
        "published_on": published.on.isoformat() if published else None,
        "published_at": clock.to_text(published.at) if published and published.at else None,
        "byline": list(article.byline),
        "categories": [name for _, name in article.categories],
        "tags": list(article.tags),
        "body": article.body,
        "teaser": article.teaser,
        "language": article.language,
        "layout": article.layout,
    }


def _read_source(site: Site, capture: Capture, kind: str, named: str) -> dict[str, Any]:
    of_kind = [each for each in site.sources if each.kind == kind]
    if not of_kind:
        raise UsageError(f"{named} is a page of a {kind}, and the spec names no such source")
    source = next((each for each in of_kind if each.url == capture.url), of_kind[0])
    listing = read_links(site, source, capture)
    if isinstance(listing, Rejection):
        return {"rejection": str(listing.reason), "detail": str(listing)}
    return {
        "articles": [link.url for link in listing.links if link.kind is LinkKind.ARTICLE],
        "next_page": listing.next_page.url if listing.next_page else None,
    }


def _first_capture(warc: Path, site: str) -> CaptureRecord | None:
    with warc.open("rb") as file:
        for member in walk_members(file):
            record = parse_record(member.data) if member.data is not None else None
            place = Place(f"{site}/{warc.name}", member.offset, member.length)
            if record is not None and (row := capture_row(record, site, place)):
                return row
    return None
