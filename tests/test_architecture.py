"""Layers import downward only, rooms of a tier leave each other alone, and no room is a bag."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "spacenews"
TIERS = (
    {"model"},
    {"specs"},
    {"sites", "reading"},
    {"captures"},
    {"archive", "frontier"},
    {"exports"},
    {"operate"},
    {"crawl", "web", "demo"},
    {"cli"},
)
BANNED = {"utils", "helpers", "common", "misc", "manager", "base"}
MAX_LINES = 300
# Scrapy, and what only a crawl needs, is imported by one room alone.
ONLY_IN_CRAWL = {"scrapy", "twisted"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the room they reach into"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tier_of(room: str) -> int:
    return next(number for number, rooms in enumerate(TIERS) if room in rooms)


def room_of(path: Path) -> str | None:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_a_layer(path: Path) -> None:
    here = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] in ONLY_IN_CRAWL:
            assert here == "crawl", f"{path} imports {name}: only crawl/ knows Scrapy"
        if parts[0] != "spacenews" or len(parts) == 1 or here is None or parts[1] == here:
            continue
        if not (PACKAGE / parts[1]).is_dir():
            continue
        assert tier_of(parts[1]) < tier_of(here), f"{path} imports {name}, which is not below it"


def test_every_room_has_a_tier() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert rooms <= set().union(*TIERS)


def test_no_module_is_a_bag() -> None:
    named = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not named & BANNED


def test_files_can_be_read_from_the_top() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (*modules(), *ROOT.glob("tests/**/*.py"), *ROOT.glob("bench/**/*.py"))
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert not long, f"more than {MAX_LINES} lines: {long}"
