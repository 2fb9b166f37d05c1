"""One HTTP response, as it was on the wire, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer before they are captured.

    Attributes:
        site: Key of the site.
        url: The URL asked for, absolute, without fragment.
        captured_at: When the response's head arrived; aware UTC.
        request_head: Request line and headers as sent, up to and with the blank line.
        response_head: Status line and headers exactly as received, up to and with the blank line.
        payload: The body as sent, in its own content encoding, transfer framing removed.
        truncated: None, or why the body is not whole, in the words of WARC 1.1 (`disconnect`, `length`, `time`).
        peer: IP address that answered, or None.
        asked_as: What was expected there: a `LinkKind`, or `robots`; empty where nobody said.
    """

    site: str
    url: str
    captured_at: datetime
    request_head: bytes
    response_head: bytes
    payload: bytes
    truncated: str | None = None
    peer: str | None = None
    asked_as: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """What reading sees of a stored response: bytes and what the server said of them.

    Attributes:
        record_uuid: UUID of the WARC record, without `urn:uuid:`.
        headers: Names and values in the order received, as latin-1 text, surrounding spaces removed.
        payload: As in `Exchange`; content encoding not yet undone.
    """

    record_uuid: str
    site: str
    url: str
    captured_at: datetime
    status: int
    headers: Headers
    payload: bytes
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever its case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """The row of a capture: what it is and where its bytes lie.

    Attributes:
        mime: Media type of `Content-Type`, lower case, without parameters; empty where there is none.
        payload_digest: `sha1:` and base32 of the payload, as WARC tools write it.
        kind: `response`, or `revisit` where the same payload is already held.
        location: WARC file, relative to the captures folder, with `/` between its parts.
        offset: First byte of the record's gzip member in that file.
        length: Bytes of that member.
        refers_to: For a revisit, record_uuid of the response record that holds the payload.
        redirect_to: For a 3xx, its Location made absolute.
        asked_as: As in `Exchange`; the WARC record says it, the database does not.
    """

    record_uuid: str
    site: str
    url: str
    captured_at: datetime
    status: int
    mime: str
    payload_digest: str
    kind: str
    location: str
    offset: int
    length: int
    refers_to: str | None = None
    truncated: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    redirect_to: str | None = None
    asked_as: str = field(default="", compare=False)
