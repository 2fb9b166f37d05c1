"""The archive is a fold of captures: the order in which they are saved leaves no trace."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spacenews.archive import Archive, Saved, open_archive
from spacenews.exports.standing import lines
from spacenews.model import Article, CaptureRecord, Rejection, RejectionReason
from tests.archive.archive_samples import LONG_BODY, SITE, article, capture, on

Outcome = Article | tuple[str, Rejection] | None
Step = tuple[CaptureRecord, Outcome]

PAGES = ("cargo/", "cargo-2/", "crew/", "?p=5")
TITLES = ("Cargo ship docks", "Cargo ship leaves")
BODIES = (LONG_BODY, "Too short to tell.")

ARTICLES = (
    "SELECT a.uid, a.site, a.url, a.title, a.published_on, a.byline, t.body, a.layout, a.reader, a.content_digest,"
    " a.first_seen_at, a.last_seen_at, a.changed_at, a.revisions, a.state, o.uid, c.record_uuid FROM articles a"
    " JOIN texts t ON t.id = a.text JOIN captures c ON c.id = a.capture LEFT JOIN articles o ON o.id = a.duplicate_of"
    " ORDER BY a.uid"
)
REVISIONS = (
    "SELECT a.uid, v.number, v.first_seen_at, v.last_seen_at, r.content_digest, r.fields FROM revisions v"
    " JOIN articles a ON a.id = v.article JOIN readings r ON r.id = v.reading ORDER BY a.uid, v.number"
)
ALIASES = (
    "SELECT l.url, a.uid, l.uid, l.first_seen_at, l.last_seen_at FROM aliases l JOIN articles a ON a.id = l.article"
    " ORDER BY 1, 2"
)
READINGS = (
    "SELECT c.record_uuid, r.reader, r.status, r.fields, r.evidence, a.uid FROM readings r"
    " JOIN captures c ON c.id = r.capture LEFT JOIN articles a ON a.id = r.article ORDER BY 1, 2"
)
ABSENCES = "SELECT a.uid, b.vanished_at, b.reason FROM absences b JOIN articles a ON a.id = b.article"
DOUBTS = (
    "SELECT a.uid, c.record_uuid, d.since, d.reason, g.fields FROM doubts d JOIN articles a ON a.id = d.article"
    " JOIN readings r ON r.id = d.reading JOIN captures c ON c.id = r.capture JOIN readings g ON g.id = d.against"
    " ORDER BY 1, 2"
)
TAGS = "SELECT a.uid, g.position, g.tag FROM article_tags g JOIN articles a ON a.id = g.article ORDER BY 1, 2"


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """A few captures of a few addresses: read as articles, edited, moved on, the same text twice, worse, missing."""
    made: list[Step] = []
    pace = draw(st.sampled_from((1, 30, 1000)))  # minutes between two captures: all in an hour, or on many days
    for minutes in range(draw(st.integers(2, 9))):
        page = draw(st.sampled_from(PAGES))
        others = [other for other in (*PAGES, "") if other != page]
        # Half of the captures share their minute with another one: then the uuid decides.
        at = (minutes - minutes % 2) * pace
        kind = draw(st.integers(0, 9))
        if kind < 3:
            status = draw(st.sampled_from((404, 404, 410, 304)))
            made.append((capture(page, at, status=status, record_uuid=capture(page, minutes).record_uuid), None))
            continue
        if kind == 3:
            refused = capture(page, at, record_uuid=capture(page, minutes).record_uuid)
            made.append((refused, (refused.record_uuid, Rejection(RejectionReason.CHALLENGE, "wait"))))
            continue
        if draw(st.booleans()):
            target = draw(st.sampled_from(others))
            uuid = capture(page, minutes).record_uuid
            status = draw(st.sampled_from((301, 302)))
            made.append((capture(page, at, redirect_to=target, record_uuid=uuid, status=status), None))
            continue
        record = replace(capture(page, at), record_uuid=capture(page, minutes).record_uuid)
        read = article(
            record,
            title=draw(st.sampled_from(TITLES)),
            body=draw(st.sampled_from(BODIES)),
            published=draw(st.sampled_from((on("2021-04-26"), on("2021-05-01"), None))),
            tags=draw(st.sampled_from(((), ("iss",)))),
        )
        if draw(st.integers(0, 3)) == 0:  # the page names another address as its own
            read = replace(read, url=capture(draw(st.sampled_from(others[:-1]))).url)
        made.append((record, read))
    return made


def rows(archive: Archive) -> list[list[tuple[object, ...]]]:
    queries = (ARTICLES, REVISIONS, ALIASES, READINGS, TAGS, f"{ABSENCES} ORDER BY 1", DOUBTS)
    return [archive.connection.execute(query).fetchall() for query in queries]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without a row: copied, since making its tables takes longer than all that is done to it here."""
    path = tmp_path_factory.mktemp("empty") / "spacenews.db"
    open_archive(path).close()
    return path


def save_all(
    empty: Path, folder: Path, saved: list[Step]
) -> tuple[list[list[tuple[object, ...]]], dict[str, bytes], int]:
    shutil.copy(empty, folder)
    with open_archive(folder / "spacenews.db") as archive:
        archive.connection.execute("PRAGMA synchronous = OFF")  # power stays on here, and hundreds of syncs are slow
        for record, read in saved:
            archive.save([record], read, reader="1")
        archive.index()
        exported = {month: b"".join(lines(archive.records(SITE, month))) for month, _ in archive.months_due(SITE)}
        found = archive.search("cargo").total
        archive.connection.execute("INSERT INTO article_search (article_search) VALUES ('integrity-check')")
        assert archive.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert archive.connection.execute("SELECT count(*) FROM articles WHERE search_row IS NULL").fetchone() == (0,)
        return rows(archive), {month: written for month, written in exported.items() if written}, found


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_order_of_saving_gives_the_same_rows_and_lines(empty: Path, data: st.DataObject) -> None:
    made = data.draw(steps())
    shuffled = data.draw(st.permutations(made))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert save_all(empty, Path(one), made) == save_all(empty, Path(other), shuffled)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_saving_everything_twice_changes_nothing(empty: Path, data: st.DataObject) -> None:
    made = data.draw(steps())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert save_all(empty, Path(one), made) == save_all(empty, Path(other), made + made)


def save(archive: Archive, page: str, minutes: float, *, to: str | None = None, **more: Any) -> Saved:
    record = capture(page, minutes, redirect_to=to)
    return archive.save([record], None if to is not None else article(record, **more))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


def test_a_redirect_to_a_new_address_moves_the_article_and_keeps_its_name(archive: Archive) -> None:
    first = save(archive, "cargo/", 0)
    assert save(archive, "cargo/", 10, to="cargo-2/").kind == "captured"
    moved = save(archive, "cargo-2/", 11)
    assert (moved.kind, moved.uid, moved.url) == ("moved", first.uid, "https://orbitdaily.example/cargo-2/")
    found = archive.find_article("https://orbitdaily.example/cargo/")
    assert found is not None
    assert (found.uid, found.aliases) == (first.uid, ("https://orbitdaily.example/cargo/",))
    assert found.record["revisions"] == 1


def test_an_article_that_was_stored_before_its_redirect_is_merged_into_the_older_one(archive: Archive) -> None:
    first = save(archive, "cargo/", 0)
    second = save(archive, "cargo-2/", 5, title="Cargo ship leaves")
    assert second.uid is not None
    assert second.uid != first.uid
    moved = save(archive, "cargo/", 10, to="cargo-2/")
    assert (moved.kind, moved.uid) == ("moved", first.uid)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    # The name that the younger one had for a while still leads to the article.
    found = archive.find_article(second.uid)
    assert found is not None
    assert found.uid == first.uid
    save(archive, "cargo-2/", 20, title="Cargo ship leaves")
    assert archive.find_article(second.uid[:6]) is not None
    assert [revision["title"] for revision in archive.revisions(str(first.uid))] == [TITLES[0], TITLES[1]]


def test_a_redirect_to_what_is_no_article_changes_nothing(archive: Archive) -> None:
    first = save(archive, "cargo/", 0)
    assert save(archive, "cargo/", 10, to="").kind == "captured"
    found = archive.find_article(str(first.uid))
    assert found is not None
    assert found.record["url"] == first.url


def test_a_slug_that_is_used_again_is_another_article(archive: Archive) -> None:
    first = save(archive, "cargo/", 0)
    save(archive, "cargo/", 10, to="cargo-2/")
    save(archive, "cargo-2/", 11)
    again = save(archive, "cargo/", 5000, title="Another cargo ship docks", body="Something else entirely happened.")
    assert again.kind == "new"
    assert again.uid != first.uid
    moved = archive.find_article("https://orbitdaily.example/cargo-2/")
    assert moved is not None
    assert moved.uid == first.uid
    stands = archive.find_article("https://orbitdaily.example/cargo/")
    assert stands is not None
    assert stands.uid == again.uid


def test_an_article_that_moves_away_and_back_stays_one(archive: Archive) -> None:
    first = save(archive, "cargo/", 0)
    save(archive, "cargo/", 10, to="cargo-2/")
    save(archive, "cargo-2/", 11)
    save(archive, "cargo-2/", 20, to="cargo/")
    back = save(archive, "cargo/", 21)
    assert (back.uid, back.url) == (first.uid, first.url)
    assert archive.connection.execute("SELECT count(*) FROM articles").fetchone() == (1,)
