"""What changes on a page with every visit is no edit: pages are read as a crawl reads them, then saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from spacenews.archive import open_archive
from spacenews.model import Capture
from spacenews.model.reading import Reading
from spacenews.reading import read_article
from spacenews.reading.normalize import normalize_reading
from spacenews.specs import Layout, Site, wordpress
from tests.archive.archive_samples import ROOT, SITE, capture

HOME = Site(
    key=SITE,
    name="Orbit Daily",
    home=ROOT,
    timezone="UTC",
    sources=wordpress.sources(ROOT, more="full story"),
    layouts=(Layout(name="plain", marker="article", body=".entry"),),
)
GENERIC = Site(key=SITE, name="Orbit Daily", home=ROOT, timezone="UTC", sources=HOME.sources)
STORY = "".join(
    f"<p>The crew of expedition {number} docked the cargo ship to the station after a chase of two days, as the agency "
    f"said, and opened the hatches {number} hours later to bring the fresh fruit inside.</p>"
    for number in range(1, 8)
)
PAGE = """<!doctype html><html lang="en"><head><title>Cargo ship docks - Orbit Daily</title>
<meta property="og:title" content="Cargo ship docks"><meta property="og:type" content="article"></head>
<body class="single-post"><header><p class="clock">{clock}</p></header>
<article><h1 class="entry-title">{title}</h1><p class="date">April 26, 2021</p>
<p class="updated-ago">Updated {ago} minutes ago</p>
<div class="share-bar"><a href="#">Share</a> <span class="count">{shares}</span></div>
<p class="views">{views} views</p>
<div class="entry">{story}</div>
<p class="comments-count"><a href="#comments">{comments} comments</a></p></article>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/{one}/">The story of {one}</a></li>
<li><a href="/{two}/">The story of {two}</a></li></ul></aside>
<footer>Served in 0.{ago} s to visitor {views}</footer></body></html>"""
QUIET = {"clock": "Monday 09:00", "title": "Cargo ship docks", "ago": 5, "shares": 12, "views": 310, "comments": 2}
LOUD = {"clock": "Friday 21:47", "title": "Cargo ship docks", "ago": 58, "shares": 9410, "views": 88120, "comments": 61}


@pytest.mark.parametrize("site", [HOME, GENERIC], ids=["layout", "generic"])
@pytest.mark.parametrize(("title", "kind"), [("Cargo ship docks", "unchanged"), ("Cargo ship leaves", "revised")])
def test_noise_makes_no_revision_and_an_edit_amid_noise_makes_one(
    tmp_path: Path, site: Site, title: str, kind: str
) -> None:
    pages = (QUIET | {"one": "crew", "two": "moon"}, LOUD | {"one": "rover", "two": "comet", "title": title})
    with open_archive(tmp_path / "spacenews.db") as archive:
        for at, values in enumerate(pages):
            record = capture("cargo/", at * 60)
            payload = PAGE.format(story=STORY, **values).encode()
            page = Capture(
                record.record_uuid,
                SITE,
                record.url,
                record.captured_at,
                200,
                (("Content-Type", "text/html; charset=utf-8"),),
                payload,
            )
            reading = read_article(site, page)
            assert isinstance(reading, Reading), reading
            saved = archive.save([record], normalize_reading(site, page, reading))
        assert saved.kind == kind
        rows = archive.revisions(str(saved.uid))
    assert [row["title"] for row in rows] == list(dict.fromkeys(("Cargo ship docks", title)))
