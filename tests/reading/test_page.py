"""What rules may ask of a page, and that the fast way to answer a selector is the right one."""

from __future__ import annotations

import pytest

from spacenews.reading.blocks import LEFT_OUT, join_lines, read_lines
from spacenews.reading.charset import decode_text
from spacenews.reading.page import HtmlPage, parse_page
from spacenews.reading.selectors import compile_xpath
from spacenews.specs import Page, wordpress

SOURCE = """<!DOCTYPE html><html lang=en><head><base href="/below/"><title> The  title </title>
<meta property="og:title" content="Told"><meta name="Author" content="Vera"><meta itemprop=x content=" ">
</head><body class="single single-post"><nav><ul><li><a href="/">Home</a></li></ul></nav>
<article class="post hentry"><h1 class="entry-title">Head<br>line</h1>
<p>Categories: <a rel="category tag" href="/c/r/">Russia</a>, <a rel=category href="/c/i/">ISS</a></p>
<dl><dt>Filed under:</dt><dd>Space; Earth</dd></dl>
<div class="entry-content">One<br>two<br><br>three <b>bold</b> <a class="more x" href="next">more</a>
<ul><li>item</ul><table><tr><td>cell</td><td>other</td></tr></table><script>var x</script>
<figure><img src=a.jpg><figcaption>caption</figcaption></figure><blockquote><p>quoted</p></blockquote>tail</div>
</article><footer>foot</footer></body></html>"""
SELECTORS = (
    *(layout.marker for layout in wordpress.FAMILY.layouts),
    *(css for css, _ in wordpress.FAMILY.other),
    *wordpress.FAMILY.next_page,
    *wordpress.FAMILY.categories,
    "p, h1, li",
    "article > h1",
    "article p a[href]",
    "a:not([rel])",
    "a[rel~=category]:not(.x)",
    "a[href^='/c'], a[href$='xt'], a[class*=or]",
    "#none, BODY.single A.more",
    "li:first-child",
    "td + td",
    "*",
    "[class][href]",
    ".post .entry-title, .hentry",
)


def page_of(source: str = SOURCE) -> HtmlPage:
    page = parse_page(decode_text(source.encode(), None), "https://x.example/a/b/")
    assert isinstance(page, HtmlPage)
    return page


@pytest.mark.parametrize("css", SELECTORS)
def test_the_index_answers_a_selector_as_its_xpath_does(css: str) -> None:
    page = page_of()
    assert page.find(css) == compile_xpath(css)(page.root)


@pytest.mark.parametrize(
    ("css", "texts"),
    [
        ("h1", ("Head line",)),
        ("h1::text", ("Head", "line")),
        ("a.more::attr(href)", ("next",)),
        ("meta::attr(content), base::attr(href)", ("/below/", "Told", "Vera")),
        ("b", ("bold",)),
        ("i", ()),
        ("title", ("The title",)),
    ],
)
def test_select_gives_visible_texts_folded_and_never_empty(css: str, texts: tuple[str, ...]) -> None:
    page: Page = page_of()
    assert tuple(page.select(css)) == texts


def test_meta_is_asked_by_name_property_or_itemprop_in_any_case() -> None:
    page = page_of()
    assert (page.meta("og:title"), page.meta("AUTHOR"), page.meta("x"), page.meta("none")) == (
        ("Told",),
        ("Vera",),
        (),
        (),
    )


def test_lines_are_blocks_and_what_stands_between_breaks_without_navigation() -> None:
    assert list(page_of().lines()) == [
        "Head", "line", "Categories: Russia, ISS", "Filed under:", "Space; Earth", "One", "two", "three bold more",
        "item", "cell", "other", "caption", "quoted", "tail",
    ]  # fmt: skip


def test_a_label_gives_its_links_or_its_parts() -> None:
    page = page_of()
    assert page.labelled("categories:") == ("Russia", "ISS")
    assert page.labelled("Filed under:") == ("Space", "Earth")
    assert page.labelled("Tags:") == ()


def test_paragraphs_join_lines_parted_by_a_single_break_alone() -> None:
    (content,) = page_of().find(".entry-content")
    assert join_lines(read_lines(content, left_out=LEFT_OUT)) == (
        "One two", "three bold more", "item", "cell", "other", "quoted", "tail",
    )  # fmt: skip


def test_links_are_resolved_against_the_base_that_the_page_names() -> None:
    page = page_of()
    assert page.resolve("next") == "https://x.example/below/next"
    assert page.resolve("#top") is None
    assert page.resolve("mailto:a@b.example") is None
    assert page_of("<base href='http://['><p>x").resolve("next") == "https://x.example/a/b/next"
