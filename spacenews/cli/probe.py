"""Ask a site for a few pages without an archive of its own: into a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.exceptions import Exit

from spacenews.cli.children import run_child
from spacenews.cli.folders import Folders
from spacenews.model.capture import Capture
from spacenews.model.folder import DataFolder
from spacenews.model.run import ExitCode

if TYPE_CHECKING:
    from spacenews.cli.pace import Pace
    from spacenews.operate.sources import SourceAnswer
    from spacenews.specs import Site

_FATAL = {ExitCode.OUR_FAULT, ExitCode.USAGE, ExitCode.STOPPED}


@dataclass(frozen=True, slots=True)
class Probe:
    """Fetches pages of one site into a temporary folder, and reads them there. Use `probing`."""

    site: Site
    folders: Folders
    pace: Pace

    def fetch(self, urls: tuple[str, ...]) -> None:
        """Ask for these pages, at the site's pace, in a process of its own; it has said what went wrong, if anything.

        Raises:
            Exit: It could not even ask: with its exit code.
        """
        options = [*self.folders.arguments(), *self.pace.arguments()]
        code, _ = run_child(["fetch", "--quiet", "--site", self.site.key, *options], operands=urls)
        if code in _FATAL:
            raise Exit(code)

    def sources(self) -> tuple[SourceAnswer, ...]:
        """Return what each source of the site answered; all of them were fetched before."""
        from spacenews.archive import open_archive_to_read
        from spacenews.frontier import open_state
        from spacenews.operate.sources import read_sources

        data = self.folders.data
        with closing(open_archive_to_read(data.archive)) as archive, closing(open_state(data.state)) as state:
            return tuple(read_sources(self.site, archive, state, data))

    def capture(self, url: str) -> Capture | None:
        """Return the latest capture of a page that was fetched, or None where nothing answered."""
        from spacenews.archive import open_archive_to_read
        from spacenews.operate.lookup import latest_capture

        with closing(open_archive_to_read(self.folders.data.archive)) as archive:
            return latest_capture(archive, self.folders.data, self.site.key, url)


@contextmanager
def probing(site: Site, folders: Folders, pace: Pace) -> Iterator[Probe]:
    """Give a probe of a site; what it stores is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="spacenews-") as folder:
        yield Probe(site, Folders(DataFolder(Path(folder)), folders.sites), pace)
