"""Each field is found where pages state it, the trusted source first, and every candidate is kept as evidence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from spacenews.model import BodyLink, Capture, Reading
from spacenews.model.errors import SpecError
from spacenews.reading import explain_article, read_article
from spacenews.reading.byline import clean_names
from spacenews.reading.language import language_tag
from spacenews.reading.title import agree
from spacenews.specs import Layout, Page, Site, Source

HOME = "https://courier.example/"
URL = f"{HOME}tanks-are-full/"
TEXT = "<p>" + "The tanks of the first stage were filled in the evening, and nobody was late. " * 12 + "</p>"


def site(*layouts: Layout) -> Site:
    source = Source(kind="listing", url=HOME)
    return Site(
        key="courier", name="Orbital Courier", home=HOME, timezone="Europe/Moscow", sources=(source,), layouts=layouts
    )


def capture(page: str, url: str = URL) -> Capture:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    return Capture("u", "courier", url, datetime(2024, 1, 1, tzinfo=UTC), 200, headers, page.encode())


def read(page: str, *layouts: Layout, url: str = URL) -> Reading:
    reading = read_article(site(*layouts), capture(page, url))
    assert isinstance(reading, Reading), reading
    return reading


def ld(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **fields})}</script>"


@pytest.mark.parametrize(
    ("head", "top", "title", "source"),
    [
        ("<title>Tanks are full | Orbital Courier</title>", "<h1>Tanks are full</h1>", "Tanks are full", "h1"),
        (
            "<meta property='og:title' content='Why the tanks are full'>",
            "<h1>Tanks are full</h1>",
            "Tanks are full",
            "h1",
        ),
        ("<title>Tanks are full</title>", "<h1>Orbital Courier</h1><h2>Tanks are full</h2>", "Tanks are full", "h2"),
        ("<title>Tanks - Orbital Courier</title>", "", "Tanks", "title"),
        ("<title>Tanks are full - The Courier Group</title>", "<div>Tanks are full</div>", "Tanks are full", "visible"),
        ("<meta property='og:title' content='Tanks are full'>", "", "Tanks are full", "og:title"),
        (ld(headline="Tanks are full"), "", "Tanks are full", "json-ld:headline"),
        ("", "<nav><h1>Menu</h1></nav><h1>Tanks are full</h1>", "Tanks are full", "h1"),
        ("", "", "Tanks are full", "slug"),
        ("<title>Tanks are full</title>", "<h1>One</h1>" * 19 + "<h1>Tanks are full</h1>", "Tanks are full", "h1"),
        ("", "<h1>🚀🛰️</h1>", "🚀🛰️", "h1"),
        ("", "<h1>الصاروخ على المنصة</h1>", "الصاروخ على المنصة", "h1"),
    ],
)
def test_the_visible_headline_wins_over_what_is_told_to_machines(head: str, top: str, title: str, source: str) -> None:
    reading = read(f"<html><head>{head}</head><body>{top}<div>{TEXT}</div></body>")
    assert (reading.title, reading.title_source) == (title, source)


def test_titles_agree_where_most_words_of_the_shorter_one_are_in_both() -> None:
    assert agree("Tanks are full", "Why the tanks are full tonight")
    assert not agree("Tanks are full", "Latest news")
    assert not agree("", "Tanks")


@pytest.mark.parametrize(
    ("head", "top", "published"),
    [
        (ld(datePublished="2021-04-26T09:00:00+03:00"), "", "2021-04-26T06:00:00+00:00"),
        ("<meta property='article:published_time' content='2021-04-26T06:00:00Z'>", "", "2021-04-26T06:00:00+00:00"),
        ("", "<time datetime='2021-04-26T09:00'>Monday</time>", "2021-04-26T06:00:00+00:00"),
        ("", "<p>April 26, 2021</p>", None),
        ("", "<p>Posted on April 26, 2021 by Vera Sokolova</p>", None),
        ("", "<span class='dt-published'>April 26, 2021</span>", None),
        ("", "<p>Updated May 2, 2021</p><p>Published April 26, 2021</p>", None),
    ],
)
def test_the_publication_date_is_found_where_pages_state_it(head: str, top: str, published: str | None) -> None:
    stated = read(f"<head>{head}</head><h1>Tanks are full</h1>{top}<div>{TEXT}</div>").published
    assert stated is not None
    assert stated.on == date(2021, 4, 26)
    assert stated.at == (datetime.fromisoformat(published) if published else None)


@pytest.mark.parametrize(
    "page",
    [
        f"<meta property='article:modified_time' content='2021-04-26T06:00:00Z'><h1>T</h1><div>{TEXT}</div>",
        f"<h1>Tanks are full</h1><p>Last updated: April 26, 2021</p><div>{TEXT}</div>",
        f"<h1>Tanks are full</h1><time class='updated' datetime='2021-04-26'>x</time><div>{TEXT}</div>",
    ],
)
def test_a_modification_is_never_taken_for_the_publication(page: str) -> None:
    reading = read(page)
    assert reading.published is None
    assert reading.modified is not None
    assert reading.modified.on == date(2021, 4, 26)


@pytest.mark.parametrize(
    "around",
    [
        "<nav><time datetime='2020-01-01'>x</time></nav>",
        "<aside><p>January 1, 2020</p></aside>",
        "<div class='sidebar'><time datetime='2020-01-01'>x</time></div>",
        "<div id=comments><time datetime='2020-01-01'>x</time><p>January 1, 2020</p></div>",
        "<article><h2>Another</h2><time datetime='2020-01-01'>x</time></article>",
        "<footer>Copyright January 1, 2020</footer>",
    ],
)
def test_dates_around_the_article_are_not_its_own(around: str) -> None:
    assert read(f"<article><h1>Tanks are full</h1><div>{TEXT}</div></article>{around}").published is None


def test_the_printed_day_stays_where_a_machines_instant_is_of_the_day_before() -> None:
    meta = "<meta property='article:published_time' content='2021-04-26T22:30:00-05:00'>"
    stated = read(f"{meta}<h1>Tanks are full</h1><p>April 27, 2021</p><div>{TEXT}</div>").published
    assert stated is not None
    assert (stated.on, stated.at) == (date(2021, 4, 27), datetime(2021, 4, 27, 3, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("head", "top", "names"),
    [
        (ld(author=[{"name": "Vera Sokolova"}, {"name": "Mark Ellis"}]), "", ("Vera Sokolova", "Mark Ellis")),
        ("<meta name=author content='By Vera Sokolova and Mark Ellis'>", "", ("Vera Sokolova", "Mark Ellis")),
        ("<meta name=author content='Orbital Courier'>", "<p>By Vera Sokolova</p>", ("Vera Sokolova",)),
        ("", "<p>By Vera Sokolova | April 26, 2021</p>", ("Vera Sokolova",)),
        ("", "<a rel=author href=/author/vera/>Vera Sokolova</a>", ("Vera Sokolova",)),
        ("<meta property='article:author' content='https://social.example/vera'>", "", ()),
        ("", "", ()),
    ],
)
def test_the_byline_is_names_alone(head: str, top: str, names: tuple[str, ...]) -> None:
    assert read(f"<head>{head}</head><h1>Tanks are full</h1>{top}<div>{TEXT}</div>").byline == names


def test_jobs_and_addresses_are_no_names() -> None:
    texts = ["By Vera Sokolova, Senior Reporter", "Mark Ellis, Jr. & Li Wei", "desk@courier.example", "Vera  Sokolova"]
    assert clean_names(texts, "Courier") == ("Vera Sokolova", "Mark Ellis, Jr", "Li Wei")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("ByVera Sokolova", "Vera Sokolova"),
        ("Byron Kaye", "Byron Kaye"),
        ("Author Vera Sokolova", "Vera Sokolova"),
        ("View all posts by Vera Sokolova", "Vera Sokolova"),
        ("Vera Sokolova Dec", "Vera Sokolova"),
        ("Vera May", "Vera May"),
    ],
)
def test_what_is_glued_to_a_name_is_none_of_it(printed: str, name: str) -> None:
    assert clean_names([printed], "Courier") == (name,)


@pytest.mark.parametrize(
    ("top", "categories"),
    [
        ("<a rel='category tag' href=/category/iss/>ISS</a> <a rel='tag' href=/tag/x/>x</a>", ("ISS",)),
        (ld(articleSection=["Russia", "ISS"]), ("Russia", "ISS")),
        (ld(articleSection=list("abcdef")), ()),
        ("<meta property='article:section' content='Science'>", ("Science",)),
        ("<p>Categories: Russia, ISS</p>", ("Russia", "ISS")),
        ("<dl><dt>Category:</dt><dd><a href=/c/r/>Russia</a></dd></dl>", ("Russia",)),
        ("<div class=sidebar><a rel=category href=/category/x/>X</a></div>", ()),
    ],
)
def test_categories_are_the_articles_own_sections(top: str, categories: tuple[str, ...]) -> None:
    assert read(f"<h1>Tanks are full</h1>{top}<div>{TEXT}</div>").categories == categories


@pytest.mark.parametrize(
    ("claimed", "taken"),
    [
        (f"{URL}?utm_source=x", True),
        ("/tanks-are-full", True),
        ("https://elsewhere.example/tanks-are-full/", False),
        (HOME, False),
        ("/category/russia/", False),
        ("/another-article/", False),
        ("javascript:void(0)", False),
    ],
)
def test_a_canonical_url_is_taken_only_if_it_names_this_page(claimed: str, taken: bool) -> None:  # noqa: FBT001 - a table
    page = f"<link rel=canonical href='{claimed}'><h1>Tanks are full</h1><div>{TEXT}</div>"
    explained = explain_article(site(), capture(page, f"{URL}?utm_medium=y"))
    rows = [row for row in explained.rows if row.field == "canonical"]
    assert (rows[0].source == "link[rel=canonical]") is taken
    assert all(row.why for row in rows)


@pytest.mark.parametrize(
    ("text", "tag"), [("en_us", "en-US"), ("EN", "en"), ("sr-latn-rs", "sr-Latn-RS"), ("english", None), ("", None)]
)
def test_a_language_is_a_tag_or_nothing(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_the_links_pictures_and_videos_of_a_body_are_kept_with_their_texts() -> None:
    body = (
        f"{TEXT}<p>See <a href='/first-test/'>the first test</a> and <a href='mailto:a@b.example'>mail</a>.</p>"
        "<figure><img src='/a.jpg' alt=x><figcaption>The tanks</figcaption></figure>"
        "<iframe src='//video.example/1'></iframe>"
    )
    reading = read(
        f"<h1>Tanks are full</h1><article>{body}</article>", Layout(name="a", marker="article", body="article")
    )
    assert reading.links == (
        BodyLink(f"{HOME}first-test/", "link", "the first test"),
        BodyLink(f"{HOME}a.jpg", "image", "The tanks"),
        BodyLink("https://video.example/1", "video", ""),
    )
    assert reading.body[-1] == "See the first test and mail."


def test_a_layout_is_chosen_by_its_marker_and_replaces_the_common_rules() -> None:
    layouts = (
        Layout(name="new", marker="main.new", body="main"),
        Layout(
            name="old", marker="td.text", title="b.t", published=".d", body="td.text", drop=(".ad",), cut=("read also",)
        ),
    )
    page = (
        f"<h1>Site</h1><b class=t>Tanks are full</b><i class=d>26.04.2021</i><table><td class=text>{TEXT}"
        "<p class=ad>Buy</p><p>Last.</p><p>READ ALSO: more</p><p>More</p></table>"
    )
    explained = explain_article(site(*layouts), capture(page))
    reading = explained.result
    assert isinstance(reading, Reading)
    assert explained.layouts == (("new", "main.new", False), ("old", "td.text", True))
    assert (reading.layout, reading.title, reading.title_source) == ("old", "Tanks are full", "layout:old")
    assert reading.body[1:] == ("Last.",)
    assert reading.published is not None
    assert (reading.published.on, reading.published.source) == (date(2021, 4, 26), "layout:old")


def test_a_rule_of_a_spec_that_fails_says_which_and_where() -> None:
    def broken(page: Page) -> Sequence[str]:
        return [page.select("h1")[7]]

    with pytest.raises(SpecError, match=r"layout 'odd': its rule for byline failed on https://courier\.example/tanks"):
        read(f"<h1>Tanks</h1><div>{TEXT}</div>", Layout(name="odd", marker="h1", byline=broken))


def test_evidence_stays_small_and_names_one_winner_a_field() -> None:
    metas = "".join(f"<meta name='date' content='2020-01-{day:02}'>" for day in range(1, 29))
    reading = read(f"{metas}<title>{'T' * 5000}</title><h1>Tanks are full</h1><p>May 1, 2020</p><div>{TEXT}</div>")
    assert all(len(each.raw) <= 300 and len(each.value) <= 300 and each.why for each in reading.evidence)
    winners = [each.field for each in reading.evidence if each.chosen]
    assert len(winners) == len(set(winners))
    assert [each.chosen for each in reading.evidence] == sorted(
        (each.chosen for each in reading.evidence), reverse=True
    )


def test_a_page_that_says_only_when_it_was_changed_has_no_day_of_publication_and_says_why() -> None:
    reading = read(f"<h1>Tanks are full</h1><p>By Jane Doe | Updated May 3, 2022</p>{TEXT}")
    assert (reading.published, reading.modified and reading.modified.on) == (None, date(2022, 5, 3))
    [row] = [row for row in reading.evidence if row.field == "published"]
    assert (row.raw, row.chosen) == ("May 3, 2022", False)
    assert row.why.startswith("the page says when it was changed")


def test_names_that_lost_are_shown_with_their_reason() -> None:
    head = ld(author={"name": "Jane Doe"}) + "<meta name='author' content='admin'>"
    reading = read(f"{head}<h1>Tanks are full</h1><p class='byline'><a rel='author' href='/a/'>John Roe</a></p>{TEXT}")
    rows = [(row.source, row.why) for row in reading.evidence if row.field == "byline"]
    assert rows[0] == ("json-ld:author", "first that gives a name")
    assert ("meta:author", "names nobody, or the publisher") in rows
    assert ("a[rel~=author]", "differs from the winner, which is trusted more") in rows
