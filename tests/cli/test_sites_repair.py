"""After a redesign `sites repair` proposes, from articles of the archive, the layout that reads all others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from spacenews.demo.faults import parse_faults
from spacenews.demo.site import DemoSite
from spacenews.demo.truth import truth
from spacenews.demo.world import World
from spacenews.model import Capture, Reading
from spacenews.reading import normalize_reading, read_article
from spacenews.specs.registry import load_spec
from tests.cli.conftest import ARTICLES, Demo
from tests.cli.starting import Answer, start

# No family, so that nothing but its layout reads its first markup.
SPEC = '''"""Perigee News, read by the names that its first theme had."""

from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="demo",
    name="Perigee News",
    home="{home}",
    timezone="Europe/Moscow",
    sources=(Source(kind="listing", url="{home}", more="full story"), Source(kind="feed", url="{home}feed/")),
    layouts=(
        Layout(
            name="by-text",
            marker="article.hentry > .entry-content",
            body=".entry-content",
            drop=(".more-from-category",),
        ),
    ),
)
'''


@dataclass(frozen=True)
class Redesigned:
    """A site that has another markup than its spec says, and what the commands made of it, in their order."""

    markup: str
    sites: Path
    before: str
    proposed: Answer
    asked: list[str]
    written: Answer
    repaired: str
    checked: Answer

    @property
    def record(self) -> dict[str, Any]:
        (record,) = json.loads(self.proposed.stdout)
        return dict(record)


@pytest.fixture(scope="module", params=["bare"])
def redesigned(
    request: pytest.FixtureRequest, demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Redesigned]:
    """Show the demo site in another markup for as long as it is repaired; its archive stays as it is."""
    folder = tmp_path_factory.mktemp("redesigned")
    spec = folder / "sites" / "demo.py"
    spec.parent.mkdir()
    spec.write_text(SPEC.format(home=demo.server.base_url), encoding="utf-8")
    variables = demo.variables | {"SPACENEWS_SITES": str(spec.parent)}
    demo.server.set_markup(request.param)
    try:
        before = len(demo.server.requests())
        proposed = start(folder, "sites", "repair", "demo", "--delay", "0", "--format", "json", **variables)
        asked = [each.path for each in demo.server.requests()[before:]]
        unchanged = spec.read_text(encoding="utf-8")
        written = start(folder, "sites", "repair", "demo", "--delay", "0", "--write", "--format", "table", **variables)
        repaired = spec.read_text(encoding="utf-8")
        checked = start(
            folder, "sites", "check", "demo", "--delay", "0", "--limit", "1", "--format", "json", **variables
        )
        yield Redesigned(request.param, spec.parent, unchanged, proposed, asked, written, repaired, checked)
    finally:
        demo.server.set_markup("classic")


def test_it_proposes_and_changes_nothing_until_it_is_told_to(redesigned: Redesigned, demo: Demo) -> None:
    assert redesigned.proposed.returncode == 0, redesigned.proposed.stderr
    assert redesigned.before == SPEC.format(home=demo.server.base_url)
    record = redesigned.record
    assert (record["outcome"], record["written"]) == ("proposed", None)
    assert record["layout"].strip().splitlines()[0] in record["diff"]
    assert record["scores"]["not_learnt_from"]["body"] == 1
    assert record["scores"]["not_learnt_from"]["pages"] == 3


def test_the_site_is_asked_for_little_and_for_its_robots_first(redesigned: Redesigned) -> None:
    assert redesigned.asked[0] == "/robots.txt"
    assert len(redesigned.asked) <= 14
    assert {page["origin"] for page in redesigned.record["pages"]} == {"asked"}


def test_what_is_written_reads_every_other_article_exactly(redesigned: Redesigned, demo: Demo) -> None:
    assert redesigned.written.returncode == 0, redesigned.written.stderr
    site = load_spec(redesigned.sites / "demo.py", "demo")
    assert [layout.name for layout in site.layouts][1:] == ["by-text"]
    learnt_from = {page["url"] for page in redesigned.record["pages"]}
    served = DemoSite(World(1, ARTICLES), redesigned.markup, demo.server.base_url.rstrip("/"), parse_faults([]))
    others = [true for true in truth(1, demo.server.base_url, articles=ARTICLES) if true.url not in learnt_from]
    assert len(others) == ARTICLES - 10
    for true in others:
        answer = served.answer(urlsplit(true.url).path, {}, {})
        now = datetime(2025, 5, 1, tzinfo=UTC)
        capture = Capture("0", "demo", true.url, now, answer.status, answer.headers, answer.body)
        reading = read_article(site, capture)
        assert isinstance(reading, Reading), f"{true.url}: {reading}"
        article = normalize_reading(site, capture, reading)
        assert article.layout == site.layouts[0].name
        assert (article.title, article.body) == (true.title, true.body)
        assert tuple(name for _, name in article.categories) == true.categories
        assert true.published_on is None or (article.published and article.published.on == true.published_on)


def test_the_command_after_it_reads_with_the_new_layout(redesigned: Redesigned) -> None:
    assert redesigned.checked.returncode == 0, redesigned.checked.stderr
    name = load_spec(redesigned.sites / "demo.py", "demo").layouts[0].name
    assert name in {row["value"] for row in json.loads(redesigned.checked.stdout) if row["field"] == "layout"}


def test_it_is_taken_back_by_undo(redesigned: Redesigned, demo: Demo, tmp_path: Path) -> None:
    variables = demo.variables | {"SPACENEWS_SITES": str(redesigned.sites)}
    spec = redesigned.sites / "demo.py"
    assert start(tmp_path, "sites", "repair", "demo", "--undo", **variables).returncode == 0
    assert spec.read_text(encoding="utf-8") == redesigned.before
    assert start(tmp_path, "sites", "repair", "demo", "--undo", **variables).returncode == 2
    spec.write_text(redesigned.repaired, encoding="utf-8")


def test_a_site_that_did_not_change_has_nothing_to_repair(demo: Demo, tmp_path: Path) -> None:
    answer = start(
        tmp_path,
        "sites",
        "repair",
        "demo",
        "--delay",
        "0",
        "--limit",
        "4",
        "--format",
        "json",
        "--write",
        **demo.variables,
    )
    assert answer.returncode == 0, answer.stderr
    (record,) = json.loads(answer.stdout)
    assert (record["outcome"], record["diff"]) == ("well", "")
    assert [path.name for path in demo.sites.iterdir()] == ["demo.py"]


def test_without_pages_that_could_be_learnt_from_the_site_is_not_well(demo: Demo, tmp_path: Path) -> None:
    answer = start(tmp_path, "sites", "repair", "demo", "--offline", "--format", "json", **demo.variables)
    assert answer.returncode == 4
    assert "no page of a known article" in answer.stderr


def test_what_was_never_archived_and_what_is_built_in_is_refused(demo: Demo, tmp_path: Path) -> None:
    for arguments, says in (
        (("russianspacenews", "--write"), "is built in"),
        (("demo", "--offline", "--before", "2001-01-01"), "nothing to learn from"),
    ):
        answer = start(tmp_path, "sites", "repair", *arguments, **demo.variables)
        assert answer.returncode == 2
        assert says in answer.stderr
