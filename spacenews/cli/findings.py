"""`spacenews findings`: what wants a person, and what that person decides."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.findings_table import draw_finding, draw_findings, finding_record, reading_record
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Noun
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.counted import counted
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.model.decision import DecisionKind

_VALUED = ("--data", "--sites", "--format")  # options whose value is no operand


class Findings(Noun):
    """A noun that takes a KEY as well as verbs: what is no verb is a KEY, and options may stand behind it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put an empty KEY before a verb."""
        at = _first_operand(args)
        if at is not None and args[at] in self.commands:
            args = [*args[:at], "", *args[at:]]
        else:
            ctx.allow_interspersed_args = True
        return super().parse_args(ctx, args)


def _first_operand(args: list[str]) -> int | None:
    at = 0
    while at < len(args):
        if args[at] == "--":
            return at + 1 if at + 1 < len(args) else None
        if not args[at].startswith("-"):
            return at
        at += 2 if args[at] in _VALUED else 1
    return None


@click.command(
    cls=Findings,
    short_help="Show what changed at sites and wants a person.",
    examples=(
        ("spacenews findings", "what is open at any site, and how many readings wait because of it"),
        ("spacenews findings russianspacenews --all", "of one site, with those that are over and why"),
    ),
)
@click.argument("key", required=False, default="", shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option("--all", "closed", is_flag=True, help="Those that are over too.")
@click.pass_context
def command(context: click.Context, key: str, folders: Folders, form: str | None, *, closed: bool) -> int:
    """Show the findings that are open: where a site changed so that rules find less, in which field, since when.

    A finding is opened by the run that sees it, is never opened twice, and closes by itself when a later run is back
    in the site's bands, or when nothing waits because of it any more: after `sites repair` and `reread --apply`, or
    after `findings accept` and `findings refuse`.

    Exit codes: 0 nothing is open, 4 something is that nobody has acknowledged.
    """
    if context.invoked_subcommand is not None:
        return ExitCode.OK
    from spacenews.operate.findings import read_findings

    if key:
        _check_key(folders, key)
    overview = read_findings(folders.data, key, closed=closed)
    if not overview.findings:
        say(f"nothing is {'found' if closed else 'open'}{f' at {key}' if key else ''}")
    if overview.others:
        say(
            f"{counted(len(overview.others), 'reading', 'wait')} without a finding, each worse than what its article "
            "shows or one of too few to tell: `spacenews findings show waiting` lists them"
        )
    records = [finding_record(told) for told in overview.findings]
    write_records(records, chosen_format(form), draw=lambda: draw_findings(overview.findings))
    return ExitCode.SITE_UNWELL if overview.open else ExitCode.OK


@command.command(
    examples=(
        ("spacenews findings show 3", "what was seen, and every reading that waits because of it"),
        ("spacenews findings show waiting --format csv", "whatever waits without a finding, for a spreadsheet"),
    ),
    short_help="Show one finding, and the readings that wait because of it.",
)
@click.argument("number", metavar="N")
@takes_folders()
@takes_format
def show(number: str, folders: Folders, form: str | None) -> None:
    """Show finding N, or `waiting`: the readings that wait without a finding.

    For programs the answer is one record a reading that waits, with the reason; for people the finding stands above.
    """
    from spacenews.operate.findings import read_findings

    overview = read_findings(folders.data, closed=True)
    if number == "waiting":
        write_records([reading_record(each) for each in overview.others], chosen_format(form))
        if not overview.others:
            say("nothing waits without a finding")
        return
    told = next((each for each in overview.findings if str(each.finding.number) == number), None)
    if told is None:
        raise UsageError(f"there is no finding {number}: `spacenews findings --all` shows those that there are")
    records = [reading_record(each) for each in told.waiting]
    shape = chosen_format(form)
    if shape == "json":
        write_records([finding_record(told) | {"waiting": records}], shape)
        return
    write_records(records, shape, draw=lambda: draw_finding(told))


@command.command(
    examples=(
        ("spacenews findings acknowledge 3", "it is known: exit codes and `status` tell of it no more"),
        ("spacenews findings acknowledge 3 --note 'wrote to the site'", "the same, with a word for who comes next"),
    ),
    short_help="Say that a finding is known.",
)
@click.argument("number", type=click.IntRange(1, 1_000_000_000))
@takes_folders()
@takes_format
@click.option("--note", default="", metavar="TEXT", help="A word for who comes next.")
def acknowledge(number: int, folders: Folders, form: str | None, note: str) -> None:
    """Say that finding N is known: what waits goes on waiting, and it closes as any other does.

    Runs that see it again do not end with code 4 because of it.
    """
    from spacenews.operate.findings import Told
    from spacenews.operate.findings import acknowledge as note_known

    finding = note_known(folders.data, number, note)
    say(f"finding {number} is acknowledged")
    write_records([finding_record(Told(finding, ()))], chosen_format(form), columns=("number", "site", "state", "note"))


def _takes_names(function: Any) -> Any:
    for option in (
        click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the decision."),
        click.option("--by", default=None, metavar="NAME", help="Who decides.  [default: the name of the user]"),
        takes_folders(),
        takes_format,
        click.argument("names", nargs=-1, required=True, metavar="N|URL…"),
    ):
        function = option(function)
    return function


@command.command(
    examples=(
        ("spacenews findings accept http://russianspacenews.com/a-short-note/", "this reading is right"),
        ("spacenews findings accept 3 --reason 'they print no bylines any more'", "all that waits because of it is"),
    ),
    short_help="Take readings that wait.",
)
@_takes_names
def accept(names: tuple[str, ...], folders: Folders, form: str | None, by: str | None, reason: str) -> None:
    """Take readings that wait: by the number of a finding, the URL of an article, or the id of a capture.

    They are shown and exported at once. The decision is a line of data/decisions.jsonl, so that it outlives the
    database; pages like these are normal for the site from here on.
    """
    from spacenews.model.decision import DecisionKind

    _decide(DecisionKind.ACCEPT, names, folders, form, by, reason)


@command.command(
    examples=(
        ("spacenews findings refuse http://russianspacenews.com/half-a-page/", "this reading is not the article"),
        ("spacenews findings refuse 3 --by anna", "nothing that waits because of it is taken"),
    ),
    short_help="Refuse readings that wait.",
)
@_takes_names
def refuse(names: tuple[str, ...], folders: Folders, form: str | None, by: str | None, reason: str) -> None:
    """Refuse readings that wait: they wait no more, and are never shown as they were read.

    The capture stays; read by other rules (`spacenews reread KEY`), it may give the article after all.
    """
    from spacenews.model.decision import DecisionKind

    _decide(DecisionKind.REFUSE, names, folders, form, by, reason)


def _decide(
    kind: DecisionKind, names: tuple[str, ...], folders: Folders, form: str | None, by: str | None, reason: str
) -> None:
    from spacenews.operate.findings import Word, decide

    chosen = decide(folders.data, names, Word(kind, by or getpass.getuser(), reason))
    say(f"{kind.rstrip('e')}ed by {by or getpass.getuser()}: {counted(len(chosen), 'reading')}")
    write_records([reading_record(each) for each in chosen], chosen_format(form))


def _check_key(folders: Folders, key: str) -> None:
    """Raise UsageError for a site of which nothing is stored and that no spec describes."""
    from spacenews.operate.status import read_status

    if not read_status(folders.data, site=key):
        folders.site(key)
