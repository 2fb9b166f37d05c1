"""Payloads are decoded whole, bounded, or refused; charsets are decided by what the bytes are."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from spacenews.model import Capture, Rejection, RejectionReason
from spacenews.reading.charset import decode_text
from spacenews.reading.decode import MAX_DECODED, decode_payload

PAGE = b"<html><body><p>" + b"The rocket stands on the pad. " * 200 + b"</p></body></html>"
ENCODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
}
BOMB = b" " * (40 * 1024 * 1024)


def capture(payload: bytes, encoding: str = "", *, truncated: str | None = None) -> Capture:
    headers = (("Content-Type", "text/html"), *((("Content-Encoding", encoding),) if encoding else ()))
    return Capture("u", "x", "https://x.example/a/", datetime(2024, 1, 1, tzinfo=UTC), 200, headers, payload, truncated)


def reason(payload: bytes, encoding: str = "") -> RejectionReason:
    refused = decode_payload(capture(payload, encoding))
    assert isinstance(refused, Rejection)
    return refused.reason


@pytest.mark.parametrize("encoding", ENCODED)
def test_each_content_encoding_is_undone(encoding: str) -> None:
    assert decode_payload(capture(ENCODED[encoding], encoding.upper())) == PAGE


def test_deflate_without_its_head_is_undone_too() -> None:
    bare = zlib.compressobj(wbits=-15)
    assert decode_payload(capture(bare.compress(PAGE) + bare.flush(), "deflate")) == PAGE


def test_two_encodings_are_undone_in_reverse_and_gzip_members_are_joined() -> None:
    assert decode_payload(capture(gzip.compress(brotli.compress(PAGE)), "br, gzip")) == PAGE
    assert decode_payload(capture(gzip.compress(PAGE) + gzip.compress(b"!"), "gzip")) == PAGE + b"!"
    assert decode_payload(capture(gzip.compress(PAGE) + b"\0\0 padding", "gzip")) == PAGE


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_stream_that_is_cut_anywhere_is_truncated(encoding: str) -> None:
    whole = ENCODED[encoding]
    for end in (1, 5, len(whole) // 2, len(whole) - 1):
        assert reason(whole[:end], encoding) is RejectionReason.TRUNCATED


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_body_that_is_not_in_its_encoding_is_undecodable(encoding: str) -> None:
    assert reason(PAGE, encoding) is RejectionReason.UNDECODABLE


def test_unknown_and_piled_up_encodings_are_undecodable() -> None:
    assert reason(PAGE, "compress") is RejectionReason.UNDECODABLE
    assert reason(PAGE, "gzip, gzip, gzip, gzip") is RejectionReason.UNDECODABLE


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [("gzip", gzip.compress(BOMB)), ("br", brotli.compress(BOMB, quality=1)), ("zstd", zstandard.compress(BOMB))],
    ids=["gzip", "br", "zstd"],
)
def test_a_bomb_is_too_large(encoding: str, bomb: bytes) -> None:
    assert reason(bomb, encoding) is RejectionReason.TOO_LARGE


def test_the_limit_is_eight_megabytes() -> None:
    assert decode_payload(capture(b"x" * MAX_DECODED)) == b"x" * MAX_DECODED
    assert reason(b"x" * (MAX_DECODED + 1)) is RejectionReason.TOO_LARGE


def test_a_cut_capture_is_truncated_whatever_it_holds() -> None:
    refused = decode_payload(capture(PAGE, truncated="disconnect"))
    assert refused == Rejection(RejectionReason.TRUNCATED, "the body was cut on the way (disconnect)")


@given(st.binary(max_size=300), st.sampled_from(["", "identity", *ENCODED, "gzip, br"]))
def test_no_bytes_make_decoding_raise(payload: bytes, encoding: str) -> None:
    assert isinstance(decode_payload(capture(payload, encoding)), bytes | Rejection)


RUSSIAN = "<p>Экипаж корабля вернулся на Землю</p>"


@pytest.mark.parametrize(
    ("data", "content_type", "charset"),
    [
        ("\ufeff<p>ä</p>".encode(), "text/html; charset=windows-1251", "utf-8"),
        ("<p>ä</p>".encode("utf-16"), "text/html", "utf-16-le"),
        ("<p>ä</p>".encode(), "text/html; charset=iso-8859-1", "utf-8"),
        ("<p>ä</p>".encode("cp1252"), "text/html; charset=iso-8859-1", "cp1252"),
        (b"<p>plain</p>", "text/html; charset=no-such-charset", "utf-8"),
        (RUSSIAN.encode("cp1251"), 'text/html; charset="windows-1251"', "cp1251"),
        (b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251"), "text/html", "cp1251"),
        (b"<meta charset=koi8-r>" + RUSSIAN.encode("koi8-r"), None, "koi8-r"),
        (b"<?xml version='1.0' encoding='koi8-r'?>" + RUSSIAN.encode("koi8-r"), None, "koi8-r"),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", "cp1251"),
        ("<p>naïve café</p>".encode("cp1252"), "text/html; charset=utf-8", "cp1252"),
        ("<p>宇宙</p>".encode("shift_jis"), "text/html; charset=Shift_JIS", "cp932"),
        ("<p>宇宙</p>".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "iso2022_jp"),
        (b"<meta charset=utf-16><p>plain</p>", "text/html", "utf-8"),
        (b"<meta charset=rot13><p>plain</p>", "text/html; charset=utf-7", "utf-8"),
    ],
)
def test_the_charset_is_what_the_bytes_are(data: bytes, content_type: str | None, charset: str) -> None:
    decoded = decode_text(data, content_type)
    assert decoded.charset == charset
    assert "\ufffd" not in decoded.utf8.decode()


def test_a_few_broken_bytes_do_not_change_the_charset_and_are_told() -> None:
    decoded = decode_text("ж".encode() * 200 + b"\xff" + b"<p>", "text/html; charset=utf-8")
    assert decoded.charset == "utf-8"
    assert decoded.utf8.decode().count("\ufffd") == 1
    assert "1 bytes could not be decoded" in decoded.why


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=60)))
def test_text_is_always_utf_8_without_nul(data: bytes, content_type: str | None) -> None:
    decoded = decode_text(data, content_type)
    assert "\0" not in decoded.utf8.decode()
