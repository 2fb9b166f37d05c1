"""Where things lie in a data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from spacenews.model.errors import StorageError


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One archive on disk; `path` may not exist yet."""

    path: Path

    @property
    def captures(self) -> Path:
        """WARC files, one folder a site; locations in the database are relative to it."""
        return self.path / "captures"

    @property
    def articles(self) -> Path:
        """The standing JSON Lines, one folder a site, one file a month."""
        return self.path / "articles"

    @property
    def archive(self) -> Path:
        """The archive's database."""
        return self.path / "spacenews.db"

    @property
    def decisions(self) -> Path:
        """The journal of what people decided and the monitor held back: with the captures, all that is true."""
        return self.path / "decisions.jsonl"

    @property
    def state(self) -> Path:
        """Working memory: frontier, hosts, runs."""
        return self.path / "state.db"

    @property
    def locks(self) -> Path:
        """Lock files: who holds which site and host, and which due site is claimed."""
        return self.path / "locks"

    def prepare(self) -> None:
        """Make the folder, and see that it can be written.

        Raises:
            StorageError: It cannot be made or written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"the data folder {self.path} cannot be made: {error.strerror}; choose one with --data"
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise StorageError(f"the data folder {self.path} cannot be written; choose another with --data")
