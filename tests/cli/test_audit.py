"""`audit`, asked of real archives: whole, cut by hand, cut short, and of a site with fewer inventories."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spacenews.demo.server import DemoServer
from spacenews.demo.spec import spec_text
from spacenews.demo.world import ListedWorld
from tests.cli.starting import start

Answer = subprocess.CompletedProcess[str]
Spacenews = Callable[..., Answer]
ARTICLES = 80
SHARE, SEED = 0.1, 5


@dataclass(frozen=True)
class Crawled:
    """An archive of a demo site that is not served any more."""

    folder: Path
    base_url: str

    def audit(self, *arguments: str, data: str = "data") -> Answer:
        places = {"SPACENEWS_DATA": str(self.folder / data), "SPACENEWS_SITES": str(self.folder / "sites")}
        return start(self.folder, "audit", "demo", *arguments, **places)

    def copy(self, folder: Path) -> Crawled:
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Crawled(folder, self.base_url)

    def sql(self, statement: str, *values: object) -> list[Any]:
        """Do by hand what nobody should: foreign keys are off, as in the sqlite3 shell."""
        connection = sqlite3.connect(self.folder / "data" / "spacenews.db")
        try:
            with connection:
                return connection.execute(statement, values).fetchall()
        finally:
            connection.close()


def crawl(folder: Path, faults: Sequence[str], *options: str) -> Crawled:
    (folder / "sites").mkdir()
    with DemoServer(articles=ARTICLES, faults=faults) as server:
        (folder / "sites" / "demo.py").write_text(spec_text(server.base_url), encoding="utf-8")
        places = ("--data", "data", "--sites", "sites", "--allow-loopback")
        done = start(folder, "crawl", "demo", "--delay", "0", "--concurrency", "4", *options, *places)
        assert done.returncode == 0, done.stderr
        return Crawled(folder, server.base_url)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(tmp_path_factory.mktemp("whole"), [f"hidden={SHARE}:{SEED}"], "--full")


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(tmp_path_factory.mktemp("poor"), ["no-rest", "no-sitemap"], "--full")


def records(answer: Answer) -> list[dict[str, Any]]:
    assert answer.returncode in {0, 3}, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def hidden(crawled: Crawled) -> set[str]:
    listed = ListedWorld(1, ARTICLES, SHARE, SEED)
    return {f"{crawled.base_url}{listed.slug(number)}/" for number in listed.unlisted}


def test_a_whole_archive_is_complete_as_far_as_is_known(whole: Crawled) -> None:
    answer = whole.audit()
    (record,) = records(answer)
    assert (answer.returncode, record["complete_as_far_as_known"], record["missing"]) == (0, True, 0)
    assert record["articles"] + record["duplicates"] == ARTICLES
    assert record["fates"]["archived"] == ARTICLES
    assert sum(record["fates"].values()) == record["urls"]
    assert whole.audit("--missing").stdout == ""


def test_each_inventory_has_what_the_site_gave_it(whole: Crawled) -> None:
    (record,) = records(whole.audit())
    accounts = {each["inventory"]: each for each in record["inventories"]}
    listed = ARTICLES - len(hidden(whole))
    for name in ("sitemap", "rest", "feed", "home", "category"):
        assert (accounts[name]["articles"], accounts[name]["lacks"]) == (listed, len(hidden(whole)))
        assert accounts[name]["answer"] == "read whole"
    assert [accounts[name]["stated"] for name in ("sitemap", "rest")] == [listed, listed]
    assert accounts["rest"]["stated_at"] is not None
    assert record["agreeing"] == [["sitemap", "rest", "feed", "home", "category"]]
    assert accounts["related"]["alone"] == len(hidden(whole))


def test_what_only_related_teasers_lead_to_can_be_listed(whole: Crawled) -> None:
    assert {each["url"] for each in records(whole.audit("--urls", "--only-in", "related"))} == hidden(whole)
    lacked = {each["url"] for each in records(whole.audit("--urls", "--not-in", "rest")) if each["fate"] == "archived"}
    assert lacked == hidden(whole)


def test_articles_that_were_deleted_by_hand_are_found_each_of_them(whole: Crawled, tmp_path: Path) -> None:
    cut = whole.copy(tmp_path)
    urls = [url for (url,) in cut.sql("SELECT url FROM articles ORDER BY uid")]
    deleted = set(urls[:: len(urls) // (len(urls) // 20)])
    assert len(deleted) >= ARTICLES * 0.05
    cut.sql("DELETE FROM articles WHERE url IN (SELECT value FROM json_each(?))", json.dumps(list(deleted)))
    answer = cut.audit("--missing")
    found = records(answer)
    assert answer.returncode == 3
    assert {each["url"] for each in found} == deleted
    assert {each["missing"] for each in found} == {"archived once, and not in the archive any more"}
    captures = dict(cut.sql("SELECT record_uuid, url FROM captures"))
    assert [captures[each["capture"]] for each in found] == [each["url"] for each in found]
    assert sum(each["missing"] for each in records(cut.audit("--months"))) == sum(
        bool(e["published_on"]) for e in found
    )
    # The captures alone tell of it, too: working memory may be lost.
    (tmp_path / "data" / "state.db").unlink()
    assert {each["url"] for each in records(cut.audit("--missing"))} == deleted


def test_an_archive_that_lost_its_database_lacks_every_article(whole: Crawled, tmp_path: Path) -> None:
    cut = whole.copy(tmp_path)
    (tmp_path / "data" / "spacenews.db").unlink()
    assert len(records(cut.audit("--missing"))) == ARTICLES


def test_a_site_without_rest_and_sitemap_is_complete_and_told_what_that_costs(poor: Crawled) -> None:
    answer = poor.audit("--format", "table")
    assert answer.returncode == 0
    words = " ".join(answer.stdout.split())
    for name, cost in (("sitemap", "noticed late"), ("rest", "no count of the site's own")):
        assert f"{name}: absent: 404. It costs: " in words
        assert cost in words
    (record,) = records(poor.audit())
    assert record["agreeing"] == [["feed", "home", "category"]]
    assert record["articles"] + record["duplicates"] == ARTICLES


def test_a_crawl_that_was_cut_short_is_not_complete(tmp_path: Path) -> None:
    part = crawl(tmp_path, [], "--limit", "10")
    answer = part.audit()
    (record,) = records(answer)
    assert answer.returncode == 3
    assert "addresses are known and missing: --missing lists them" in answer.stderr
    assert record["missing"] == record["fates"]["pending"] > 0
    accounts = {each["inventory"]: each["answer"] for each in record["inventories"]}
    assert accounts["home"] == "read in part"


def test_every_form_says_the_same(whole: Crawled) -> None:
    (by_line,) = records(whole.audit("--format", "jsonl"))
    (by_json,) = json.loads(whole.audit("--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(whole.audit("--format", "csv").stdout)))
    assert by_json | {"audited_at": ""} == by_line | {"audited_at": ""}
    assert [row["inventory"] for row in rows] == [each["inventory"] for each in by_json["inventories"]]
    table = whole.audit("--format", "table").stdout
    words = " ".join(table.split())
    assert f"Of these {len(hidden(whole))} are on none of its lists" in words
    assert "with 95 % confidence between" in words
    assert "No estimate is made by comparing them." in words
    assert "Nothing is missing that is known of." in words
    assert "2013 " in table
    assert "\x1b" not in table


def test_a_picture_is_drawn_where_it_is_asked_for(whole: Crawled, tmp_path: Path) -> None:
    answer = whole.audit("--picture", str(tmp_path / "coverage.svg"))
    assert answer.returncode == 0
    assert "Coverage of demo by month" in (tmp_path / "coverage.svg").read_text(encoding="utf-8")
    refused = whole.audit("--picture", str(tmp_path / "nowhere" / "coverage.svg"))
    assert refused.returncode == 1
    assert "choose another file" in refused.stderr


def test_what_cannot_be_asked_is_usage(whole: Crawled, spacenews: Spacenews) -> None:
    for arguments, said in (
        (("--urls", "--only-in", "rumor"), "there is no inventory 'rumor': there are sitemap, rest"),
        (("--only-in", "rest"), "give one of them too"),
    ):
        answer = whole.audit(*arguments)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert said in answer.stderr
    empty = spacenews("audit", "russianspacenews")
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "`spacenews crawl russianspacenews` begins" in empty.stderr
