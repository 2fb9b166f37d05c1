"""Read one capture back from its record, checked against its digests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacenews.captures.head import from_stored, head_length, parse_head
from spacenews.captures.member import unpack, walk_members
from spacenews.captures.record import ASKED_AS, WarcRecord, bare_uuid, parse_record
from spacenews.model.capture import Capture, CaptureRecord, Exchange
from spacenews.model.errors import CaptureError
from spacenews.model.ids import payload_digest

FindRecord = Callable[[str], CaptureRecord | None]


def read_capture(folder: Path, record: CaptureRecord, find_record: FindRecord) -> Capture:
    """Return a stored capture as reading saw it when it was made.

    Args:
        folder: The captures folder.
        record: Its row.
        find_record: Answers, for the UUID that a revisit refers to, the row of that response record.

    Raises:
        CaptureError: The record is not where its row says, or is not what it was.
    """
    head, payload, _ = _load(folder, record, find_record)
    status, headers = parse_head(head)
    return Capture(
        record.record_uuid, record.site, record.url, record.captured_at, status, headers, payload, record.truncated
    )


def read_exchange(folder: Path, record: CaptureRecord, find_record: FindRecord) -> Exchange:
    """Return a stored exchange, heads and payload byte for byte as they were on the wire.

    The request head is empty where the writer was cut off between the two records. Arguments and errors are those of
    `read_capture`.
    """
    head, payload, stored = _load(folder, record, find_record)
    return Exchange(
        site=record.site,
        url=record.url,
        captured_at=record.captured_at,
        request_head=_request_head(folder, record),
        response_head=head,
        payload=payload,
        truncated=record.truncated,
        peer=stored.fields.get("warc-ip-address"),
        asked_as=stored.fields.get(ASKED_AS.lower(), ""),
    )


def _load(folder: Path, record: CaptureRecord, find_record: FindRecord) -> tuple[bytes, bytes, WarcRecord]:
    stored = _stored(folder, record)
    end = head_length(stored.block)
    if end is None:
        raise _wrong(record, "has no response head")
    head, payload = from_stored(stored.block[:end]), stored.block[end:]
    if record.refers_to:
        held = find_record(record.refers_to)
        if held is None or held.kind != "response":
            raise _wrong(record, f"refers to {record.refers_to}, of which nothing is known")
        block = _stored(folder, held).block
        payload = block[head_length(block) or 0 :]
    if payload_digest(payload) != record.payload_digest:
        raise _wrong(record, "holds other bytes than those that were captured")
    return head, payload, stored


def _stored(folder: Path, record: CaptureRecord) -> WarcRecord:
    try:
        with (folder / record.location).open("rb") as file:
            file.seek(record.offset)
            member = file.read(record.length)
    except OSError as error:
        raise _wrong(record, f"cannot be read ({error.strerror or error})") from error
    data = unpack(member)
    stored = parse_record(data) if data is not None else None
    if stored is None or stored.uuid != record.record_uuid:
        raise _wrong(record, "is not there, or is damaged")
    return stored


def _request_head(folder: Path, record: CaptureRecord) -> bytes:
    with (folder / record.location).open("rb") as file:
        following = next(walk_members(file, record.offset + record.length), None)
    found = parse_record(following.data) if following is not None and following.data is not None else None
    if found is None or found.kind != "request":
        return b""
    return found.block if bare_uuid(found.fields.get("warc-concurrent-to", "")) == record.record_uuid else b""


def _wrong(record: CaptureRecord, what: str) -> CaptureError:
    return CaptureError(
        f"{record.location}: the capture of {record.url} at byte {record.offset} {what}: "
        "put the file back from a backup"
    )
