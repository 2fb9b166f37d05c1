"""`python -m spacenews.cli.bounded SECONDS COMMAND…`: a command of this program that does not outlive its bound.

`run-due` ends a run that takes too long. Should `run-due` itself be killed, nobody would, and a run that hangs would
hold its site for ever: so the kernel is asked to end it, a while after `run-due` would have.
"""

from __future__ import annotations

import signal
import sys

from spacenews.cli.program import run


def main(arguments: list[str]) -> int:
    """Run the command behind the first argument, and return its exit code."""
    # Whoever started us in the background may have had us ignore Ctrl-C, which is how a run is told to stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.alarm(int(arguments[0]))  # nobody handles SIGALRM: it ends the process, as a kill would
    return run(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
