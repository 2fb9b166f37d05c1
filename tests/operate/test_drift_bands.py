"""Bands are made of enough good pages, judge like with like, and count: no order, no fixed percentage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from spacenews.frontier.observed import Observed
from spacenews.operate.drift import ENOUGH, Bands
from spacenews.operate.drift_causes import Scene, make_finding
from spacenews.operate.drift_lists import is_too_long, judge_lists
from spacenews.operate.drift_signs import Found, Shown, Sign
from spacenews.operate.drift_verdict import Verdict, judge_furniture, judge_repeated, judge_signs, weigh

ALL = int(Found.TITLE | Found.PUBLISHED | Found.BYLINE | Found.CATEGORIES | Found.TEASER | Found.MATCHED)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def page(number: int, layout: str = "new", *, found: int = ALL, words: int = 300, **more: object) -> Observed:
    day = date(2025, 1, 1) + timedelta(days=number)
    values = {"title": number, "body": number, "published_on": day.isoformat(), "kind": "article"} | more
    return Observed(
        seen_at=BEGAN + timedelta(minutes=number),
        page=number,
        capture=f"capture-{number}",
        url=f"https://orbit.example/{number}/",
        layout=layout,
        found=found,
        words=words,
        **values,  # type: ignore[arg-type]  # names and types are its fields'
    )


def seen(bands: Bands, number: int, *, found: int = ALL, layout: str = "new", words: int = 300) -> Observed:
    judged, shown = bands.judge_new(found, layout, words)
    return page(number, layout, found=found, words=words, judged=judged, shown=shown)


@pytest.mark.parametrize(
    ("shown", "judged", "share", "verdict"),
    [
        (34, 34, 0.02, Verdict.DRIFT),
        (2, 2, 0.01, Verdict.DRIFT),
        (1, 1, 0.01, Verdict.UNSURE),  # one page of a site that always has it: nothing can be said yet
        (1, 1, 0.14, Verdict.FINE),  # of a short history
        (1, 30, 0.02, Verdict.FINE),
        (0, 34, 0.02, Verdict.FINE),
        (40, 300, 0.01, Verdict.FINE),  # surely more than before, and no fifth of the pages
    ],
)
def test_counts_decide(shown: int, judged: int, share: float, verdict: Verdict) -> None:
    assert weigh(shown, judged, share) is verdict


def test_a_band_needs_a_history() -> None:
    assert not Bands(page(number) for number in range(ENOUGH - 1)).exist
    assert Bands(page(number) for number in range(ENOUGH)).exist


def test_what_good_pages_lack_too_is_no_drift() -> None:
    half = [page(number, found=ALL if number % 2 else ALL & ~Found.BYLINE) for number in range(100)]
    bands = Bands(half)
    without = [seen(bands, 200 + number, found=ALL & ~Found.BYLINE) for number in range(20)]
    found = {each.sign: each.verdict for each in judge_signs(without[:4], bands)}
    assert found[Sign.BYLINE] is Verdict.FINE
    assert {each.sign: each.verdict for each in judge_signs(without, bands)}[Sign.BYLINE] is Verdict.DRIFT


def test_one_article_a_day_is_enough_for_a_field_that_fell_silent() -> None:
    silent = ALL & ~Found.BYLINE
    for days, verdict in ((2, Verdict.FINE), (5, Verdict.DRIFT)):
        pages = [page(number, judged=int(Sign.BYLINE)) for number in range(400)]
        pages += [page(400 + day, found=silent, judged=int(Sign.BYLINE), shown=int(Sign.BYLINE)) for day in range(days)]
        bands = Bands(pages)
        judged = judge_signs([seen(bands, 500, found=silent)], bands)
        assert {each.sign: each.verdict for each in judged}[Sign.BYLINE] is verdict


def test_the_order_of_pages_changes_nothing() -> None:
    bands = Bands(page(number) for number in range(100))
    pages = [seen(bands, 200 + number, found=ALL if number % 3 else ALL & ~Found.PUBLISHED) for number in range(30)]
    first = {(each.sign, each.layout): (each.verdict, len(each.pages)) for each in judge_signs(pages, bands)}
    for seed in range(5):
        Random(seed).shuffle(pages)  # noqa: S311 - an order, no secret
        again = {(each.sign, each.layout): (each.verdict, len(each.pages)) for each in judge_signs(pages, bands)}
        assert again == first
    assert first[Sign.PUBLISHED, "new"] == (Verdict.DRIFT, 10)


def test_each_layout_has_its_own_band_and_a_page_older_than_the_history_has_none() -> None:
    old = [page(number, "old", found=ALL & ~Found.BYLINE, words=80) for number in range(30)]
    bands = Bands([*old, *(page(number) for number in range(30, 90))])
    pages = [seen(bands, 100 + number, found=ALL & ~Found.BYLINE, layout="old", words=80) for number in range(20)]
    assert {each.verdict for each in judge_signs(pages, bands)} == {Verdict.FINE}
    assert not bands.is_judged("2019-01-01", current=True)
    assert bands.is_judged("2026-01-01", current=False)
    assert bands.is_judged("", current=True)
    assert not bands.is_judged("", current=False)


def test_undated_pages_keep_their_share_in_a_long_history() -> None:
    pages = [
        page(number, found=ALL & ~Found.PUBLISHED, published_on="") if number % 8 == 0 else page(number)
        for number in range(2000)
    ]
    assert Bands(pages).expected(Sign.PUBLISHED, "new").shown == 400 // 8


def test_an_article_that_is_held_is_compared_with_itself() -> None:
    bands = Bands(page(number) for number in range(40))
    before = Shown(found=ALL & ~Found.BYLINE, layout="new", words=300, title="A launch", content_digest="sha256:1")
    judged, shown = bands.judge_known(ALL & ~Found.BYLINE & ~Found.PUBLISHED, 300, before)
    assert not judged & Sign.BYLINE
    assert shown == Sign.PUBLISHED


def test_titles_texts_and_furniture_that_many_pages_share_are_seen_and_a_column_is_not() -> None:
    bands = Bands(page(number, paragraphs=(number, number + 10_000)) for number in range(100))
    column = [page(200 + number, title=1 if number % 10 == 0 else number) for number in range(60)]
    assert {each.verdict for each in judge_repeated(column, bands)} == {Verdict.FINE}
    same = [page(200 + number, title=7) for number in range(12)]
    assert [each.marks for each in judge_repeated(same, bands)] == [(7,), ()]
    boxes = [page(200 + number, paragraphs=(1, 2, 3, 4, number + 500)) for number in range(12)]
    assert judge_furniture(boxes, bands).verdict is Verdict.DRIFT
    assert judge_furniture([page(200 + n, paragraphs=(1, n + 500, n + 900)) for n in range(12)], bands).pages == ()


@pytest.mark.parametrize(
    ("now", "verdict"),
    [((0, 10), Verdict.DRIFT), ((10, 10), Verdict.FINE), ((4, 5), Verdict.DRIFT), ((9, 4), Verdict.FINE)],
)
def test_lists_are_compared_with_themselves(now: tuple[int, int], verdict: Verdict) -> None:
    before = [page(number, kind="list", words=10) for number in range(2)]
    later = [page(number, kind="list", words=words) for number, words in enumerate(now)]
    assert judge_lists(later, before).verdict is verdict
    assert judge_lists(later, ()).verdict is Verdict.FINE


def test_a_silence_is_measured_by_the_rhythm() -> None:
    daily = [date(2026, 1, 31) - timedelta(days=number) for number in range(30)]
    assert is_too_long(daily, 10)
    assert not is_too_long(daily, 5)
    weekly = [date(2026, 1, 31) - timedelta(days=7 * number) for number in range(30)]
    assert not is_too_long(weekly, 30)
    assert is_too_long(weekly, 60)


@pytest.mark.parametrize(("markers", "named"), [({"new": "article.new"}, "marker `article.new`"), ({}, "layout `new`")])
def test_the_layout_that_is_gone_is_named_by_its_marker_or_else_by_its_name(
    markers: dict[str, str], named: str
) -> None:
    bands = Bands(page(number) for number in range(30))
    unread = [seen(bands, number, found=ALL & ~Found.MATCHED, layout="generic") for number in range(30, 40)]
    judged = [each for each in judge_signs(unread, bands) if each.sign is Sign.LAYOUT]
    finding = make_finding(judged, bands, Scene("orbit", markers, "run-1", datetime(2026, 1, 1, tzinfo=UTC)))
    assert finding.cause.startswith(f"{named} on 0 of 10 pages, was on 100 %; they are read by `generic` instead")
