"""The documents say what is so: links, settings, exit codes, sites, queries and examples of specs."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from spacenews.archive import open_archive
from spacenews.crawl import settings
from spacenews.model import ExitCode, Fate
from spacenews.specs import SpecRegistry

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md"), *ROOT.glob("bench/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fenced(page: str, language: str) -> list[str]:
    return [body for kind, body in FENCE.findall(text(page)) if kind == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target).exists(), f"{target} is linked and is not there"


@pytest.mark.parametrize("name", [name for name in vars(settings) if name.startswith("SPACENEWS_")])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in text("docs/operate.md")


def test_every_environment_variable_is_documented() -> None:
    read = {
        name
        for path in (ROOT / "spacenews").rglob("*.py")
        for name in re.findall(r"environ[.\[(get\"']*\"(SPACENEWS_[A-Z_]+)", path.read_text(encoding="utf-8"))
    }
    assert read
    for name in read:
        assert f"`{name}`" in text("docs/operate.md")


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_documented(code: ExitCode) -> None:
    assert f"\n| {int(code)} | " in text("docs/operate.md")


@pytest.mark.parametrize("fate", list(Fate))
def test_every_fate_is_documented(fate: Fate) -> None:
    assert f"\n| {fate} | " in text("docs/glossary.md")


@pytest.mark.parametrize("key", [key for key in SpecRegistry().keys() if SpecRegistry().load(key)])  # noqa: SIM118
def test_every_site_is_documented(key: str) -> None:
    site = SpecRegistry().load(key)
    assert f"| `{key}` | {site.name} |" in text("docs/add-a-site.md")
    assert site.verified in text("docs/add-a-site.md")


@pytest.mark.parametrize("query", fenced("docs/analyse.md", "sql"))
def test_every_query_runs_on_a_stock_sqlite(query: str, tmp_path: Path) -> None:
    open_archive(tmp_path / "spacenews.db").close()
    with sqlite3.connect(tmp_path / "spacenews.db") as connection:
        for statement in query.split(";"):
            connection.execute(statement).fetchall()
    connection.close()


@pytest.mark.parametrize("spec", fenced("docs/add-a-site.md", "python"))
def test_every_spec_in_the_docs_is_a_spec(spec: str, tmp_path: Path) -> None:
    (tmp_path / "orbitdaily.py").write_text(spec, encoding="utf-8")
    assert SpecRegistry([tmp_path]).load("orbitdaily").name == "Orbit Daily"
