"""Captures and decisions in any order end in the same rows: so a rebuild does, which knows all decisions first."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.archive import append_decisions, open_archive
from spacenews.model import Decision, DecisionKind
from spacenews.model.decision import OF_CAPTURE
from spacenews.model.ids import article_uid
from tests.archive.archive_samples import READER, ROOT, SITE, START
from tests.archive.test_fold_order import PAGES, Step, rows, steps


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "spacenews.db"
    open_archive(path).close()
    return path


@st.composite
def events(draw: st.DrawFn) -> list[Step | Decision]:
    """A few captures, and a few decisions on them and on the articles that they may make."""
    made: list[Step | Decision] = list(draw(steps()))
    captures = [step[0].record_uuid for step in made if not isinstance(step, Decision)]
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(list(DecisionKind)))
        reader = draw(st.sampled_from(("", READER, "another")))
        about = (
            {"capture": draw(st.sampled_from(captures)), "reader": reader}
            if kind in OF_CAPTURE
            else {"uid": article_uid(SITE, ROOT + draw(st.sampled_from(PAGES)))}
        )
        made.append(Decision(START + timedelta(minutes=number), "Ann", kind, SITE, "looked at", **about))
    return made


def fold(empty: Path, made: list[Step | Decision]) -> list[list[tuple[object, ...]]]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(empty, name)
        path = Path(name) / "spacenews.db"
        with open_archive(path) as archive:
            archive.connection.execute("PRAGMA synchronous = OFF")
            for event in made:
                if isinstance(event, Decision):
                    append_decisions(archive.journal, [event], as_they_are=True)
                    archive.catch_up()
                else:
                    archive.save([event[0]], event[1], reader=READER)
            archive.index()
            archive.connection.execute("INSERT INTO article_search (article_search) VALUES ('integrity-check')")
            assert archive.connection.execute("PRAGMA foreign_key_check").fetchall() == []
            return rows(archive)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_order_of_captures_and_decisions_gives_the_same_rows(empty: Path, data: st.DataObject) -> None:
    made = data.draw(events())
    shuffled = data.draw(st.permutations(made))
    decisions_first = sorted(made, key=lambda event: not isinstance(event, Decision))
    folded = fold(empty, made)
    assert fold(empty, shuffled) == folded
    assert fold(empty, decisions_first) == folded
