"""A repaired spec is tried before it is written: it must load, read as was proposed, and keep what fixtures expect."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spacenews.model.errors import SpecError
from spacenews.operate.fixtures import Fixture
from spacenews.operate.repair_spec import insert_layout
from spacenews.operate.repair_write import try_spec
from spacenews.reading.learning import Learnt, constructors_in, layout_source, learn_layout
from spacenews.specs import Layout
from tests.reading.learning.learning_pages import BASE, PLAIN, capture_of, known_of, listings, true_articles

OLD = Layout(name="old", marker=".hentry .entry-content", body=".entry-content", drop=(".more-from-category",))
SITE = replace(PLAIN, layouts=(OLD,))
TEXT = f"""from spacenews.specs import Layout, Site, Source

SITE = Site(
    key="demo",
    name="{PLAIN.name}",
    home="{BASE}/",
    timezone="{PLAIN.timezone}",
    language="en",
    sources=(Source(kind="listing", url="{BASE}/"),),
    layouts=(
        Layout(name="old", marker="{OLD.marker}", body=".entry-content", drop=(".more-from-category",)),
    ),
)
"""
KNOWN = [known_of("block", each) for each in true_articles()[:8]]
FIXTURE = Fixture("an-old-page", capture_of("classic", true_articles()[9].url), {"body": true_articles()[9].body})


def learnt() -> Learnt:
    found = learn_layout(SITE, KNOWN, name="new", others=[*listings("block"), FIXTURE.capture])
    assert found is not None
    return found


def repaired(found: Learnt) -> str:
    source = layout_source(found.layout, found.rules)
    return insert_layout(TEXT, source, constructors_in(source))


def test_a_good_one_is_the_site_with_one_more_layout() -> None:
    made = try_spec(repaired(learnt()), SITE, learnt(), KNOWN, [FIXTURE])
    assert [layout.name for layout in made.layouts] == ["new", "old"]


def test_one_that_takes_pages_of_another_template_is_refused() -> None:
    found = learnt()
    greedy = replace(found, layout=replace(found.layout, marker="body", body="h1"))
    with pytest.raises(SpecError, match="an-old-page"):
        try_spec(repaired(greedy), SITE, greedy, KNOWN, [FIXTURE])


def test_one_that_reads_otherwise_than_was_proposed_or_does_not_load_is_refused() -> None:
    found = learnt()
    other = repaired(found).replace('name="new"', 'name="new", title="p"')
    with pytest.raises(SpecError, match="otherwise than was proposed"):
        try_spec(other, SITE, found, KNOWN, [])
    with pytest.raises(SpecError, match="put the new one in by hand"):
        try_spec(TEXT, SITE, found, KNOWN, [])
    with pytest.raises(SpecError, match="SyntaxError"):
        try_spec(TEXT + "(", SITE, found, KNOWN, [])
