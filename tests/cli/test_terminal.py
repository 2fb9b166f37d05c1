"""What a person sees on a terminal: tables, highlighted hits, and colors unless they are not wanted."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS = 60


def on_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """Run `spacenews` with standard output on a terminal, and return what it shows."""
    ours, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPACENEWS_")}
    clean.pop("NO_COLOR", None)
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "spacenews", *arguments],
        cwd=folder,
        env=clean | {"TERM": "xterm-256color"} | variables,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        try:
            while part := terminal.read(4096):
                shown += part
        except OSError:  # Linux says so when the last writer has gone
            pass
    assert program.wait(timeout=SECONDS) == 0
    return shown.decode()


def test_hits_are_highlighted_on_a_terminal_and_plain_where_color_is_not_wanted(demo: Any, tmp_path: Path) -> None:
    colored = on_terminal(tmp_path, "search", "docking", **demo.variables)
    plain = on_terminal(tmp_path, "search", "docking", NO_COLOR="1", **demo.variables)
    assert "\x1b[1;33mdocking\x1b[0m" in colored
    assert "\x1b[3" not in plain
    assert "docking" in plain


def test_a_terminal_gets_a_table_where_a_pipe_gets_json_lines(demo: Any, tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "sites", NO_COLOR="1", **demo.variables)
    assert "russianspacenews" in shown
    assert "{" not in shown


def test_what_a_spec_says_cannot_move_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text(
        "from spacenews.specs import Site, wordpress\n"
        "SITE = Site(key='evil', name='E\\x1b]0;owned\\x07vil', home='https://e.example/', timezone='UTC',\n"
        "            sources=wordpress.sources('https://e.example/'))\n"
    )
    for form in ("table", "json", "jsonl", "csv"):
        shown = on_terminal(tmp_path, "sites", "--sites", ".", "--format", form, NO_COLOR="1")
        assert "\x1b]" not in shown
        assert "\x07" not in shown
