"""From payload to bytes: content encodings undone, bounded, and only if they are whole."""

from __future__ import annotations

import zlib

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection, RejectionReason

# Dense markup takes about 28 times its bytes as a tree, so this is what keeps the process below 400 MB.
MAX_DECODED = 8_000_000
_MAX_ENCODINGS = 3  # nobody sends more; each one more could be a bomb inside a bomb
_ZLIB, _RAW_DEFLATE, _GZIP = 15, -15, 31
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 8878: what decoders must be ready for
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 65536
_MAX_FRAMES = 10_000  # one behind the other; 8 MB in the smallest blocks of parallel packers are 2,000
# A block of four bytes may stand for 128 kB, and what one call makes cannot be bounded: this makes at most 8 MB.
_ZSTD_CHUNK = 256


def decode_payload(capture: Capture) -> bytes | Rejection:
    """Return the body with its content encodings undone, or why that cannot be.

    `truncated`: the capture says so, or an encoding ends before its end mark. `too_large`: more than 8 MB decoded.
    `undecodable`: the bytes are not in the encoding that the header names.
    """
    if capture.truncated:
        return Rejection(RejectionReason.TRUNCATED, f"the body was cut on the way ({capture.truncated})")
    named = ",".join(value for name, value in capture.headers if name.lower() == "content-encoding").lower()
    encodings = [each for part in named.split(",") if (each := part.strip()) not in {"", "identity", "none", "utf-8"}]
    if len(encodings) > _MAX_ENCODINGS:
        return Rejection(RejectionReason.UNDECODABLE, f"{len(encodings)} content encodings in a row")
    data: bytes | Rejection = capture.payload
    for encoding in reversed(encodings):
        if isinstance(data, bytes) and data:
            data = undo_encoding(data, encoding)
    if isinstance(data, bytes) and len(data) > MAX_DECODED:
        return _too_large()
    return data


def undo_encoding(data: bytes, encoding: str) -> bytes | Rejection:
    """Return `data` with one content encoding (`gzip`, `deflate`, `br`, `zstd`) undone, at most 8 MB of it."""
    try:
        if encoding in {"gzip", "x-gzip"}:
            return _inflate(data, _GZIP, encoding)
        if encoding == "deflate":
            return _inflate(data, _ZLIB if _has_zlib_head(data) else _RAW_DEFLATE, encoding)
        if encoding == "br":
            return _brotli(data)
        if encoding == "zstd":
            return _zstd(data)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        return Rejection(RejectionReason.UNDECODABLE, f"not {encoding}, as its header says: {error}")
    return Rejection(RejectionReason.UNDECODABLE, f"unknown content encoding {encoding[:40]!r}")


def _inflate(data: bytes, form: int, encoding: str) -> bytes | Rejection:
    out = bytearray()
    start = 0
    for _ in range(_MAX_FRAMES):
        inflater = zlib.decompressobj(form)
        while not inflater.eof:
            if start >= len(data):
                return _cut(encoding)
            chunk = data[start : start + _CHUNK]
            out += inflater.decompress(chunk, MAX_DECODED + 1 - len(out))
            if len(out) > MAX_DECODED:
                return _too_large()
            # What is left is copied each time, so that a small member is cut from a chunk, not from the whole.
            start += len(chunk) - len(inflater.unused_data)
        # A gzip file may have several members; anything else behind the end is padding, as browsers take it.
        if not data.startswith(_GZIP_MAGIC, start):
            return bytes(out)
    return _too_many(encoding)


def _has_zlib_head(data: bytes) -> bool:
    """RFC 9110 says deflate is zlib's format; some servers send it bare."""
    return len(data) > 1 and data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0


def _brotli(data: bytes) -> bytes | Rejection:
    decompressor = brotli.Decompressor()
    out = bytearray(decompressor.process(data, output_buffer_limit=_CHUNK))
    while not decompressor.is_finished():
        if len(out) > MAX_DECODED:
            return _too_large()
        part = decompressor.process(b"", output_buffer_limit=_CHUNK)
        if not part:
            return _cut("br")
        out += part
    return bytes(out)


def _zstd(data: bytes) -> bytes | Rejection:
    out = bytearray()
    start = 0
    for _ in range(_MAX_FRAMES):
        decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        while not decompressor.eof:
            if start >= len(data):
                return _cut("zstd")
            chunk = data[start : start + _ZSTD_CHUNK]
            out += decompressor.decompress(chunk)
            if len(out) > MAX_DECODED:
                return _too_large()
            start += len(chunk) - len(decompressor.unused_data)
        if start >= len(data):
            return bytes(out)
    return _too_many("zstd")


def _too_large() -> Rejection:
    return Rejection(RejectionReason.TOO_LARGE, f"more than {MAX_DECODED:,} bytes when decoded")


def _too_many(encoding: str) -> Rejection:
    return Rejection(RejectionReason.UNDECODABLE, f"more than {_MAX_FRAMES:,} {encoding} streams in a row")


def _cut(encoding: str) -> Rejection:
    return Rejection(RejectionReason.TRUNCATED, f"its {encoding} stream ends before its end mark")
