"""The site answers as a WordPress does, in each of its three markups."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import count

import pytest
from lxml import etree, html

from spacenews.demo.answer import Answer
from spacenews.demo.faults import parse_faults
from spacenews.demo.markups import MARKUPS
from spacenews.demo.newsroom import PINNED
from spacenews.demo.site import DemoSite
from spacenews.demo.story import is_marked, normalise
from spacenews.demo.truth import truth
from spacenews.demo.world import World

BASE = "http://127.0.0.1:8080"
WORLD = World(2)


def site(markup: str = "classic", *faults: str) -> DemoSite:
    return DemoSite(WORLD, markup, BASE, parse_faults(faults))


def get(target: str, on: DemoSite | None = None) -> Answer:
    path, _, query = target.partition("?")
    pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    return (on or site()).answer(path, pairs, {})


def header(answer: Answer, name: str) -> str:
    return dict(answer.headers)[name]


def links(answer: Answer) -> list[str]:
    return [str(each.get("href")).removeprefix(BASE) for each in html.fromstring(answer.body).iter("a")]


def text_of(element: html.HtmlElement) -> str:
    return normalise("".join(str(text) for text in element.itertext()))


def turned(on: DemoSite, stem: str) -> Iterator[Answer]:
    for page in count(1):
        answer = get(f"{stem}/" if page == 1 else f"{stem}/page/{page}/", on)
        if answer.status == 404:
            return
        yield answer


@pytest.mark.parametrize("markup", MARKUPS)
def test_pages_print_what_the_truth_says(markup: str) -> None:
    on = site(markup)
    for article in truth(2, f"{BASE}/")[::7]:
        tree = html.fromstring(get(article.url.removeprefix(BASE), on).body)
        text = normalise(" ".join(str(each) for each in tree.itertext()))
        assert [text_of(each) for each in tree.iter("h1")] == [article.title]
        assert normalise(str(tree.findtext(".//title"))) == f"{article.title} | Perigee News"
        main = text.partition("More from this category:")[0].partition(article.title)[2]
        assert all(paragraph in main for paragraph in article.body.split("\n\n"))
        assert ("Categories:" in main) == bool(article.categories)
        assert all(name in main for name in article.categories)
        assert len(re.findall(r"[A-Z][a-z]+ \d{1,2}, 20\d\d Categories", main)) == bool(
            article.published_on and article.categories
        )


@pytest.mark.parametrize("markup", MARKUPS)
def test_walking_the_home_pages_meets_every_article_and_ends(markup: str) -> None:
    pages = list(turned(site(markup), ""))
    assert len(pages) == -(-len(WORLD.numbers) // 10)
    found = {href for page in pages for href in links(page)}
    assert {WORLD.post(number).path for number in WORLD.numbers} <= found
    first = html.fromstring(pages[0].body)
    more = [each for each in first.iter("a") if text_of(each).lower().startswith("full story")]
    assert len(more) == 11
    assert str(more[0].get("href")).endswith(WORLD.post(PINNED).path)


def test_category_pages_hold_their_posts_and_end() -> None:
    on = site()
    found = [href for page in turned(on, "/category/moon") for href in links(page)]
    assert {WORLD.post(number).path for number in WORLD.by_category["Moon"]} <= set(found)
    assert get("/category/moon/page/99/", on).status == get("/category/nothing/", on).status == 404


def test_related_teasers_differ_from_visit_to_visit_and_repeat_from_run_to_run() -> None:
    path = WORLD.post(50).path
    first, second = site(), site()
    visits = [get(path, first).body for _ in range(3)]
    assert len(set(visits)) == 3
    assert [get(path, second).body for _ in range(3)] == visits
    tree = html.fromstring(visits[0])
    assert [text_of(each) for each in tree.iter("a")].count("full story") == 8


def test_addresses_redirect_as_they_do_in_wordpress() -> None:
    number = next(iter(WORLD.events[-1].moved))
    post = WORLD.post(number)
    for target in (f"/?p={post.id}", f"/{post.old_slugs[0]}/"):
        answer = get(target)
        assert (answer.status, header(answer, "Location")) == (301, f"{BASE}{post.path}")
    assert header(get("/?cat=2"), "Location") == f"{BASE}/category/russia/"
    assert header(get("/about"), "Location") == f"{BASE}/about/"
    assert header(get("/page/1/"), "Location") == f"{BASE}/"
    assert header(get("/?paged=2"), "Location") == f"{BASE}/page/2/"
    assert get(f"{post.path}?utm_source=x").status == 200
    gone = next(iter(WORLD.events[-1].gone))
    assert get(f"/{WORLD.slug(gone)}/").status == get(f"/{WORLD.slug(gone)}").status == get("/?p=7").status == 404


def test_feeds_page_back_to_the_first_post_with_their_times() -> None:
    on = site()
    items = []
    for page in count(1):
        answer = get(f"/feed/?paged={page}", on)
        if answer.status == 404:
            break
        items += etree.fromstring(answer.body).findall(".//item")
    assert len(items) == len(WORLD.numbers)
    newest = WORLD.post(WORLD.numbers[0])
    assert items[0].findtext("link") == f"{BASE}{newest.path}"
    assert parsedate_to_datetime(str(items[0].findtext("pubDate"))) == newest.published
    assert get("/category/moon/feed/", on).body.count(b"<item>") == 10
    assert get("/category/nothing/feed/", on).body.count(b"<item>") == 0
    assert get("/?feed=rss2", on).body.count(b"<item>") == 10


def test_only_feeds_answer_conditional_requests() -> None:
    on = site()
    held = {name: value for name, value in get("/feed/", on).headers if name in {"ETag", "Last-Modified"}}
    assert len(held) == 2
    for condition in ({"If-None-Match": held["ETag"]}, {"If-Modified-Since": held["Last-Modified"]}):
        assert on.answer("/feed/", {}, condition).status == 304
        assert on.answer("/", {}, condition).status == 200
    assert on.answer("/feed/", {}, {"If-None-Match": f"W/{held['ETag']}"}).status == 200
    next_day = DemoSite(World(3), "classic", BASE, parse_faults(()))
    assert next_day.answer("/feed/", {}, {"If-None-Match": held["ETag"]}).status == 200
    assert not {"ETag", "Last-Modified"} & dict(get(WORLD.post(9).path, on).headers).keys()


def test_the_sitemap_lists_every_post_once() -> None:
    index = etree.fromstring(get("/wp-sitemap.xml").body)
    parts = [str(each.text).removeprefix(BASE) for each in index.iter("{*}loc")]
    assert "/wp-sitemap-posts-page-1.xml" in parts
    assert "/wp-sitemap-users-1.xml" in parts
    assert all(get(part).status == 200 for part in parts)
    posts = [each.text for each in etree.fromstring(get("/wp-sitemap-posts-post-1.xml").body).iter("{*}loc")]
    assert sorted(map(str, posts)) == sorted(f"{BASE}{WORLD.post(number).path}" for number in WORLD.numbers)


def test_rest_counts_pages_sorts_and_ends() -> None:
    answer = get("/wp-json/wp/v2/posts?per_page=100&page=1&_fields=id,link")
    total = len(WORLD.numbers)
    assert (header(answer, "X-WP-Total"), header(answer, "X-WP-TotalPages")) == (str(total), str(-(-total // 100)))
    posts = json.loads(answer.body)
    assert len(posts) == 100
    assert set(posts[0]) == {"id", "link"}
    past = get("/wp-json/wp/v2/posts?per_page=100&page=99")
    assert (past.status, json.loads(past.body)["code"]) == (400, "rest_post_invalid_page_number")
    assert get("/?rest_route=/wp/v2/categories").body == get("/wp-json/wp/v2/categories").body
    recent = get("/wp-json/wp/v2/posts?orderby=modified&per_page=9&modified_after=2025-02-19T00:00:00")
    events = WORLD.events[-1]
    changed = {*events.new, *events.moved, *(number for number, _ in events.edited)}
    assert {each["id"] for each in json.loads(recent.body)} == {WORLD.post(number).id for number in changed}
    assert get("/wp-json/wp/v2/posts?per_page=101").status == get("/wp-json/wp/v2/posts?after=then").status == 400
    assert get("/wp-json/wp/v2/nothing").status == 404


@pytest.mark.parametrize("markup", MARKUPS)
def test_pages_of_other_kinds_exist_and_are_linked(markup: str) -> None:
    on = site(markup)
    number = next(number for number in WORLD.numbers if is_marked(number, "picture"))
    article = links(get(WORLD.post(number).path, on))
    others = ["/about/", "/author/newsdesk/", "/2019/", "/tag/crew/", "/category/russia/", "/?s=soyuz"]
    others.append(f"{WORLD.post(number).path}picture-{WORLD.post(number).id + 1}/")
    assert set(others) <= set(article)
    assert {get(path, on).status for path in (*others, "/2019/05/", "/wp-content/uploads/picture-1.png")} == {200}


def test_the_whole_site_has_one_time_of_change() -> None:
    assert WORLD.last_modified == WORLD.modified(WORLD.by_modification[0])


def test_what_is_switched_off_is_not_there() -> None:
    on = site("classic", "no-feed", "no-sitemap", "no-rest")
    for target in ("/feed/", "/wp-sitemap.xml", "/wp-json/wp/v2/posts", "/wp-json/wp/v2/posts?page=1"):
        assert get(target, on).status == 404
