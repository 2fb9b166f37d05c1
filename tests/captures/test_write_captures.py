"""Writing and reading back: what comes out is what was on the wire, and the outside judge agrees."""

from __future__ import annotations

import dataclasses
import gzip
import os
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio import ArchiveIterator

from spacenews.captures import CaptureWriter, check_captures, read_capture, read_exchange, recover_captures
from spacenews.captures.head import head_length
from spacenews.model import CaptureRecord, Exchange
from spacenews.model.errors import CaptureError

AT = datetime(2026, 3, 4, 5, 6, 7, 891, tzinfo=UTC)
REQUEST = b"GET /a/ HTTP/1.1\r\nHost: orbit.example\r\nUser-Agent: test\r\n\r\n"
GZIPPED = gzip.compress(b"<p>Liftoff.</p>" * 3000, mtime=0)


def exchange(head: bytes, payload: bytes = b"", **changes: Any) -> Exchange:
    made = Exchange("orbit", "https://orbit.example/a/", AT, REQUEST, head, payload, None, "192.0.2.7", "article")
    return dataclasses.replace(made, **changes)


def page(payload: bytes, *lines: bytes, **changes: Any) -> Exchange:
    return exchange(b"\r\n".join((b"HTTP/1.1 200 OK", *lines, b"", b"")), payload, **changes)


class Index:
    """The rows that a database would hold."""

    def __init__(self) -> None:
        self.rows: dict[str, CaptureRecord] = {}

    def find_payload(self, digest: str) -> CaptureRecord | None:
        return next((row for row in self.rows.values() if row.payload_digest == digest), None)


def write_all(folder: Path, exchanges: list[Exchange], max_bytes: int = 10**9) -> list[CaptureRecord]:
    index = Index()
    with closing(CaptureWriter(folder, "orbit", find_payload=index.find_payload, max_bytes=max_bytes)) as writer:
        for each in exchanges:
            _, row = writer.write(each)
            index.rows[row.record_uuid] = row
    return list(index.rows.values())


def read_all(folder: Path, rows: list[CaptureRecord]) -> list[Exchange]:
    known = {row.record_uuid: row for row in rows}
    return [read_exchange(folder, row, known.get) for row in rows]


def warcio(command: str, folder: Path) -> str:
    paths = sorted(map(str, folder.glob("orbit/*.warc.gz")))
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", command, *paths], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


ORDINARY = [
    page(GZIPPED, b"Content-Encoding: gzip", b"Content-Type: Text/HTML; charset=utf-8", b'ETag: "1"'),
    page(b"<p>plain</p>" * 900, b"Transfer-Encoding: chunked", b"X-Odd", b"x-Mid:   2  ", b"X-MID: 3"),
    page("Луна".encode("cp1251"), b"Content-Type: text/html; charset=windows-1251"),
    exchange(b'HTTP/1.1 304 Not Modified\r\nETag: W/"2"\r\n\r\n'),
    exchange(b"HTTP/1.0 404\nServer: \xe9\n\n", b"gone", peer=None),
    page(GZIPPED[:500], b"Content-Encoding: gzip", truncated="disconnect"),
    exchange(b"HTTP/1.1 301 Moved\r\nLocation: ../\xd0\x9b?utm_source=x#top\r\n\r\n"),
    page(b"5\r\nhello\r\n0\r\n\r\n", b"transfer-encoding : chunked", b"X-Archive-Orig-Transfer-Encoding: theirs"),
]


def test_exchanges_come_back_byte_for_byte(tmp_path: Path) -> None:
    assert read_all(tmp_path, write_all(tmp_path, ORDINARY)) == ORDINARY


def test_a_row_says_what_the_head_says(tmp_path: Path) -> None:
    rows = write_all(tmp_path, ORDINARY)
    assert [row.status for row in rows] == [200, 200, 200, 304, 404, 200, 301, 200]
    assert (rows[0].mime, rows[0].etag, rows[0].captured_at) == ("text/html", '"1"', AT)
    assert rows[6].redirect_to == "https://orbit.example/%D0%9B"
    assert rows[5].truncated == "disconnect"


def test_reading_sees_headers_in_order_and_case_without_outer_spaces(tmp_path: Path) -> None:
    _, row, *_ = write_all(tmp_path, ORDINARY)
    capture = read_capture(tmp_path, row, lambda _: None)
    assert capture.headers == (("Transfer-Encoding", "chunked"), ("x-Mid", "2"), ("X-MID", "3"))
    assert capture.payload == ORDINARY[1].payload


def test_the_outside_judge_accepts_and_indexes_every_file(tmp_path: Path) -> None:
    write_all(tmp_path, [*ORDINARY, *ORDINARY], max_bytes=4000)
    assert warcio("check", tmp_path) == ""
    lines = warcio("index", tmp_path).splitlines()
    assert sum('"warc-type": "response"' in line for line in lines) + sum("revisit" in line for line in lines) == 16
    assert check_captures(tmp_path) == []


def test_a_payload_already_held_is_stored_once_and_still_found(tmp_path: Path) -> None:
    again = page(GZIPPED, b"Content-Encoding: gzip", b"Date: later", captured_at=AT + timedelta(days=1))
    rows = write_all(tmp_path, [ORDINARY[0], again])
    assert [row.kind for row in rows] == ["response", "revisit"]
    assert rows[1].refers_to == rows[0].record_uuid
    assert read_all(tmp_path, rows) == [ORDINARY[0], again]
    (text,) = (gzip.decompress(path.read_bytes()) for path in tmp_path.glob("orbit/*"))
    assert b"WARC-Refers-To-Date: 2026-03-04T05:06:07.000891Z\r\n" in text
    assert b"WARC-Refers-To-Target-URI: https://orbit.example/a/\r\n" in text
    assert warcio("check", tmp_path) == ""


def test_an_empty_or_a_cut_payload_is_never_a_revisit(tmp_path: Path) -> None:
    empty = exchange(b"HTTP/1.1 204 No Content\r\n\r\n")
    cut = page(b"half", truncated="disconnect")
    assert {row.kind for row in write_all(tmp_path, [empty, empty, cut, cut, page(b"half")])} == {"response"}


def test_a_head_whose_end_tools_see_elsewhere_still_passes_their_check(tmp_path: Path) -> None:
    odd = [page(b"body", b"A: 1", line, b"B: 2") for line in (b"  ", b"\t", b"\xa0", b"\x1c \x0c")]
    rows = write_all(tmp_path, odd)
    assert read_all(tmp_path, rows) == odd
    assert warcio("check", tmp_path) == ""


def test_a_file_that_is_full_is_followed_by_another(tmp_path: Path) -> None:
    rows = write_all(tmp_path, ORDINARY, max_bytes=1)
    assert len({row.location for row in rows}) == len(ORDINARY) == len(list(tmp_path.glob("orbit/*.warc.gz")))
    assert read_all(tmp_path, rows) == ORDINARY


def test_two_writers_of_one_moment_write_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACENEWS_NOW", "2026-01-31T06:00:00+00:00")
    assert write_all(tmp_path, [ORDINARY[0]])[0].location != write_all(tmp_path, [ORDINARY[0]])[0].location


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "orbit").write_text("a file where the folder should be")
    with pytest.raises(CaptureError, match="--data"):
        write_all(tmp_path, [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orbit").mkdir(mode=0o500)
    with pytest.raises(CaptureError, match="--data"):
        write_all(tmp_path, [])


FULL_DISK = """
import resource, sys
sys.path.insert(0, {tests!r})
from test_write_captures import ORDINARY, CaptureError, CaptureWriter, Path, page
writer = CaptureWriter(Path({folder!r}), "orbit", find_payload=lambda _: None)
writer.write(ORDINARY[0])
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    writer.write(page(bytes(range(256)) * 400, b"Content-Encoding: br"))
except CaptureError as error:
    print(error)
writer.close()
"""


@pytest.mark.parametrize("limit", [3000, 5000, 20_000])
def test_a_full_disk_is_an_error_that_leaves_the_file_whole(tmp_path: Path, limit: int) -> None:
    code = FULL_DISK.format(tests=str(Path(__file__).parent), folder=str(tmp_path), limit=limit)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert "File too large; free space there" in done.stdout, done.stderr
    assert check_captures(tmp_path, "orbit") == []
    recovered = recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
    assert ([row.payload_digest for row in recovered.records], recovered.messages) == (
        [write_all(tmp_path / "other", [ORDINARY[0]])[0].payload_digest],
        (),
    )


def test_a_damaged_record_is_refused_with_its_place(tmp_path: Path) -> None:
    (row,) = write_all(tmp_path, [ORDINARY[0]])
    path = tmp_path / row.location
    data = bytearray(path.read_bytes())
    data[row.offset + row.length // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(CaptureError, match=r"orbit-.*https://orbit\.example/a/"):
        read_capture(tmp_path, row, lambda _: None)
    assert [str(problem) for problem in check_captures(tmp_path)]


LINES = st.lists(st.binary(max_size=30), max_size=6)


@settings(max_examples=60, deadline=None)
@given(
    lines=LINES,
    payload=st.binary(max_size=200) | st.just(GZIPPED) | st.just(GZIPPED[:-9]),
    feed=st.sampled_from([b"\n", b"\r\n"]),
    encoding=st.sampled_from([b"X-None: 1", b"Content-Encoding: deflate", b"content-encoding: gzip"]),
)
def test_any_bytes_make_the_round_trip(lines: list[bytes], payload: bytes, feed: bytes, encoding: bytes) -> None:
    head = feed.join([b"HTTP/1.1 200 OK", *lines, encoding, b"", b""])
    head = head[: head_length(head)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = write_all(folder, [exchange(head, payload)])
        assert read_all(folder, rows) == [exchange(head, payload)]
        assert check_captures(folder) == []
        assert list(recover_captures(folder, "orbit", indexed=lambda _: 0).records) == rows
        with (folder / rows[0].location).open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                while record.content_stream().read(1 << 20):
                    pass
                assert record.digest_checker.problems == []
