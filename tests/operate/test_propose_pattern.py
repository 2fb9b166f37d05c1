"""The pattern of article addresses: short, general, learnt from articles and tested against other pages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.model.urls import canonical_url
from spacenews.operate.propose_pattern import propose_pattern

HOME = "https://orbitdaily.example/"
ABOUT = (f"{HOME}about/", f"{HOME}team/", f"{HOME}tag/moon/")


def urls(*paths: str) -> list[str]:
    return [HOME + path for path in paths]


@pytest.mark.parametrize(
    ("articles", "others", "regex"),
    [
        ([f"{HOME}2021/0{n}/launch-{n}/" for n in range(1, 9)], ABOUT, r"\d{4}/\d{2}/[\w%-]+/"),
        ([f"{HOME}news/launch-{n}" for n in range(1, 9)], ABOUT, r"news/[\w%-]+"),
        ([f"{HOME}launch-of-{n}-off/" for n in range(1, 9)], ABOUT, r"[\w%]+(?:-[\w%]+){2,}/"),
        ([f"{HOME}soyuz_{c}.html" for c in "abcdef"], (f"{HOME}index.html",), r"(?!(?:index\.html)$)[\w%-]+\.html"),
        ([f"{HOME}story.php?id={n}" for n in range(1, 9)], (f"{HOME}about.php",), r"story\.php\?id=\d+"),
        (
            [f"{HOME}{('news', 'science')[n % 2]}/mars-{n}" for n in range(1, 9)],
            (f"{HOME}tag/mars",),
            r"(?:news|science)/[\w%-]+",
        ),
        (
            [f"{HOME}a/{n}" for n in range(10, 15)] + [f"{HOME}b/{n}.html" for n in range(20, 25)],
            (),
            r"(?:a/\d+|b/\d+\.html)",
        ),
    ],
)
def test_a_pattern_is_as_general_as_the_other_pages_allow(
    articles: list[str], others: tuple[str, ...], regex: str
) -> None:
    found = propose_pattern(articles, others)
    assert found.regex == r"https://orbitdaily\.example/" + regex
    assert (found.right, found.wrong) == (len(articles), ())
    assert found.unseen_right == found.unseen == len(articles) // 2


def test_what_no_pattern_tells_apart_is_said() -> None:
    articles, others = urls("a/", "b/", "c/", "d/"), urls(*(f"page{n}/" for n in range(9)))
    assert len(propose_pattern(articles, others).wrong) == 9


def test_nothing_known_gives_no_pattern() -> None:
    assert propose_pattern([], ABOUT).regex == ""


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30), min_size=1, max_size=12))
def test_whatever_the_addresses_the_pattern_is_one_of_a_line_and_matches_what_it_says(paths: list[str]) -> None:
    known = {url for path in paths if (url := canonical_url(HOME + path))}
    found = propose_pattern(known, ABOUT)
    assert sum(re.fullmatch(found.regex, url) is not None for url in known) == found.right if found.regex else True
    assert '"' not in found.regex
