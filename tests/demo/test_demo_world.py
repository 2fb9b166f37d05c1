"""The newsroom is the same everywhere, and its days do what they say."""

# ruff: noqa: RUF001 - the texts are typeset as the site prints them

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, date
from functools import cache

import pytest

from spacenews.demo.newsroom import events_until
from spacenews.demo.story import COSMONAUT, excerpt, normalise, slug_for
from spacenews.demo.topics_ground import TOPICS
from spacenews.demo.truth import TruthArticle, changes, truth
from spacenews.demo.world import World
from spacenews.model.urls import canonical_url

BASE = "http://127.0.0.1:8080/"
PRINT = f"""
import hashlib
from spacenews.demo.truth import truth
print(hashlib.sha256(repr(truth(9, {BASE!r})).encode()).hexdigest())
"""


@cache
def held(day: int) -> tuple[TruthArticle, ...]:
    return truth(day, BASE)


def test_every_process_and_hash_seed_makes_the_same_world() -> None:
    here = hashlib.sha256(repr(truth(9, BASE)).encode()).hexdigest()
    for seed in ("1", "2"):
        answer = subprocess.run(
            [sys.executable, "-c", PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert answer.stdout.strip() == here


def test_three_hundred_articles_cover_twelve_years() -> None:
    articles = held(1)
    assert len(articles) == 300
    assert date(2013, 4, 3) <= articles[0].posted_at.date() < date(2013, 5, 1)
    assert date(2025, 2, 1) <= articles[-1].posted_at.date() <= date(2025, 2, 18)
    assert [each.posted_at for each in articles] == sorted(each.posted_at for each in articles)
    assert len({each.url for each in articles}) == len({each.body for each in articles}) == 300


def test_some_pages_lack_their_date_or_their_categories_and_none_says_a_time() -> None:
    articles = held(1)
    assert 5 < sum(each.published_on is None for each in articles) < 30
    assert 30 < sum(not each.categories for each in articles) < 100
    assert {each.published_at for each in articles} == {None}
    assert max(len(each.categories) for each in articles) >= 4


def test_days_are_those_of_the_site_not_of_utc() -> None:
    dated = [each for each in held(1) if each.published_on]
    assert any(each.published_on != each.posted_at.astimezone(UTC).date() for each in dated)
    assert all(each.published_on == each.posted_at.date() for each in dated)


def test_one_slug_holds_a_cyrillic_letter() -> None:
    slug = World().slug(COSMONAUT)
    assert "%d1%81osmonaut" in slug
    assert canonical_url(f"{BASE}{slug}/") in {each.url for each in held(1)}


def test_truth_is_normalised_and_the_pages_are_not() -> None:
    world = World()
    printed = "".join(text for number in world.numbers for block in world.post(number).blocks for text in block.texts)
    assert all(oddity in printed for oddity in ("\u00a0", "  ", "e\u0301", "–\u00a0 \u00a0", "’", "“"))
    for each in held(1):
        assert normalise(each.title) == each.title
        assert all(normalise(paragraph) == paragraph for paragraph in each.body.split("\n\n"))


def test_day_two_brings_four_changes_three_and_loses_one() -> None:
    day = changes(2, BASE)
    assert (len(day.new), len(day.edited), len(day.gone), len(day.moved)) == (4, 3, 1, 1)
    before = {each.url: each for each in held(1)}
    after = {each.url: each for each in held(2)}
    old, moved = day.moved[0]
    assert set(after) - set(before) == {*day.new, moved}
    assert set(before) - set(after) == {*day.gone, old}
    assert old in after[moved].aliases
    changed = {url for url in before.keys() & after.keys() if before[url] != after[url]}
    assert changed == set(day.edited)
    fields = [
        {name for name in ("title", "categories", "body") if getattr(before[url], name) != getattr(after[url], name)}
        for url in day.edited
    ]
    assert fields == [{"body"}, {"title"}, {"categories"}]


@pytest.mark.parametrize("day", range(3, 31))
def test_each_later_day_changes_what_it_says_and_nothing_else(day: int) -> None:
    before = {each.id: each for each in held(day - 1)}
    after = {each.id: each for each in held(day)}
    said = changes(day, BASE)
    assert {after[identity].url for identity in after.keys() - before.keys()} == {*said.new, *said.back}
    assert {before[identity].url for identity in before.keys() - after.keys()} == set(said.gone)
    kept = before.keys() & after.keys()
    assert {after[i].url for i in kept if before[i].url != after[i].url} == {new for _, new in said.moved}
    parts = ("title", "categories", "body", "published_on")
    edited = {after[i].url for i in kept if any(getattr(before[i], p) != getattr(after[i], p) for p in parts)}
    assert edited == set(said.edited)


def test_what_was_unpublished_comes_back_under_its_address() -> None:
    events = events_until(300, 30)
    away = next(each for each in events if each.unpublished)
    back = next(each for each in events if each.back)
    assert away.unpublished == back.back
    assert back.day - away.day == 4
    assert not set(changes(back.day, BASE).back) ^ (set(changes(away.day, BASE).gone) - _gone(away.day))


def _gone(day: int) -> set[str]:
    world = World(day - 1)
    return {f"{BASE}{world.slug(number)}/" for number in events_until(300, day)[-1].gone}


def test_a_small_world_runs_out_of_nothing() -> None:
    assert len(truth(60, BASE, articles=20)) > 20
    with pytest.raises(ValueError, match="at least 20"):
        World(1, 19)


def test_a_large_world_is_written_only_where_it_is_looked_at() -> None:
    world = World(1, 5_000)
    assert len(world.numbers) == 5_000
    assert world.find(world.slug(4_321)) == (4_321, False)
    assert world.post(4_321).id == 101 + 3 * 4_320


def test_every_title_has_its_lead() -> None:
    assert all(len(topic.titles) == len(topic.leads) for topic in TOPICS)
    assert all(len(excerpt(lead).split()) == 25 for topic in TOPICS for lead in topic.leads)


def test_slugs_are_those_of_wordpress() -> None:
    assert slug_for("ISS-60/61 crew’s exams – “finished”") == "iss-6061-crews-exams-finished"
    assert slug_for("A\u00a0& B") == "a-b"


def test_an_excerpt_ends_as_texturized() -> None:
    words = " ".join(["word"] * 24)
    assert excerpt(f"{words} fly. And more").endswith("word fly….")
    assert excerpt(f"{words} fly and more").endswith("word fly…")
    assert excerpt(f"a\u00a0b   {words} more") == f"a\u00a0b {words}…"
    assert excerpt("It is short.") == "It is short."
