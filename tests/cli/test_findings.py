"""The embedded site changes its markup: what is doubtful waits, what is good stays, and a person can decide."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.server import DemoServer
from tests.cli.starting import Answer, start

ARTICLES = 30
MARKER = "article.hentry .entry-header"
SPEC = '''"""The demo site in its first markup."""

from spacenews.specs import Layout, Site, css, line, wordpress

SITE = Site(
    key="demo",
    name="Perigee News",
    home="{home}",
    timezone="America/New_York",
    sources=wordpress.sources("{home}", more="full story"),
    layouts=(
        Layout(
            name="classic-2016",
            marker="article.hentry .entry-header",
            body=".entry-content",
            published=line(r"[A-Z][a-z]+ \\d{{1,2}}, \\d{{4}}", before="More from this category:"),
            categories=css("a[rel~=category]"),
            cut=("More from this category:",),
        ),
    ),
)
'''


@dataclass
class Drifted:
    """An archive of the embedded site, crawled on days 1, 2, 3 and 10, and on day 30 in another markup."""

    folder: Path
    well: list[Answer]
    before: dict[str, bytes]
    drifted: Answer | None = None

    def run(self, *arguments: str) -> Answer:
        variables = {
            "SPACENEWS_DATA": str(self.folder / "data"),
            "SPACENEWS_SITES": str(self.folder / "sites"),
            "SPACENEWS_ALLOW_LOOPBACK": "1",
        }
        return start(self.folder, *arguments, **variables)

    def crawl(self, *options: str) -> Answer:
        return self.run("crawl", "demo", "--delay", "0", "--concurrency", "4", *options)

    def exported(self) -> dict[str, bytes]:
        folder = self.folder / "data" / "articles"
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.jsonl"))}

    def query(self, statement: str, database: str = "spacenews.db") -> list[Any]:
        with closing(sqlite3.connect(self.folder / "data" / database)) as connection:
            return connection.execute(statement).fetchall()


def without_address(lines: bytes) -> dict[str, Any]:
    records = [json.loads(line) for line in lines.splitlines()]
    return {record["uid"]: record | {"url": ""} for record in records}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drifted]:
    folder = tmp_path_factory.mktemp("drifted")
    (folder / "sites").mkdir()
    with DemoServer(articles=ARTICLES) as server:
        (folder / "sites" / "demo.py").write_text(SPEC.format(home=server.base_url), encoding="utf-8")
        made = Drifted(folder, [], {})
        made.well.append(made.crawl("--full"))
        for day in (2, 3, 10):
            server.set_day(day)
            made.well.append(made.crawl())
        made.before = made.exported()
        server.set_day(30)
        server.set_markup("block")
        made.drifted = made.crawl()
        yield made


def test_what_happens_at_a_site_every_day_is_no_drift(site: Drifted) -> None:
    assert [answer.returncode for answer in site.well] == [0, 0, 0, 0]
    assert all("drifted" not in answer.stderr for answer in site.well)


def test_a_redesign_marks_the_run_and_names_the_marker(site: Drifted) -> None:
    assert site.drifted is not None
    assert site.drifted.returncode == 4
    assert f"the site is not well: it drifted: marker `{MARKER}` on 0 of" in site.drifted.stderr
    assert "`spacenews findings demo` shows more" in site.drifted.stderr
    ((outcome, counts),) = site.query("SELECT outcome, counts FROM runs ORDER BY started_at DESC LIMIT 1", "state.db")
    assert "it drifted" in outcome
    assert json.loads(counts)["held"] == json.loads(counts)["quarantined"] > 0


def test_what_is_doubtful_waits_and_what_is_good_stays(site: Drifted) -> None:
    exported = site.exported()
    assert exported.keys() == site.before.keys()
    renamed = {month for month, lines in exported.items() if lines != site.before[month]}
    assert len(renamed) < len(exported) / 5, "every other month is the same, byte for byte"
    for month in renamed:  # that its address redirects is the site's word; what stands there now waits
        assert without_address(exported[month]) == without_address(site.before[month])
    assert site.query("SELECT count(*) FROM article_records WHERE layout <> 'classic-2016'") == [(0,)]
    ((waiting,),) = site.query("SELECT count(*) FROM readings WHERE status = 'quarantined'")
    ((held,),) = site.query("SELECT count(*) FROM decisions WHERE kind = 'hold' AND reason = 'no layout matches'")
    assert waiting == held > 0
    assert (waiting,) in site.query("SELECT count(*) FROM frontier WHERE fate = 'quarantined'", "state.db")


def test_findings_names_layout_and_field_and_status_shows_it(site: Drifted) -> None:
    answer = site.run("findings", "demo", "--format", "json")
    assert answer.returncode == 4
    (finding,) = json.loads(answer.stdout)
    assert (finding["kind"], finding["layout"], finding["field"]) == ("layout", "classic-2016", "marker")
    assert finding["cause"].endswith("was on 100 %; they are read by `wordpress-block` instead")
    assert finding["more"][1:] == ["spacenews sites repair demo", "spacenews reread demo"]
    assert len(finding["samples"]) == 3
    shown = site.run("findings", "show", str(finding["number"]), "--format", "jsonl")
    assert len(shown.stdout.splitlines()) == finding["waiting"]
    (status,) = json.loads(site.run("status", "demo", "--format", "json").stdout)
    assert [each["number"] for each in status["findings"]] == [finding["number"]]


def test_a_person_decides_on_what_waits(site: Drifted) -> None:
    """Comes last: it takes what the others look at."""
    first, second, *_ = (
        url for (url,) in site.query("SELECT url FROM frontier WHERE fate = 'quarantined'", "state.db")
    )
    assert site.run("findings", "accept", "https://elsewhere.example/").returncode == 2
    assert site.run("findings", "acknowledge", "1", "--note", "seen").returncode == 0
    assert site.run("findings", "accept", first, "--by", "anna").returncode == 0
    assert (1,) in site.query(
        f"SELECT count(*) FROM article_records WHERE url = '{first}' AND layout = 'wordpress-block'"
    )
    assert site.run("findings", "refuse", second, "--by", "anna", "--reason", "half a page").returncode == 0
    journal = (site.folder / "data" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["kind"] for line in journal[-2:]] == ["accept", "refuse"]
    assert json.loads(site.run("findings", "demo", "--format", "json").stdout)[0]["note"] == "seen"
    text = (site.folder / "sites" / "demo.py").read_text(encoding="utf-8")
    repaired = text.replace(
        "layouts=(", 'layouts=(Layout(name="block-2025", marker="body.single .wp-block-post-content"),'
    )
    (site.folder / "sites" / "demo.py").write_text(repaired, encoding="utf-8")
    answer = site.run("reread", "demo", "--apply")
    assert answer.returncode == 0, answer.stderr
    assert site.run("findings", "demo").returncode == 0
    (finding,) = json.loads(site.run("findings", "demo", "--all", "--format", "json").stdout)
    assert finding["state"] == "closed"
    assert site.query("SELECT count(*) FROM readings WHERE status = 'quarantined'") == [(0,)]
    undone = site.run("reread", "demo", "--undo")
    assert "readings wait in quarantine again: `spacenews findings demo` shows more" in undone.stderr
    (finding,) = json.loads(site.run("findings", "demo", "--format", "json").stdout)
    assert (finding["state"], finding["closed_reason"], finding["note"]) == ("acknowledged", "", "seen")
    assert finding["waiting"] > 0
