"""The program in an empty folder, and an archive of a small demo site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from tests.cli.starting import Answer, Spacenews, start

ARTICLES = 40


@pytest.fixture
def spacenews(tmp_path: Path) -> Spacenews:
    """Run `spacenews` with arguments in an empty folder; keyword arguments are variables of its environment."""

    def run(*arguments: str | Path, **variables: str) -> Answer:
        return start(tmp_path, *arguments, **variables)

    return run


@dataclass(frozen=True)
class Demo:
    """A served demo site, a folder with its spec (`demo`), and an archive of it."""

    server: DemoServer
    sites: Path
    data: Path

    @property
    def variables(self) -> dict[str, str]:
        """What the program must be told to use it."""
        return {
            "SPACENEWS_DATA": str(self.data),
            "SPACENEWS_SITES": str(self.sites),
            "SPACENEWS_ALLOW_LOOPBACK": "1",
        }


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Serve a small demo site and crawl it once; tests ask this archive, and leave it as it is."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "sites").mkdir()
    with DemoServer(articles=ARTICLES) as server:
        (folder / "sites" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        made = Demo(server, folder / "sites", folder / "data")
        answer = start(folder, "crawl", "demo", "--delay", "0", "--concurrency", "4", **made.variables)
        assert answer.returncode == 0, answer.stderr
        yield made
