"""Check WARC files whole: every gzip member, every record, every digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacenews.captures.head import head_length
from spacenews.captures.member import walk_members
from spacenews.captures.record import WarcRecord, parse_record, sha1_digest
from spacenews.captures.row import CAPTURE_KINDS, Place, capture_row


@dataclass(frozen=True, slots=True)
class CaptureProblem:
    """One thing that is wrong with a WARC file, and at which byte."""

    location: str
    offset: int
    what: str

    def __str__(self) -> str:
        """Return it as one line for a person."""
        return f"{self.location} at byte {self.offset}: {self.what}"


def check_captures(folder: Path, site: str | None = None) -> list[CaptureProblem]:
    """Return what is wrong with the WARC files of a site, or of all; empty where all is well.

    Args:
        folder: The captures folder.
        site: Key of the site; None for every one.
    """
    return [
        problem
        for path in sorted(folder.glob(f"{site or '*'}/*.warc.gz"))
        for problem in _file_problems(path, f"{path.parent.name}/{path.name}")
    ]


def _file_problems(path: Path, location: str) -> Iterator[CaptureProblem]:
    try:
        with path.open("rb") as file:
            for member in walk_members(file):
                what = "the gzip member is cut or damaged" if member.data is None else _record_problem(member.data)
                if what:
                    yield CaptureProblem(location, member.offset, what)
    except OSError as error:
        yield CaptureProblem(location, 0, f"cannot be read: {error.strerror or error}")


def _record_problem(data: bytes) -> str | None:
    record = parse_record(data)
    if record is None:
        return "no WARC record of the length it states"
    stated = record.fields.get("warc-block-digest")
    if stated and stated != sha1_digest(record.block):
        return "the block is not what its digest says"
    if record.kind in CAPTURE_KINDS and capture_row(record, "", Place("", 0, 0)) is None:
        return f"a {record.kind} record without identifier, date, address or HTTP head"
    return _payload_problem(record) if record.kind == "response" else None


def _payload_problem(record: WarcRecord) -> str | None:
    stated = record.fields.get("warc-payload-digest")
    payload = record.block[head_length(record.block) or 0 :]
    return "the payload is not what its digest says" if stated and stated != sha1_digest(payload) else None
