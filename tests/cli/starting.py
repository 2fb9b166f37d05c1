"""The program as a person starts it: a process of its own, warnings as errors, streams apart."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

Answer = subprocess.CompletedProcess[str]
Spacenews = Callable[..., Answer]
SECONDS = 120  # a bound for a machine under load; nothing waits for it


def start(folder: Path, *arguments: str | Path, **variables: str) -> Answer:
    """Run `spacenews` in a folder; of our own variables it sees only those given."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "spacenews", *map(str, arguments)],
        cwd=folder,
        env=_without_ours() | variables,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def begin(folder: Path, *arguments: str, module: str = "spacenews", **variables: str) -> subprocess.Popen[str]:
    """Begin what `start` does, and return while it runs: its streams are read, and signals sent, by who began it."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", module, *arguments],
        cwd=folder,
        env=_without_ours() | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")}
