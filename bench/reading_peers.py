"""The environments that peers live in: one each, made from a lock with hashes, kept in build/peers."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_LOCKS = ROOT / "bench" / "peers"
_HOME = ROOT / "build" / "peers"
PEERS = ("trafilatura", "newspaper4k", "readability", "goose3", "resiliparse", "htmldate")


def python_of(name: str) -> Path:
    """Return the interpreter of a peer's environment, which is made first where its lock is newer.

    Raises:
        subprocess.CalledProcessError: It cannot be installed.
    """
    home, lock = _HOME / name, _LOCKS / f"{name}.lock"
    python, stamp = home / "bin" / "python", home / ".installed"
    if stamp.exists() and stamp.stat().st_mtime >= lock.stat().st_mtime:
        return python
    sys.stderr.write(f"installing {name} ...\n")
    venv.create(home, clear=True, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock], check=True)
    stamp.touch()
    return python


def say(command: Sequence[str]) -> Mapping[str, Any]:
    """Return the JSON object that a program prints; its words to standard error go to ours.

    Raises:
        subprocess.SubprocessError: It failed, or took longer than two hours.
    """
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=ROOT, timeout=7200)
    said: Mapping[str, Any] = json.loads(done.stdout[done.stdout.index(b"{") :])
    return said
