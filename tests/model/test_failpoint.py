"""A failpoint kills its process at the moment that is named, and is nothing where none is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

CODE = "from spacenews.model.failpoint import reach\nfor _ in range(3): reach('capture'); print('passed', flush=True)"


def run(failpoint: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "SPACENEWS_FAILPOINT"}
    given = {} if failpoint is None else {"SPACENEWS_FAILPOINT": failpoint}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", CODE],
        env=environment | given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_one_nothing_happens() -> None:
    assert run(None).stdout == "passed\n" * 3


def test_the_process_is_killed_when_it_comes_there_for_the_nth_time() -> None:
    ended = run("capture:2")
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout == "passed\n"


@pytest.mark.parametrize("wrong", ["nowhere:1", "capture", "capture:x"])
def test_a_name_that_is_none_is_refused(wrong: str) -> None:
    ended = run(wrong)
    assert ended.returncode == 1
    assert "it is name:n, where the name is one of" in ended.stderr
