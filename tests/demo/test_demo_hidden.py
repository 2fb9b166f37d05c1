"""Articles that the site keeps out of its lists are there, and only related blocks lead to them."""

from __future__ import annotations

import re

from spacenews.demo.faults import parse_faults
from spacenews.demo.site import DemoSite
from spacenews.demo.world import ListedWorld, World

ARTICLES = 60
LISTS = ("/", "/feed/", "/wp-sitemap-posts-post-1.xml", "/wp-json/wp/v2/posts", "/author/newsdesk/")


def shown(site: DemoSite, path: str) -> str:
    """Return every page of a list in one text."""
    texts = []
    for page in range(1, 30):
        turned = f"{path}page/{page}/" if page > 1 and path.endswith("/") and path != "/feed/" else path
        query = {"paged": str(page)} if path == "/feed/" else {"per_page": "100"} if "json" in path else {}
        answer = site.answer(turned, query, {})
        if answer.status != 200:
            break
        texts.append(answer.body.decode())
    return "".join(texts).replace("\\/", "/")


def test_hidden_articles_are_in_no_list_and_have_their_page() -> None:
    site = DemoSite(World(1, ARTICLES), "classic", "http://demo.example", parse_faults(["hidden=0.2:3"]))
    listed = ListedWorld(1, ARTICLES, 0.2, 3)
    assert 5 <= len(listed.unlisted) <= 20
    assert set(listed.numbers) | listed.unlisted == set(World(1, ARTICLES).numbers)
    for path in LISTS:
        text = shown(site, path)
        assert len(set(re.findall(r"/([a-z0-9-]{20,})/", text))) > 10, path
        assert not [number for number in listed.unlisted if f"/{listed.slug(number)}/" in text], path
    assert all(site.answer(f"/{listed.slug(number)}/", {}, {}).status == 200 for number in listed.unlisted)


def test_only_related_blocks_lead_to_hidden_articles() -> None:
    site = DemoSite(World(1, ARTICLES), "classic", "http://demo.example", parse_faults(["hidden=0.2:3"]))
    listed = ListedWorld(1, ARTICLES, 0.2, 3)
    led = 0
    for number in listed.numbers:
        page = site.answer(f"/{listed.slug(number)}/", {}, {}).body.decode()
        article, _, related = page.partition("More from this category:")
        assert not [each for each in listed.unlisted if f"/{listed.slug(each)}/" in article]
        led += sum(f"/{listed.slug(each)}/" in related for each in listed.unlisted)
    assert led > len(listed.unlisted)
    assert not [
        n for n in range(1, ARTICLES) if listed.link(n) in {f"/{listed.slug(each)}/" for each in listed.unlisted}
    ]


def test_seeds_choose_differently_and_nothing_is_hidden_unasked() -> None:
    one, other = (ListedWorld(1, ARTICLES, 0.2, seed).unlisted for seed in (1, 2))
    assert one != other
    assert parse_faults([]).hidden == (0.0, 0)
    assert not ListedWorld(1, ARTICLES, 0.0, 0).unlisted
