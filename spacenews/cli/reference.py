"""Writes `docs/commands.md` from the help texts: `python -m spacenews.cli.reference [FILE]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from spacenews.cli.program import program

_WIDTH = 100
PREFACE = """\
# Commands

Generated from `--help`: change the help text of the command, then `make docs`.

One program, `spacenews`; `python -m spacenews` is the same. Standard output holds the answer alone; progress and
messages go to standard error. Records come as a table on a terminal and as JSON Lines in a pipe; `--format` decides
otherwise. Colors appear on a terminal alone, and never where `NO_COLOR` is set.

| exit code | means |
|---|---|
| 0 | all well |
| 1 | our fault: a bug, a full disk, a database that will not open |
| 2 | usage: what was asked for cannot be done as asked; the message says why |
| 3 | some URLs failed for good |
| 4 | the site is not well: blocked, changed, down, or nothing found |
| 5 | another run holds this site |
| 130 | stopped by hand |

With several sites the gravest is returned: 130, 1, 2, 4, 3, 5.

| variable | stands for |
|---|---|
| `SPACENEWS_DATA` | `--data`: the folder that holds the archive |
| `SPACENEWS_SITES` | `--sites`: folders with specs of your own, parted as in `PATH` |
| `SPACENEWS_CONTACT` | a mail address or URL for the User-Agent; a crawl of a public site needs it |
| `SPACENEWS_ALLOW_LOOPBACK` | `--allow-loopback` where it is `1` |
| `SPACENEWS_NOW` | the instant at which the clock begins, for tests and the demo |
| `NO_COLOR` | no colors |

Completion of commands, options and site keys, for the shell you use:

```sh
eval "$(_SPACENEWS_COMPLETE=bash_source spacenews)"        # bash, in ~/.bashrc
eval "$(_SPACENEWS_COMPLETE=zsh_source spacenews)"         # zsh, in ~/.zshrc
_SPACENEWS_COMPLETE=fish_source spacenews | source         # fish, in ~/.config/fish/config.fish
```
"""


def reference() -> str:
    """Return the whole page."""
    sections = (f"## {path}\n\n```text\n{text}\n```\n" for path, text in help_texts())
    return "\n".join([PREFACE, *sections])


def help_texts() -> Iterator[tuple[str, str]]:
    """Give each command's path, such as `spacenews sites show`, with its help; groups before their verbs."""
    for path, context in contexts():
        lines = (line.rstrip() for line in context.get_help().splitlines())
        yield path, "\n".join(lines)


def contexts() -> Iterator[tuple[str, click.Context]]:
    """Give each command's path with a context of it."""
    root = click.Context(
        program, info_name="spacenews", max_content_width=_WIDTH, terminal_width=_WIDTH, **program.context_settings
    )
    yield from _walk(root)


def _walk(context: click.Context) -> Iterator[tuple[str, click.Context]]:
    yield context.command_path, context
    if not isinstance(context.command, click.Group):
        return
    for name in context.command.list_commands(context):
        command = context.command.get_command(context, name)
        if command is not None:
            yield from _walk(click.Context(command, parent=context, info_name=name, terminal_width=_WIDTH))


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/commands.md")
    target.write_text(reference(), encoding="utf-8")
