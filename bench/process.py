"""One whole process, with the operating system's own accounting of it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spent:
    """What a finished process took: seconds of wall clock and processor, peak memory in MB, and its exit code."""

    wall_seconds: float
    cpu_seconds: float
    peak_mb: float
    exit_code: int


def run(command: Sequence[str], log: Path) -> Spent:
    """Run a command to its end, its output into `log`."""
    begin = time.monotonic()
    with log.open("ab") as out:
        process = subprocess.Popen(list(command), stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Spent(
        wall_seconds=time.monotonic() - begin,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,  # Linux counts in KiB
        exit_code=process.returncode,
    )


def cpu_seconds_of(pid: int) -> float:
    """Return the processor seconds that a running process has taken so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
