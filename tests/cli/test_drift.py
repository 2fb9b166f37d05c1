"""A site that changes is told: the run is marked, what is doubtful waits, and a finding names what fell silent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from spacenews.cli.findings_table import finding_record
from spacenews.model.clock import now
from spacenews.model.folder import DataFolder
from spacenews.operate.findings import acknowledge, read_findings
from tests.cli.changing_site import SPEC, Newsroom
from tests.cli.starting import Answer, start
from tests.crawl.hostile_site import HostileSite, Reply

FIRST, NEW = 30, 6


@dataclass
class Changing:
    """The site, and a folder with an archive of it that each test has a copy of."""

    server: HostileSite
    folder: Path
    data: str = "first"
    variables: dict[str, str] = field(default_factory=dict)

    def crawl(self, newsroom: Newsroom, verb: str = "crawl", *options: str) -> Answer:
        self.server.answer = newsroom.answer
        return self.run(verb, *options)

    def run(self, verb: str, *options: str, **variables: str) -> Answer:
        arguments = (verb, "orbit", "--delay", "0", "--concurrency", "4", "--data", str(self.folder / self.data))
        return start(self.folder, *arguments, *options, **self.variables, **variables)

    def ask(self, verb: str) -> Answer:
        asked = (verb, "orbit", "--data", str(self.folder / self.data))
        return start(self.folder, *asked, "--format", "json", **self.variables)

    def findings(self, *, closed: bool = False) -> list[dict[str, Any]]:
        overview = read_findings(DataFolder(self.folder / self.data), "orbit", closed=closed)
        return [finding_record(told) for told in overview.findings]

    def exported(self) -> dict[str, bytes]:
        folder = self.folder / self.data / "articles"
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.jsonl"))}

    def count(self) -> int:
        return sum(len(each.splitlines()) for each in self.exported().values())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Changing]:
    folder = tmp_path_factory.mktemp("changing")
    (folder / "sites").mkdir()
    with Newsroom(stories=FIRST).serve() as server:
        (folder / "sites" / "orbit.py").write_text(SPEC.format(home=server.base_url), encoding="utf-8")
        variables = {"SPACENEWS_SITES": str(folder / "sites"), "SPACENEWS_ALLOW_LOOPBACK": "1"}
        made = Changing(server, folder, variables=variables)
        # The newest first: what a backfill then finds is older, and in the template of its time.
        assert made.crawl(Newsroom(stories=FIRST), "crawl", "--limit", "21").returncode == 0
        assert made.findings(closed=True) == []
        answer = made.crawl(Newsroom(stories=FIRST), "backfill")
        assert answer.returncode == 0, answer.stderr
        yield made


@pytest.fixture
def changing(first: Changing, tmp_path: Path) -> Changing:
    shutil.copytree(first.folder / "first", tmp_path / "copy")
    return Changing(first.server, tmp_path, "copy", first.variables)


def later(**changes: Any) -> Newsroom:
    return Newsroom(stories=FIRST + NEW, **changes)


def test_an_older_template_that_a_backfill_comes_to_is_no_drift(first: Changing) -> None:
    assert first.findings(closed=True) == []
    assert first.count() == FIRST
    layouts = {part.split(b'"')[0] for each in first.exported().values() for part in each.split(b'"layout":"')[1:]}
    assert layouts == {b"new-2025", b"old-2012"}


def test_what_rules_find_no_more_waits_and_each_cause_is_told(changing: Changing) -> None:
    before = changing.exported()
    answer = changing.crawl(later(says_day=False, title="Welcome to Orbit Daily", share=0.4))
    assert answer.returncode == 4
    assert "it drifted: the date rule is silent: published is found on 0 of 6 pages, was on 100 %" in answer.stderr
    assert "6 readings wait in quarantine: `spacenews findings orbit` shows more" in answer.stderr
    found = {(each["kind"], each["layout"], each["field"]): each for each in changing.findings()}
    assert set(found) == {
        ("field", "new-2025", "published"),
        ("same", "new-2025", "title"),
        ("length", "new-2025", "body"),
    }
    assert found["same", "new-2025", "title"]["cause"] == "the title is the same on 6 of 6 pages"
    assert found["length", "new-2025", "body"]["cause"].startswith("bodies half as long on 6 of 6 pages: 63 words")
    assert all(len(each["samples"]) == 3 for each in found.values())
    assert changing.exported() == before


def test_bot_checks_in_place_of_articles_are_told(changing: Changing) -> None:
    assert changing.crawl(later(checks=True)).returncode == 4
    (finding,) = changing.findings()
    assert (finding["kind"], finding["counts"]["shown"]) == ("refused", NEW)
    assert "6 challenge" in finding["cause"]


def test_a_list_without_links_is_told_and_closes_when_they_are_back(changing: Changing) -> None:
    assert changing.crawl(later(links=False)).returncode == 4
    (finding,) = changing.findings()
    assert (finding["kind"], finding["field"]) == ("listing", "full-story links")
    assert finding["cause"].endswith("0 full-story links in all, were 10")
    acknowledge(DataFolder(changing.folder / changing.data), finding["number"], "they said so")
    known = changing.crawl(later(links=False))
    assert "drifted" not in known.stderr, "what a person knows marks no run"
    assert changing.crawl(later()).returncode == 0
    (finding,) = changing.findings(closed=True)
    assert finding["state"] == "closed"
    assert "1 listing pages list 10 articles again" in finding["closed_reason"]


def test_a_site_that_is_well_again_closes_its_finding_and_gives_what_waited(changing: Changing) -> None:
    assert changing.crawl(later(says_day=False)).returncode == 4
    again = changing.crawl(Newsroom(stories=FIRST + NEW + 1, says_day=False))
    assert again.returncode == 4, "one page more is enough where the finding is open"
    (finding,) = changing.findings()
    assert finding["waiting"] == NEW + 1
    well = Newsroom(stories=FIRST + NEW + 5)
    assert changing.crawl(well).returncode == 0
    (finding,) = changing.findings(closed=True)
    assert "in its band again: 4 of 4 pages" in finding["closed_reason"]
    assert changing.crawl(well).returncode == 0
    assert changing.count() == well.stories


def test_a_killed_run_that_is_gone_on_with_comes_to_the_same(changing: Changing) -> None:
    silent = later(says_day=False)
    changing.server.answer = silent.answer
    killed = start(
        changing.folder,
        *("crawl", "orbit", "--delay", "0", "--data", str(changing.folder / changing.data)),
        **changing.variables,
        SPACENEWS_FAILPOINT="archive:5",  # the list and four stories: the last one is stored, and its fate is not
    )
    assert killed.returncode == -9
    assert changing.crawl(silent).returncode == 4
    (finding,) = changing.findings()
    assert (finding["waiting"], finding["counts"]["shown"], finding["counts"]["judged"]) == (NEW, NEW, NEW)
    assert changing.count() == FIRST


def test_one_odd_page_waits_for_the_end_of_its_run_and_is_taken(changing: Changing) -> None:
    odd, well = later(says_day=False), later()

    def answer(path: str) -> Reply | None:
        return (odd if path == f"/story-{FIRST + 3}/" else well).answer(path)

    changing.server.answer = answer
    assert changing.run("crawl").returncode == 0
    assert changing.findings(closed=True) == []
    assert changing.count() == FIRST + NEW


def test_a_site_that_went_quiet_is_told_by_findings_and_status_until_something_new_comes(changing: Changing) -> None:
    changing.server.answer = Newsroom(stories=FIRST).answer
    for days in (3, 6, 9, 12):
        later_on = (now() + timedelta(days=days)).isoformat()
        answer = changing.run("crawl", SPACENEWS_NOW=later_on)
        assert answer.returncode == 0, "nothing new is nothing against the run"
    assert "3 runs in 12 days found no new article, where 30 came in 30 days before" in answer.stderr
    assert "`spacenews findings orbit` shows more" in answer.stderr
    told = changing.ask("findings")
    assert told.returncode == 4
    (finding,) = json.loads(told.stdout)
    assert (finding["kind"], finding["state"]) == ("quiet", "open")
    assert finding["more"] == ["spacenews sites check orbit"]
    (status,) = json.loads(changing.ask("status").stdout)
    assert [each["cause"] for each in status["findings"]] == [finding["cause"]]
    changing.server.answer = Newsroom(stories=FIRST + 1).answer
    assert changing.run("crawl", SPACENEWS_NOW=(now() + timedelta(days=13)).isoformat()).returncode == 0
    assert changing.ask("findings").returncode == 0
    (finding,) = changing.findings(closed=True)
    assert finding["closed_reason"].startswith("1 new articles in run orbit-")
