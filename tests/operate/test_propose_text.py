"""A spec's text gives the spec again, and nothing from a page can be more than a string in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacenews.model.errors import SpecError
from spacenews.operate.propose_text import check_text, spec_text
from spacenews.specs import Layout, Site, Source, SpecRegistry, handwritten, line, wordpress

HOME = "https://orbitdaily.example/"
HOSTILE = (
    '"""\nimport os; os.system("rm -rf /")\n"""',
    'x", name=__import__("os").system("true"), y="',
    "x\\",
    "'''",
    "\u202e\u2028\x00\x1b[2J{name}%s{0}",
    "\ud800 lone",
    "# noqa\n)\nSITE = 1",
    "\\N{DIGIT ONE}\\x41",
)


def site(**changed: Any) -> Site:
    given_: dict[str, Any] = {"key": "orbitdaily", "name": "Orbit Daily", "home": HOME, "timezone": "Europe/Moscow"}
    return Site(**{**given_, "sources": (Source(kind="listing", url=HOME),), **changed})


def load(text: str, folder: Path) -> Site:
    (folder / "orbitdaily.py").write_text(text, encoding="utf-8", errors="surrogatepass")
    return SpecRegistry([folder]).load("orbitdaily")


FULL = site(
    sources=(
        Source(kind="listing", url=f"{HOME}news/", more="full story"),
        Source(kind="feed", url=f"{HOME}rss.xml"),
        Source(kind="sitemap", url=f"{HOME}sitemap.xml"),
    ),
    hosts=("orbitdaily.example", "www.orbitdaily.example"),
    language="en",
    article_url=r"https://orbitdaily\.example/\d{4}/[\w%-]+/",
    layouts=(
        Layout(name="found", marker='article[data-x="1"]', body=".text", drop=(".promo",), cut=("More:",)),
        Layout(
            name="older", marker="div#content.hentry", title="h1.headline", byline=".byline a", body="div.post-body"
        ),
    ),
    verified="captured",
)


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (FULL, "Source(kind="),
        (
            site(sources=wordpress.sources(HOME, more="full story")),
            'wordpress.sources("https://orbitdaily.example/", more',
        ),
        (site(sources=handwritten.sources(HOME, f"{HOME}old.html")), "handwritten.sources("),
        (site(sources=wordpress.sources(HOME)[:2]), 'family="wordpress"'),
    ],
)
def test_a_spec_loads_as_what_it_was_written_from_and_is_formatted(given_: Site, said: str, tmp_path: Path) -> None:
    text = spec_text(given_, "a WordPress; lists its articles by feed.")
    assert load(text, tmp_path) == given_
    assert said in text
    assert len(text.splitlines()) <= 30
    command = [sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "--line-length", "120", str(tmp_path)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(hostile=st.one_of(st.text(min_size=1), st.sampled_from(HOSTILE)))
def test_hostile_texts_are_strings_and_nothing_else(hostile: str, tmp_path: Path) -> None:
    made = site(
        name=f"{hostile}!",
        sources=(Source(kind="listing", url=HOME, more=hostile),),
        article_url=re.escape(hostile),
        layouts=(Layout(name=f"x{hostile}", marker="main", cut=(hostile,)),),
    )
    text = spec_text(made, hostile)
    assert load(text, tmp_path) == made
    docstring, imported, assigned = ast.parse(text).body
    assert isinstance(docstring, ast.Expr)
    assert isinstance(imported, ast.ImportFrom)
    assert isinstance(assigned, ast.Assign)


def test_a_rule_that_is_a_function_needs_its_source() -> None:
    made = site(layouts=(Layout(name="x", marker="body", published=line("a")),))
    with pytest.raises(ValueError, match="not given"):
        spec_text(made, "")
    text = spec_text(made, "", {"x": {"published": 'line("a")'}})
    assert "from spacenews.specs import Layout, Site, Source, line" in text
    with pytest.raises(SpecError, match="more than describe a site"):
        spec_text(made, "", {"x": {"published": '__import__("os").system("true")'}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"""x"""\nimport os\nSITE = 1\n',
        '"""x"""\nfrom spacenews.specs import Site\nSITE = Site(key=open("x").read())\n',
        '"""x"""\nfrom spacenews.specs import Site\nSITE = [each for each in ()]\n',
        '"""x"""\nfrom spacenews.specs import Site as print\nSITE = print("x")\n',
        '"""x"""\nfrom spacenews.specs import Site\nSITE = Site(key=f"{1}")\n',
        '"""x"""\nfrom spacenews.specs import Site\nOTHER = Site()\n',
    ],
)
def test_a_text_that_does_more_than_describe_a_site_is_refused(text: str) -> None:
    with pytest.raises(SpecError):
        check_text(text)
