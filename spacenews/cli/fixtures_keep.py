"""`spacenews fixtures keep`: keep a capture as a test pair, and review what is read on it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spacenews.cli.folders import Folders, complete_key, takes_folders, takes_format
from spacenews.cli.grammar import Verb
from spacenews.cli.pages import find_page
from spacenews.cli.records import chosen_format, write_records
from spacenews.cli.screen import block, console, one_line, say
from spacenews.model.errors import UsageError
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacenews.model.capture import Capture
    from spacenews.operate.fixtures import Fixture
    from spacenews.specs import Site

EXAMPLE = "http://russianspacenews.com/40-years-since-launch-of-salyut-2-station/"
IN_PROJECT = "tests/sites"
_KINDS = ("listing", "feed", "sitemap", "rest")
_SHOWN = 400  # characters of a text that is shown for review
_STYLES = {"gone": "red strike", "new": "green", "same": ""}
_PLAIN = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}"}


@click.command(
    cls=Verb,
    name="keep",
    short_help="Keep a capture as a test pair, and review what is read on it.",
    examples=(
        (f"spacenews fixtures keep {EXAMPLE}", "its latest capture, with what is read on it today, for review"),
        (f"spacenews fixtures keep {EXAMPLE} --yes", "the same, and what is read is right"),
        ("spacenews fixtures keep page.html --url https://example.org/2021/launch/ --site KEY", "a saved page"),
    ),
)
@click.argument("page", metavar="URL-or-FILE")
@takes_folders()
@takes_format
@click.option("--from", "source_file", metavar="FILE", help="Take the page from this file, not from the archive.")
@click.option("--url", metavar="URL", help="Address of a file; else the one that the page itself states.")
@click.option("--site", "key", metavar="KEY", shell_complete=complete_key, help="The site; else found by the host.")
@click.option("--case", metavar="NAME", help="Name of the pair.  [default: what is read and the page's slug]")
@click.option("--source", type=click.Choice(_KINDS), help="It is a further page of such a source, not an article's.")
@click.option("--fixtures", metavar="DIR", help="Folder of fixtures.  [default: fixtures, beside the spec]")
@click.option("--yes", is_flag=True, help="What is read is right: mark the pair as reviewed.")
@click.option("--accept", is_flag=True, help="Of a pair that is read otherwise today: take what is read.")
def keep(  # noqa: PLR0913 # one parameter an option
    page: str,
    folders: Folders,
    form: str | None,
    *,
    source_file: str | None,
    url: str | None,
    key: str | None,
    case: str | None,
    source: str | None,
    fixtures: str | None,
    yes: bool,
    accept: bool,
) -> int:
    """Keep the latest capture of an archived URL, or a saved page, as a pair: the page, and what must be read on it.

    What is read is shown, and goes into the pair as not yet reviewed; on a terminal you are asked whether it is right,
    and --yes says so. Where the pair is there already, its own page is read again, and what differs is shown field by
    field; it stays as it is unless --accept takes the new reading. Exit code 4: something differs, and was not
    accepted. `spacenews sites check KEY --offline` reads every pair.
    """
    site, capture = find_page(source_file or page, folders, url=url or (page if source_file else None), key=key)
    _refuse_unknown(site, folders)
    folder = _folder(site, folders, fixtures)
    review = _Review(site, folder, form, yes=yes)
    from spacenews.operate.fixture_pairs import find_pair, source_of_page

    kind = source or source_of_page(site, capture.url)
    pair = find_pair(folder, site.key, url=capture.url, source=kind, case=case)
    if pair is not None:
        return review.again(pair, capture, accept=accept)
    return review.first(capture, kind, case)


class _Review:
    """One page under review."""

    def __init__(self, site: Site, folder: Path, form: str | None, *, yes: bool) -> None:
        self._site = site
        self._folder = folder
        self._form = chosen_format(form)
        self._yes = yes

    def first(self, capture: Capture, kind: str | None, case: str | None) -> int:
        """Write a new pair, and mark it as reviewed where a person says that it is right."""
        from spacenews.operate.fixture_pairs import case_name, expectation, write_pair

        expected = expectation(self._site, capture, kind)
        name = self._free_name(case or case_name(expected, capture.url))
        rows = [_row(name, field, None, value, "new") for field, value in expected.items() if field != "source"]
        write_records(rows, self._form, draw=lambda: _draw(rows))
        reviewed = self._is_right()
        path = write_pair(self._folder, self._site.key, name, capture, {**expected, "reviewed": reviewed})
        say(f"kept: {path}, {'reviewed' if reviewed else 'not yet reviewed: look at it, then --yes'}")
        if self._folder.resolve() == Path(IN_PROJECT).resolve():
            say(
                "before it is committed: a page in this folder holds our own words in the site's markup, never its text"
            )
        return ExitCode.OK

    def again(self, pair: Fixture, capture: Capture, *, accept: bool) -> int:
        """Show what of a pair is read otherwise today."""
        from spacenews.operate.fixture_pairs import accepted, differences, write_expectation

        if capture.record_uuid != pair.capture.record_uuid and capture.payload != pair.capture.payload:
            say(f"the pair {pair.case} holds another capture of this page, which is read here; --case keeps this too")
        found = differences(self._site, pair)
        rows = [_row(pair.case, each.field, each.expected, each.read, "changed") for each in found]
        write_records(rows, self._form, draw=lambda: _draw(rows))
        path = self._folder / self._site.key / f"{pair.case}.json"
        if not found and not pair.is_reviewed and self._is_right(show=pair.wanted):
            write_expectation(path, {**pair.expected, "reviewed": True})
            say(f"{pair.case} is read as expected, and is reviewed now")
        elif not found:
            say(f"{pair.case} is read as expected{'' if pair.is_reviewed else '; not yet reviewed: --yes says so'}")
        elif accept:
            write_expectation(path, accepted(self._site, pair))
            say(f"accepted: {len(found)} fields of {path}")
        else:
            say(f"{len(found)} fields of {pair.case} are read otherwise; --accept takes that over")
            return ExitCode.SITE_UNWELL
        return ExitCode.OK

    def _is_right(self, show: Mapping[str, Any] | None = None) -> bool:
        """Whether a person says that what is read is right: by --yes, or when asked on a terminal."""
        if self._yes:
            return True
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        if show and self._form == "table":
            _draw([_row("", field, None, value, "new") for field, value in show.items()])
        return click.confirm("Is all of it right?", default=False, err=True)

    def _free_name(self, name: str) -> str:
        """Return a name that no other pair has: two pages may end alike."""
        taken = {path.stem for path in (self._folder / self._site.key).glob("*.json")}
        numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(each for each in numbered if each not in taken)


def _refuse_unknown(site: Site, folders: Folders) -> None:
    if site.key not in folders.registry().keys():  # noqa: SIM118 # keys() is its method, no dict's
        raise UsageError("a fixture belongs to a site: say which with --site KEY (`spacenews sites` lists them)")


def _folder(site: Site, folders: Folders, named: str | None) -> Path:
    """Return the folder that the site's pairs lie in.

    Raises:
        UsageError: It is a site that comes with the project, and this is not the project's folder.
    """
    from spacenews.operate.fixtures import folder_beside
    from spacenews.specs.registry import BUILT_IN

    if named:
        return Path(named)
    spec = folders.registry().path(site.key)
    if spec.parent != BUILT_IN:
        return folder_beside(spec)
    if not Path(IN_PROJECT).is_dir():
        raise UsageError(
            f"{site.key} comes with the project, and there is no {IN_PROJECT} here: name a folder, --fixtures"
        )
    return Path(IN_PROJECT)


def _row(case: str, field: str, expected: object, read: object, state: str) -> dict[str, Any]:
    return {"case": case, "field": field, "state": state, "expected": expected, "read": read}


def _draw(rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.text import Text

    out = console()
    for row in rows:
        out.print(Text(f"{row['field']}:", style="bold"))
        if row["state"] == "new":
            text = block(_text(row["read"])) or "-"
            out.print(Text(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"), soft_wrap=True)
        else:
            out.print(_difference(_text(row["expected"]), _text(row["read"]), colored=out.is_terminal), soft_wrap=True)


def _difference(old: str, new: str, *, colored: bool) -> Any:
    from rich.text import Text

    from spacenews.cli.word_diff import diff_words

    line = Text()
    for kind, text in diff_words(old, new):
        words = block(text.strip(" "))
        line.append(" " * text.startswith(" "))
        line.append(words if colored else _PLAIN[kind].format(words), style=_STYLES[kind])
        line.append(" " * (text != " " and text.endswith(" ")))
    return line


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(one_line(each) for each in value)
    return "" if value is None else str(value)
