"""The spec of the demo site is one of data, whichever way it is handed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from spacenews.demo.spec import demo_site, spec_text
from spacenews.specs import SpecRegistry

BASE = "http://127.0.0.1:8080/"


def test_the_site_allows_its_port_and_no_other() -> None:
    site = demo_site(BASE)
    assert site.hosts == ("127.0.0.1:8080",)
    assert site.verified == "rebuilt"
    assert not site.allows("http://127.0.0.1:8081/")


def test_the_file_for_a_folder_of_specs_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(spec_text(BASE, "mine"), encoding="utf-8")
    loaded = SpecRegistry([tmp_path]).load("mine")
    built = demo_site(BASE, "mine")
    assert replace(loaded, layouts=()) == replace(built, layouts=())
    named = ("name", "marker", "cut", "drop", "body")
    assert [getattr(loaded.layouts[0], name) for name in named] == [getattr(built.layouts[0], name) for name in named]
