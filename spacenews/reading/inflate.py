"""A sitemap's bytes, chunk by chunk: they may be five times as large as any page, and gzipped once more."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from spacenews.model.capture import Capture
from spacenews.model.rejection import Rejection, RejectionReason
from spacenews.reading.charset import decode_text
from spacenews.reading.decode import decode_payload

MAX_INFLATED = 52_428_800  # as sitemaps.org bounds one file
_GZIP = 31
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 65536
_MAX_MEMBERS = 10_000
_PLAIN = frozenset({"", "identity", "none"})


class ChunkStream:
    """The document of a capture as UTF-8 chunks, to be read once.

    Attributes:
        trouble: Why the chunks ended early, once they have; None where they are whole.
    """

    def __init__(self, data: bytes, *, gzip_layers: int) -> None:
        self.trouble: Rejection | None = None
        self._data = data
        self._gzip_layers = gzip_layers

    def __iter__(self) -> Iterator[bytes]:
        """Give the chunks."""
        chunks: Iterator[bytes] = (self._data[start : start + _CHUNK] for start in range(0, len(self._data), _CHUNK))
        for _ in range(self._gzip_layers):
            chunks = self._inflate(chunks)
        return self._bounded(chunks)

    def _bounded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_INFLATED:
                self.trouble = Rejection(RejectionReason.TOO_LARGE, f"more than {MAX_INFLATED:,} bytes when decoded")
                return
            yield chunk

    def _inflate(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        inflater = zlib.decompressobj(_GZIP)
        members = 1
        for chunk in chunks:
            data = chunk
            while data and not (inflater.eof and not data.startswith(_GZIP_MAGIC)):
                if inflater.eof:  # another member follows
                    inflater = zlib.decompressobj(_GZIP)
                    members += 1
                    if members > _MAX_MEMBERS:
                        self.trouble = Rejection(
                            RejectionReason.UNDECODABLE, f"more than {_MAX_MEMBERS:,} gzip files in a row"
                        )
                        return
                try:
                    yield inflater.decompress(data, _CHUNK)
                except zlib.error as error:
                    self.trouble = Rejection(RejectionReason.UNDECODABLE, f"not gzip, as it begins: {error}")
                    return
                data = inflater.unconsumed_tail or inflater.unused_data
        if not inflater.eof and (rest := inflater.flush()):
            yield rest
        if not inflater.eof:
            self.trouble = Rejection(RejectionReason.TRUNCATED, "its gzip stream ends before its end mark")


def open_chunks(capture: Capture) -> ChunkStream | Rejection:
    """Return the document of a capture with its content encodings, and one gzip file within them, undone.

    Rejections: those of `decode_payload`, but for `too_large` of gzipped and plain bodies: those are streamed.
    """
    data = decode_payload(capture)
    if isinstance(data, bytes):
        if data.startswith(_GZIP_MAGIC):
            return ChunkStream(data, gzip_layers=1)
        return ChunkStream(decode_text(data, capture.header("content-type")).utf8, gzip_layers=0)
    encoding = (capture.header("content-encoding") or "").strip().lower()
    if data.reason is not RejectionReason.TOO_LARGE or encoding not in _PLAIN | {"gzip", "x-gzip"}:
        return data
    return ChunkStream(capture.payload, gzip_layers=int(capture.payload.startswith(_GZIP_MAGIC)))
