"""Other processes of this program: Scrapy's event loop runs once a process, so a second site needs a second one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from spacenews.cli.screen import say

_FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_child(arguments: Sequence[str], *, operands: Sequence[str]) -> tuple[int, list[dict[str, Any]]]:
    """Run one command in a process of its own; what it says goes to our standard error as it says it.

    Args:
        arguments: Command and options; `--format jsonl` is added.
        operands: What is not an option, kept apart so that none is taken for one.

    Returns:
        Its exit code, negative where a signal ended it, and the records that it wrote.
    """
    program = [sys.executable, *(f"-W{each}" for each in sys.warnoptions), "-m", "spacenews"]
    child = subprocess.Popen(  # noqa: S603 # our own program, and operands stand behind `--`
        [*program, *arguments, "--format", "jsonl", "--", *operands],
        stdout=subprocess.PIPE,
        # Of its own group, so that it gets one Ctrl-C from us and not a second from the terminal, which would mean
        # "at once".
        process_group=0,
    )
    answer = _wait(child)
    if child.returncode < 0:
        say(f"the process of {' '.join(operands or arguments)} was ended by {signal.Signals(-child.returncode).name}")
    return child.returncode, [json.loads(line) for line in answer.splitlines()]


def _wait(child: subprocess.Popen[bytes]) -> bytes:
    def forward(number: int, _frame: object) -> None:
        child.send_signal(number)

    before = {number: signal.signal(number, forward) for number in _FORWARDED}
    try:
        answer, _ = child.communicate()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return answer
