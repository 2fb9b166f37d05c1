"""The standing JSON Lines: whole or not at all, and never touched without need."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spacenews.archive import Archive, open_archive
from spacenews.exports import ExportReport, export_due
from spacenews.model import BodyLink
from spacenews.model.errors import StorageError
from tests.archive.archive_samples import SITE, article, capture, on

APRIL, MAY, UNDATED = (Path(SITE, f"{month}.jsonl") for month in ("2021-04", "2021-05", "undated"))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "spacenews.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


def save(archive: Archive, path: str, minutes: float = 0, **more: Any) -> None:
    record = capture(path, minutes)
    archive.save([record], article(record, **({"body": f"The story of {path}."} | more)))


def read(folder: Path, file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / file).read_bytes().splitlines()]


def test_an_article_is_one_line_of_canonical_json_by_date_and_url(archive: Archive, folder: Path) -> None:
    save(archive, "b/", title="Союз “docks”", published=on("2021-04-02"))
    save(archive, "z/", published=on("2021-04-01"))
    save(archive, "a/", published=on("2021-04-02"))
    save(archive, "u/", published=None)
    assert export_due(archive, folder) == ExportReport(written=(APRIL, UNDATED))
    assert [str(record["url"])[-2:] for record in read(folder, APRIL)] == ["z/", "a/", "b/"]
    assert [str(record["url"])[-2:] for record in read(folder, UNDATED)] == ["u/"]
    line = (folder / APRIL).read_text(encoding="utf-8").split("\n")[2]
    assert '"title":"Союз “docks”"' in line
    assert list(json.loads(line)) == sorted(json.loads(line))
    assert not {"last_seen_at", "id", "capture"} & set(json.loads(line))
    assert archive.sites_due() == ()


def test_only_a_due_month_is_written_and_an_equal_one_is_not_touched(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    save(archive, "m/", published=on("2021-05-01"))
    export_due(archive, folder)
    before = {file: (folder / file).stat() for file in (APRIL, MAY)}
    assert export_due(archive, folder) == ExportReport()
    save(archive, "a/", 10)
    assert export_due(archive, folder) == ExportReport()
    save(archive, "a/", 20, links=(BodyLink("https://orbitdaily.example/map.png", "image"),))  # not in the lines
    assert export_due(archive, folder) == ExportReport(unchanged=(APRIL,))
    for file, stat in before.items():
        now = (folder / file).stat()
        assert (now.st_mtime_ns, now.st_ino) == (stat.st_mtime_ns, stat.st_ino)


def test_a_corrected_date_moves_the_line_and_an_empty_month_goes(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    export_due(archive, folder)
    save(archive, "a/", 10, published=on("2021-05-01"), content_digest="sha256:other")
    assert export_due(archive, folder) == ExportReport(written=(MAY,), removed=(APRIL,))
    assert not (folder / APRIL).exists()
    assert len(read(folder, MAY)) == 1


def test_a_duplicate_has_no_line(archive: Archive, folder: Path) -> None:
    save(archive, "b/", body="The same words.")
    save(archive, "a/", body="The same words.")
    export_due(archive, folder)
    assert [str(record["url"])[-2:] for record in read(folder, APRIL)] == ["a/"]


def test_a_crash_between_commit_and_export_is_healed_by_the_next_export(tmp_path: Path, folder: Path) -> None:
    archive = open_archive(tmp_path / "spacenews.db")
    save(archive, "a/")
    archive.connection.close()  # killed before the export
    (folder / SITE).mkdir(parents=True)
    (folder / f"{APRIL}.tmp").write_bytes(b'{"half a li')  # an export was killed, too
    with open_archive(tmp_path / "spacenews.db") as opened:
        assert export_due(opened, folder).written == (APRIL,)
    assert [file.name for file in (folder / SITE).iterdir()] == [APRIL.name]


def test_a_deleted_file_or_folder_is_written_anew_by_the_next_export(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    save(archive, "m/", published=on("2021-05-01"))
    save(archive, "u/", published=None)
    export_due(archive, folder)
    before = {file: (folder / file).read_bytes() for file in (APRIL, MAY, UNDATED)}
    (folder / MAY).unlink()
    assert export_due(archive, folder) == ExportReport(written=(MAY,))
    shutil.rmtree(folder)
    assert export_due(archive, folder) == ExportReport(written=(APRIL, MAY, UNDATED))
    assert {file: (folder / file).read_bytes() for file in before} == before
    assert export_due(archive, folder) == ExportReport()


def test_a_month_of_which_no_line_is_left_is_not_due_for_ever(archive: Archive, folder: Path) -> None:
    save(archive, "b/", body="The same words.", published=on("2021-05-01"))
    save(archive, "a/", body="The same words.")
    export_due(archive, folder)
    assert export_due(archive, folder) == ExportReport()
    assert not (folder / MAY).exists()


def test_a_change_while_a_month_is_written_leaves_it_due(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    ((month, changes),) = archive.months_due(SITE)
    save(archive, "b/")
    archive.exported(SITE, month, changes)
    assert archive.months_due(SITE) == ((month, changes + 1),)
    export_due(archive, folder)
    assert len(read(folder, APRIL)) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_folder_that_may_not_be_written_is_told_and_the_month_stays_due(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    folder.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="check the rights of the folder"):
        export_due(archive, folder)
    assert archive.sites_due() == (SITE,)


def test_a_file_where_the_folder_should_be_is_told_and_the_month_stays_due(archive: Archive, folder: Path) -> None:
    save(archive, "a/")
    folder.write_text("not a folder")
    with pytest.raises(StorageError, match=r"cannot be written to .*articles.*: what is stored is safe"):
        export_due(archive, folder)
    assert archive.sites_due() == (SITE,)
    assert folder.read_text() == "not a folder"


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ODD = st.sampled_from(["line\u2028end", 'quote " and \\ slash', "<b>", "\x85\x1e", "Тяньвэнь", "🚀", "\r\n\t"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT | ODD, body=TEXT | ODD, tags=st.lists(TEXT | ODD, max_size=3), teaser=st.none() | TEXT)
def test_what_is_exported_reads_back_as_it_was_saved(
    tmp_path_factory: pytest.TempPathFactory, title: str, body: str, tags: list[str], teaser: str | None
) -> None:
    place = tmp_path_factory.mktemp("round-trip")
    record = capture("a/")
    saved = article(record, title=title, body=body, tags=tuple(tags), teaser=teaser)
    with open_archive(place / "spacenews.db") as archive:
        archive.save([record], saved)
        export_due(archive, place)
    content = (place / APRIL).read_bytes()
    assert content.count(b"\n") == 1
    line = json.loads(content)
    assert (line["title"], line["body"], line["tags"], line["teaser"]) == (title, body, tags, teaser)
