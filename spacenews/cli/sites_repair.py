"""`spacenews sites repair`: after a redesign, a layout learnt from articles that the archive holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spacenews.cli.contact import contact_for
from spacenews.cli.days import Day
from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pace import Pace, takes_pace
from spacenews.cli.probe import Probe, probing
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import say
from spacenews.cli.sites_repair_shown import Spec, draw_repair, repair_record
from spacenews.model import clock
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.model.capture import Capture
    from spacenews.operate.repair import Repair
    from spacenews.operate.repair_known import KnownArticle, Page
    from spacenews.reading.learning import Known
    from spacenews.specs import Site

_CANDIDATES = 80  # known articles of which some are chosen
_ENOUGH = 6  # captured pages that read otherwise, with which nobody is asked
_EDITED = 0.7  # of its text that a page shows whose article was edited: who may not ask takes what there is
_OLD_PAGES = 4
_LISTINGS = 3


@dataclass(frozen=True)
class Gathered:
    """What there is to learn from.

    Attributes:
        pages: Pages of known articles as they are now.
        old: The same as they were when they were read well.
        listings: Pages that list articles.
    """

    pages: list[Page]
    old: list[Known]
    listings: list[Capture]


@click.command(
    cls=Verb,
    name="repair",
    short_help="After a redesign, propose a layout learnt from articles that are stored.",
    examples=(
        ("spacenews sites repair russianspacenews", "ask for some known articles again, and propose what reads them"),
        ("spacenews sites repair russianspacenews --write", "the same, and put the layout into the spec"),
    ),
)
@click.argument("key", shell_complete=complete_key)
@takes_folders()
@takes_format
@takes_pace
@click.option("--limit", type=click.IntRange(4, 16), default=10, show_default=True, metavar="N", help="Known articles.")
@click.option("--offline", is_flag=True, help="Use the captures that there are; ask the site for nothing.")
@click.option(
    "--before", type=Day(last=False), help="The day of the redesign: only what was captured before it is known."
)
@click.option("--name", metavar="NAME", help="Name of the new layout.  [default: redesign- and the month]")
@click.option("--write", is_flag=True, help="Put the layout into the spec; the old file is kept beside it.")
@click.option("--to", metavar="FILE", help="Write the repaired spec to FILE, and leave the spec as it is.")
@click.option("--undo", is_flag=True, help="Put back the spec that the last --write replaced.")
@click.option(
    "--fixtures", metavar="DIR", help="Folder of fixtures.  [default: fixtures, beside the spec, and tests/sites]"
)
def repair(  # noqa: PLR0913 - one parameter an option
    key: str,
    folders: Folders,
    form: str | None,
    pace: Pace,
    *,
    limit: int,
    offline: bool,
    before: str | None,
    name: str | None,
    write: bool,
    to: str | None,
    undo: bool,
    fixtures: str | None,
) -> int:
    """Propose a layout for site KEY, learnt from articles whose text the archive holds.

    Captures that are no longer read as they are known are used first; where there are not enough, N known articles
    and three pages that list articles are asked for, at the usual pace, and nothing of them goes into the archive. The
    layout is learnt from two thirds of the pages and scored on the others. The spec is changed with --write alone, once
    the changed file was loaded and read the pages and its fixtures. Exit code 4: no layout could be learnt.
    """
    path = folders.registry().path(key)
    if undo:
        return _undo(path)
    site = folders.site(key)
    target = _target(path, write=write, to=to)
    gathered = _gather(site, folders, pace, limit=limit, before=before, offline=offline)
    found = _find(site, gathered, name)
    spec = Spec(path, path.read_text(encoding="utf-8"), found)
    kept = None
    if target is not None and found.outcome == "proposed":
        kept = _write(site, spec, target, folders, fixtures)
    record = repair_record(site.key, spec, target if found.outcome == "proposed" else None, kept)
    write_records([record], chosen_format(form), draw=lambda: draw_repair(record))
    _tell_next(site.key, spec, target, kept)
    return ExitCode.SITE_UNWELL if found.outcome == "unlearnt" else ExitCode.OK


def _undo(path: Path) -> int:
    from spacenews.operate.repair_write import undo_spec

    kept, aside = undo_spec(path)
    say(f"{path} is again what {kept.name} held; the repaired one is {aside.name}")
    return ExitCode.OK


def _target(path: Path, *, write: bool, to: str | None) -> Path | None:
    """Return the file to write; refuse what would be lost at the next update, or over another file."""
    from spacenews.specs.registry import BUILT_IN

    if write and to:
        raise UsageError("--write changes the spec itself, --to FILE leaves it: name one of them")
    if write and path.parent == BUILT_IN:
        raise UsageError(
            f"{path.stem} is built in, and {path} is the program's: --to FILE writes the repaired spec for a pull "
            f"request, or to go there in a checkout of your own (--to {path})"
        )
    target = path if write else Path(to) if to else None
    if target is not None and target.resolve() != path and target.exists():
        raise UsageError(f"{target} is there already: name a file that is not")
    if target is not None and not target.parent.is_dir():
        raise UsageError(f"{target.parent} is no folder: make it first")
    return target


def _gather(site: Site, folders: Folders, pace: Pace, *, limit: int, before: str | None, offline: bool) -> Gathered:
    """Return pages of known articles as they are now and as they were, and pages that list articles.

    Raises:
        UsageError: Nothing of the site is stored, or no article of it is known well enough.
    """
    from spacenews.operate import repair_known

    data, day = folders.data, date.fromisoformat(before) if before else None
    with folders.open_archive() as archive:
        folders.check_stored(archive, site.key)
        articles = list(islice(repair_known.choose_known(archive, site, before=day), _CANDIDATES))
        if not articles:
            when = f" and was captured before {before}" if before else ""
            raise UsageError(
                f"no article of {site.key} is stored that has {repair_known.SURE_WORDS} words{when}: there is nothing "
                f"to learn from"
            )
        told = _EDITED if offline else repair_known.UNEDITED
        pages = repair_known.changed_pages(archive, data, site, articles, limit, told=told)
        old = repair_known.pages_before(archive, data, articles, _OLD_PAGES)
        listings = repair_known.listing_urls(data, site, _LISTINGS)
        listed = repair_known.captures_of(archive, data, site, listings)
    if offline or len(pages) >= min(_ENOUGH, limit):
        return Gathered(pages, old, listed)
    held = {page.known.capture.url for page in pages}
    missing = [each for each in articles if each.url not in held][: limit - len(pages)]
    asked, answers = _ask(site, folders, pace, missing, listings)
    return Gathered([*pages, *asked], old, [*listed, *answers])


def _ask(
    site: Site, folders: Folders, pace: Pace, articles: Sequence[KnownArticle], listings: Sequence[str]
) -> tuple[list[Page], list[Capture]]:
    from spacenews.operate.repair_known import score_page_of

    contact_for([site])
    with probing(site, folders, pace) as probe:
        probe.fetch((*(each.url for each in articles), *listings))
        answered = [(each, capture) for each in articles if (capture := probe.capture(each.url))]
        pages = [score_page_of(site, each, capture, "asked") for each, capture in answered]
        return pages, _answers(probe, listings)


def _answers(probe: Probe, urls: Sequence[str]) -> list[Capture]:
    return [capture for url in urls if (capture := probe.capture(url)) is not None]


def _find(site: Site, gathered: Gathered, name: str | None) -> Repair:
    from spacenews.operate.repair import find_repair

    family = site.rules_of_family
    taken = {each.name for each in (*site.layouts, *(family.layouts if family else ()))}
    if name in taken or name in {"", "generic"}:
        raise UsageError(f"a layout cannot be called {name!r}: {', '.join(sorted(taken))} and generic are taken")
    return find_repair(site, gathered.pages, gathered.old, gathered.listings, name or _free_name(taken))


def _free_name(taken: set[str]) -> str:
    first = f"redesign-{clock.now():%Y-%m}"
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (first, *numbered) if each not in taken)


def _write(site: Site, spec: Spec, target: Path, folders: Folders, fixtures: str | None) -> Path | None:
    from spacenews.cli.fixtures import pairs_of
    from spacenews.operate.repair_write import try_spec, write_spec

    found = spec.found
    if found.learnt is None:
        raise UsageError("nothing is proposed, so nothing can be written")
    if fixtures and not Path(fixtures).is_dir():
        raise UsageError(f"{fixtures} is no folder: --fixtures names the folder that holds {site.key}/CASE.json")
    known = [page.known for page in found.pages if page.score.readable]
    try_spec(spec.repaired, site, found.learnt, known, pairs_of(folders, site, fixtures))
    return write_spec(target, spec.repaired, found.learnt.layout.name)


def _tell_next(key: str, spec: Spec, target: Path | None, kept: Path | None) -> None:
    if spec.found.outcome == "unlearnt":
        say(f"{key}: no layout could be learnt: {spec.found.reason}")
    elif spec.found.outcome == "well":
        say(f"{key}: nothing to repair: {spec.found.reason}")
    elif target is None:
        say(f"{key}: nothing was changed; `spacenews sites repair {key} --write` puts the layout into {spec.path}")
    else:
        beside = f"; what it was is {kept.name}, and `spacenews sites repair {key} --undo` puts it back" if kept else ""
        say(f"{key}: {target} has the new layout{beside}")
        say(
            f"next: `spacenews sites check {key}`, then `spacenews reread {key}` for what was captured since the change"
        )
