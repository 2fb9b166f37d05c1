"""The program as a whole: help, mistyped names, streams, and what it costs to ask it for help."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from spacenews import __version__
from spacenews.cli.program import COMMANDS, program, run
from spacenews.cli.reference import contexts, reference
from spacenews.model.errors import StorageError, UsageError

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
DOCS = Path(__file__).resolve().parents[2] / "docs"
HEAVY = {"scrapy", "twisted", "trafilatura", "lxml", "parsel", "rich", "sqlite_utils", "warcio"}
VERBS = [(path, context) for path, context in contexts() if path != "spacenews"]


def test_alone_it_shows_its_help(spacenews: Spacenews) -> None:
    alone, asked = spacenews(), spacenews("--help")
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout == asked.stdout
    assert all(f"  {name}" in alone.stdout for name in COMMANDS)


def test_its_version_is_the_package_s(spacenews: Spacenews) -> None:
    assert spacenews("--version").stdout == f"spacenews {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("stat",), "did you mean 'status'?"),
        (("crawll", "x"), "did you mean 'crawl'?"),
        (("sites", "shwo"), "did you mean 'show'?"),
        (("zzz",), "there are: demo, sites"),
        (("sites", "--formt", "csv"), "--format"),
        (("sites", "show"), "Missing argument 'KEY'"),
        (("sites", "--format", "xml"), "'xml' is not one of"),
        (("sites", "--data", "x", "show", "y"), "--data stands behind the verb"),
        (("sites", "show", "rusianspacenews"), "did you mean 'russianspacenews'?"),
        (("sites", "--sites", "nowhere"), "nowhere is no folder"),
        (("crawl", "russianspacenews", "--delay", "-1"), "-1.0 is not in the range"),
        (("crawl", "russianspacenews", "--set", "nonsense"), "write NAME=VALUE"),
    ],
)
def test_a_mistake_is_usage_and_says_what_would_do(spacenews: Spacenews, arguments: tuple[str, ...], hint: str) -> None:
    answer = spacenews(*arguments)
    assert answer.returncode == 2
    assert hint in answer.stderr
    assert answer.stderr.startswith("spacenews: ")
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['spacenews', '--help']\n"
        "from spacenews.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not HEAVY & set(loaded.stderr.strip("[]\n").replace("'", "").split(", "))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    command = importlib.import_module(f"spacenews.cli.{name.replace('-', '_')}").command
    assert isinstance(command, click.Command)
    assert command.short_help == COMMANDS[name]


@pytest.mark.parametrize(("path", "context"), VERBS, ids=[path for path, _ in VERBS])
def test_every_command_has_its_folders_and_two_examples(path: str, context: click.Context) -> None:
    flags = {flag for option in context.command.params for flag in option.opts}
    assert {"--data", "--sites"} <= flags
    examples = getattr(context.command, "examples", ())
    assert len(examples) >= 2
    words = path.replace("[KEY] ", "")  # what stands before a verb may be left out
    assert all(line.startswith(f"{words} ") or line == words for line, _ in examples)
    assert all(line in context.get_help() for line, _ in examples)


def test_every_command_and_option_says_what_it_does() -> None:
    for path, context in VERBS:
        assert context.command.help, path
        silent = [p.name for p in context.command.params if isinstance(p, click.Option) and not p.help]
        assert not silent, path


def test_the_page_of_commands_is_as_the_help_texts_say() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert page == reference(), "docs/commands.md is out of date: run `make docs`"


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (RuntimeError("boom"), 1, "this is a fault of spacenews"),
        (StorageError("the disk is full: make room"), 1, "spacenews: the disk is full: make room"),
        (UsageError("no such thing: try another"), 2, "spacenews: no such thing: try another"),
        (KeyboardInterrupt(), 130, "spacenews: stopped"),
    ],
)
def test_whatever_happens_ends_in_a_code_and_a_message(
    raised: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail() -> None:
        raise raised

    monkeypatch.setitem(program.commands_by_name, "fail", "Fail.")
    monkeypatch.setitem(
        sys.modules, "spacenews.cli.fail", SimpleNamespace(command=click.Command("fail", callback=fail))
    )
    assert run(["fail"]) == code
    out, told = capsys.readouterr()
    assert out == ""
    assert said in told
    assert ("Traceback" in told) is isinstance(raised, RuntimeError)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    asked = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "spacenews", "--help"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdout is not None
    assert asked.stderr is not None
    asked.stdout.close()
    said = asked.stderr.read()
    asked.stderr.close()
    assert (asked.wait(), said) == (0, b"")
