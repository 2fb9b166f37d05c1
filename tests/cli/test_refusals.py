"""What cannot be meant is refused before anything happens; what is stored is never written over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.export import _check_target
from spacenews.model.errors import UsageError
from spacenews.model.folder import DataFolder

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
CRAWL = ("crawl", "russianspacenews")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("search", "x", "--since", "2022", "--until", "2020"), "--since 2022-01-01 is later than --until 2020-12-31"),
        (("search", "x", "--limit", "99999999999999999999"), "is not in the range"),
        (("search", "x", "--category", "Rusia"), "no category 'Rusia' is stored in "),
        (("export", "--category", "Rusia"), "there are Russia"),
        (("export", "--since", "2022", "--until", "2020"), "--since 2022-01-01 is later than --until 2020-12-31"),
        ((*CRAWL, "--delay", "nan"), "'nan' is no number of seconds"),
        ((*CRAWL, "--delay", "inf"), "inf is not in the range"),
        ((*CRAWL, "--concurrency", "0"), "0 is not in the range"),
        ((*CRAWL, "--limit", "99999999999999999999"), "is not in the range"),
    ],
)
def test_a_value_that_no_answer_can_have_is_refused(
    spacenews: Spacenews, demo: Any, arguments: tuple[str, ...], hint: str
) -> None:
    answer = spacenews(*arguments, **demo.variables)
    assert (answer.returncode, answer.stdout) == (2, ""), answer.stderr
    assert hint in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("setting", ["DOWNLOADER_MIDDLEWARES={}", "ROBOTSTXT_OBEY=0", "DOWNLOAD_TIMEOUT=nan"])
def test_a_setting_that_would_switch_a_protection_off_is_usage(spacenews: Spacenews, demo: Any, setting: str) -> None:
    asked = len(demo.server.requests())
    answer = spacenews("crawl", "demo", "--set", setting, **demo.variables)
    assert (answer.returncode, answer.stdout) == (2, ""), answer.stderr
    assert f"--set {setting.partition('=')[0]}" in answer.stderr
    assert len(demo.server.requests()) == asked


def test_an_export_onto_the_archive_is_refused(spacenews: Spacenews, demo: Any) -> None:
    before = demo.data.joinpath("spacenews.db").read_bytes()[:100]
    answer = spacenews("export", "-o", demo.data / "spacenews.db", **demo.variables)
    assert answer.returncode == 2, answer.stderr
    assert "belongs to the archive" in answer.stderr
    assert demo.data.joinpath("spacenews.db").read_bytes()[:100] == before


@pytest.mark.parametrize(
    "name",
    [
        *("state.db", "state.db-wal", "spacenews.db-shm", "decisions.jsonl"),
        *("captures/x/y.warc.gz", "articles/new.jsonl", "locks/a", "sub/../state.db"),
    ],
)
def test_no_part_of_the_archive_is_a_target_of_an_export_by_whatever_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "data" / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to("data")
    for path in (tmp_path / "data" / name, tmp_path / "link" / name):
        with pytest.raises(UsageError, match="belongs to the archive"):
            _check_target(path, DataFolder(tmp_path / "data"))
    _check_target(tmp_path / "data" / "mine.csv", DataFolder(tmp_path / "data"))
    _check_target(tmp_path / "state.db", DataFolder(tmp_path / "data"))


AT_IMPORT = """
import importlib.abc, os, signal, sys
class Interrupt(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
sys.argv = ["spacenews", "--version"]
from spacenews.cli import main
main()
"""
AT_EXIT = """
import os, signal, sys
end = sys.exit
sys.exit = lambda code: (os.kill(os.getpid(), signal.SIGINT), end(code))
sys.argv = ["spacenews", "--version"]
from spacenews.cli import main
main()
"""


@pytest.mark.parametrize(("moment", "code", "said"), [(AT_IMPORT, 130, "spacenews: stopped\n"), (AT_EXIT, 0, "")])
def test_ctrl_c_while_loading_and_after_the_answer_makes_no_traceback(moment: str, code: int, said: str) -> None:
    ended = subprocess.run([sys.executable, "-c", moment], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (code, said)
