"""`spacenews decisions`: what people decided, and deciding on articles."""

from __future__ import annotations

import getpass

import click

from spacenews.cli.folders import Folders, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.run import ExitCode

_COLUMNS = ("at", "by", "kind", "site", "about", "reason")
_DONE = {
    "withdraw": "withdrawn: stored, and shown nowhere",
    "restore": "shown again",
    "unjoin": "no duplicates any more, whatever their text",
    "join": "duplicates again where their text is another's",
}


@click.command(
    cls=Verb,
    short_help="List what people decided; take an article down.",
    examples=(
        ("spacenews decisions --format csv > decisions.csv", "every decision, the first one first, for a spreadsheet"),
        ("spacenews decisions --withdraw http://russianspacenews.com/an-article/ --reason 'its author asked'", "do so"),
    ),
)
@click.argument("names", nargs=-1, metavar="[URL-or-UID]...")
@takes_folders()
@takes_format
@click.option("--withdraw", "kind", flag_value="withdraw", help="Take these articles down: they are shown nowhere.")
@click.option("--restore", "kind", flag_value="restore", help="Show them again.")
@click.option("--unjoin", "kind", flag_value="unjoin", help="They are no duplicates, whatever their text.")
@click.option("--join", "kind", flag_value="join", help="Take --unjoin back.")
@click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the decision.")
@click.option("--by", default=None, metavar="NAME", help="Who decides.  [default: the name of the user]")
def command(
    names: tuple[str, ...], folders: Folders, form: str | None, kind: str | None, reason: str, by: str | None
) -> int:
    """List what people decided and what the monitor held back, or decide on articles, by URL or public name.

    The decisions are the lines of data/decisions.jsonl: with the captures they are all that is true of an archive, so
    back both up. A withdrawn article is in no export, search or view, whatever its site does; its captures stay.
    Readings that wait are decided on by `spacenews findings accept` and `refuse`. Exit code 1: a line of the journal
    says no decision.
    """
    if kind is None and (names or reason or by):
        raise click.UsageError("say what is decided: --withdraw, --restore, --unjoin or --join")
    if kind is None:
        return _list(folders, form)
    if not names:
        raise click.UsageError(f"say which articles, by URL or uid: spacenews decisions --{kind} URL")
    from spacenews.model.decision import DecisionKind
    from spacenews.operate.decisions import Word, decide_articles

    decided = decide_articles(folders.data, names, Word(DecisionKind(kind), by or getpass.getuser(), reason))
    say(f"{len(decided)} articles are {_DONE[kind]}")
    if len(decided) < len(names):
        say(f"{len(names) - len(decided)} were so already")
    records = [{"kind": kind, "uid": each.uid, "url": each.url, "reason": each.reason} for each in decided]
    write_records(records, chosen_format(form))
    return ExitCode.OK


def _list(folders: Folders, form: str | None) -> int:
    from spacenews.operate.decisions import read_journal

    records, bad = read_journal(folders.data)
    if not records:
        say(f"nothing was decided in {folders.data.path}")
    write_records(records, chosen_format(form), columns=_COLUMNS)
    for line in bad:
        say(f"{folders.data.decisions}, line {line.number} says no decision: {line.why}")
    return ExitCode.OUR_FAULT if bad else ExitCode.OK
