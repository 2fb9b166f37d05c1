"""A real WordPress gets another theme: the run is marked, what is doubtful waits, the repaired spec empties it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.cli.starting import Answer, start
from tests.soak.test_wordpress import SPEC, UP, up

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not UP.exists(), reason="../shared/wordpress/up.sh is not here"),
    pytest.mark.skipif(os.geteuid() != 0, reason="the WordPress needs root"),
]
BLOCKS, CLASSIC = "twentytwentythree", "twentytwentyone"
LAYOUT = 'Layout(name="block-2023", marker="main .wp-block-post-content", body=".wp-block-post-content")'
SWITCH = """
$_SERVER['HTTP_HOST'] = '127.0.0.1:8071'; $_SERVER['REQUEST_URI'] = '/';
require getenv('WP') . '/wp-load.php'; switch_theme($argv[1]);
"""


def switch_theme(name: str) -> None:
    home = Path(os.environ.get("WORDPRESS_HOME", f"{tempfile.gettempdir()}/wordpress-8071"))
    theme = home / "wp" / "wp-content" / "themes" / name
    if not theme.exists():
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", f"wordpress-theme-{name}"]
        subprocess.run(install, check=True, capture_output=True)
        shutil.copytree(Path("/usr/share/wordpress/wp-content/themes") / name, theme)
    told = {**os.environ, "WP": str(home / "wp"), "WP_DB_SOCK": str(home / "run" / "mysql.sock")}
    subprocess.run(["php8.2", "-r", SWITCH, name], env=told, check=True, capture_output=True)


@dataclass
class Story:
    """What the commands said, step by step."""

    folder: Path
    answers: dict[str, Answer] = field(default_factory=dict)
    did: dict[str, Any] = field(default_factory=dict)
    exported: dict[str, dict[str, bytes]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)

    def step(self, name: str, *arguments: str) -> None:
        told = {"SPACENEWS_DATA": "data", "SPACENEWS_SITES": "sites", "SPACENEWS_ALLOW_LOOPBACK": "1"}
        self.answers[name] = start(self.folder, *arguments, **told)
        self.exported[name] = {path.name: path.read_bytes() for path in self.folder.glob("data/articles/*/*.jsonl")}
        ((self.waiting[name],),) = self.ask("SELECT count(*) FROM readings WHERE status = 'quarantined'")

    def ask(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.folder / "data" / "spacenews.db")) as db:
            return db.execute(query).fetchall()

    def record(self, name: str) -> dict[str, Any]:
        (record,) = json.loads(self.answers[name].stdout)
        return dict(record)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("theme")
    (folder / "sites").mkdir()
    text = SPEC.replace("import Site,", "import Layout, Site,").replace("\n)\n", f"\n    layouts=({LAYOUT},),\n)\n")
    (folder / "sites" / "courier.py").write_text(text, encoding="utf-8")
    subprocess.run(["bash", str(UP)], check=True, capture_output=True)
    told = Story(folder)
    try:
        switch_theme(BLOCKS)
        told.step("first", "crawl", "courier", "--full", "--delay", "0")
        switch_theme(CLASSIC)
        (told.did,) = up("mutate", str(int(time.time())))
        told.step("changed", "crawl", "courier", "--delay", "0")
        told.step("findings", "findings", "courier", "--format", "json")
        told.step("repair", "sites", "repair", "courier", "--delay", "0", "--write", "--format", "json")
        told.step("applied", "reread", "courier", "--apply", "--format", "json")
        told.step("after", "findings", "courier", "--format", "json")
        told.step("next", "crawl", "courier", "--delay", "0")
        yield told
    finally:
        switch_theme(BLOCKS)


def test_the_run_is_marked_and_what_is_doubtful_waits(story: Story) -> None:
    assert story.answers["first"].returncode == 0, story.answers["first"].stderr
    assert story.answers["changed"].returncode == 4, story.answers["changed"].stderr
    assert "it drifted: marker `main .wp-block-post-content` on 0 of" in story.answers["changed"].stderr
    assert story.waiting["changed"] >= len(story.did["new"]) + len(story.did["edited"])
    before, after = story.exported["first"], story.exported["changed"]
    assert sum(len(each.splitlines()) for each in before.values()) == sum(len(x.splitlines()) for x in after.values())


def test_the_finding_names_the_layout_and_the_repair(story: Story) -> None:
    finding = story.record("findings")
    assert (finding["kind"], finding["layout"], finding["field"]) == ("layout", "block-2023", "marker")
    assert finding["waiting"] == story.waiting["changed"]
    assert "spacenews sites repair courier" in finding["more"]


def test_the_layout_that_is_written_is_right_on_articles_that_it_was_not_learnt_from(story: Story) -> None:
    assert story.answers["repair"].returncode == 0, story.answers["repair"].stderr
    scores = story.record("repair")["scores"]["not_learnt_from"]
    assert scores["body"] >= 0.99
    assert {scores[name] for name in ("title", "published", "byline", "categories")} == {1.0}


def test_reading_again_empties_the_quarantine_and_all_is_well(story: Story) -> None:
    assert story.answers["applied"].returncode == 0, story.answers["applied"].stderr
    assert story.waiting["applied"] == 0
    assert story.answers["after"].returncode == 0, story.answers["after"].stdout
    assert story.answers["next"].returncode == 0, story.answers["next"].stderr
    truth = {post["url"]: post for post in up("truth")}
    held = {row[0]: row[1:] for row in story.ask("SELECT url, title, authors, published_on FROM article_records")}
    for url in {*story.did["new"], *story.did["edited"]}:
        title, authors, day = held[url]
        assert (title, json.loads(authors), day) == (
            truth[url]["title"],
            [truth[url]["author"]],
            truth[url]["published_on"],
        )
