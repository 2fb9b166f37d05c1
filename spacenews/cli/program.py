"""The program itself: finds the command, runs it, and turns whatever happens into an exit code and one message."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from spacenews import __version__
from spacenews.cli.grammar import Program
from spacenews.cli.screen import say
from spacenews.model.errors import SpacenewsError
from spacenews.model.run import ExitCode

# Name, and the one line of it in `spacenews --help`; its module is imported only when it is asked for. A test holds
# these lines against the commands themselves.
COMMANDS = {
    "sites": "List the sites that have a spec.",
}


@click.group(
    cls=Program,
    commands_by_name=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.version_option(__version__, prog_name="spacenews", message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Crawl space-news sites into an archive, and ask it.

    Five minutes to a first answer: `spacenews demo`. Your first site: `spacenews crawl russianspacenews`, then
    `spacenews search docking`.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the program with the arguments of this process, and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever went wrong has been said on standard error."""
    _set_encoding()
    try:
        code = program.main(args=list(arguments), prog_name="spacenews", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _explain_usage(error)
    except SpacenewsError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:  # `spacenews search … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except (KeyboardInterrupt, click.Abort):
        say("stopped")
        return ExitCode.STOPPED
    except Exception:  # noqa: BLE001 # the last line of defense: told as ours, with all that is known
        traceback.print_exc()
        say("this is a fault of spacenews, not of yours or of the site's; nothing stored was touched by it")
        return ExitCode.OUR_FAULT
    return int(code or ExitCode.OK)


def _set_encoding() -> None:
    """Answers are UTF-8 in files and pipes; a terminal of another charset shows `?` where it has no sign."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def _explain_usage(error: click.ClickException) -> int:
    say(error.format_message())
    if isinstance(error, click.UsageError) and error.ctx is not None:
        say(f"see `{error.ctx.command_path} --help`")
    return error.exit_code
