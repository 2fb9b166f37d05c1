"""Whatever was captured and read by whichever specs: applied, it is as if one had always read; undone, as it was."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from spacenews.archive.rebuild_compare import compare_archives
from spacenews.specs import Layout
from tests.operate.rereading import FIRST_ALONE, GOOD, HOME, KEY, MORE, STORY, Folder, page, spec

pytestmark = pytest.mark.soak

SPECS = (
    spec(),
    spec(FIRST_ALONE),
    spec(Layout(name="classic", marker=".entry", body="body")),
    spec(article_url=rf"{HOME}news/.+"),
    spec(Layout(name="classic", marker=".entry", body=".entry", drop=("p:first-child",))),
    spec(GOOD, Layout(name="redesign", marker=".story", body=".story")),
)
PATHS = ("cargo/", "news/crew/", "news/ship/")
TEXTS = ((STORY, MORE), (STORY,), (MORE, STORY, MORE[:200]), ("A short note.",), (STORY, f"{MORE} Counted twice."))


def any_page(rng: random.Random) -> str:
    made = page(
        rng.choice(("Cargo", "Crew")),
        *rng.choice(TEXTS),
        mark=rng.choice(("entry", "entry", "story")),
        day=rng.choice(("April 26, 2021", "May 2, 2021", "soon")),
    )
    if rng.random() < 0.3:
        made = made.replace("</h1>", f'</h1><link rel="canonical" href="{HOME}{rng.choice(PATHS)}">')
    return made


def assert_equal(folder: Folder, other: Path) -> None:
    compared = compare_archives(folder.data.archive, other, [KEY])
    assert [(each.table, each.example) for each in compared if not each.is_equal] == []


@pytest.mark.parametrize("seed", range(60))
def test_any_history_is_read_again_and_taken_back(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)  # noqa: S311 - histories, not secrets
    folder = Folder(tmp_path / "data")
    reads = rng.choice(SPECS)
    for day in range(rng.randrange(2, 7)):
        reads = rng.choice(SPECS) if rng.random() < 0.4 else reads
        status = 404 if rng.random() < 0.15 else 200
        folder.visit(reads, rng.choice(PATHS), any_page(rng), day=day * rng.choice((1, 0.01)), status=status)
    for step in range(rng.randrange(1, 4)):
        before, exported, target = tmp_path / f"before{step}", folder.exported(), rng.choice(SPECS)
        shutil.copytree(folder.path, before)
        applied = folder.apply(target, even_losses=True)
        fresh = folder.afresh(target, tmp_path / f"fresh{step}")
        assert_equal(folder, fresh.data.archive)
        assert folder.exported() == fresh.exported()
        if applied.batch and rng.random() < 0.6:
            folder.undo()
            assert_equal(folder, before / "spacenews.db")
            assert folder.exported() == exported
