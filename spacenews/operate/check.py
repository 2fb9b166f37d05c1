"""What a spec reads on a page, field by field, for whoever tests it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from spacenews.model.capture import Capture
from spacenews.model.reading import Reading, StatedDate
from spacenews.model.rejection import Rejection
from spacenews.reading import read_article

if TYPE_CHECKING:
    from spacenews.operate.sources import SourceAnswer
    from spacenews.specs import Site

_BODY_SHOWN = 200  # characters of a body in a row


@dataclass(frozen=True, slots=True)
class FieldRead:
    """What was read of one field of one page.

    Attributes:
        page: Its URL.
        field: Name of the field; `article` where the page gave none.
        value: As text; empty where nothing was found.
        source: The rule that found it.
        well: Whether it is as it should be: an article, its title and body, by a layout where the site has any.
        note: What is wrong, empty where nothing is.
    """

    page: str
    field: str
    value: str
    source: str = ""
    well: bool = True
    note: str = ""


def check_article(site: Site, capture: Capture) -> tuple[FieldRead, ...]:
    """Return what a spec reads on the page of an article; one row that is not well where it reads none.

    Raises:
        SpecError: A function in the spec failed on this page.
    """
    reading = read_article(site, capture)
    if isinstance(reading, Rejection):
        return (FieldRead(capture.url, "article", "", well=False, note=f"no article: {reading}"),)
    return tuple(_fields(site, capture.url, reading))


def sample_articles(answers: Sequence[SourceAnswer], count: int) -> tuple[str, ...]:
    """Return the first articles that sources list, of each source one after the other, each once."""
    rounds = chain.from_iterable(zip_longest(*(answer.articles for answer in answers)))
    return tuple(dict.fromkeys(url for url in rounds if url is not None))[:count]


def _fields(site: Site, page: str, reading: Reading) -> Iterator[FieldRead]:
    sources = {row.field: row.source for row in reversed(reading.evidence) if row.chosen}
    body = " ".join(reading.body)
    for name, value in (
        ("title", reading.title),
        ("published", _date_text(reading.published)),
        ("modified", _date_text(reading.modified)),
        ("byline", ", ".join(reading.byline)),
        ("categories", ", ".join(reading.categories)),
        ("language", reading.language or ""),
        ("body", f"{len(body.split())} words: {body[:_BODY_SHOWN]}"),
    ):
        yield FieldRead(page, name, value, sources.get(name, "") if value else "")
    if reading.title_source == "slug":
        yield FieldRead(page, "title", reading.title, "slug", well=False, note="the page prints no title we can find")
    redesigned = bool(site.layouts) and reading.layout == "generic"
    note = "none of the spec's layouts is on the page: was it redesigned?" if redesigned else ""
    yield FieldRead(page, "layout", reading.layout, well=not redesigned, note=note)


def _date_text(date: StatedDate | None) -> str:
    if date is None:
        return ""
    return date.at.isoformat() if date.at else date.on.isoformat()
