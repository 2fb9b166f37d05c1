"""A spec written by looking: the same as one written by hand, within its requests, and honest about its doubts."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from spacenews.demo.markups import MARKUPS
from spacenews.demo.spec import demo_site
from spacenews.demo.truth import truth
from spacenews.model import Article, Capture, Rejection
from spacenews.model.errors import UsageError
from spacenews.operate.look import MOST_REQUESTS, Refused
from spacenews.operate.new_site import Proposal, propose_site
from spacenews.operate.new_site_files import check_free, try_out
from spacenews.reading import normalize_reading, read_article
from spacenews.specs import Site, wordpress
from tests.operate.made_site import HOME as ORBIT
from tests.operate.made_site import html, pages
from tests.operate.served_pages import HOME, HTML, ServedDemo, ServedPages, look_at

FIELDS = ("url", "title", "byline", "categories", "tags", "body", "teaser", "language")


@cache
def look_at_demo(markup: str, *faults: str) -> tuple[Proposal, ServedDemo, list[str]]:
    wire = ServedDemo(markup, *faults)
    look, told = look_at(wire)
    found = propose_site("demo", HOME, look)
    assert isinstance(found, Proposal), found
    return found, wire, told


def propose(site: dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]], limit: int = 30) -> Proposal | Refused:
    return propose_site("orbitdaily", ORBIT, look_at(ServedPages(site), limit)[0])


def read(site: Site, capture: Capture) -> Article:
    reading = read_article(site, capture)
    assert not isinstance(reading, Rejection), f"{capture.url}: {reading}"
    return normalize_reading(site, capture, reading)


@pytest.mark.parametrize("markup", MARKUPS)
def test_a_wordpress_gets_the_shortest_spec_there_is_and_is_asked_little(markup: str) -> None:
    found, wire, told = look_at_demo(markup)
    assert found.site.sources == wordpress.sources(HOME, more="full story")
    assert (found.site.timezone, found.site.name, found.site.language) == ("Europe/Moscow", "Perigee News", "en-US")
    assert (found.site.verified, found.site.layouts, found.site.article_url) == ("captured", (), "")
    assert len(try_out(found).splitlines()) <= 16
    assert wire.spent() <= MOST_REQUESTS
    assert len(told) <= 5
    assert {pair.case.partition("-")[0] for pair in found.pairs} == {"article", "listing", "refused"}
    assert all(pair.expected["reviewed"] is False for pair in found.pairs)


@pytest.mark.parametrize("markup", MARKUPS)
def test_it_reads_what_a_spec_written_by_hand_reads(markup: str) -> None:
    found, wire, _ = look_at_demo(markup)
    by_hand = demo_site(HOME)
    for true in truth(1, HOME)[::30]:
        wire.fetch((true.url,))
        capture = wire.capture(true.url)
        assert capture is not None
        ours, theirs = read(found.site, capture), read(by_hand, capture)
        assert {name: getattr(ours, name) for name in FIELDS} == {name: getattr(theirs, name) for name in FIELDS}
        assert (ours.title, ours.body) == (true.title, true.body)
        assert (ours.published.on if ours.published else None) == true.published_on


@pytest.mark.parametrize("markup", MARKUPS)
def test_without_feed_sitemap_and_rest_the_listings_are_found_and_doubts_are_said(markup: str) -> None:
    found, _, _ = look_at_demo(markup, "no-rest", "no-sitemap", "no-feed")
    (source,) = found.site.sources
    assert (source.kind, source.url, source.more, source.family) == ("listing", HOME, "full story", "wordpress")
    assert found.site.verified == "draft"
    assert {"time zone", "bodies", "verified"} <= {each.decision for each in found.doubts}
    pages_seen = next(each for each in found.evidence if each.decision == "pages")
    assert (pages_seen.value, pages_seen.sure) == (f"{HOME}page/2/", True)


def test_another_cms_gets_its_sections_its_feed_and_a_pattern() -> None:
    found = propose(pages(with_feed=True))
    assert isinstance(found, Proposal)
    site = found.site
    assert [(each.kind, each.url.removeprefix(ORBIT), each.more) for each in site.sources] == [
        ("listing", "", "read more"),
        ("listing", "news/", "read more"),
        ("listing", "science/", "read more"),
        ("feed", "rss.xml", ""),
    ]
    assert site.matches_article(f"{ORBIT}news/pump-77-bursts") is True
    assert site.matches_article(f"{ORBIT}about") is False
    assert (site.timezone, site.name, site.verified) == ("America/New_York", "Orbit Daily", "captured")
    assert next(each.article.byline for each in found.samples if each.article) == ("Ada Nowak",)
    assert "captured" in try_out(found)


def test_without_any_list_of_its_own_articles_are_found_by_their_teasers_and_it_stays_a_draft() -> None:
    found = propose(pages(more=""))
    assert isinstance(found, Proposal)
    assert [each.url.removeprefix(ORBIT) for each in found.site.sources] == ["", "news/", "science/"]
    assert found.site.verified == "draft"
    assert try_out(found).startswith('"""Orbit Daily: ')


def test_a_layout_is_learnt_only_where_the_common_rules_do_not_read_the_known_texts() -> None:
    chart = "Members of our club get the printed chart of the night sky by post every single month of the year. "
    club = f"<div class=club>{''.join(f'<p>{chart} And mug {n}.</p>' for n in range(12))}</div>"
    found = propose(pages(with_feed=True, after=club))
    assert isinstance(found, Proposal)
    (layout,) = found.site.layouts
    assert layout.body == ".text"
    (said,) = [each for each in found.evidence if each.decision == "layout"]
    assert "not learnt from" in said.why
    assert found.site.verified == "captured"
    assert "Layout(name=" in try_out(found)


def test_the_limit_is_kept() -> None:
    wire = ServedPages(pages(with_feed=True))
    look, told = look_at(wire, limit=9)
    propose_site("orbitdaily", ORBIT, look)
    assert len(look.asked) <= 9
    assert any("the limit is 9" in line for line in told)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, HTML, b"no"), "error_status: 404"),
        ((403, HTML, b"no"), "error_status: 403"),
        ((503, HTML, b"no"), "error_status: 503"),
        ((200, (("Content-Type", "image/png"),), b"\x89PNG"), "is no web page"),
        ((200, (("Content-Type", "application/json"),), b"{}"), "is no web page"),
        ((200, HTML, b""), "is no web page"),
        (
            html("<title>Just a moment...</title><p>Checking your browser before accessing"),
            "a wall in place of the site",
        ),
        ((301, (("Location", "https://elsewhere.example/"),), b""), "redirects to https://elsewhere.example/: if that"),
        ((301, (("Location", "ftp://x/"),), b""), "redirects to no address"),
        ((302, (("Location", f"{ORBIT.replace('://', '://www.')}x"),), b""), "redirects in a circle"),
        (html("<title>x</title><p>hello <a href='/a/'>there</a>"), "no article was found"),
        (html("<p><a href='//['>x</a><a href='http://[::1'>y</a><a href='#'>z</a>"), "no article was found"),
        (html("<div>" * 5000), "too_deep"),
    ],
)
def test_a_site_that_gives_no_spec_is_refused_with_what_was_seen(
    answer: tuple[int, tuple[tuple[str, str], ...], bytes], why: str
) -> None:
    found = propose({ORBIT: answer})
    assert isinstance(found, Refused)
    assert why in found.why


def test_what_robots_forbids_is_said() -> None:
    wire = ServedPages({}, {ORBIT: "robots.txt forbids it"})
    found = propose_site("orbitdaily", ORBIT, look_at(wire)[0])
    assert isinstance(found, Refused)
    assert "robots.txt forbids it. No spec can switch that off" in found.why


def test_a_robots_txt_of_nothing_but_lines_is_looked_through_once() -> None:
    site = pages(more="") | {f"{ORBIT}robots.txt": (200, (("Content-Type", "text/plain"),), b"\n" * 500_000)}
    assert isinstance(propose(site), Proposal)


def test_a_folder_that_cannot_be_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file is no folder"):
        check_free(tmp_path / "file" / "sites", "orbitdaily", (), force=False)
    check_free(tmp_path / "new" / "sites", "orbitdaily", (), force=False)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(UsageError, match="may not be written by you"):
        check_free(tmp_path / "sites", "orbitdaily", (), force=False)


def test_a_hostile_site_is_a_spec_with_strings_in_it() -> None:
    evil = '"""); import os; os.system("true") #'
    made = pages(with_feed=True)
    hostile = {
        url: (status, kind, body.replace(b"Orbit Daily", evil.encode())) for url, (status, kind, body) in made.items()
    }
    found = propose(hostile)
    assert isinstance(found, Proposal)
    text = try_out(found)
    assert "import os" not in text.partition("SITE = ")[0].partition("from spacenews.specs")[2]
    assert found.site.name.startswith('"""')
