"""The program `spacenews`: one file a noun or verb, and the few things that all of them share."""

from __future__ import annotations

import signal
import sys

__all__ = ["main"]

_STOPPED = 130


def main() -> None:
    """Run the program with the arguments of this process, and end the process with its exit code."""
    try:  # Ctrl-C may come while the program is still being loaded, too
        from spacenews.cli.program import run

        code = run(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the answer is given, and its code stands
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stderr.write("spacenews: stopped\n")
        code = _STOPPED
    sys.exit(code)
