"""Lists of addresses that a person keeps in a file: one a line, comments behind `#`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from spacenews.model.errors import UsageError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Line:
    """One address as it stands in a list.

    Attributes:
        where: `FILE:12`, for messages.
    """

    where: str
    text: str


def read_lines(name: str) -> list[Line]:
    """Return the lines of a list that hold something.

    Args:
        name: Of the file; `-` is standard input.

    Raises:
        UsageError: It cannot be read, or is no text.
    """
    called = "standard input" if name == STDIN else name
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{called} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{called} is no text in UTF-8: {error.reason} at byte {error.start}") from error
    lines = (Line(f"{called}:{number}", _address(line)) for number, line in enumerate(text.splitlines(), 1))
    return [line for line in lines if line.text]


def _address(line: str) -> str:
    """Return a line without its comment: `#` at its start or after a space, since addresses may hold one too."""
    return "" if line.lstrip().startswith("#") else line.partition(" #")[0].partition("\t#")[0].strip()
