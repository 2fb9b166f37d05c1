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
    "demo": "Crawl the embedded news site and look at what came of it.",
    "sites": "List the sites that have a spec.",
    "crawl": "Archive what is new and what changed on each site.",
    "backfill": "Archive all that a site has, its oldest page included.",
    "fetch": "Archive these articles now.",
    "status": "Show what each site's last runs did and what is stored.",
    "findings": "Show what changed at sites and wants a person.",
    "audit": "Show what is missing, and how sure that is.",
    "frontier": "Show what became of each address, and ask some again.",
    "schedule": "Show and change when sites are crawled by themselves.",
    "run-due": "Crawl the sites that are due, and exit; for cron and systemd.",
    "search": "Find articles by their words.",
    "show": "Print one article.",
    "export": "Write articles as JSON Lines, JSON or CSV.",
    "explain": "Show how a page is read, and why so.",
    "fixtures": "List the pages that are kept with what must be read on them.",
    "reread": "Read stored captures again and show what would change.",
    "rebuild": "Make database and exports anew from captures.",
    "decisions": "List what people decided; take an article down.",
}

_COMPLETE = "_SPACENEWS_COMPLETE"  # set by the shell that wants a word completed


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


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; whatever went wrong has been said on standard error."""
    _set_encoding()
    try:
        code = _invoke(arguments)
        sys.stdout.flush()
    except click.ClickException as error:
        code = _explain_usage(error)
    except SpacenewsError as error:
        say(str(error))
        code = error.exit_code
    except BrokenPipeError:  # `spacenews search … | head`: the reader has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.OK
    except (KeyboardInterrupt, click.Abort):
        say("stopped")
        code = ExitCode.STOPPED
    except Exception:  # noqa: BLE001 # the last line of defense: told as ours, with all that is known
        traceback.print_exc()
        say("this is a fault of spacenews, not of yours or of the site's; what was stored before it is safe")
        code = ExitCode.OUR_FAULT
    return code


def _invoke(arguments: Sequence[str]) -> int:
    if _COMPLETE in os.environ:
        program.main(prog_name="spacenews")  # answers the shell, and ends the process
    try:  # not `program.main`: its answer to a closed pipe is 1
        with program.make_context("spacenews", list(arguments)) as context:
            return int(program.invoke(context) or ExitCode.OK)
    except click.exceptions.Exit as end:
        return end.exit_code


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
