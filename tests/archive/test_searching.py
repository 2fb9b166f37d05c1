"""Search takes what a person types, and says what it found and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.archive import MARKS, Archive, Counted, SiteFigures, open_archive
from spacenews.model.errors import UsageError
from tests.archive.archive_samples import ROOT, SITE, article, capture, on

STORIES = (
    ("soyuz-docks/", "Soyuz docks with the station", "The Soyuz-2 rocket flew. A crew of three docked.", "2020-03-01"),
    ("falcon/", "Falcon lands", "The booster landed on a drone ship, a day after a Soyuz flew.", "2021-04-02"),
    ("zond/", "Zond à la carte", "Café talk of Тяньвэнь and rocketry.", "1368-01-01"),
    ("undated/", "A letter", "Nobody knows when this rocket flew.", None),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("search") / "spacenews.db") as opened:
        for minutes, (path, title, body, day) in enumerate(STORIES):
            record = capture(path, minutes)
            section = (("russia", "Russia"),) if "Soyuz" in title else (("usa", "United States"),)
            published = None if day is None else on(day)
            opened.save([record], article(record, title=title, body=body, published=published, categories=section))
        opened.index()
        yield opened


def paths(archive: Archive, words: str, **more: object) -> list[str]:
    result = archive.search(words, **more)  # type: ignore[arg-type]  # the tests' own keywords
    assert result.total == len(result.hits)
    return [hit.url.removeprefix(ROOT) for hit in result.hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("soyuz", ["soyuz-docks/", "falcon/"]),
        ("SOYUZ station", ["soyuz-docks/"]),
        ('"soyuz flew"', ["falcon/"]),
        ('"flew soyuz"', []),
        ("rocket*", ["soyuz-docks/", "zond/", "undated/"]),
        ("rocket", ["soyuz-docks/", "undated/"]),
        ("soyuz -falcon", ["soyuz-docks/"]),
        ("Soyuz-2", ["soyuz-docks/"]),
        ("cafe", ["zond/"]),
        ("тяньвэнь", ["zond/"]),
        ('"unclosed quote soyuz', []),
        ("-falcon", []),
        ('"" () AND * ^ : {}', ["zond/"]),
        ('"" () * ^ : {} _', []),
        ("", []),
    ],
)
def test_words_are_found_as_typed(archive: Archive, words: str, found: list[str]) -> None:
    assert sorted(paths(archive, words)) == sorted(found)


def test_a_word_in_the_title_ranks_above_one_in_the_body(archive: Archive) -> None:
    assert paths(archive, "soyuz") == ["soyuz-docks/", "falcon/"]


def test_newest_first_puts_undated_ones_last(archive: Archive) -> None:
    assert paths(archive, "flew", order="newest") == ["falcon/", "soyuz-docks/", "undated/"]


@pytest.mark.parametrize(
    ("selection", "found"),
    [
        ({"since": "2021-01-01"}, ["falcon/"]),
        ({"until": "2020-12-31"}, ["soyuz-docks/"]),
        ({"since": "2020-03-01", "until": "2020-03-01"}, ["soyuz-docks/"]),
        ({"category": "united states"}, ["falcon/", "undated/"]),
        ({"category": "russia"}, ["soyuz-docks/"]),
        ({"site": SITE}, ["falcon/", "soyuz-docks/", "undated/"]),
        ({"site": "another"}, []),
    ],
)
def test_a_search_is_narrowed(archive: Archive, selection: dict[str, str], found: list[str]) -> None:
    assert paths(archive, "flew", order="newest", **selection) == found


def test_hits_are_marked_and_counted_by_year(archive: Archive) -> None:
    result = archive.search("soyuz", limit=1)
    begin, end = MARKS
    assert result.total == 2
    assert [hit.title for hit in result.hits] == [f"{begin}Soyuz{end} docks with the station"]
    assert f"{begin}Soyuz{end}-2 rocket" in result.hits[0].snippet
    assert result.years == (Counted("2020", 1), Counted("2021", 1))


def test_an_unknown_order_is_a_usage_error(archive: Archive) -> None:
    with pytest.raises(UsageError, match="rank or newest"):
        archive.search("soyuz", order="oldest")


@given(words=st.text(alphabet=st.sampled_from("aZ\"*-^:(){}+é' \0\n.,;~|&ANDORNEAR_٣"), max_size=25))
def test_nothing_that_is_typed_is_a_syntax_error(archive: Archive, words: str) -> None:
    assert archive.search(words).total >= 0


def test_an_edited_article_is_found_by_its_new_words_alone(tmp_path: Path) -> None:
    with open_archive(tmp_path / "spacenews.db") as archive:
        for minutes, title in enumerate(("Early words", "Later phrase")):
            record = capture("cargo/", minutes)
            archive.save([record], article(record, title=title))
            archive.index()
        assert archive.search("early").total == 0
        assert archive.search("later").total == 1
        archive.connection.execute("INSERT INTO article_search (article_search) VALUES ('integrity-check')")


def test_articles_saved_before_a_kill_are_found_after_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "spacenews.db"
    archive = open_archive(path)
    record = capture("cargo/")
    archive.save([record], article(record))
    archive.connection.close()  # as a kill does: without the indexing that close does
    with open_archive(path) as opened:
        assert opened.search("cargo").total == 1


def test_figures_count_what_is_stored(archive: Archive) -> None:
    (figures,) = archive.sites()
    assert figures == SiteFigures(
        site=SITE,
        articles=4,
        revisions=4,
        undated=1,
        captures=4,
        capture_bytes=3600,
        first_day="1368-01-01",
        last_day="2021-04-02",
        last_captured_at="2026-01-01T06:03:00.000000Z",
    )
    assert archive.count_by("year") == tuple(Counted(name, 1) for name in ("1368", "2020", "2021", "undated"))
    assert archive.count_by("category", site=SITE) == (Counted("Russia", 1), Counted("United States", 3))
    assert archive.count_by("author") == (Counted("Ann Author", 4),)
    with pytest.raises(UsageError, match="year, month, category, author"):
        archive.count_by("color")
