"""The two streams: answers on standard output, everything said about them on standard error.

What comes from pages is hostile: it may hold escape sequences that repaint a terminal, and signs that turn the
order of what is read. None of it reaches a stream except through `one_line` or `block`.
"""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# An escape sequence whole (CSI, OSC up to its end, or two characters), so that its letters do not stay behind.
_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b.")
# C0, DEL and C1; the marks and overrides of direction; separators that some terminals break a line at; lone
# surrogates, which no stream can encode; the byte order mark.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]")
_SPACES = re.compile(r"\s+")


def one_line(text: object) -> str:
    """Return a text as one line that any terminal shows as it reads: no control sign, no break."""
    folded = _SPACES.sub(" ", _SEQUENCE.sub("", str(text)))
    return _UNSEEN.sub("", folded).strip()


def block(text: str) -> str:
    """Return a text of several lines without any other control sign; spaces and blank lines are kept."""
    plain = _SEQUENCE.sub("", text).replace("\t", " ")
    return "\n".join(_UNSEEN.sub("", line) for line in plain.split("\n"))


class TerminalStream(io.TextIOBase):
    """Standard output where it is a terminal: takes lines of data, and shows their control signs as `?`."""

    def write(self, text: str) -> int:
        """Write a text; its line ends and tabs are kept."""
        sys.stdout.write(_UNSEEN.sub(lambda sign: sign.group() if sign.group() in "\r\n\t" else "?", text))
        return len(text)


def say(message: str) -> None:
    """Tell the person something that is not the answer: one message, `spacenews:` before it, on standard error."""
    text = block(message)
    if not sys.stderr.isatty():
        sys.stderr.write(f"spacenews: {text}\n")
        return
    printer = console(to_errors=True)
    printer.print("spacenews:", style="bold", end=" ")
    printer.print(text)


def tell(text: str = "") -> None:
    """Write a line of progress or summary to standard error, as it is."""
    sys.stderr.write(block(text) + "\n")
    sys.stderr.flush()


def console(*, to_errors: bool = False) -> Console:
    """Return a rich console that takes text for text: no markup, no emoji names, colors on a terminal alone."""
    from rich.console import Console

    stream = sys.stderr if to_errors else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False, width=width)


_PIPE_WIDTH = 120  # of a table that was asked for although nobody is looking
