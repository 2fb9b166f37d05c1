"""Who reads a site is named after all of its spec that decides how a page is read, and after nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spacenews.reading import reader_of
from spacenews.specs import Layout, Site, Source, SpecRegistry, css, first, json_ld, labelled, line, wordpress

HOME = "https://orbitdaily.example/"
LAYOUT = Layout(name="classic", marker="div#content", body=".entry", title=css("h1"), drop=(".promo",))
SPEC = '''"""A spec with a rule of its own."""

import re

from spacenews.specs import Layout, Site, Source

MONTHS = {{"enero": "January"}}
_DAY = re.compile(r"\\d+")


def _english(text):
    return " ".join(MONTHS.get(word, word) for word in text.split())


def _published(page):
    return tuple(_english(text) for text in page.select("{selector}") if _DAY.search(text))


SITE = Site(
    key="own",
    name="Own",
    home="https://own.example/",
    timezone="UTC",
    sources=(Source(kind="listing", url="https://own.example/"),),
    layouts=(Layout(name="one", marker="body", published=_published),),
)
'''


def site(**changed: Any) -> Site:
    given: dict[str, Any] = {
        "key": "orbitdaily",
        "name": "Orbit Daily",
        "home": HOME,
        "timezone": "America/New_York",
        "sources": (Source(kind="listing", url=HOME, more="full story"),),
        "layouts": (LAYOUT,),
    }
    return Site(**{**given, **changed})


def layout(**changed: Any) -> tuple[Layout, ...]:
    return (Layout(**{"name": "classic", "marker": "div#content", "body": ".entry", **changed}),)


def test_a_reader_is_named_with_the_rules_the_site_and_a_digest_that_no_process_python_or_seed_changes() -> None:
    rules = first(line(r"[A-Z]\d+", before="More"), labelled("Posted:"), json_ld("datePublished"))
    named = reader_of(site(layouts=layout(published=rules)))
    assert named == "2+orbitdaily-85fdca2f"  # written down: whoever changes it makes every archive be read again


def test_the_name_is_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    asked = "from spacenews.reading import reader_of; from spacenews.specs import SpecRegistry; import sys; "
    asked += "print(*(reader_of(SpecRegistry([sys.argv[1]]).load(key)) for key in ('own', 'russianspacenews')))"
    (tmp_path / "own.py").write_text(SPEC.format(selector="p"), encoding="utf-8")
    registry = SpecRegistry([tmp_path])
    expected = " ".join(reader_of(registry.load(key)) for key in ("own", "russianspacenews"))
    ended = subprocess.run(
        [sys.executable, "-c", asked, str(tmp_path)],
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == expected


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Orbit"},
        {"hosts": ("orbitdaily.example", "www.orbitdaily.example")},
        {"timezone": "Europe/Moscow"},
        {"language": "en"},
        {"family": "wordpress"},
        {"article_url": r"https://orbitdaily\.example/.+"},
        {"sources": (Source(kind="listing", url=HOME, more="read on"),)},
        {"layouts": ()},
        {"layouts": layout(title=css("h1"), drop=(".promo", ".share"))},
        {"layouts": layout(title=css("h2"), drop=(".promo",))},
        {"layouts": layout(title=first(css("h1")), drop=(".promo",))},
        {"layouts": layout(title=css("h1"), drop=(".promo",), cut=("Related",))},
    ],
)
def test_whatever_may_change_a_reading_changes_the_name(changed: dict[str, Any]) -> None:
    assert reader_of(site(**changed)) != reader_of(site())


@pytest.mark.parametrize(
    "changed",
    [
        {"verified": "captured"},
        {"sources": (Source(kind="listing", url=HOME, more="full story"), Source(kind="feed", url=f"{HOME}feed/"))},
        {"layouts": layout(title=css("h1"), drop=(".promo",))},
    ],
    ids=["verified", "where it lists", "the same written again"],
)
def test_what_changes_no_reading_leaves_the_name(changed: dict[str, Any]) -> None:
    assert reader_of(site(**changed)) == reader_of(site())


@pytest.mark.parametrize(
    ("old", "new"),
    [('select("p")', 'select("b")'), ("January", "Enero"), (r"\d+", r"\d{2}"), ("text.split()", "text.split(' ')")],
    ids=["the rule", "a value it uses", "a pattern it uses", "a function it uses"],
)
def test_a_rule_written_in_the_spec_counts_with_what_it_uses(tmp_path: Path, old: str, new: str) -> None:
    text = SPEC.format(selector="p")
    assert old in text
    for folder, written in (("before", text), ("again", text), ("after", text.replace(old, new))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.py").write_text(written, encoding="utf-8")
    before, again, after = (
        reader_of(SpecRegistry([tmp_path / each]).load("own")) for each in ("before", "again", "after")
    )
    assert before == again != after


def test_a_rule_that_calls_itself_has_a_name() -> None:
    def rule(page: Any) -> tuple[str, ...]:
        return rule(page)

    assert reader_of(site(layouts=layout(title=rule))).startswith("2+orbitdaily-")


def test_every_built_in_site_has_a_reader_of_its_own() -> None:
    registry = SpecRegistry()
    names = [reader_of(registry.load(key)) for key in registry.keys()]  # noqa: SIM118 # keys() is its method, no dict's
    assert len({name.rpartition("-")[2] for name in names}) == len(names)


def test_what_a_family_knows_belongs_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    wordpressed = site(family="wordpress")
    before = reader_of(wordpressed)
    changed = {"wordpress": type(wordpress.FAMILY)(name="wordpress", drop=(".share",))}
    monkeypatch.setattr("spacenews.specs.site.FAMILIES", changed)
    assert reader_of(site(family="wordpress")) != before
