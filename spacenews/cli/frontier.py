"""`spacenews frontier`: what is known of a site's addresses, what became of them, and what is asked again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.model.errors import UsageError
from spacenews.model.fate import Fate

if TYPE_CHECKING:
    from spacenews.frontier import State

_FATES = click.Choice([str(fate) for fate in Fate])


@click.command(
    cls=Verb,
    short_help="Show what became of each address, and ask some again.",
    examples=(
        ("spacenews frontier russianspacenews", "how many addresses have each fate, and why"),
        (
            "spacenews frontier russianspacenews --fate failed",
            "those that failed: where each was found, tries, due when",
        ),
        ("spacenews frontier russianspacenews --again failed", "let the next crawl ask for them again"),
        ("spacenews frontier russianspacenews --pause", "leave the site alone until --resume"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@click.option("--fate", type=_FATES, help="List the addresses that have it, the last decided first.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000_000), default=1000, show_default=True, metavar="N", help="Of that list."
)
@click.option("--again", type=_FATES, help="Put the addresses that have this fate back, for another try.")
@click.option("--pause/--resume", "paused", default=None, help="Leave the site alone for now, or no longer.")
def command(
    key: str,
    folders: Folders,
    form: str | None,
    fate: str | None,
    limit: int,
    again: str | None,
    *,
    paused: bool | None,
) -> None:
    """Show how many addresses of site KEY have each fate, and why; or change what is asked next.

    Nothing is asked of the site by this command. Every address ever learned of has one fate; docs/glossary.md says
    what each means. While a site is paused, neither `run-due` nor `crawl` asks it for anything; `schedule KEY --pause`
    is the same pause.
    """
    state = _open(folders, key)
    try:
        if paused is not None:
            _pause(state, key, paused=paused)
        if again is not None:
            _put_back(state, key, Fate(again))
        records = _list(state, key, Fate(fate), limit) if fate else _counts(state, key)
    finally:
        state.close()
    write_records(records, chosen_format(form))


def _open(folders: Folders, key: str) -> State:
    from spacenews.frontier import open_state

    if not folders.data.state.exists():
        folders.site(key)  # a mistyped key is told
        folders.data.prepare()
    return open_state(folders.data.state)


def _counts(state: State, key: str) -> list[dict[str, Any]]:
    from spacenews.frontier.fates import count_reasons, paused_since

    since = paused_since(state, key)
    if since is not None:
        say(f"{key} is paused since {since:%Y-%m-%d %H:%M} UTC: --resume lets it be crawled again")
    counted = count_reasons(state, key)
    if not counted:
        say(f"no address of {key} is known yet: `spacenews crawl {key}` begins")
    return [{"fate": str(fate), "reason": reason, "urls": count} for fate, reason, count in counted]


def _list(state: State, key: str, fate: Fate, limit: int) -> list[dict[str, Any]]:
    from spacenews.frontier.fates import list_fate

    found = list_fate(state, key, fate, limit=limit)
    if len(found) == limit:
        say(f"the first {limit}: --limit N shows more")
    return [asdict(each) for each in found]


def _put_back(state: State, key: str, fate: Fate) -> None:
    from spacenews.frontier.fates import put_back

    count = put_back(state, key, fate)
    if not count:
        raise UsageError(f"no address of {key} is {fate}: `spacenews frontier {key}` shows what there is")
    say(f"{count} addresses that were {fate} are asked for again by the next crawl")


def _pause(state: State, key: str, *, paused: bool) -> None:
    from spacenews.frontier.fates import pause_site, resume_site

    if paused:
        pause_site(state, key)
        say(f"{key} is left alone until `spacenews frontier {key} --resume`; a crawl that runs now goes on to its end")
    else:
        say(f"{key} is crawled again" if resume_site(state, key) else f"{key} was not paused")
