"""The wire that a look at a live site goes over: fetches as a crawl does, into a folder that is gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from spacenews.cli.folders import Folders
from spacenews.cli.sites_new_round import run_round
from spacenews.model.folder import DataFolder
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.cli.pace import Pace
    from spacenews.model.capture import Capture
    from spacenews.model.run import Run
    from spacenews.specs import Site

KEY = "look"
VARIABLE = "SPACENEWS_SITES"
_FATAL = {ExitCode.OUR_FAULT, ExitCode.USAGE, ExitCode.STOPPED}
_ONE_MORE_TRY = {"SPACENEWS_RETRY_TIMES": "1"}
_ALL = 1000  # runs of one look: there are never so many


class LiveWire:
    """Fetches pages of a site that has no spec yet. Use `live_wire`."""

    def __init__(self, folders: Folders, pace: Pace, contact: str) -> None:
        self._folders = folders
        self._pace = pace
        self._contact = contact

    def fetch(self, urls: tuple[str, ...]) -> None:
        """Ask for these pages, robots first and at the site's pace.

        Raises:
            Exit: It could not even ask: with its exit code.
        """
        code = run_round(self._folders, self._pace, KEY, self._contact, urls)
        if code in _FATAL:
            raise Exit(code)

    def capture(self, url: str) -> Capture | None:
        """Return the latest capture of an address, or of what it redirects to."""
        from spacenews.archive import open_archive_to_read
        from spacenews.operate.lookup import latest_capture

        if not self._folders.data.archive.exists():
            return None
        with closing(open_archive_to_read(self._folders.data.archive)) as archive:
            return latest_capture(archive, self._folders.data, KEY, url)

    def fate(self, url: str) -> str:
        """Return in a few words why an address has no capture."""
        from spacenews.frontier import SqliteFrontier, open_state
        from spacenews.model.fate import Fate

        with closing(open_state(self._folders.data.state)) as state:
            fate = SqliteFrontier(state, KEY, "").find_fate(url)
        if fate and fate[0] is not Fate.PENDING:
            return fate[1] or str(fate[0])
        if fate and fate[1]:
            return fate[1]
        outcome = next((run.outcome for run in self._runs()), "it was not asked")
        return outcome.removeprefix("the site is not well: ").partition("; ")[0]  # what it says of a next run

    def spent(self) -> int:
        """Return how many requests were made."""
        return sum(run.counts.get("requests", 0) for run in self._runs())

    def _runs(self) -> tuple[Run, ...]:
        from spacenews.frontier import load_runs, open_state

        if not self._folders.data.state.exists():
            return ()
        with closing(open_state(self._folders.data.state)) as state:
            return tuple(load_runs(state, KEY, limit=_ALL))


@contextmanager
def live_wire(site: Site, pace: Pace, contact: str, limit: int) -> Iterator[LiveWire]:
    """Give a wire to a site; what it stores is deleted at the end.

    Args:
        site: Its home and the hosts that may be asked.
        pace: As a person chose it.
        contact: For the User-Agent.
        limit: Requests that one host may get, whatever is asked: a bound below the look's own.
    """
    with tempfile.TemporaryDirectory(prefix="spacenews-look-") as folder:
        specs = Path(folder) / "sites"
        specs.mkdir()
        (specs / f"{KEY}.py").write_text(_spec(site), encoding="utf-8")
        budget = limit if pace.budget is None else min(limit, pace.budget or limit)
        slower = replace(pace, budget=budget, settings=_ONE_MORE_TRY | dict(pace.settings))
        with _only_folder(specs):
            yield LiveWire(Folders(DataFolder(Path(folder) / "data"), (specs,)), slower, contact)


@contextmanager
def _only_folder(specs: Path) -> Iterator[None]:
    """Have the processes that are started know this folder of specs alone: the person's may not exist yet."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(specs)
    try:
        yield
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before


def _spec(site: Site) -> str:
    """Return a spec that lets the site's hosts be asked, and says nothing else."""
    from spacenews.operate.propose_text import literal

    hosts = "".join(f"{literal(host)}, " for host in site.hosts)
    home = literal(site.home)
    return (
        "from spacenews.specs import Site, Source\n"
        f'SITE = Site(key="{KEY}", name="{KEY}", home={home}, timezone="UTC", hosts=({hosts}), verified="rebuilt",\n'
        f'            sources=(Source(kind="listing", url={home}),))\n'
    )
