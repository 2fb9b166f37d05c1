"""A repair is proposed where pages read otherwise than is known, and never at the cost of those that read well."""

from __future__ import annotations

from dataclasses import replace

from spacenews.operate.repair import find_repair
from spacenews.operate.repair_known import Page
from spacenews.reading.learning import Known, score_known
from spacenews.specs import Layout, Site
from tests.reading.learning.learning_pages import PLAIN, known_of, listings, page_capture, true_articles

OLD = Layout(name="old", marker=".hentry .entry-content", body=".entry-content", drop=(".more-from-category",))
SITE = replace(PLAIN, layouts=(OLD,))


def pages(site: Site, known: list[Known]) -> list[Page]:
    return [Page(each, score_known(site, each), "asked") for each in known]


def known(markup: str, count: int, first: int = 0) -> list[Known]:
    return [known_of(markup, each) for each in true_articles()[first : first + count]]


def test_pages_that_read_as_they_are_known_need_nothing() -> None:
    assert find_repair(SITE, pages(SITE, known("classic", 6)), [], [], "new").outcome == "well"


def test_one_edited_article_is_no_redesign() -> None:
    edited = replace(known("classic", 1)[0], title="What it was called before")
    found = find_repair(SITE, pages(SITE, [edited, *known("classic", 5, 1)]), [], [], "new")
    assert (found.outcome, "edited" in found.reason) == ("well", True)


def test_half_of_the_pages_on_a_new_template_are_enough_and_the_others_stay_as_they_are() -> None:
    found = find_repair(SITE, pages(SITE, [*known("block", 6), *known("classic", 6, 6)]), [], listings("block"), "new")
    assert found.outcome == "proposed", found.reason
    assert found.learnt is not None
    both = replace(SITE, layouts=(found.learnt.layout, OLD))
    assert [score_known(both, each).layout for each in known("classic", 6, 6)] == ["old"] * 6
    assert [preview.note for preview in found.previews] == [""] * 3


def test_what_would_read_good_pages_worse_is_not_proposed() -> None:
    """The new pages carry a line that the old ones have too, where it is text: no selector tells the two apart."""
    named = replace(PLAIN, layouts=(Layout(name="old", marker="body", body=".text"),))
    changed = [_page(number, "advert") for number in range(6)]
    before = [_page(number, "text") for number in range(6, 9)]
    found = find_repair(named, pages(named, changed), before, [], "new")
    assert found.outcome == "unlearnt"
    assert "no selector tells the two apart" in found.reason


def test_pages_that_cannot_be_opened_teach_nothing() -> None:
    broken = replace(known("block", 1)[0], capture=page_capture("http://127.0.0.1:8080/x/", b"", status=200))
    found = find_repair(SITE, pages(SITE, [broken]), [], [], "new")
    assert found.outcome == "unlearnt"
    assert "no page of 1 known articles can be read" in found.reason


def _page(number: int, extra: str) -> Known:
    text = [f"Sentence {part} of story {number} says what matter {number * 5 + part} came to." for part in range(6)]
    aside = f"Line {number} in a box of its own, with many words of which each counts as much as those of any text here"
    html = f"""<html><head><title>Story {number}</title></head><body><h1>Story {number}</h1><div class="text">
        {"".join(f"<p>{each}</p>" for each in text)}<div class="box">{aside}</div></div></body></html>"""
    capture = page_capture(f"http://127.0.0.1:8080/story-{number}/", html.encode())
    return Known(capture, "\n\n".join([*text, *([aside] if extra == "text" else [])]), f"Story {number}")
