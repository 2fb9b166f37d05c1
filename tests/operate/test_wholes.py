"""Whatever order the pages of an article arrive in, the archive holds the same."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

from spacenews.archive import Archive, open_archive
from spacenews.archive.several import find_page_of
from spacenews.captures import CaptureWriter
from spacenews.model import Exchange, Reading
from spacenews.operate.wholes import Together, Wholes
from spacenews.reading import normalize_reading, reader_of
from spacenews.reading.response import read_response
from spacenews.specs import Site, Source

ROOT = "https://pager.example"
URL = f"{ROOT}/news/long-way-up"
SITE = Site(
    key="pager", name="Pager", home=f"{ROOT}/", timezone="UTC", sources=(Source(kind="listing", url=f"{ROOT}/"),)
)
START = datetime(2026, 3, 1, 6, tzinfo=UTC)
SAID = (
    "The crew of part {0} checked the engines, and the tanks of module {0} were full, as the station said on day {0}."
)
Page = tuple[int, int, int | None]
"""Minute of the capture, number of the page, and of the paragraph on it; None: it answered 304."""
FIRST: list[Page] = [(0, 1, 1), (1, 2, 2), (2, 3, 3)]
AGAIN: list[Page] = [(60, 1, None), (61, 2, 12), (62, 3, 13)]


def paragraph(number: int) -> str:
    return f"{SAID.format(number)} And then it flew on for a while."


def exchange(page: Page) -> Exchange:
    minute, number, said = page
    links = "".join(f"<a href='{URL}?page={each}'>{each}</a> " for each in (2, 3) if each != number)
    text = f"<p>{paragraph(said or 0)}</p><p>{paragraph((said or 0) + 20)}</p>"
    body = (
        f"<html><title>Long way up</title><body><main><article><h1>Long way up</h1><p>April 26, 2021</p>{text}"
        f"<div class='pager'><a href='{URL}'>1</a> {links}</div></article></main></body></html>"
    )
    status = "304 Not Modified" if said is None else "200 OK"
    return Exchange(
        site="pager",
        url=URL if number == 1 else f"{URL}?page={number}",
        captured_at=START + timedelta(minutes=minute),
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        response_head=f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n".encode(),
        payload=b"" if said is None else body.encode(),
        asked_as="article",
    )


def store(archive: Archive, writer: CaptureWriter, folder: Path, page: Page) -> None:
    """Do with a page what a crawl does."""
    capture, record = writer.write(exchange(page))
    read = read_response(SITE, capture)
    article = normalize_reading(SITE, capture, read) if isinstance(read, Reading) else None
    found = find_page_of(archive, "pager", capture.url)
    url = article.url if article and article.pages else found.url if found else None
    made = (
        Wholes(folder, archive, SITE, lambda _: None, [record]).changed_by(url, {record.record_uuid}) if url else None
    )
    made = made or Together()
    refused = None if read is None or isinstance(read, Reading) else (record.record_uuid, read)
    outcome = made.wholes.pop(record.record_uuid, None) or article or refused
    archive.save([record], outcome, reader=reader_of(SITE), wholes=made.wholes.values(), parts=made.parts.items())


def rows_after(folder: Path, pages: list[Page]) -> list[Any]:
    with open_archive(folder / "spacenews.db") as archive:
        writer = CaptureWriter(folder, "pager", find_payload=lambda digest: archive.find_payload("pager", digest))
        for page in pages:
            store(archive, writer, folder, page)
        writer.close()
        told = "number, r.first_seen_at, r.last_seen_at, r.body, pages, pages_incomplete, substr(a.changed_at, 12, 5)"
        query = f"SELECT {told} FROM revision_records r JOIN article_records a ON a.uid = r.uid ORDER BY number"
        held = "SELECT c.captured_at FROM captures c WHERE c.reading IS NOT NULL ORDER BY 1"
        return [archive.connection.execute(each).fetchall() for each in (query, held)]


def test_the_pages_of_two_visits_make_two_revisions_in_whatever_order_they_are_stored(tmp_path: Path) -> None:
    found = []
    orders = [
        [FIRST[0], *first, AGAIN[0], *again] for first in permutations(FIRST[1:]) for again in permutations(AGAIN[1:])
    ]
    orders += [[FIRST[0], FIRST[2], AGAIN[0], *again, FIRST[1]] for again in permutations(AGAIN[1:])]
    for order in orders:
        folder = tmp_path / uuid.uuid4().hex
        folder.mkdir()
        found.append(rows_after(folder, order))
    assert all(each == found[0] for each in found), found
    revisions, held = found[0]
    assert [(number, pages, incomplete) for number, *_, pages, incomplete, _ in revisions] == [
        (1, 3, None),
        (2, 3, None),
    ]
    said = [
        [paragraph(part) for part in (1, 21, page_2, page_2 + 20, page_3, page_3 + 20)]
        for page_2, page_3 in ((2, 3), (12, 13))
    ]
    assert [body.split("\n\n") for _, _, _, body, *_ in revisions] == said
    assert [at[11:16] for (at,) in held] == ["06:00", "07:01"]
