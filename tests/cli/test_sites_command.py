"""`sites` and what a spec says: nothing is asked of any site here."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from spacenews.specs import SpecRegistry

Spacenews = Callable[..., subprocess.CompletedProcess[str]]
GOOD = """
from spacenews.specs import Site, wordpress
SITE = Site(key="orbitdaily", name="Orbit \\x1b[2JDaily", home="https://orbit.example/", timezone="UTC",
            sources=wordpress.sources("https://orbit.example/"), verified="draft")
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "orbitdaily.py").write_text(GOOD)
    return folder


def test_every_built_in_site_is_listed_with_how_far_it_was_verified(spacenews: Spacenews) -> None:
    answer = spacenews("sites")
    assert answer.returncode == 0
    records = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [record["key"] for record in records] == list(SpecRegistry().keys())
    verified = {record["key"]: record["verified"] for record in records}
    assert verified["russianspacenews"] == "rebuilt"
    assert verified["spacenews"] == "captured"


def test_asking_leaves_no_trace(spacenews: Spacenews, tmp_path: Path) -> None:
    spacenews("sites")
    assert not list(tmp_path.iterdir())


def test_one_bad_spec_is_told_and_hides_no_other(spacenews: Spacenews, specs: Path) -> None:
    (specs / "bad.py").write_text("SITE = 1 / 0")
    answer = spacenews("sites", "--sites", specs, "--format", "csv")
    rows = {row["key"]: row["verified"] for row in csv.DictReader(io.StringIO(answer.stdout))}
    assert rows.items() >= {"bad": "broken", "orbitdaily": "draft", "russianspacenews": "rebuilt"}.items()
    assert "bad.py: ZeroDivisionError" in answer.stderr
    assert answer.returncode == 0


def test_folders_of_specs_may_be_named_by_the_environment(spacenews: Spacenews, specs: Path) -> None:
    answer = spacenews("sites", "show", "orbitdaily", "--offline", SPACENEWS_SITES=str(specs))
    record = json.loads(answer.stdout)
    assert record["family"] == "wordpress"
    assert [source["kind"] for source in record["sources"]] == ["listing", "feed", "sitemap", "rest"]


@pytest.mark.parametrize(
    "line",
    [
        "sites show orbitdaily --offline",
        "sites check orbitdaily",
        "crawl orbitdaily",
        "crawl orbitdaily --full --quiet",
        "fetch https://orbit.example/launch/",
        "fetch https://orbit.example/launch/ --site orbitdaily",
        "explain page.html --url https://orbit.example/launch/",
        "explain page.html --url https://elsewhere.example/launch/ --site orbitdaily",
        "audit orbitdaily",
        "schedule orbitdaily --every 2h",
    ],
)
def test_a_draft_is_called_one_on_every_use(spacenews: Spacenews, specs: Path, tmp_path: Path, line: str) -> None:
    (tmp_path / "page.html").write_text("<html><body><h1>A launch</h1><p>It rose.</p></body></html>")
    answer = spacenews(*line.split(), "--sites", specs)  # without a contact nothing is asked for
    assert "the spec of orbitdaily is a draft" in answer.stderr
    assert "orbitdaily is a draft" not in answer.stdout


def test_a_spec_that_was_verified_is_not_called_a_draft(spacenews: Spacenews) -> None:
    assert "draft" not in spacenews("sites", "show", "russianspacenews", "--offline").stderr


def test_a_table_says_what_the_spec_was_verified_with(spacenews: Spacenews, specs: Path) -> None:
    answer = spacenews("sites", "show", "orbitdaily", "--offline", "--sites", specs, "--format", "table")
    assert "draft: from descriptions alone" in answer.stdout
    assert "Orbit Daily" in answer.stdout
    assert "\x1b" not in answer.stdout


def test_a_broken_spec_is_usage_and_names_its_file(spacenews: Spacenews, specs: Path) -> None:
    (specs / "orbitdaily.py").write_text(GOOD.replace('timezone="UTC"', 'timezone="Mars/Olympus"'))
    answer = spacenews("sites", "show", "orbitdaily", "--offline", "--sites", specs)
    assert answer.returncode == 2
    assert "orbitdaily.py" in answer.stderr
    assert "Mars/Olympus" in answer.stderr
    assert "Traceback" not in answer.stderr
