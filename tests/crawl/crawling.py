"""A real crawl of a real local server: the command in a process of its own, and what it left."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacenews.demo.spec import spec_text
from spacenews.frontier import load_runs, open_state
from spacenews.model.run import Run

ROOT = Path(__file__).resolve().parents[2]
SHORT = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": "4",
    "DOWNLOAD_DELAY": "0",
    "DOWNLOAD_TIMEOUT": "1",
    "SPACENEWS_PROGRESS_SECONDS": "0.3",
    "SPACENEWS_RETRY_BACKOFF": "0.05",
    "SPACENEWS_RETRY_HORIZON": "4",
}
WAIT_SECONDS = 300  # for a process of ours to end, on a machine under any load; one that is well never takes so long


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    said: str


@dataclass(frozen=True)
class Bench:
    """One data folder, one folder of specs, and the command.

    Attributes:
        folder: Holds both.
    """

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def sites(self) -> Path:
        return self.folder / "sites"

    def write_spec(self, base_url: str, text: str | None = None) -> None:
        self.sites.mkdir(exist_ok=True)
        (self.sites / "demo.py").write_text(text or spec_text(base_url), encoding="utf-8")

    def start(
        self,
        *arguments: str,
        settings: Mapping[str, str] | None = None,
        loopback: bool = True,
        key: str = "demo",
        limit_files: int | None = None,
        group: bool = False,
    ) -> subprocess.Popen[str]:
        chosen = {
            **SHORT,
            "SPACENEWS_ALLOW_LOOPBACK": str(int(loopback)),
            "SPACENEWS_DATA": str(self.data),
            "SPACENEWS_SITES": str(self.sites),
            **(settings or {}),
        }
        options = [part for name, value in chosen.items() for part in ("-s", f"{name}={value}")]
        return subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "scrapy", "crawl", key, *options, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stderr=subprocess.PIPE,
            text=True,
            process_group=0 if group else None,
            preexec_fn=None if limit_files is None else _limit(limit_files),  # noqa: PLW1509 - no thread runs here
        )

    def crawl(self, *arguments: str, **options: Any) -> Ended:
        process = self.start(*arguments, **options)
        _, said = process.communicate(timeout=WAIT_SECONDS)
        return Ended(process.returncode, said)

    def run(self) -> Run:
        """Return the record of the last run."""
        state = open_state(self.data / "state.db")
        try:
            return load_runs(state)[0]
        finally:
            state.close()

    def query(self, statement: str, *values: object, database: str = "state.db") -> list[Any]:
        connection = sqlite3.connect(f"file:{self.data / database}?mode=ro", uri=True)
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def fates(self) -> dict[str, int]:
        return dict(self.query("SELECT fate, count(*) FROM frontier GROUP BY fate"))

    def row(self, ending: str) -> tuple[str, str]:
        """Return fate and reason of the one URL that ends so."""
        ((fate, reason),) = self.query("SELECT fate, reason FROM frontier WHERE url LIKE ?", f"%{ending}")
        return fate, reason

    def articles(self) -> set[str]:
        return {url for (url,) in self.query("SELECT url FROM articles", database="spacenews.db")}

    def exported(self) -> dict[str, bytes]:
        folder = self.data / "articles"
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.jsonl"))}

    def exported_urls(self) -> list[str]:
        return [json.loads(line)["url"] for each in self.exported().values() for line in each.splitlines()]


def _limit(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return limit
