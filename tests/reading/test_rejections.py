"""What is no article is refused by its typed reason, and what is one is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from spacenews.model import Capture, Reading, Rejection, RejectionReason
from spacenews.reading import explain_article, read_article, read_page
from spacenews.specs import Layout, Site, Source, wordpress

HOME = "https://courier.example/"
URL = f"{HOME}tanks-are-full/"
SITE = Site(
    key="courier", name="Courier", home=HOME, timezone="UTC", sources=wordpress.sources(HOME, more="full story")
)
PLAIN = Site(
    key="plain", name="Plain", home=HOME, timezone="UTC", sources=(Source(kind="listing", url=HOME, more="full story"),)
)
TEXT = "<p>" + "The tanks of the first stage were filled in the evening, and nobody was late. " * 12 + "</p>"
ARTICLE = f"<h1>Tanks are full</h1><p>April 26, 2021</p><div>{TEXT}{TEXT}</div>"


def capture(
    body: str | bytes,
    *,
    url: str = URL,
    status: int = 200,
    mime: str = "text/html",
    cut: str | None = None,
    **headers: str,
) -> Capture:
    payload = body.encode() if isinstance(body, str) else body
    lines = (("Content-Type", mime), *((name.replace("_", "-"), value) for name, value in headers.items()))
    return Capture("u", "courier", url, datetime(2024, 1, 1, tzinfo=UTC), status, lines, payload, cut)


def reason(site: Site, seen: Capture) -> RejectionReason:
    refused = read_article(site, seen)
    assert isinstance(refused, Rejection), refused
    assert refused.detail
    return refused.reason


@pytest.mark.parametrize("site", [SITE, PLAIN], ids=["wordpress", "plain"])
def test_an_article_is_not_refused(site: Site) -> None:
    reading = read_article(site, capture(ARTICLE))
    assert isinstance(reading, Reading)
    assert (reading.title, len(reading.body), reading.layout) == ("Tanks are full", 2, "generic")


@pytest.mark.parametrize("status", [301, 304, 403, 404, 410, 429, 500, 503])
def test_a_status_other_than_2xx_is_an_error_status(status: int) -> None:
    assert reason(SITE, capture(ARTICLE, status=status)) is RejectionReason.ERROR_STATUS


@pytest.mark.parametrize(
    ("payload", "mime"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"%PDF-1.7 ...", "text/html"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "text/html"),
        (b'{"title": "Tanks"}', "application/json"),
        (b'[{"title": "Tanks"}]', "text/html"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/xml"),
        (b"<?xml version='1.0'?>\n<urlset></urlset>", "text/html"),
        (bytes(range(1, 32)) * 20, "text/html"),
        (b"plain words", "text/plain"),
    ],
)
def test_what_is_no_page_is_not_html(payload: bytes, mime: str) -> None:
    assert reason(SITE, capture(payload, mime=mime)) is RejectionReason.NOT_HTML


def test_a_page_with_an_odd_media_type_is_read_if_it_looks_like_one() -> None:
    for mime in ("", "application/xhtml+xml", "text/plain", "application/xml; charset=utf-8"):
        xhtml = f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html><body>{ARTICLE}</body></html>'
        assert isinstance(read_article(SITE, capture(xhtml, mime=mime)), Reading)


@pytest.mark.parametrize("body", ["", "  \n ", "<!-- nothing -->", "<html><body></body></html>", "<p>&nbsp;</p>"])
def test_a_page_without_text_is_empty(body: str) -> None:
    assert reason(PLAIN, capture(body)) is RejectionReason.EMPTY


def test_a_cut_page_is_truncated() -> None:
    assert reason(SITE, capture(ARTICLE, cut="disconnect")) is RejectionReason.TRUNCATED


def test_bytes_that_are_not_in_their_encoding_are_undecodable() -> None:
    assert reason(SITE, capture(ARTICLE, Content_Encoding="gzip")) is RejectionReason.UNDECODABLE


def test_thirty_megabytes_of_one_line_are_too_large() -> None:
    assert reason(SITE, capture(b"<p>" + b"x" * 30_000_000)) is RejectionReason.TOO_LARGE


def test_a_hundred_thousand_nested_tags_are_too_deep() -> None:
    assert reason(SITE, capture("<div>" * 100_000 + ARTICLE)) is RejectionReason.TOO_DEEP
    assert reason(SITE, capture("<b>" * 100_000 + ARTICLE)) is RejectionReason.TOO_DEEP


def test_two_thousand_nested_tags_are_read() -> None:
    assert isinstance(read_article(SITE, capture("<div>" * 2000 + ARTICLE)), Reading)


@pytest.mark.parametrize(
    "body",
    [
        "<title>Just a moment...</title><p>Checking your browser before accessing.</p>",
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1>",
        "<title>Courier</title><p>Please complete the captcha.</p><form><div class='g-recaptcha'></div></form>",
        "<title>Log in</title><form><input name=u><input type=password></form>",
        "<title>Before you continue</title><p>We value your privacy.</p><button>Accept all</button>",
        "<title>courier.example</title><p>Verify you are human by completing the action below.</p>",
    ],
)
def test_a_wall_is_a_challenge(body: str) -> None:
    assert reason(SITE, capture(f"<html><body>{body}")) is RejectionReason.CHALLENGE


def test_a_server_that_says_so_sends_a_challenge_whatever_its_status() -> None:
    assert reason(SITE, capture(ARTICLE, status=403, cf_mitigated="challenge")) is RejectionReason.CHALLENGE


def test_an_article_about_captchas_with_a_login_form_is_no_challenge() -> None:
    page = f"<title>Just a moment: the captcha turns 20</title>{ARTICLE}{TEXT * 2}<form><input type=password></form>"
    assert isinstance(read_article(SITE, capture(page)), Reading)


@pytest.mark.parametrize(
    "body",
    [
        "<title>Page not found | Courier</title><h1>Page not found</h1><p>Maybe try a search?</p>",
        "<h1>404</h1><p>It looks like nothing was found at this location.</p>",
        "<h1>Oops! That page can\u2019t be found.</h1><p>Try the home page.</p>",
        "<body class='error404'><h1>Nothing here</h1><p>Sorry.</p>",
    ],
)
def test_an_error_page_with_status_200_is_a_soft_404(body: str) -> None:
    assert reason(SITE, capture(body)) is RejectionReason.SOFT_404


def test_an_article_about_a_404_is_none() -> None:
    page = ARTICLE.replace("Tanks are full", "Object 404 was not found in its orbit")
    assert isinstance(read_article(SITE, capture(page)), Reading)


@pytest.mark.parametrize("kind", ["page", "attachment", "category archive", "author archive", "search", "blog home"])
def test_a_wordpress_page_of_another_kind_is_no_article(kind: str) -> None:
    assert reason(SITE, capture(f"<body class='{kind}'>{ARTICLE}")) is RejectionReason.NOT_ARTICLE


def test_a_post_is_an_article_whatever_else_its_body_class_says() -> None:
    assert isinstance(read_article(SITE, capture(f"<body class='single-post page date blog'>{ARTICLE}")), Reading)


def test_a_post_behind_a_password_is_protected() -> None:
    form = "<form class='post-password-form'><p>Enter the password.</p><input type=password></form>"
    assert reason(SITE, capture(f"<body class='single-post'><h1>Secret</h1>{form}")) is RejectionReason.PROTECTED


@pytest.mark.parametrize("path", ["", "page/2/", "category/russia/", "?s=tank", "tag/iss/", "feed/"])
def test_an_address_of_a_listing_is_no_article(path: str) -> None:
    assert reason(SITE, capture(ARTICLE, url=HOME + path)) is RejectionReason.NOT_ARTICLE


def test_a_page_of_teasers_is_no_article() -> None:
    excerpt = "A long enough excerpt of an article that stands elsewhere…"
    teaser = f"<tr><td>June 9, 2014<br>{excerpt}<br><a href='/{{0}}/'>Full story »</a>"
    page = "<h1>News</h1><table>" + "".join(teaser.format(number) for number in range(10)) + "</table>"
    assert reason(PLAIN, capture(page)) is RejectionReason.NOT_ARTICLE


def test_an_article_url_of_the_spec_decides() -> None:
    dated = Site(
        key="d",
        name="D",
        home=HOME,
        timezone="UTC",
        sources=PLAIN.sources,
        article_url=r"https://courier\.example/\d{4}/.+",
    )
    assert reason(dated, capture(ARTICLE)) is RejectionReason.NOT_ARTICLE
    assert isinstance(read_article(dated, capture(ARTICLE, url=f"{HOME}2021/tanks/")), Reading)


def test_an_article_of_pictures_only_is_read_where_the_page_says_it_is_one() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Tanks in pictures"})
    pictures = "<h1>Tanks in pictures</h1><article><img src=/a.jpg></article>"
    page = f"<script type='application/ld+json'>{data}</script>{pictures}"
    site = Site(
        key="p", name="P", home=HOME, timezone="UTC", sources=PLAIN.sources,
        layouts=(Layout(name="pictures", marker="article", body="article"),),
    )  # fmt: skip
    reading = read_article(site, capture(page))
    assert isinstance(reading, Reading)
    assert reading.body == ()


def test_a_refused_page_is_explained_and_its_links_are_still_listed() -> None:
    seen = capture(
        f"<body class='page'>{ARTICLE}<p>More from this category:</p><a href='/next-one-here/'>full story</a>"
    )
    explained = explain_article(SITE, seen)
    assert isinstance(explained.result, Rejection)
    assert explained.layouts
    result, listing = read_page(SITE, seen)
    assert result == explained.result
    assert [link.url for link in listing.links] == [f"{HOME}next-one-here/"]
