"""data/decisions.jsonl: what people decided and the monitor held back, one line each, append only.

A fact like a capture: the archive is a fold of both, so a line is on the disk before anything follows from it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from pathlib import Path

from spacenews.archive.rows import canonical_json, instant_text
from spacenews.model.clock import from_text
from spacenews.model.decision import Decision, DecisionKind
from spacenews.model.disk import sync_folder
from spacenews.model.errors import StorageError, UsageError

NAME = "decisions.jsonl"
_FIELDS = tuple(field.name for field in fields(Decision))
_REQUIRED = frozenset({"at", "by", "kind", "site", "reason"})
_STEP = timedelta(microseconds=1)
_TAIL = 1 << 16  # longer than any line: it holds one reason and a few names


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that says no decision: its number, from 1, and why."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds, in its order; `size` is how many of its bytes were looked at."""

    decisions: tuple[Decision, ...] = ()
    bad: tuple[BadLine, ...] = ()
    size: int = 0


def append_decisions(path: Path, decisions: Sequence[Decision], *, as_they_are: bool = False) -> tuple[Decision, ...]:
    """Put decisions at the end of a journal, and return them as written, once they are safe on the disk.

    Each is later than the one before, if need be by a microsecond, so that the last one said is the last one counted
    even where a clock was set back. A last line that was cut off keeps its place, as a bad line of its own.

    Args:
        path: The journal.
        decisions: In their order.
        as_they_are: They stood in the journal before: their instants are left alone.

    Raises:
        StorageError: It cannot be written; then the journal ends as it did.
    """
    with _explained(path), _locked(path) as handle:
        size = os.fstat(handle).st_size
        written = tuple(decisions) if as_they_are else _in_order(decisions, _last(handle, size))
        data = b"".join(f"{line_of(decision)}\n".encode() for decision in written)
        if size and os.pread(handle, 1, size - 1) != b"\n":
            data = b"\n" + data
        _write_whole(handle, data, size)
    return written


def load_decisions(path: Path, start: int = 0) -> Journal:
    """Return what a journal holds from a byte on, the end of what was there once; nothing where there is no journal.

    Raises:
        StorageError: It cannot be read.
    """
    with _explained(path):
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH)  # whoever writes has ended its line by then
                before = file.read(start).count(b"\n")
                data = file.read()
        except FileNotFoundError:
            return Journal()
    decisions: list[Decision] = []
    bad: list[BadLine] = []
    for number, line in enumerate(data.split(b"\n"), before + 1):
        if not line.strip():
            continue
        found = parse_line(line)
        if isinstance(found, Decision):
            decisions.append(found)
        else:
            bad.append(BadLine(number, found))
    return Journal(tuple(decisions), tuple(bad), start + len(data))


def line_of(decision: Decision) -> str:
    """Return a decision as its line, without the end of the line: canonical JSON, empty fields left out."""
    values = asdict(decision) | {"at": instant_text(decision.at), "kind": str(decision.kind)}
    return canonical_json({name: value for name, value in values.items() if value or name in _REQUIRED})


def parse_line(line: bytes) -> Decision | str:
    """Return the decision that a line says, or why it says none."""
    try:
        values = json.loads(line)
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            return "not an object of texts"
        if unknown := sorted(values.keys() - set(_FIELDS)):
            return f"unknown fields: {', '.join(unknown)}"
        if missing := sorted(_REQUIRED - values.keys()):
            return f"without {', '.join(missing)}"
        return Decision(**values | {"at": from_text(values["at"]), "kind": DecisionKind(values["kind"])})
    except (ValueError, UsageError) as error:
        return " ".join(str(error).split())[:200]


def _in_order(decisions: Iterable[Decision], last: Decision | None) -> tuple[Decision, ...]:
    written: list[Decision] = []
    for decision in decisions:
        last = replace(decision, at=max(decision.at, last.at + _STEP)) if last else decision
        written.append(last)
    return tuple(written)


def _last(handle: int, size: int) -> Decision | None:
    """Return the last decision of a journal; bad lines behind it are passed over."""
    begin = max(0, size - _TAIL)
    for line in reversed(os.pread(handle, size - begin, begin).split(b"\n")):
        if line.strip() and isinstance(found := parse_line(line), Decision):
            return found
    return None


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
        os.fsync(handle)
        if is_new:
            sync_folder(path.parent)
    finally:
        os.close(handle)


def _write_whole(handle: int, data: bytes, size: int) -> None:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(handle, view) :]
    except OSError:
        os.ftruncate(handle, size)
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path}: {error.strerror or error}; mend its rights or make room on its disk, and decide again"
        ) from error
