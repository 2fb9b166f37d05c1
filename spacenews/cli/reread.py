"""`spacenews reread`: stored captures read again, what that would change, and the change itself."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from spacenews.cli.counting import LiveCount
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.reread_options import Asked, Doing, Which, takes_asked, takes_doing, takes_which
from spacenews.cli.reread_table import applied_lines, check_field, draw_diff, looked_lines, write_tally
from spacenews.cli.screen import say
from spacenews.model.counted import counted
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.operate.reread_reading import Order
    from spacenews.operate.reread_tally import Tally

_SOME = 5  # reasons that one screen can tell
_HISTORY_COLUMNS = ("began_at", "ended_at", "undone_at", "reader", "articles", "changed", "left_out")


@click.command(
    cls=Verb,
    short_help="Read stored captures again and show what would change.",
    examples=(
        ("spacenews reread russianspacenews", "what today's rules and spec read otherwise, the worst losses first"),
        ("spacenews reread russianspacenews --field body --limit 20", "twenty bodies that would change"),
        ("spacenews reread russianspacenews --apply", "make it so; no request is made, and no revision invented"),
        ("spacenews reread russianspacenews --undo", "take the last --apply back"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_which
@takes_asked
@takes_doing
def command(key: str, folders: Folders, form: str | None, which: Which, asked: Asked, doing: Doing) -> int:
    """Read the stored captures of site KEY again, by today's rules and its spec, and show what differs.

    Nothing is asked of the site: a paused one can be read again, and one that is no more. Nothing is written without
    --apply. That writes corrected readings of the same revisions, and keeps what they replace; an article that would
    read worse (no article any more, no text or half of it, no title, no date) is left as it is, unless --even-losses
    takes it too. Killed, it goes on when it is called again. Exit code 1: captures cannot be read from their files; 5:
    the site is being crawled, and nothing was written. docs/reread.md says more.
    """
    from spacenews.operate.reread_reading import Order

    if asked.diff is not None and doing != Doing():
        raise UsageError("--diff shows what would change: leave --apply, --undo and --history out")
    site = folders.site(key)
    _bring_up_to_date(folders)
    with folders.open_archive() as archive:
        folders.check_stored(archive, key)
    shape = chosen_format(form)
    if doing.history:
        return _show_history(folders, key, shape)
    if doing.undo:
        return _undo(folders, key, shape)
    order = Order(folders.data, site, folders.sites, which.jobs)
    if asked.diff is not None:
        return _show_diff(order, asked.diff, form)
    check_field(asked.field)
    return _read(order, which, shape, asked, doing)


def _bring_up_to_date(folders: Folders) -> None:
    """Whoever has updated this program reads again first: the archive of an earlier one is brought up to date."""
    from spacenews.archive import open_archive

    if os.access(folders.data.archive, os.W_OK) and os.access(folders.data.path, os.W_OK):
        open_archive(folders.data.archive).close()


def _read(order: Order, which: Which, shape: str, asked: Asked, doing: Doing) -> int:
    from spacenews.archive.units import Chosen
    from spacenews.operate.reread import look
    from spacenews.operate.reread_apply import apply_reading
    from spacenews.operate.reread_tally import Tally

    chosen = Chosen(which.urls, which.since, which.until)
    progress = LiveCount("read")
    with closing(Tally()) as tally:
        if doing.apply:
            done = apply_reading(order, chosen, even_losses=doing.even_losses, note=tally.add, progress=progress.show)
            lines = applied_lines(done)
        else:
            look(order, chosen, note=tally.add, progress=progress.show)
            lines = looked_lines(tally, order.site.key)
        progress.end()
        _check_found(tally, which, order.site.key)
        write_tally(tally, shape, asked)
        for line in lines:
            say(line)
        for line in tally.unread[:_SOME]:
            say(line)
        if tally.unread:
            say(
                f"the captures of {len(tally.unread)} articles cannot all be read: these articles were left as they are"
            )
            return ExitCode.OUR_FAULT
    return ExitCode.OK


def _check_found(tally: Tally, which: Which, key: str) -> None:
    if tally.articles:
        return
    if which.urls:
        raise UsageError(f"no article of {key} and no refused page is stored under {', '.join(which.urls)}")
    if which.since or which.until:
        raise UsageError(f"no article of {key} that was published in these days is stored")


def _show_diff(order: Order, url: str, form: str | None) -> int:
    from spacenews.archive.units import Chosen
    from spacenews.operate.reread import look
    from spacenews.operate.reread_reading import UnitRead

    reads: list[UnitRead] = []
    whole = replace(order, whole=True, jobs=1)
    look(whole, Chosen((url,)), note=reads.append, progress=lambda _done, _of: None)
    if not reads:
        raise UsageError(f"no article of {order.site.key} and no refused page is stored under {url}")
    found = [difference for read in reads for difference in read.differences]
    if form in (None, "table"):
        draw_diff(found)
    else:
        write_records([asdict(each) for each in found], form)
    for read in reads:
        if read.unread:
            say(read.unread)
            return ExitCode.OUR_FAULT
    if not found:
        say("it reads as it is stored: nothing would change")
    return ExitCode.OK


def _undo(folders: Folders, key: str, shape: str) -> int:
    from spacenews.operate.findings import read_findings
    from spacenews.operate.reread_apply import undo_last

    progress = LiveCount("put back")
    batch, undone = undo_last(folders.data, key, progress.show)
    progress.end()
    record = {"id": batch.id, "site": key, "reader": batch.reader, "articles": undone.articles, "kept": undone.kept}
    write_records([record], shape)
    say(f"{undone.articles} articles read again as they did before {batch.began_at[:16]}Z")
    if undone.kept:
        say(f"{undone.kept} articles were captured and read again since then, and stay as they are")
    if waiting := sum(len(told.waiting) for told in read_findings(folders.data, key).findings):
        say(f"{counted(waiting, 'reading', 'wait')} in quarantine again: `spacenews findings {key}` shows more")
    say(f"rules and spec were not changed by this: `spacenews reread {key}` shows what they would change again")
    return ExitCode.OK


def _show_history(folders: Folders, key: str, shape: str) -> int:
    from spacenews.archive.batches import list_batches

    with folders.open_archive() as archive:
        batches = [asdict(batch) | {"fields": dict(batch.fields)} for batch in list_batches(archive, key)]
    write_records(batches, shape, columns=_HISTORY_COLUMNS)
    if not batches:
        say(f"no re-reading of {key} was ever applied")
    return ExitCode.OK
