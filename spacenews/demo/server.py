"""The embedded site for whoever needs one: its own process, which ends with its owner."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from spacenews.demo.world import ARTICLES
from spacenews.model.clock import from_text
from spacenews.model.errors import SpacenewsError

_END_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Served:
    """One request as the server saw it.

    Attributes:
        at: When it arrived; aware UTC.
        path: As sent, with its query.
        status: What it was answered with; 0 where the connection was reset instead.
        headers: Those of the request that tell how it was asked.
    """

    at: datetime
    method: str
    path: str
    status: int
    headers: dict[str, str]


class DemoServer:
    """The embedded site, served on a free port of 127.0.0.1 for as long as the context lasts.

    Args:
        day: Which day of the newsroom to show, from 1.
        markup: `classic`, `block` or `bare`.
        faults: What goes wrong, as `name` or `name=value` of `faults.PAGES` and `faults.SITE_WIDE`.
        articles: How many there are on day 1.
        port: 0 for a free one.

    Raises:
        SpacenewsError: It does not start, or a change is refused.
    """

    def __init__(
        self,
        *,
        day: int = 1,
        markup: str = "classic",
        faults: Iterable[str] = (),
        articles: int = ARTICLES,
        port: int = 0,
    ) -> None:
        self.base_url = ""
        self._arguments = [
            *("--control", "--port", str(port), "--day", str(day), "--markup", markup),
            *("--articles", str(articles), "--faults", ",".join(faults)),
        ]
        self._process: subprocess.Popen[str] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Start it; when this returns, it listens and `base_url` ends with a slash."""
        self._folder = tempfile.TemporaryDirectory(prefix="spacenews-demo-")
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "spacenews.demo", *self._arguments, "--log", str(self._log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base_url = self._read_line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it, whatever it is doing."""
        process = self._running
        process.terminate()
        try:
            process.communicate(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self._running.pid

    def set_day(self, day: int) -> None:
        """Show another day of the newsroom."""
        self._order(day=day)

    def set_markup(self, name: str) -> None:
        """Print the pages in another markup."""
        self._order(markup=name)

    def set_faults(self, *names: str) -> None:
        """Let these go wrong, and nothing else; those that heal begin anew."""
        self._order(faults=names)

    def requests(self) -> list[Served]:
        """Return every request served so far, in the order of arrival."""
        self._order()  # its answer comes after every line that was written before
        with self._log.open(encoding="utf-8") as lines:
            return [_served(json.loads(line)) for line in lines]

    @property
    def _log(self) -> Path:
        if self._folder is None:
            raise SpacenewsError("the demo server is not running: use it in a with statement")
        return Path(self._folder.name) / "requests.jsonl"

    @property
    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise SpacenewsError("the demo server is not running: use it in a with statement")
        return self._process

    def _order(self, **changes: Any) -> None:
        stdin = self._running.stdin
        try:
            if stdin is not None:
                stdin.write(json.dumps(changes) + "\n")
                stdin.flush()
        except BrokenPipeError as broken:
            raise SpacenewsError("the demo server has ended by itself; start another") from broken
        answer = json.loads(self._read_line())
        if "error" in answer:
            raise SpacenewsError(f"the demo server cannot do that: {answer['error']}")

    def _read_line(self) -> str:
        stdout = self._running.stdout
        line = stdout.readline().strip() if stdout is not None else ""
        if not line:
            raise SpacenewsError(
                f"the demo server ended with exit code {self._running.wait()}; what it said is on standard error"
            )
        return line


def _served(line: dict[str, Any]) -> Served:
    return Served(from_text(line["at"]), line["method"], line["path"], line["status"], line["headers"])
