"""Feeds of every kind, and what stands in their place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from spacenews.model import Capture, Link, LinkKind, Listing, Rejection, RejectionReason
from spacenews.reading.links import read_links
from spacenews.specs import Site, Source, wordpress

HOME = "https://courier.example/"
SITE = Site(key="courier", name="Courier", home=HOME, timezone="Europe/Moscow", sources=wordpress.sources(HOME))
WORDPRESS = SITE.sources[1]
PLAIN = Source(kind="feed", url=HOME + "news.xml")

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Courier</title><atom:link href="https://courier.example/feed/" rel="self"/><link>https://courier.example</link>
<item><title>The tug&#8217;s first day &amp;#8211; &amp; night</title><link>https://courier.example/tug-leaves-port/?utm_source=rss</link>
<media:title>A picture</media:title><dc:creator>Vera</dc:creator><pubDate>Mon, 26 Apr 2021 22:30:00 +0000</pubDate>
<guid isPermaLink="false">https://courier.example/?p=3814</guid>
<description><![CDATA[<p>The tug left &amp; came <b>back</b>.<script>no()</script></p>]]></description>
<content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded></item>
<item><title>Crew rests</title><guid>https://courier.example/crew-rests/</guid><pubDate>1 Feb 2021</pubDate></item>
</channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://courier.example/"><title>C</title></channel>
<item rdf:about="https://courier.example/tug-leaves-port/"><title>Tug leaves port</title>
<link>https://courier.example/tug-leaves-port/</link><dc:date>2021-04-26T12:30:00+03:00</dc:date></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://courier.example/en/"><title>C</title>
<link rel="self" href="https://courier.example/atom"/><link rel="next" href="/atom?page=2"/>
<entry><title type="html">Tug &lt;i&gt;leaves&lt;/i&gt;</title><link rel="enclosure" href="/sound.mp3"/>
<link rel="alternate" type="text/html" href="tug-leaves-port"/><id>tag:courier.example,2021:1</id>
<published>2021-04-26T12:30:00+03:00</published><updated>2021-04-27</updated>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The <b>tug</b> left.</div></summary></entry></feed>"""

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "next_url": "/feed.json?page=2", "items": [
{"id": "1", "url": "/tug-leaves-port/", "title": "Tug", "summary": "It left.", "date_published": "2021-04-26T12:30:00Z",
"date_modified": "2021-04-27T00:00:00Z"}, {"id": "https://courier.example/?p=9"}, {"id": 3}, 7]}"""


def read(payload: str | bytes, source: Source = PLAIN, **more: str) -> Listing | Rejection:
    body = payload.encode() if isinstance(payload, str) else payload
    headers = (("Content-Type", more.get("mime", "application/rss+xml")),)
    url = more.get("url", source.url)
    return read_links(SITE, source, Capture("0", "courier", url, datetime(2026, 1, 1, tzinfo=UTC), 200, headers, body))


def listed(payload: str | bytes, source: Source = PLAIN, **more: str) -> Listing:
    found = read(payload, source, **more)
    assert isinstance(found, Listing), found
    return found


def item(inner: str) -> Link:
    """Return the link of an RSS item with an address and `inner`."""
    return listed(f"<rss><channel><item><link>{HOME}a-b/</link>{inner}</item></channel></rss>").links[0]


def test_a_feed_lists_its_articles_in_order() -> None:
    assert [link.url for link in listed(RSS).links] == [HOME + "tug-leaves-port/", HOME + "crew-rests/"]


def test_an_entry_is_whole() -> None:
    assert listed(RSS).links[0] == Link(
        HOME + "tug-leaves-port/",
        relation="entry",
        title="The tug\u2019s first day \u2013 & night",
        excerpt="The tug left & came back .",
        published_on=date(2021, 4, 27),
        published_at=datetime(2021, 4, 26, 22, 30, tzinfo=UTC),
        remote_id="3814",
    )


def test_a_day_without_a_time_stays_a_day() -> None:
    link = listed(RSS).links[1]
    assert (link.published_on, link.published_at) == (date(2021, 2, 1), None)


@pytest.mark.parametrize(
    ("printed", "on", "at"),
    [
        ("Mon, 26 Apr 2021 12:30:00 +0300", date(2021, 4, 26), datetime(2021, 4, 26, 9, 30, tzinfo=UTC)),
        ("Mon, 26 Apr 2021 12:30 GMT", date(2021, 4, 26), datetime(2021, 4, 26, 12, 30, tzinfo=UTC)),
        ("26 Apr 21 12:30:00 EST", date(2021, 4, 26), datetime(2021, 4, 26, 17, 30, tzinfo=UTC)),
        ("Mon, 26 Apr 2021 12:30:00 XYZ", date(2021, 4, 26), None),
        ("Mon, 26 Apr 2021 12:30:00", date(2021, 4, 26), None),
        ("Mon, 26 Apr 2021 12:30:00 +9900", date(2021, 4, 26), None),
        ("Mon, 26 Apr 2021 29:30:00 GMT", date(2021, 4, 26), None),
        ("Mon, 31 Apr 2021 12:30:00 GMT", None, None),
        ("yesterday", None, None),
        ("04/05/2021", None, None),
    ],
)
def test_nothing_is_added_to_what_a_date_says(printed: str, on: date | None, at: datetime | None) -> None:
    link = item(f"<pubDate>{printed}</pubDate>")
    assert (link.published_on, link.published_at) == (on, at)


def test_rdf_is_a_feed() -> None:
    (link,) = listed(RDF).links
    assert (link.url, link.title, link.published_at) == (
        HOME + "tug-leaves-port/",
        "Tug leaves port",
        datetime(2021, 4, 26, 9, 30, tzinfo=UTC),
    )


def test_an_atom_entry_has_its_alternate_link_relative_to_the_base() -> None:
    assert [link.url for link in listed(ATOM).links] == [HOME + "en/tug-leaves-port"]


def test_an_atom_entry_says_what_its_texts_are() -> None:
    link = listed(ATOM).links[0]
    assert (link.title, link.excerpt) == ("Tug leaves", "The tug left.")


def test_an_atom_entry_keeps_published_and_updated_apart() -> None:
    link = listed(ATOM).links[0]
    assert (link.published_at, link.modified_at, link.modified_on) == (
        datetime(2021, 4, 26, 9, 30, tzinfo=UTC),
        None,
        date(2021, 4, 27),
    )


def test_a_feed_that_names_its_next_page_is_followed() -> None:
    assert listed(ATOM).next_page == Link(HOME + "atom?page=2", LinkKind.FEED, "next")


def test_a_json_feed_is_a_feed() -> None:
    found = listed(JSON_FEED, mime="application/feed+json", url=HOME + "feed.json")
    assert [(link.url, link.title, link.excerpt) for link in found.links] == [
        (HOME + "tug-leaves-port/", "Tug", "It left."),
        (HOME + "?p=9", None, None),
    ]
    assert found.next_page == Link(HOME + "feed.json?page=2", LinkKind.FEED, "next")
    assert found.links[0].modified_at == datetime(2021, 4, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("here", "following"),
    [("feed/", "feed/?paged=2"), ("feed/?paged=2", "feed/?paged=3"), ("?feed=rss2&paged=9", "?feed=rss2&paged=10")],
)
def test_a_wordpress_feed_pages_on(here: str, following: str) -> None:
    found = listed(RSS, WORDPRESS, url=HOME + here)
    assert found.next_page == Link(HOME + following, LinkKind.FEED, "next")


def test_an_empty_wordpress_feed_is_the_end() -> None:
    assert listed("<rss><channel><title>C</title></channel></rss>", WORDPRESS) == Listing()


def test_a_feed_of_no_family_has_one_page() -> None:
    assert listed(RSS).next_page is None


def test_feedburner_gives_the_address_of_the_site() -> None:
    page = RSS.replace(
        "<media:title>A picture</media:title>", f"<feedburner:origLink>{HOME}orig/</feedburner:origLink>"
    )
    assert listed(page).links[0].url == HOME + "orig/"


def test_another_host_is_refused_by_name() -> None:
    page = RSS.replace("https://courier.example/crew-rests/", "https://elsewhere.example/crew-rests/")
    assert listed(page).refused == (("https://elsewhere.example/crew-rests/", "another host"),)


def test_an_entry_without_an_address_is_refused() -> None:
    assert listed("<rss><item><title>T</title></item></rss>").refused == (("T", "an entry without an address"),)


@pytest.mark.parametrize(
    "junk", ["\ufeff", "\n\n  ", "Warning: include() failed<br />\n".replace("<br />", ""), "\x00\x0b"]
)
def test_junk_before_the_declaration_is_passed_over(junk: str) -> None:
    assert listed(junk + RSS).links == listed(RSS).links


@pytest.mark.parametrize(
    ("payload", "title"),
    [
        ("<?xml version='1.0' encoding='windows-1251'?><rss><item><title>Союз</title>".encode("cp1251"), "Союз"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><rss><item><title>Союз</title>".encode(), "Союз"),
        ("<?xml version='1.0' encoding='utf-16'?><rss><item><title>Союз</title>".encode("utf-16"), "Союз"),
        (b"<?xml version='1.0' encoding='utf-8'?><rss><item><title>the crew\x92s rest</title>", "the crew\u2019s rest"),
        (b"<rss><item><title>a\x07b&nbsp;c &mdash; d & e &unknown; f</title>", "ab c \u2014 d & e &unknown; f"),
    ],
)
def test_a_title_survives_what_is_wrong_with_its_feed(payload: bytes, title: str) -> None:
    end = "<link>https://courier.example/a/</link></item></rss>"
    tail = end.encode("utf-16-le") if payload.startswith(b"\xff\xfe") else end.encode()
    assert listed(payload + tail).links[0].title == title


def test_a_cut_feed_is_read_as_far_as_it_goes_and_says_so() -> None:
    found = listed(RSS[: RSS.index("<title>Crew")])
    assert [link.url for link in found.links] == [HOME + "tug-leaves-port/"]
    assert "not well-formed, read as far as it goes" in found.refused[0][1]


def test_an_undeclared_prefix_is_read_as_it_is_usually_meant() -> None:
    assert item("<dc:date>2021-04-26</dc:date>").published_on == date(2021, 4, 26)


def test_entities_are_not_expanded_and_files_are_not_read() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    page = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "x"><!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]>
    <rss><item><title a="&e29;">&e29;&f;</title><link>https://courier.example/a/</link></item></rss>"""
    assert listed(page).links[0].title == "&e29;&f;"


def test_endless_nesting_in_an_entry_ends() -> None:
    found = listed("<rss><item>" + "<i/>" * 100_000)
    assert found.links == ()
    assert "more than 20,000 elements" in found.refused[0][1]


@pytest.mark.parametrize(
    "payload",
    [
        "<!DOCTYPE html><html><body><p>Sorry</p></body></html>",
        "",
        "gone",
        '{"error": 1}',
        "{",
        '{"items": ' + "[" * 99_999,
        "<urlset><url><loc>https://courier.example/a/</loc></url></urlset>",
    ],
)
def test_what_is_no_feed_is_not_listed(payload: str) -> None:
    found = read(payload)
    assert isinstance(found, Rejection)
    assert found.reason is RejectionReason.NOT_LISTED
