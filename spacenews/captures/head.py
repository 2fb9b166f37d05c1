"""The head of a response: bytes that a server chose, kept exactly and read leniently.

The block of a WARC record keeps every byte of the head but one name: `Transfer-Encoding` stands there as
`X-Archive-Orig-Transfer-Encoding`, since the payload is stored without its chunk framing and tools would otherwise
look for it. A server's own header of that longer name gets the prefix once more, so that undoing is always exact.
"""

from __future__ import annotations

import re

from spacenews.model.capture import Headers

PREFIX = b"X-Archive-Orig-"
_IDENTITY = frozenset({"", "identity", "none"})
_END = re.compile(rb"\n\r?\n")
_RENAMED = re.compile(rb"(?<=\n)(?=(?:X-Archive-Orig-)*Transfer-Encoding[ \t]*:)", re.IGNORECASE)
_RESTORED = re.compile(rb"(?<=\n)X-Archive-Orig-(?=(?:X-Archive-Orig-)*Transfer-Encoding[ \t]*:)", re.IGNORECASE)
_INVISIBLE_LINE = re.compile(rb"\n[^!-~\n]*\n")
_STATUS = re.compile(r"\S+[ \t]+([0-9]{3})(?![0-9])")


def parse_head(head: bytes) -> tuple[int, Headers]:
    """Return status and headers of a response head, as far as they can be made out; never raises.

    Names keep their case and values lose surrounding spaces; both are latin-1 text. A folded line is joined to the
    one before it, and a line without a colon is left out. The status is 0 where the first line states none.
    """
    first, *lines = head.decode("latin-1").split("\n")
    status = _STATUS.match(first)
    headers: list[tuple[str, str]] = []
    for line in _unfold(lines):
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip(" \t"), value.strip(" \t\r\v\f")))
    return int(status.group(1)) if status else 0, tuple(headers)


def first_header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header, given in lower case, or None."""
    return next((value for key, value in headers if key.lower() == name), None)


def is_encoded(headers: Headers) -> bool:
    """Whether a payload with these headers was sent in a content encoding."""
    return any(key.lower() == "content-encoding" and value.lower() not in _IDENTITY for key, value in headers)


def head_length(block: bytes) -> int | None:
    """Return how many bytes the head at the start of a block has, with its blank line; None where it has no end."""
    end = _END.search(block)
    return end.end() if end else None


def to_stored(head: bytes) -> bytes:
    """Return a head as it stands in a WARC record."""
    return _RENAMED.sub(PREFIX, head)


def from_stored(head: bytes) -> bytes:
    """Return a head as it was received, from the form that `to_stored` gave it."""
    return _RESTORED.sub(b"", head)


def ends_where_tools_say(head: bytes) -> bool:
    """Whether common tools see this head end where it ends.

    They take a line of spaces for the blank line, so a payload digest would be checked over other bytes than ours.
    """
    first = _INVISIBLE_LINE.search(head)
    return first is not None and first.end() == len(head)


def _unfold(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        text = line.removesuffix("\r")
        if not text:
            break
        if text[0] not in " \t":
            joined.append(text)
        elif joined:
            joined[-1] += " " + text.strip()
    return joined
