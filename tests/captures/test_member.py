"""A gzip member holds one record, and says when it does not."""

from __future__ import annotations

import gzip
import io

from hypothesis import given
from hypothesis import strategies as st

from spacenews.captures.member import Member, pack, unpack, walk_members
from spacenews.captures.record import parse_record


@given(head=st.binary(max_size=300), payload=st.binary(max_size=300), encoded=st.booleans())
def test_a_member_holds_its_bytes_for_any_reader(head: bytes, payload: bytes, *, encoded: bool) -> None:
    member = pack(head, payload, encoded=encoded)
    assert unpack(member) == gzip.decompress(member) == head + payload


def test_a_long_encoded_payload_takes_many_stored_blocks() -> None:
    for size in (65_534, 65_535, 65_536, 200_000):
        payload = bytes(range(256)) * (size // 256 + 1)
        member = pack(b"head", payload[:size], encoded=True)
        assert gzip.decompress(member) == b"head" + payload[:size]
        assert len(member) < size + 100


def test_the_same_record_gives_the_same_bytes() -> None:
    assert pack(b"a", b"b" * 9000, encoded=False) == pack(b"a", b"b" * 9000, encoded=False)


def test_half_a_member_or_two_are_not_one() -> None:
    one = pack(b"a", b"b", encoded=False)
    assert (unpack(one[:-1]), unpack(one + one), unpack(b"no gzip"), unpack(b"")) == (None, None, None, None)


def test_a_walk_ends_at_the_first_member_that_is_not_whole() -> None:
    members = [pack(b"head", bytes([n]) * 400_000, encoded=True) for n in range(3)]
    data = b"".join(members)
    found = list(walk_members(io.BytesIO(data[:-3])))
    assert [(each.offset, each.length) for each in found[:2]] == [
        (0, len(members[0])),
        (len(members[0]), len(members[1])),
    ]
    assert found[2] == Member(len(members[0]) + len(members[1]), len(members[2]) - 3, None)
    assert [each.data is None for each in walk_members(io.BytesIO(data), len(members[0]))] == [False, False]


def test_what_is_not_exactly_one_record_is_none() -> None:
    record = b"WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"
    parsed = parse_record(record)
    assert parsed is not None
    assert (parsed.kind, parsed.block, parsed.uuid) == ("request", b"ab", "")
    for wrong in (record[:-1], record + b"x", record.replace(b"2", b"3"), record.replace(b"2", b"x"), b"HTTP/1.1"):
        assert parse_record(wrong) is None
