"""docs/scheduled-crawls.md: its units are accepted by systemd, its commands by the program, its codes are all there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from spacenews.cli.program import program
from spacenews.model.run import ExitCode

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "scheduled-crawls.md").read_text(encoding="utf-8")
UNITS = dict(re.findall(r"```ini\n# /etc/systemd/system/(\S+)\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = sorted(set(re.findall(r"^(?:ExecStart=/usr/bin/env )?(spacenews [^#\n]*)", PAGE, re.MULTILINE)))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert sorted(UNITS) == ["spacenews-failed@.service", "spacenews.service", "spacenews.timer"]
    answer = subprocess.run(
        ["systemd-analyze", "verify", *(f"./{name}" for name in UNITS)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (answer.returncode, answer.stdout + answer.stderr) == (0, "")


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_is_one(line: str) -> None:
    name, *arguments = shlex.split(line)[1:]
    command = program.get_command(click.Context(program), name)
    assert command is not None
    command.make_context(name, arguments, resilient_parsing=False)


def test_the_cron_line_starts_the_command_at_set_times() -> None:
    (line,) = re.findall(r"^\*/10 .*", PAGE, re.MULTILINE)
    assert "%" not in line  # cron reads it as the end of the line
    assert "spacenews run-due --quiet" in line


@pytest.mark.parametrize("code", list(ExitCode), ids=lambda code: code.name)
def test_the_page_says_what_to_do_about_each_exit_code(code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \|", PAGE, re.MULTILINE)
