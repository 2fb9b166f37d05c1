"""Heads are bytes that a server chose: nothing in them raises, nothing in them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spacenews.captures.head import from_stored, head_length, parse_head, to_stored


@pytest.mark.parametrize(
    ("head", "status", "headers"),
    [
        (b"HTTP/1.1 200 OK\r\nA: 1\r\na:2\r\n\r\n", 200, (("A", "1"), ("a", "2"))),
        (b"HTTP/1.1 404\r\n\r\n", 404, ()),
        (b"HTTP/1.0 200 OK\nServer:  x y  \n\n", 200, (("Server", "x y"),)),
        (b"HTTP/1.1 200 OK\r\nno colon here\r\nB: 2\r\n\r\n", 200, (("B", "2"),)),
        (b"HTTP/1.1 200 OK\r\nX: \xcb\xf3\xed\xe0\r\n\r\n", 200, (("X", "\xcb\xf3\xed\xe0"),)),
        (b"HTTP/1.1 200 OK\r\nLong: one\r\n\ttwo\r\n\r\n", 200, (("Long", "one two"),)),
        (b"HTTP/1.1 200 OK\r\n stray\r\nA : 1\r\n\r\n", 200, (("A", "1"),)),
        (b"ICY 2000 what\r\n\r\n", 0, ()),
        (b"", 0, ()),
    ],
)
def test_a_head_is_read_leniently(head: bytes, status: int, headers: tuple[tuple[str, str], ...]) -> None:
    assert parse_head(head) == (status, headers)


@pytest.mark.parametrize(
    ("received", "stored"),
    [
        (b"S\r\nTransfer-Encoding: chunked\r\n\r\n", b"S\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n"),
        (b"S\nTRANSFER-encoding:x\n\n", b"S\nX-Archive-Orig-TRANSFER-encoding:x\n\n"),
        (b"S\r\nTransfer-Encoding \t: x\r\n\r\n", b"S\r\nX-Archive-Orig-Transfer-Encoding \t: x\r\n\r\n"),
        (b"S\r\nX-Transfer-Encoding: x\r\n\r\n", b"S\r\nX-Transfer-Encoding: x\r\n\r\n"),
        (b"S\r\nA: 1\r\n Transfer-Encoding: x\r\n\r\n", b"S\r\nA: 1\r\n Transfer-Encoding: x\r\n\r\n"),
        (
            b"S\r\nX-Archive-Orig-Transfer-Encoding: theirs\r\n\r\n",
            b"S\r\nX-Archive-Orig-X-Archive-Orig-Transfer-Encoding: theirs\r\n\r\n",
        ),
    ],
)
def test_transfer_encoding_is_stored_under_another_name(received: bytes, stored: bytes) -> None:
    assert to_stored(received) == stored
    assert from_stored(stored) == received


@given(st.lists(st.sampled_from([b"X-Archive-Orig-", b"transfer-ENCODING", b" ", b":", b"\r", b"\n", b"\xff"])))
def test_any_head_is_restored_and_read(parts: list[bytes]) -> None:
    head = b"".join(parts)
    assert from_stored(to_stored(head)) == head
    parse_head(head)


def test_a_head_ends_with_its_first_blank_line() -> None:
    assert head_length(b"HTTP/1.1 200 OK\r\n\r\n\r\nbody") == 19
    assert head_length(b"HTTP/1.1 200 OK\n\nbody") == 17
    assert head_length(b"HTTP/1.1 200 OK\r\n") is None
