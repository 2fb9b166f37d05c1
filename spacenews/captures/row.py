"""The row of a capture, from what its WARC record says: the same whether just written or found again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from spacenews.captures.head import first_header, from_stored, head_length, parse_head
from spacenews.captures.record import ASKED_AS, WarcRecord, bare_uuid, from_warc_date, sha1_digest
from spacenews.model.capture import CaptureRecord, Headers
from spacenews.model.urls import canonical_url

CAPTURE_KINDS = frozenset({"response", "revisit"})
_MAX_MIME = 127
_MAX_VALIDATOR = 1000
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record's gzip member lies: file relative to the captures folder, first byte, bytes."""

    location: str
    offset: int
    length: int


def capture_row(record: WarcRecord, site: str, place: Place) -> CaptureRecord | None:
    """Return the row of a response or revisit record; None for a record of another kind or without its fields."""
    fields = record.fields
    captured_at = from_warc_date(fields.get("warc-date", ""))
    url = fields.get("warc-target-uri", "")
    end = head_length(record.block)
    refers_to = bare_uuid(fields.get("warc-refers-to", "")) or None if record.kind == "revisit" else None
    if record.kind not in CAPTURE_KINDS or not record.uuid or not url or captured_at is None or end is None:
        return None
    if record.kind == "revisit" and refers_to is None:
        return None
    status, headers = parse_head(from_stored(record.block[:end]))
    digest = fields.get("warc-payload-digest") or sha1_digest(record.block[end:])
    return row_from_head(
        status,
        headers,
        uuid=record.uuid,
        site=site,
        url=url,
        captured_at=captured_at,
        payload_digest=digest,
        place=place,
        refers_to=refers_to,
        truncated=fields.get("warc-truncated"),
        asked_as=fields.get(ASKED_AS.lower(), ""),
    )


def row_from_head(  # noqa: PLR0913 - a row has this many independent columns
    status: int,
    headers: Headers,
    *,
    uuid: str,
    site: str,
    url: str,
    captured_at: datetime,
    payload_digest: str,
    place: Place,
    refers_to: str | None,
    truncated: str | None,
    asked_as: str,
) -> CaptureRecord:
    """Return the row of a capture whose response head was parsed to `status` and `headers`."""
    return CaptureRecord(
        record_uuid=uuid,
        site=site,
        url=url,
        captured_at=captured_at,
        status=status,
        mime=_mime(first_header(headers, "content-type")),
        payload_digest=payload_digest,
        kind="revisit" if refers_to else "response",
        location=place.location,
        offset=place.offset,
        length=place.length,
        refers_to=refers_to,
        truncated=truncated,
        etag=_validator(first_header(headers, "etag")),
        last_modified=_validator(first_header(headers, "last-modified")),
        asked_as=asked_as,
        redirect_to=_target(url, first_header(headers, "location")) if 300 <= status < 400 else None,  # noqa: PLR2004 - 3xx
    )


def _mime(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()[:_MAX_MIME]


def _validator(value: str | None) -> str | None:
    """Keep what may be sent back in a conditional request: printable ASCII of a sane length."""
    fits = value and len(value) <= _MAX_VALIDATOR and value.isascii() and value.isprintable()
    return value if fits else None


def _target(url: str, location: str | None) -> str | None:
    if not location:
        return None
    sent = location.encode("latin-1")
    try:
        text = sent.decode("utf-8")
    except UnicodeDecodeError:  # bytes of another charset: browsers send them back as they are
        text = quote(sent, safe=_VISIBLE)
    return canonical_url(text, url)
