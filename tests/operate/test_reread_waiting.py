"""What waits goes on waiting until it reads otherwise; what became of an address follows from how it reads."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from spacenews.archive import open_archive
from spacenews.frontier import Child, SqliteFrontier, open_state
from spacenews.model import Fate, Link, LinkKind, clock
from spacenews.model.decision import MONITOR, Decision, DecisionKind
from spacenews.reading import reader_of
from tests.operate.rereading import FIRST_ALONE, HOME, KEY, Folder, page, spec

URL = f"{HOME}cargo/"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


def test_what_the_monitor_holds_back_waits_until_it_reads_otherwise(folder: Folder) -> None:
    bad = spec(FIRST_ALONE)
    folder.visit(bad, "cargo/", page())
    hold = Decision(
        at=clock.now(),
        by=MONITOR,
        kind=DecisionKind.HOLD,
        site=KEY,
        reason="half as long as usual",
        capture=folder.records[0].record_uuid,
        reader=reader_of(bad),
    )
    with open_archive(folder.data.archive) as archive:
        archive.decide([hold])
    waiting = "SELECT count(*) FROM readings WHERE status = 'quarantined'"
    assert (folder.query(waiting), folder.query("SELECT url FROM articles")) == ([(1,)], [])

    folder.apply(spec(FIRST_ALONE, name="Orbit Daily News"))
    assert (folder.query(waiting), folder.query("SELECT url FROM articles")) == ([(1,)], [])
    folder.apply(spec())
    assert (folder.query(waiting), folder.query("SELECT url FROM articles")) == ([(0,)], [(URL,)])


def test_an_address_gets_the_fate_that_follows_and_its_old_one_back(folder: Folder) -> None:
    strict = spec(article_url=rf"{HOME}news/.+")
    folder.visit(strict, "cargo/", page())
    with closing(open_state(folder.data.state)) as state:
        known = [
            Child(Link(URL, LinkKind.ARTICLE), 0, fate=Fate.REJECTED, reason="not_article: its address"),
            Child(Link(f"{HOME}gone/", LinkKind.ARTICLE), 0, fate=Fate.VANISHED, reason="gone"),
        ]
        SqliteFrontier(state, KEY, "run").put(known)

    def fates() -> list[tuple[str, str]]:
        with closing(open_state(folder.data.state)) as state:
            return state.connection.execute("SELECT url, fate FROM frontier ORDER BY url").fetchall()

    before = fates()
    folder.apply(spec())
    assert fates() == [(URL, "archived"), (f"{HOME}gone/", "vanished")]
    folder.undo()
    assert fates() == before


def test_an_answer_that_is_no_page_reads_as_it_did(folder: Folder) -> None:
    assert folder.visit(spec(FIRST_ALONE), "gone/", "<p>not here</p>", status=404) == "rejected"
    assert folder.differences(spec()) == []
    folder.apply(spec())
    assert folder.query("SELECT DISTINCT reader FROM readings") == [(reader_of(spec()),)]
