"""A field gets a rule of its own where the common rules read it wrong, and only there."""

from __future__ import annotations

import ast
from datetime import date, timedelta

from spacenews.reading.learning import Known, Learnt, layout_source, learn_layout
from tests.reading.learning.learning_pages import PLAIN, page_capture

FIRST = date(2021, 3, 1)
SECTIONS = ("Launches", "Crews", "Ground")


def odd_page(number: int) -> Known:
    """Return a page that prints its title in no heading, two days, its section in a rubric, and a name behind a job."""
    title, day = f"The story of matter number {number} in full", FIRST + timedelta(days=11 * number)
    section, name = SECTIONS[number % 3], f"Ann{'abcdefghi'[number]} Keller"
    text = [
        f"Sentence {part} of story {number} says what matter {number * 5 + part} came to in the end."
        for part in range(5)
    ]
    body = "".join(f"<p>{each}</p>" for each in text)
    html = f"""<html><head><title>Daily</title><meta property="og:title" content="Daily: all the news of the day">
        </head><body><h1>All the news of the day</h1>
        <div class="menu"><a href="/a/">Launches</a> <a href="/b/">Crews</a></div>
        <div class="story"><div class="headline">{title}</div>
        <div class="printed">Printed {FIRST - timedelta(days=number):%B %-d, %Y}</div>
        <div class="rubric">{section}</div><div class="stamp">{day:%B %-d, %Y}</div><div class="who"><i>{name}</i></div>
        <div class="words">{body}</div></div></body></html>"""
    capture = page_capture(f"http://127.0.0.1:8080/story-{number}/", html.encode())
    return Known(capture, "\n\n".join(text), title, day, (name,), (section,))


def learnt() -> Learnt:
    found = learn_layout(PLAIN, [odd_page(number) for number in range(9)], name="odd")
    assert found is not None
    return found


def test_title_day_byline_and_section_are_found_where_no_common_rule_looks() -> None:
    found = learnt()
    layout = found.layout
    assert (layout.title, layout.categories) == (".headline", ".rubric")
    assert found.held_out.fields == {"title": 1, "published": 1, "byline": 1, "categories": 1}
    assert found.before.fields["title"] == 0
    assert found.before.fields["categories"] == 0
    assert 'title=".headline"' in layout_source(layout, found.rules)


def test_what_common_rules_read_right_gets_no_rule() -> None:
    pages = [odd_page(number) for number in range(9)]
    plain = [
        Known(
            page_capture(
                each.capture.url,
                each.capture.payload.replace(b'<div class="headline">', b"<h1>")
                .replace(b'</div>\n        <div class="printed"', b'</h1><div class="printed"')
                .replace(b"<h1>All the news of the day</h1>", b""),
            ),
            each.body,
            each.title,
        )
        for each in pages
    ]
    found = learn_layout(PLAIN, plain, name="plain")
    assert found is not None
    assert found.layout.title is None
    assert found.held_out.fields == {"title": 1}


def test_what_a_page_prints_is_never_more_than_a_text_in_the_source() -> None:
    label = "in ' , exit() , 'our"
    pages = []
    for number in range(9):
        each = odd_page(number)
        rubric = f'<div class="rubric">{SECTIONS[number % 3]}</div>'
        printed = f"<div>{label}: {SECTIONS[number % 3]}</div>"
        payload = each.capture.payload.replace(rubric.encode(), printed.encode())
        pages.append(Known(page_capture(each.capture.url, payload), each.body, categories=each.categories))
    found = learn_layout(PLAIN, pages, name="odd")
    assert found is not None
    assert found.held_out.fields == {"categories": 1}
    source = layout_source(found.layout, found.rules)
    calls = {node.func.id for node in ast.walk(ast.parse(source.strip())) if isinstance(node, ast.Call)}  # type: ignore[attr-defined] # calls of names alone
    assert calls == {"Layout", "labelled"}
