"""What vanished, what came back and what moved: told from captures alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from spacenews.archive import Archive, Saved, open_archive
from tests.archive.archive_samples import LONG_BODY, ROOT, SITE, article, capture, on

DAY = 1440


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def see(archive: Archive, page: str, minutes: float, **more: Any) -> Saved:
    record = capture(page, minutes)
    own: dict[str, Any] = {"title": f"The story of {page}", "body": f"{LONG_BODY} It is that of {page}."}
    return archive.save([record], article(record, **(own | more)))


def miss(archive: Archive, page: str, minutes: float, status: int = 404) -> None:
    archive.save([capture(page, minutes, status=status)])


def lead(archive: Archive, page: str, minutes: float, to: str, status: int = 301) -> None:
    archive.save([capture(page, minutes, redirect_to=to, status=status)])


def state(archive: Archive, page: str) -> tuple[str, str | None]:
    found = archive.find_article(f"{ROOT}{page}")
    assert found is not None
    return found.record["state"], found.record["vanished_reason"]


def test_what_is_gone_by_its_own_word_has_vanished_at_once(archive: Archive) -> None:
    see(archive, "cargo/", 0)
    archive.exported(SITE, "2021-04", 1)
    miss(archive, "cargo/", 10, status=410)
    assert state(archive, "cargo/") == ("vanished", "gone")
    assert archive.months_due(SITE) == (("2021-04", 1),)
    (record,) = archive.select_records()
    assert record["vanished_at"] == "2026-01-01T06:10:00.000000Z"


def test_what_is_missing_on_three_days_while_the_site_serves_others_has_vanished(archive: Archive) -> None:
    see(archive, "cargo/", 0)
    for day in (1, 2, 3):
        standing = archive.find_standing(SITE, f"{ROOT}cargo/")
        assert standing is not None
        assert (standing.state, standing.missed_days) == ("live", day - 1)
        miss(archive, "cargo/", day * DAY)
        miss(archive, "cargo/", day * DAY + 20)
        see(archive, "crew/", day * DAY + 5)
    assert state(archive, "cargo/") == ("vanished", "gone")
    (record,) = (each for each in archive.select_records() if each["state"] == "vanished")
    assert record["vanished_at"] == "2026-01-02T06:00:00.000000Z"
    standing = archive.find_standing(SITE, f"{ROOT}crew/")
    assert standing is not None
    assert standing.state == "live"


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_outage_of_any_length_makes_nothing_vanish(archive: Archive, status: int) -> None:
    see(archive, "cargo/", 0)
    see(archive, "crew/", 1)
    for day in range(1, 6):
        miss(archive, "cargo/", day * DAY, status=status)
        miss(archive, "crew/", day * DAY + 1, status=status)
    assert {state(archive, page) for page in ("cargo/", "crew/")} == {("live", None)}


def test_two_days_and_a_day_after_it_was_there_again_are_not_three(archive: Archive) -> None:
    see(archive, "cargo/", 0)
    for day in (1, 2, 4):
        miss(archive, "cargo/", day * DAY)
        see(archive, "crew/", day * DAY + 5)
        if day == 2:
            miss(archive, "cargo/", 3 * DAY, status=304)
    assert state(archive, "cargo/") == ("live", None)


def test_what_comes_back_is_live_again_and_keeps_its_history(archive: Archive) -> None:
    first = see(archive, "cargo/", 0)
    miss(archive, "cargo/", 10, status=410)
    back = see(archive, "cargo/", DAY)
    assert (back.kind, back.uid, state(archive, "cargo/")) == ("unchanged", first.uid, ("live", None))
    assert back.months == ("2021-04",)
    assert len(archive.revisions(str(first.uid))) == 1
    miss(archive, "cargo/", 2 * DAY, status=410)
    edited = see(archive, "cargo/", 3 * DAY, title="The story, corrected")
    assert (edited.kind, edited.uid) == ("revised", first.uid)
    assert [row["number"] for row in archive.revisions(str(first.uid))] == [1, 2]


def test_many_articles_that_lead_to_one_page_are_not_one_article(archive: Archive) -> None:
    uids = {page: see(archive, page, at).uid for at, page in enumerate(("cargo/", "crew/", "rover/"))}
    for at, page in enumerate(uids):
        lead(archive, page, 10 + at, to="sorry/")
    see(archive, "sorry/", 20)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (4,)
    for page, uid in uids.items():
        found = archive.find_article(str(uid))
        assert found is not None
        assert found.record["url"] == f"{ROOT}{page}"
        assert state(archive, page) == ("vanished", f"moved to {ROOT}sorry/")


def test_an_address_that_leads_to_another_article_does_not_merge_them(archive: Archive) -> None:
    see(archive, "cargo/", 0)
    see(archive, "crew/", 1, published=on("2021-05-01"))
    lead(archive, "cargo/", 10, to="crew/")
    assert state(archive, "cargo/") == ("vanished", f"moved to {ROOT}crew/")
    assert state(archive, "crew/") == ("live", None)
    back = see(archive, "cargo/", DAY)
    assert state(archive, "cargo/") == ("live", None)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert back.url == f"{ROOT}cargo/"


def test_an_unpublished_article_whose_address_leads_to_its_namesake_stays_an_article_of_its_own(
    archive: Archive,
) -> None:
    see(archive, "this-week/", 0, title="This week in orbit", published=on("2021-04-26"))
    see(archive, "this-week-2/", 1, title="This week in orbit", published=on("2021-05-03"))
    lead(archive, "this-week/", 10 * DAY, to="this-week-2/")
    assert state(archive, "this-week/") == ("vanished", f"moved to {ROOT}this-week-2/")
    assert state(archive, "this-week-2/") == ("live", None)
    found = archive.find_article(f"{ROOT}this-week-2/")
    assert found is not None
    assert found.record["revisions"] == 1


def test_an_address_that_leads_to_the_latest_story_each_day_joins_no_two_of_them(archive: Archive) -> None:
    for day, page in enumerate(("cargo/", "crew/", "rover/")):
        lead(archive, "latest/", day * DAY, to=page, status=302)
        see(archive, page, day * DAY + 1)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    found = archive.find_article(f"{ROOT}latest/")
    assert found is not None
    assert found.record["url"] == f"{ROOT}rover/"


def test_a_detour_for_an_hour_makes_nothing_vanish(archive: Archive) -> None:
    see(archive, "cargo/", 0)
    lead(archive, "cargo/", 10, to="", status=302)
    see(archive, "crew/", 11)
    assert state(archive, "cargo/") == ("live", None)
    for day in (1, 2):
        lead(archive, "cargo/", day * DAY, to="", status=302)
        see(archive, "crew/", day * DAY + 1)
    assert state(archive, "cargo/") == ("vanished", f"redirects to {ROOT}")
