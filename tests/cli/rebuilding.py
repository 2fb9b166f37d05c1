"""A small site over four days, with all that an archive has to fold: what `rebuild` and the disasters begin with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spacenews.archive import open_archive
from spacenews.cli.program import run
from spacenews.exports import export_due
from spacenews.model import Decision, DecisionKind
from spacenews.model.clock import now
from tests.cli.starting import Answer, start
from tests.crawl.hostile_site import HostileSite, Reply, html, listing, story

BEGIN = datetime(2026, 3, 1, 6, tzinfo=UTC)
DAYS = 4
PATHS = [f"/story-{number}/" for number in range(1, 10)]
CHECK = html("<title>Just a moment...</title>", "<h1>Checking your browser</h1>")
SPEC = '''"""A site over days."""

from spacenews.specs import Site, Source

SITE = Site(
    key="demo",
    name="Days",
    home="{base}",
    timezone="UTC",
    article_url=r"{base}[a-z]+-\\d+/",
    sources=(Source(kind="listing", url="{base}"),),
)
'''


def pages(day: int) -> dict[str, Reply]:
    """Return what the site answers on a day: edits, a rename, 404, 410, a duplicate, worse pages and a bot check."""
    shown: dict[str, Reply] = {path: story(number) for number, path in enumerate(PATHS, 1)}
    listed = [*PATHS, "/copy-7/"]
    shown["/copy-7/"] = story(7)
    if day >= 2:
        shown["/story-1/"] = story(1, "<p>Updated: the second stage came down as planned, the company said.</p>")
        shown["/story-2/"] = Reply(status=301, headers={"Location": "/renamed-2/"})
        shown["/renamed-2/"] = story(2)
        shown["/story-3/"] = html("<title>Story 3</title>", "<article><h1>Story 3 of the hostile site</h1></article>")
        del shown["/story-4/"]
        shown["/story-5/"] = Reply(b"gone", status=410)
        shown["/story-8/"] = CHECK
    if day >= 3:
        shown["/story-6/"] = html(
            "<title>x</title>", "<article><h1>Story 6</h1><p>March 7, 2020</p><p>Cut.</p></article>"
        )
    if day >= 4:
        shown["/story-8/"] = story(8, "<p>It is back, with a line that was not there before.</p>")
    return shown | {"/": listing(listed)}


@dataclass(frozen=True)
class Archived:
    """The archive of that site; nothing serves it any more."""

    folder: Path
    base: str

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *arguments: str | Path, **variables: str) -> Answer:
        sites = {"SPACENEWS_DATA": str(self.data), "SPACENEWS_SITES": str(self.folder / "sites")}
        return start(self.folder, *arguments, **sites | {"SPACENEWS_ALLOW_LOOPBACK": "1"} | variables)

    def do(self, *arguments: str | Path) -> int:
        """Run the program in this process, which is sooner done; returns its exit code."""
        where = ["--data", str(self.data), "--sites", str(self.folder / "sites")]
        return run([str(arguments[0]), *where, *map(str, arguments[1:])])

    def copy(self, folder: Path) -> Archived:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Archived(folder, self.base)

    def query(self, statement: str, *values: object) -> list[Any]:
        with open_archive(self.data / "spacenews.db") as archive:
            return archive.connection.execute(statement, values).fetchall()

    def crawl(self, day: int) -> Answer:
        asked = ("crawl", "demo", "--full", "--delay", "0", "--concurrency", "4")
        return self.run(*asked, SPACENEWS_NOW=(BEGIN + timedelta(days=day)).isoformat())


def archive_four_days(folder: Path) -> Archived:
    """Crawl the site on each of its days, accept one of the readings that wait, and withdraw an article."""
    day = 1
    with HostileSite(lambda path: pages(day).get(path)) as server:
        (folder / "sites").mkdir(parents=True)
        (folder / "sites" / "demo.py").write_text(SPEC.format(base=server.base_url), encoding="utf-8")
        archived = Archived(folder, server.base_url)
        for day in range(1, DAYS + 1):
            answer = archived.crawl(day)
            assert answer.returncode in (0, 3, 4), answer.stderr
    _decide(archived)
    return archived


def _decide(archived: Archived) -> None:
    with open_archive(archived.data / "spacenews.db") as archive:
        waiting = archive.connection.execute(
            "SELECT c.record_uuid FROM doubts d JOIN readings r ON r.id = d.reading JOIN captures c ON c.id = r.capture"
            " WHERE r.text IS NOT NULL ORDER BY c.record_uuid"
        ).fetchall()
        uid = archive.find_article(f"{archived.base}story-9/")
        assert waiting
        assert uid is not None
        archive.decide(
            [
                Decision(now(), "Ann", DecisionKind.ACCEPT, "demo", "it was cut on purpose", capture=waiting[0][0]),
                Decision(now(), "Ann", DecisionKind.WITHDRAW, "demo", "asked by its author", uid=uid.uid),
            ]
        )
        export_due(archive, archived.data / "articles")
