"""Every site that is no draft is held by pairs of a capture and what must be read on it, one subtest a field.

Where SPACENEWS_SITES names folders of other specs, their pairs are read here too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from spacenews.model import Rejection
from spacenews.operate.fixtures import Fixture, check_fixture, folder_beside, load_fixtures
from spacenews.reading import open_page
from spacenews.specs import Site, SpecRegistry
from spacenews.specs.registry import BUILT_IN

FOLDER = Path(__file__).resolve().parent
REGISTRY = SpecRegistry()
SITES = [REGISTRY.load(path.stem) for path in sorted(BUILT_IN.glob("[a-z]*.py"))]
HELD = [site for site in SITES if site.verified != "draft"]
PAIRS = [(site, fixture) for site in SITES for fixture in load_fixtures(FOLDER, site.key)]
OWN = [
    (REGISTRY.load(path.stem), fixture)
    for folder in REGISTRY.folders[1:]
    for path in sorted(folder.glob("[a-z]*.py"))
    for fixture in load_fixtures(folder_beside(path), path.stem)
]
ALL = [*PAIRS, *OWN]


@pytest.mark.parametrize(("site", "fixture"), ALL, ids=[f"{site.key}/{pair.case}" for site, pair in ALL])
def test_a_page_is_read_as_its_fixture_says(site: Site, fixture: Fixture, subtests: pytest.Subtests) -> None:
    for row in check_fixture(site, fixture):
        with subtests.test(field=row.field):
            assert row.well, f"{row.field} reads {row.value!r}: {row.note}"


@pytest.mark.parametrize("site", HELD, ids=lambda site: site.key)
def test_a_site_has_a_fixture_for_each_layout_one_listing_and_one_refusal(site: Site) -> None:
    expected = [fixture.expected for fixture in load_fixtures(FOLDER, site.key)]
    assert {layout.name for layout in site.layouts} <= {each.get("layout") for each in expected}
    assert any(each.get("source") == "listing" for each in expected)
    assert any("rejection" in each for each in expected)


@pytest.mark.parametrize(("site", "fixture"), PAIRS, ids=[f"{site.key}/{pair.case}" for site, pair in PAIRS])
def test_what_is_expected_stands_on_the_page(site: Site, fixture: Fixture) -> None:
    page = open_page(fixture.capture)
    assert not isinstance(page, Rejection)
    assert site.allows(page.url)
    printed = "".join("".join(str(each) for each in page.root.itertext()).split())
    body = str(fixture.expected.get("body", "")).replace("\u2026", "...")
    for paragraph in body.split("\n\n"):
        assert "".join(paragraph.split()) in printed.replace("\u2026", "...")
