"""The forms of commands: each carries examples in its help, and is loaded only when it is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import click
from click.core import ParameterSource

Example = tuple[str, str]  # a command line that works, and what it does


class Verb(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *arguments: Any, examples: Sequence[Example] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples where click writes an epilog."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)


class Noun(click.Group):
    """A command that answers by itself and has verbs of its own: `sites`, `sites show`."""

    command_class = Verb

    def __init__(self, *arguments: Any, examples: Sequence[Example] = (), **options: Any) -> None:
        super().__init__(*arguments, **{"invoke_without_command": True} | options)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples where click writes an epilog."""
        super().format_epilog(ctx, formatter)
        write_examples(self.examples, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a verb; an unknown one is refused with the nearest that there is.

        What stands before it is meant for it too: `findings --data DIR show 3`.
        """
        name, verb, rest = _resolve(self, ctx, args)
        return name, verb, [*self._given_before(ctx, verb), *rest]

    def _given_before(self, ctx: click.Context, verb: click.Command | None) -> Iterator[str]:
        taken = {option.name for option in verb.params} if verb else set()
        for option in self.params:
            name = option.name or ""
            if isinstance(option, click.Option) and name in taken and _is_given(ctx, name) and not option.is_flag:
                value = ctx.params[name]
                for each in value if option.multiple else (value,):
                    yield from (option.opts[0], str(each))


class Program(click.Group):
    """All commands by name. `--help` and a mistyped name load none of them."""

    def __init__(self, *arguments: Any, commands_by_name: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.commands_by_name = dict(commands_by_name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 # click's signature
        """Return the names in the order of a first acquaintance."""
        return list(self.commands_by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 # click's signature
        """Load a command: its module is called as it is, and holds a click command `command`."""
        if cmd_name not in self.commands_by_name:
            return None
        module = import_module(f"spacenews.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # click's signature
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.commands_by_name.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; an unknown one is refused with the nearest that there is."""
        return _resolve(self, ctx, args)


def _is_given(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


def write_examples(examples: Sequence[Example], formatter: click.HelpFormatter) -> None:
    """Write examples as a section of a help text, never wrapped: they are there to be copied."""
    if not examples:
        return
    with formatter.section("Examples"):
        for line, meaning in examples:
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n{'':>{formatter.current_indent + 6}}{meaning}\n")


def _resolve(
    group: click.Group, ctx: click.Context, args: list[str]
) -> tuple[str | None, click.Command | None, list[str]]:
    command = group.get_command(ctx, args[0])
    if command is not None:
        return args[0], command, args[1:]
    if args[0].startswith("-"):
        raise click.NoSuchOption(args[0], ctx=ctx)
    names = group.list_commands(ctx)
    near = difflib.get_close_matches(args[0], names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(names)}"
    raise click.UsageError(f"there is no command {args[0]!r}: {hint}", ctx=ctx)
