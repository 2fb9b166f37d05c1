"""WARC 1.1 records as bytes: built by hand, read back strictly."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

VERSION = b"WARC/1.1"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
ASKED_AS = "Spacenews-Asked-As"
"""An extension field, as WARC allows: what was expected at the address. Whether a page is an article's follows from
it, and nothing else in a record tells."""
_END = b"\r\n\r\n"
_URN = re.compile(r"<urn:uuid:([0-9a-f-]{36})>")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record read back.

    Attributes:
        fields: Named fields by lower-case name; of a repeated one the last.
        block: The content block, as stored.
    """

    fields: Mapping[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """The `WARC-Type`, such as `response`."""
        return self.fields.get("warc-type", "")

    @property
    def uuid(self) -> str:
        """The record's UUID without `urn:uuid:`; empty where it has none."""
        return bare_uuid(self.fields.get("warc-record-id", ""))


def warc_head(fields: Iterable[tuple[str, str]], length: int) -> bytes:
    """Return version line and named fields, with the blank line, of a record whose block has `length` bytes."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    return VERSION + f"\r\n{lines}Content-Length: {length}\r\n\r\n".encode()


def warc_tail() -> bytes:
    """Return what ends a record after its block."""
    return _END


def parse_record(data: bytes) -> WarcRecord | None:
    """Return the one WARC record that these bytes are, or None where they are not exactly one."""
    end = data.find(_END)
    if end < 0 or not data.startswith((b"WARC/1.1\r\n", b"WARC/1.0\r\n")):
        return None
    fields: dict[str, str] = {}
    for line in data[:end].decode("utf-8", "replace").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    length = fields.get("content-length", "")
    begin = end + len(_END)
    if not length.isdecimal() or data[begin + int(length) :] != _END:
        return None
    return WarcRecord(fields, data[begin : begin + int(length)])


def sha1_digest(*parts: bytes) -> str:
    """Return `sha1:` and base32 of the parts, joined."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + base64.b32encode(digest.digest()).decode()


def urn(uuid: str) -> str:
    """Return a UUID as WARC fields write it."""
    return f"<urn:uuid:{uuid}>"


def bare_uuid(text: str) -> str:
    """Return the UUID of a `<urn:uuid:…>`; empty where it is none."""
    match = _URN.fullmatch(text.strip().lower())
    return match.group(1) if match else ""


def to_warc_date(instant: datetime) -> str:
    """Return an aware instant as `WARC-Date`, with microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_warc_date(text: str) -> datetime | None:
    """Return the aware UTC instant of a `WARC-Date`, or None where it is none."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None
