"""What an article shows is found for whoever compares: at its address, after a move, and before its last reading."""

from __future__ import annotations

from pathlib import Path

from spacenews.archive import open_archive
from spacenews.archive.shown import find_reader, find_shown, is_decided
from tests.archive.archive_samples import SITE, article, capture


def test_what_an_article_shows_is_found_at_its_address_and_after_it_moved(tmp_path: Path) -> None:
    first, second = capture("cargo/"), capture("cargo/", 10)
    with open_archive(tmp_path / "spacenews.db") as archive:
        archive.save([first], article(first, title="A cargo ship"))
        archive.save([second], article(second, title="A late cargo ship", content_digest="sha256:late"))
        moved = capture("cargo/", 20, redirect_to="cargo-corrected/")
        url = article(first).url
        archive.save([moved])
        db = archive.connection
        shown = find_shown(db, SITE, url)
        assert shown is not None
        assert (shown.title, shown.words) == ("A late cargo ship", article(second).word_count)
        before = find_shown(db, SITE, url, second.record_uuid)
        assert before is not None
        assert before.title == "A cargo ship"
        assert find_shown(db, SITE, str(moved.redirect_to)) == shown
        assert find_shown(db, SITE, "https://orbitdaily.example/another/") is None
        assert (find_reader(db, second.record_uuid), find_reader(db, "none")) == (article(second).reader, "")
        assert not is_decided(db, SITE, second.record_uuid)
