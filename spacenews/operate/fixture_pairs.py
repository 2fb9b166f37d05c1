"""Pairs written: a capture kept beside what is read on it, and what changed since a person looked at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from spacenews.captures.build import RecordIds, response_member
from spacenews.model.capture import Capture, Exchange
from spacenews.model.disk import write_whole
from spacenews.model.errors import StorageError, UsageError
from spacenews.model.ids import payload_digest
from spacenews.model.urls import canonical_url, slug_of
from spacenews.operate.fixtures import Fixture, load_fixtures, read_fields

if TYPE_CHECKING:
    from spacenews.specs import Site

_CASE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_OTHER_SIGNS = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"\.(?:[xs]?html?|php|aspx?|jsp)$")
_LONGEST_SLUG = 50
_REFUSED = "rejection"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a pair: what is expected and what is read today."""

    field: str
    expected: Any
    read: Any


def expectation(site: Site, capture: Capture, source: str | None = None) -> dict[str, Any]:
    """Return all that a spec reads on a page, as the JSON of a pair holds it.

    Args:
        site: The site.
        capture: The page.
        source: Kind of the source that it is a page of; None: an article's page, or one to be refused.

    Raises:
        UsageError: The site has no source of this kind.
        SpecError: A function in the spec failed on this page.
    """
    read = read_fields(site, capture, source)
    read.pop("detail", None)
    return {"source": source, **read} if source else read


def source_of_page(site: Site, url: str) -> str | None:
    """Return the kind of the source whose first page an address is; None where it is none's."""
    address = canonical_url(url)
    return next((str(each.kind) for each in site.sources if each.url == address), None)


def case_name(expected: Mapping[str, Any], url: str) -> str:
    """Return what a pair is called unless a person says otherwise, such as `article-a-slug` or `refused-about`."""
    kind = "refused" if _REFUSED in expected else expected.get("source", "article")
    slug = _OTHER_SIGNS.sub("-", _ENDING.sub("", slug_of(url).lower())).strip("-")[:_LONGEST_SLUG].strip("-")
    return f"{kind}-{slug or 'home'}"


def find_pair(folder: Path, site: str, *, url: str, source: str | None, case: str | None) -> Fixture | None:
    """Return the pair of a site that has this name or, where none is given, holds this page; None: there is none.

    Raises:
        UsageError, CaptureError: As `load_fixtures`.
    """
    for fixture in load_fixtures(folder, site):
        if case is not None and fixture.case == case:
            return fixture
        same_page = canonical_url(fixture.capture.url) == canonical_url(url)
        if case is None and same_page and fixture.expected.get("source") == source:
            return fixture
    return None


def differences(site: Site, fixture: Fixture) -> tuple[Difference, ...]:
    """Return the fields of a pair that are read otherwise today; of a page that is refused now, the refusal.

    Raises:
        UsageError, SpecError: As `read_fields`.
    """
    read = read_fields(site, fixture.capture, fixture.expected.get("source"), named=f"{site.key}/{fixture.case}.json")
    return tuple(_differences(fixture.wanted, read))


def accepted(site: Site, fixture: Fixture) -> dict[str, Any]:
    """Return the expectation of a pair as it is read today: the same fields, or all where the page is another thing."""
    read = expectation(site, fixture.capture, fixture.expected.get("source"))
    if (_REFUSED in read) != (_REFUSED in fixture.expected):
        return read
    return {name: read[name] for name in fixture.expected if name in read}


def write_pair(folder: Path, site: str, case: str, capture: Capture, expected: Mapping[str, Any]) -> Path:
    """Write a capture and what must be read on it, and return the path of the JSON.

    The request is left out: it says who asked.

    Raises:
        UsageError: The case has no name that a file could have.
        StorageError: It cannot be written.
    """
    if not _CASE.fullmatch(case):
        raise UsageError(
            f"a case is called with small letters, digits and -, such as 'article-two-authors'; not {case!r}"
        )
    path = folder / site / f"{case}.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path.with_suffix(".warc.gz"), _warc(capture))
    except OSError as error:
        raise StorageError(f"{path.parent} cannot be written: {error.strerror or error}") from error
    write_expectation(path, expected)
    return path


def write_expectation(path: Path, expected: Mapping[str, Any]) -> None:
    """Write what must be read on the capture of a pair.

    Raises:
        StorageError: It cannot be written.
    """
    text = json.dumps(dict(expected), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    try:
        write_whole(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def _differences(wanted: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[Difference]:
    if _REFUSED in read and _REFUSED not in wanted:
        yield Difference(_REFUSED, None, read["detail"])
        return
    for name, value in wanted.items():
        if read.get(name) != value:
            yield Difference(name, value, read.get(name))
    if _REFUSED in wanted and _REFUSED not in read:
        yield from (Difference(name, None, value) for name, value in read.items())


def _warc(capture: Capture) -> bytes:
    """Return a capture as a WARC response record."""
    phrase = HTTPStatus(capture.status).phrase if capture.status in set(HTTPStatus) else ""
    lines = [f"HTTP/1.1 {capture.status} {phrase}".rstrip(), *(f"{name}: {value}" for name, value in capture.headers)]
    exchange = Exchange(
        site=capture.site,
        url=capture.url,
        captured_at=capture.captured_at,
        request_head=b"",
        response_head="\r\n".join([*lines, "", ""]).encode("latin-1", "replace"),
        payload=capture.payload,
        truncated=capture.truncated,
    )
    ids = RecordIds(response=str(uuid4()), warcinfo=str(uuid4()), url=capture.url)
    encoded = bool(capture.header("content-encoding"))
    return response_member(exchange, ids, payload_digest(capture.payload), None, encoded=encoded)
