"""Sitemaps and their indexes, whole, gzipped, long, cut and malicious."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

import pytest

from spacenews.model import Capture, Link, LinkKind, Listing, Rejection, RejectionReason
from spacenews.reading.links import read_links
from spacenews.reading.sitemap import MAX_ENTRIES
from spacenews.specs import Site, Source, wordpress

HOME = "https://courier.example/"
SITE = Site(key="courier", name="Courier", home=HOME, timezone="Europe/Moscow", sources=wordpress.sources(HOME))
WORDPRESS = SITE.sources[2]
OTHER = Site(
    key="other", name="O", home=HOME, timezone="UTC", sources=(Source(kind="sitemap", url=HOME + "sitemap.xml"),)
)
URLSET = """<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="x.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://courier.example/</loc></url>
<url><image:image><image:loc>https://courier.example/picture/</image:loc></image:image>
<loc> https://courier.example/tug-leaves-port/?a=1&amp;b=2 </loc><lastmod>2021-04-27T01:00:00+03:00</lastmod>
<news:news><news:publication_date>2021-04-26T22:30:00Z</news:publication_date>
<news:title>Tug &amp; port</news:title></news:news></url>
<url><loc>https://courier.example/crew-rests/</loc><lastmod>2021-02-01</lastmod></url>
<url><loc>https://elsewhere.example/x/</loc></url></urlset>"""


def index(*urls: str) -> str:
    parts = "".join(f"<sitemap><loc>{url}</loc><lastmod>2021-04-26</lastmod></sitemap>" for url in urls)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'


def read(payload: str | bytes, site: Site = SITE, mime: str = "text/xml", encoding: str = "") -> Listing | Rejection:
    body = payload.encode() if isinstance(payload, str) else payload
    headers = (("Content-Type", mime), ("Content-Encoding", encoding))
    source = next(source for source in site.sources if source.kind is LinkKind.SITEMAP)
    taken = datetime(2026, 1, 1, tzinfo=UTC)
    return read_links(site, source, Capture("0", site.key, source.url, taken, 200, headers, body))


def listed(payload: str | bytes, site: Site = SITE, mime: str = "text/xml", encoding: str = "") -> Listing:
    found = read(payload, site, mime, encoding)
    assert isinstance(found, Listing), found
    return found


def urls(count: int) -> str:
    return "".join(f"<url><loc>https://courier.example/story-{n}/</loc></url>" for n in range(count))


def test_articles_are_listed_in_order_and_home_is_none_of_them() -> None:
    assert [link.url for link in listed(URLSET).links] == [
        HOME + "tug-leaves-port/?a=1&b=2",
        HOME + "crew-rests/",
    ]


def test_a_news_entry_is_whole() -> None:
    assert listed(URLSET).links[0] == Link(
        HOME + "tug-leaves-port/?a=1&b=2",
        relation="entry",
        title="Tug & port",
        published_on=date(2021, 4, 27),
        published_at=datetime(2021, 4, 26, 22, 30, tzinfo=UTC),
        modified_at=datetime(2021, 4, 26, 22, 0, tzinfo=UTC),
    )


def test_a_lastmod_that_is_a_day_stays_one() -> None:
    link = listed(URLSET).links[1]
    assert (link.modified_on, link.modified_at) == (date(2021, 2, 1), None)


def test_another_host_is_refused_by_name() -> None:
    assert ("https://elsewhere.example/x/", "another host") in listed(URLSET).refused


def test_an_index_gives_the_parts_that_its_family_knows() -> None:
    names = (
        "wp-sitemap-posts-post-1",
        "wp-sitemap-posts-page-1",
        "wp-sitemap-taxonomies-category-1",
        "wp-sitemap-users-1",
    )
    found = listed(index(*(f"{HOME}{name}.xml" for name in names)))
    assert found.links == (Link(f"{HOME}{names[0]}.xml", LinkKind.SITEMAP, "child", modified_on=date(2021, 4, 26)),)
    assert [reason for _, reason in found.refused] == ["a sitemap part that lists no articles"] * 3


@pytest.mark.parametrize("name", ["post-sitemap.xml", "post-sitemap2.xml", "wp-sitemap-posts-post-12.xml.gz"])
def test_plugins_and_packed_parts_are_known_too(name: str) -> None:
    assert [link.url for link in listed(index(HOME + "page-sitemap.xml", HOME + name)).links] == [HOME + name]


@pytest.mark.parametrize("site", [SITE, OTHER])
def test_where_no_part_is_known_all_but_known_others_are_followed(site: Site) -> None:
    names = (
        "sitemap-2021.xml",
        "sitemap-articles.xml.gz",
        "sitemap-categories.xml",
        "sitemap-images-1.xml",
        "users.xml",
    )
    found = listed(index(*(HOME + name for name in names)), site)
    assert [link.url for link in found.links] == [HOME + "sitemap-2021.xml", HOME + "sitemap-articles.xml.gz"]


def test_a_sitemap_that_lists_itself_is_no_loop() -> None:
    found = listed(index(HOME + "sitemap.xml", HOME + "sitemap-2021.xml"), OTHER)
    assert [link.url for link in found.links] == [HOME + "sitemap-2021.xml"]
    assert found.refused == ((HOME + "sitemap.xml", "it lists itself"),)


def test_an_index_may_not_lead_to_another_host() -> None:
    found = listed(index("https://elsewhere.example/sitemap-1.xml"), OTHER)
    assert (found.links, found.refused) == ((), (("https://elsewhere.example/sitemap-1.xml", "another host"),))


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_gzip_file_is_unpacked_inside_its_content_encoding(encoding: str) -> None:
    packed = gzip.compress(URLSET.encode())
    payload = gzip.compress(packed) if encoding else packed
    assert listed(payload, mime="application/gzip", encoding=encoding).links == listed(URLSET).links


def test_a_gzip_file_of_several_members_is_whole() -> None:
    half = len(URLSET) // 2
    packed = gzip.compress(URLSET[:half].encode()) + gzip.compress(URLSET[half:].encode()) + b"\0\0"
    assert listed(packed).links == listed(URLSET).links


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (gzip.compress(URLSET.encode())[:-20], RejectionReason.TRUNCATED),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 40, RejectionReason.UNDECODABLE),
    ],
)
def test_a_gzip_file_that_is_not_whole_is_refused(payload: bytes, reason: RejectionReason) -> None:
    found = read(payload)
    assert isinstance(found, Rejection)
    assert found.reason is reason


def test_more_entries_than_the_protocol_allows_are_not_read_and_it_says_so() -> None:
    found = listed(f"<urlset>{urls(MAX_ENTRIES + 10)}</urlset>")
    assert len(found.links) == MAX_ENTRIES
    assert found.refused == ((HOME + "wp-sitemap.xml", "more than 50,000 entries: the rest was not read"),)


def test_a_sitemap_larger_than_any_page_is_streamed() -> None:
    padding = f"<!-- {'x' * 1000} -->" * 9_000
    found = listed(gzip.compress(f"<urlset>{padding}{urls(20)}</urlset>".encode()))
    assert len(found.links) == 20


def test_a_gzip_bomb_ends_at_the_protocols_size() -> None:
    bomb = gzip.compress(b"<urlset>" + urls(3).encode() + b" " * 60_000_000)
    found = listed(bomb)
    assert len(found.links) == 3
    assert "more than 52,428,800 bytes when decoded: the rest was not read" in found.refused[0][1]


def test_entities_are_not_expanded() -> None:
    page = f'<!DOCTYPE u [<!ENTITY a "{HOME}x"><!ENTITY f SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;&f;</loc></url>'
    assert [link.url for link in listed(page).links] == [HOME + "&a;&f;"]


def test_a_list_of_lines_is_a_sitemap() -> None:
    lines = (
        "\ufeff\nhttps://courier.example/a-b/\r\nhttps://courier.example/c-d/\nnonsense\nhttps://elsewhere.example/e"
    )
    found = listed(lines, mime="text/plain")
    assert [link.url for link in found.links] == [HOME + "a-b/", HOME + "c-d/"]


def test_a_feed_in_its_place_is_read_as_one() -> None:
    found = listed("<rss><channel><item><link>https://courier.example/a-b/</link></item></channel></rss>", OTHER)
    assert [link.url for link in found.links] == [HOME + "a-b/"]


def test_many_refusals_are_counted_and_not_kept() -> None:
    foreign = "".join(f"<url><loc>https://elsewhere.example/{n}</loc></url>" for n in range(5_000))
    assert listed(f"<urlset>{foreign}</urlset>").refused[-1] == (
        HOME + "wp-sitemap.xml",
        "4800 more addresses were refused",
    )


@pytest.mark.parametrize("payload", ["<html><p>404</p></html>", "", "none here", "<rss2/>", "{}", "\x00\x01\x02"])
def test_what_is_no_sitemap_is_not_listed(payload: str) -> None:
    found = read(payload)
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.NOT_LISTED
