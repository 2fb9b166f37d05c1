"""The gzip members that one exchange becomes: a response or revisit record, and its request record."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

import spacenews
from spacenews.captures.head import ends_where_tools_say, to_stored
from spacenews.captures.member import pack
from spacenews.captures.record import ASKED_AS, REVISIT_PROFILE, sha1_digest, to_warc_date, urn, warc_head, warc_tail
from spacenews.model import clock
from spacenews.model.capture import CaptureRecord, Exchange


@dataclass(frozen=True, slots=True)
class RecordIds:
    """What both records of an exchange name: UUIDs of the response and of the file's warcinfo, and the URL."""

    response: str
    warcinfo: str
    url: str


def response_member(
    exchange: Exchange, ids: RecordIds, digest: str, held: CaptureRecord | None, *, encoded: bool
) -> bytes:
    """Return the response record of an exchange, or its revisit record where `held` is given.

    Args:
        exchange: What to keep.
        ids: Names for it.
        digest: The payload's digest.
        held: The response record that holds the same payload already.
        encoded: The payload is in a content encoding, so compressing it again gains nothing.
    """
    head = to_stored(exchange.response_head)
    payload = b"" if held else exchange.payload
    fields = _fields("revisit" if held else "response", exchange, ids, ids.response)
    if exchange.peer:
        fields.append(("WARC-IP-Address", exchange.peer))
    if exchange.asked_as:
        fields.append((ASKED_AS, exchange.asked_as))
    if held:
        fields += [
            ("WARC-Profile", REVISIT_PROFILE),
            ("WARC-Refers-To", urn(held.record_uuid)),
            ("WARC-Refers-To-Target-URI", held.url),
            ("WARC-Refers-To-Date", to_warc_date(held.captured_at)),
        ]
    if exchange.truncated:
        fields.append(("WARC-Truncated", exchange.truncated))
    if held or ends_where_tools_say(head):
        fields.append(("WARC-Payload-Digest", digest))
    fields.append(("WARC-Block-Digest", sha1_digest(head, payload)))
    fields.append(("Content-Type", "application/http; msgtype=response"))
    text = warc_head(fields, len(head) + len(payload)) + head
    return pack(text, payload + warc_tail(), encoded=encoded and not held)


def request_member(exchange: Exchange, ids: RecordIds) -> bytes:
    """Return the request record of an exchange."""
    block = exchange.request_head
    fields = [
        *_fields("request", exchange, ids, str(uuid4())),
        ("WARC-Concurrent-To", urn(ids.response)),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/http; msgtype=request"),
    ]
    return pack(warc_head(fields, len(block)) + block, warc_tail(), encoded=False)


def warcinfo_member(uuid: str, name: str, site: str) -> bytes:
    """Return the record that begins a file: who wrote it, and how."""
    block = (
        f"software: spacenews/{spacenews.__version__}\r\n"
        "format: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        "robots: obey\r\n"
        f"isPartOf: {site}\r\n"
    ).encode()
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Date", to_warc_date(clock.now())),
        ("WARC-Record-ID", urn(uuid)),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", sha1_digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return pack(warc_head(fields, len(block)) + block, warc_tail(), encoded=False)


def _fields(kind: str, exchange: Exchange, ids: RecordIds, uuid: str) -> list[tuple[str, str]]:
    return [
        ("WARC-Type", kind),
        ("WARC-Target-URI", ids.url),
        ("WARC-Date", to_warc_date(exchange.captured_at)),
        ("WARC-Record-ID", urn(uuid)),
        ("WARC-Warcinfo-ID", urn(ids.warcinfo)),
    ]
