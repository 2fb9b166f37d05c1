"""REST collections: what they list, where they end, and how they lie."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from spacenews.model import Capture, Link, LinkKind, Listing, Rejection, RejectionReason
from spacenews.reading.links import read_links
from spacenews.specs import Site, wordpress

HOME = "https://courier.example/"
SITE = Site(key="courier", name="Courier", home=HOME, timezone="Europe/Moscow", sources=wordpress.sources(HOME))
POSTS = SITE.sources[3]
POST = {
    "id": 3814,
    "link": "https://courier.example/tug-leaves-port/",
    "date_gmt": "2021-04-26T22:30:00",
    "modified_gmt": "2021-04-27T10:00:00",
    "title": {"rendered": "The tug&#8217;s <em>first</em> day"},
    "categories": [4, 7],
}


def read(
    answer: object, totals: tuple[str, str] | None = ("240", "3"), *, status: int = 200, url: str = POSTS.url
) -> Listing | Rejection:
    payload = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    headers = [("Content-Type", "application/json; charset=UTF-8")]
    if totals:
        headers += [("X-WP-Total", totals[0]), ("x-wp-totalpages", totals[1])]
    taken = datetime(2026, 1, 1, tzinfo=UTC)
    return read_links(SITE, POSTS, Capture("0", "courier", url, taken, status, tuple(headers), payload))


def listed(answer: object, totals: tuple[str, str] | None = ("240", "3"), url: str = POSTS.url) -> Listing:
    found = read(answer, totals, url=url)
    assert isinstance(found, Listing), found
    return found


def test_a_post_is_whole() -> None:
    assert listed([POST]).links == (
        Link(
            HOME + "tug-leaves-port/",
            relation="entry",
            title="The tug\u2019s first day",
            published_on=date(2021, 4, 27),
            published_at=datetime(2021, 4, 26, 22, 30, tzinfo=UTC),
            modified_at=datetime(2021, 4, 27, 10, tzinfo=UTC),
            remote_id="3814",
        ),
    )


@pytest.mark.parametrize("wrong", ["0000-00-00T00:00:00", "", None, 7, "2021-04-26", [], "2021-13-01T00:00:00"])
def test_a_date_that_is_none_is_left_out(wrong: object) -> None:
    (link,) = listed([{**POST, "date_gmt": wrong, "modified_gmt": wrong}]).links
    assert (link.published_on, link.published_at, link.modified_at) == (None, None, None)


def test_the_local_day_is_the_day() -> None:
    (link,) = listed([{**POST, "date": "2021-04-26T23:59:00"}]).links
    assert link.published_on == date(2021, 4, 26)


def test_the_sites_own_count_is_the_total() -> None:
    assert listed([POST]).total == 240


def test_the_next_page_keeps_the_other_parameters() -> None:
    following = HOME + "wp-json/wp/v2/posts?per_page=100&page=2&_fields=id,link,date_gmt,modified_gmt,title,categories"
    assert listed([POST]).next_page == Link(following, LinkKind.REST, "next")


def test_the_last_page_has_none_after_it() -> None:
    assert listed([POST], url=POSTS.url.replace("page=1&", "page=3&")).next_page is None


def test_a_collection_by_rest_route_pages_too() -> None:
    found = listed([POST], url=HOME + "?rest_route=/wp/v2/posts&per_page=100")
    assert found.next_page == Link(HOME + "?rest_route=/wp/v2/posts&per_page=100&page=2", LinkKind.REST, "next")


@pytest.mark.parametrize(
    ("totals", "entries", "goes_on"),
    [
        (("240", "1000000000"), 0, False),
        (("240", "-3"), 1, True),
        (("many", "3"), 1, True),
        (("many", "\u0663"), 1, False),
        (None, 1, False),
        (None, 100, True),
        (("9" * 5000, "9" * 5000), 1, False),
    ],
)
def test_totals_that_lie_lead_nowhere(totals: tuple[str, str] | None, entries: int, *, goes_on: bool) -> None:
    found = listed([{**POST, "link": f"{HOME}post-{n}/"} for n in range(entries)], totals)
    assert (found.next_page is not None) == goes_on


def test_past_the_end_is_an_empty_listing() -> None:
    assert read({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, status=400) == Listing()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_an_error_is_refused_with_status_and_code(status: int) -> None:
    found = read({"code": "rest_forbidden"}, status=status)
    assert found == Rejection(RejectionReason.ERROR_STATUS, f"{status} rest_forbidden")


@pytest.mark.parametrize(
    "answer",
    ['[{"id": 1, "link": "https://cou', "<html><p>Login</p></html>", "", {"code": "x"}, [1, 2], "[" * 99_999, "7"],
)
def test_what_is_no_collection_is_not_listed(answer: object) -> None:
    found = read(answer)
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.NOT_LISTED


def test_an_empty_collection_is_an_empty_listing() -> None:
    assert listed([], ("0", "0")) == Listing(total=0)


def test_categories_are_listing_pages() -> None:
    answer = [
        {"id": 4, "count": 12, "link": HOME + "category/russia/", "name": "Russia &amp; co", "taxonomy": "category"},
        {"id": 7, "count": 0, "link": HOME + "category/empty/", "name": "Empty", "taxonomy": "category"},
    ]
    found = listed(answer, None, HOME + "wp-json/wp/v2/categories?per_page=100")
    assert found.links == (
        Link(HOME + "category/russia/", LinkKind.LISTING, "category", title="Russia & co", remote_id="4"),
    )
    assert found.refused == ((HOME + "category/empty/", "a category without articles"),)


def test_another_host_and_odd_entries_are_refused() -> None:
    found = listed([{**POST, "link": "https://elsewhere.example/x/"}, {"id": 9}, "text"])
    assert found.refused == (("https://elsewhere.example/x/", "another host"), ("9", "an entry without an address"))
