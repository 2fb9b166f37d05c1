"""The figures of reading do not fall, but in a commit of their own that gives its reason."""

from __future__ import annotations

import json
import subprocess

import pytest

from bench.ratchet import ALL, FEW, OWN, RATCHET, SAMPLE, fallen, load_ratchet
from bench.scores import OPEN, open_figures, own_figures

ROOT = RATCHET.parents[1]
HERE = pytest.mark.skipif(not (OPEN / "score.py").exists(), reason="../shared/extraction with the open pages is absent")


def test_no_figure_of_our_own_pages_is_below_the_ratchet() -> None:
    assert not fallen(load_ratchet()[OWN], own_figures())


@HERE
def test_no_figure_of_a_sample_of_open_pages_is_below_the_ratchet() -> None:
    assert not fallen(load_ratchet()[FEW], open_figures(SAMPLE))


@HERE
@pytest.mark.soak
def test_no_figure_of_all_open_pages_is_below_the_ratchet() -> None:
    assert not fallen(load_ratchet()[ALL], open_figures())


def test_a_lower_figure_and_one_that_is_gone_have_fallen() -> None:
    held = {"a set": {"title": 0.9, "day": 0.8}, "another": {"title": 1.0}}
    assert fallen(held, {"a set": {"title": 0.899, "day": 0.81}}) == [
        "a set, title: 0.899, was 0.900",
        "another, title: 0.000, was 1.000",
    ]


def test_a_figure_fell_only_in_a_commit_of_its_own_with_its_reason() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is no history to look at")
    name = RATCHET.relative_to(ROOT).as_posix()
    for commit in git("log", "--no-merges", "--format=%H", "--", name).split():
        before, after = (at(each, name) for each in (f"{commit}^", commit))
        lower = [line for ground, held in before.items() for line in fallen(held, after.get(ground, {}))]
        touched = git("show", "--name-only", "--format=", commit).split()
        reason = git("show", "--no-patch", "--format=%b", commit).strip()
        assert not lower or (touched == [name] and reason), f"{commit}: {lower}"


def at(commit: str, name: str) -> dict[str, dict[str, dict[str, float]]]:
    """Return the ratchet of a commit; empty where it has none."""
    shown = subprocess.run(["git", "show", f"{commit}:{name}"], cwd=ROOT, capture_output=True, text=True, check=False)
    held: dict[str, dict[str, dict[str, float]]] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    return held


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout
