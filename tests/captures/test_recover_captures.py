"""A writer that was stopped at any byte: what is whole is found, what is cut is set aside, and writing goes on."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spacenews.captures import CaptureWriter, check_captures, read_exchange, recover_captures
from spacenews.model import CaptureRecord, Exchange
from spacenews.model.errors import CaptureError

AT = datetime(2026, 3, 4, 5, 6, 7, 891, tzinfo=UTC)


def exchange(number: int) -> Exchange:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    request = b"GET /%d HTTP/1.1\r\nHost: orbit.example\r\n\r\n" % number
    return Exchange("orbit", f"https://orbit.example/{number}", AT, request, head, bytes([number]) * 300)


EXCHANGES = [exchange(number) for number in range(3)]


def write(folder: Path, exchanges: list[Exchange]) -> list[CaptureRecord]:
    with closing(CaptureWriter(folder, "orbit", find_payload=lambda _: None)) as writer:
        return [writer.write(each)[1] for each in exchanges]


def test_a_file_cut_at_any_byte_keeps_every_whole_record(tmp_path: Path) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        path.write_bytes(whole[:length])
        recovery = recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
        assert list(recovery.records) == [row for row in rows if row.offset + row.length <= length]
        assert check_captures(tmp_path) == []
        kept = path.read_bytes()
        aside = list(path.parent.glob(f"{path.name}.cut-{len(kept)}*"))
        assert kept + b"".join(each.read_bytes() for each in aside) == whole[:length]
        assert len(recovery.messages) == len(aside)
        assert all(aside[0].name in message for message in recovery.messages)
        for each in aside:
            each.unlink()


def test_what_was_recovered_is_not_found_again_and_new_captures_follow(tmp_path: Path) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    path.write_bytes(path.read_bytes()[:-5])
    ends = {row.location: row.offset + row.length for row in rows}
    first = recover_captures(tmp_path, "orbit", indexed=lambda location: ends.get(location, 0))
    assert (first.records, len(first.messages)) == ((), 1)
    more = write(tmp_path, EXCHANGES[:1])
    second = recover_captures(tmp_path, "orbit", indexed=lambda location: ends.get(location, 0))
    assert (list(second.records), second.messages) == (more, ())
    assert check_captures(tmp_path, "orbit") == []


def test_a_response_whose_request_was_cut_off_is_still_a_capture(tmp_path: Path) -> None:
    row, *_ = write(tmp_path, EXCHANGES[:1])
    path = tmp_path / row.location
    path.write_bytes(path.read_bytes()[: row.offset + row.length + 20])
    recovery = recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
    assert list(recovery.records) == [row]
    found = read_exchange(tmp_path, row, lambda _: None)
    assert (found.request_head, found.payload) == (b"", EXCHANGES[0].payload)


def test_zeros_that_a_power_cut_left_are_set_aside(tmp_path: Path) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(4096))
    recovery = recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
    assert (list(recovery.records), path.read_bytes()) == (rows, whole)
    assert "4096 bytes moved to" in recovery.messages[0]


def test_cut_bytes_never_replace_those_of_an_earlier_cut(tmp_path: Path) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    whole = path.read_bytes()
    for tail in (b"\x1f\x8bone", b"\x1f\x8btwo"):
        path.write_bytes(whole + tail)
        recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
    assert {each.read_bytes() for each in path.parent.glob("*.cut-*")} == {b"\x1f\x8bone", b"\x1f\x8btwo"}


def test_a_revisit_is_found_again_as_it_was_written(tmp_path: Path) -> None:
    (held,) = write(tmp_path, EXCHANGES[:1])
    with closing(CaptureWriter(tmp_path, "orbit", find_payload=lambda _: held)) as writer:
        _, revisit = writer.write(EXCHANGES[0])
    found = recover_captures(tmp_path, "orbit", indexed=lambda _: 0).records
    assert sorted(found, key=lambda row: row.kind) == [held, revisit]


@pytest.mark.parametrize("length", ["row", "inside", "request"])
def test_of_a_file_shorter_than_its_rows_the_first_byte_that_is_gone_is_told(tmp_path: Path, length: str) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    ends = [row.offset + row.length for row in rows]
    size = {"row": ends[1], "inside": ends[1] - 5, "request": rows[2].offset - 5}[length]
    path.write_bytes(path.read_bytes()[:size])

    def within(_location: str, most: int) -> int:
        return max([end for end in ends if end <= most], default=0)

    recovery = recover_captures(tmp_path, "orbit", indexed=lambda _: ends[-1], indexed_within=within)
    assert recovery.records == ()
    (gone,) = recovery.lost
    assert gone == (rows[0].location, path.stat().st_size)
    assert [row.offset < gone[1] for row in rows] == [True, length != "inside", False]
    assert check_captures(tmp_path) == []


def test_zeros_in_place_of_the_last_records_are_found_where_a_writer_was_cut_short(tmp_path: Path) -> None:
    rows = write(tmp_path, EXCHANGES)
    path = tmp_path / rows[0].location
    whole, end = path.read_bytes(), rows[2].offset + rows[2].length
    path.write_bytes(whole[: rows[1].offset] + bytes(len(whole) - rows[1].offset))
    assert recover_captures(tmp_path, "orbit", indexed=lambda _: len(whole)).lost == ()
    recovery = recover_captures(tmp_path, "orbit", indexed=lambda _: end, doubted=True)
    assert recovery.lost == ((rows[0].location, rows[1].offset),)
    assert check_captures(tmp_path) == []


def test_a_site_without_captures_has_nothing_to_recover(tmp_path: Path) -> None:
    assert recover_captures(tmp_path, "orbit", indexed=lambda _: 0).records == ()


def test_a_file_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "orbit" / "orbit-x.warc.gz").mkdir(parents=True)
    with pytest.raises(CaptureError, match=r"orbit-x\.warc\.gz"):
        recover_captures(tmp_path, "orbit", indexed=lambda _: 0)
