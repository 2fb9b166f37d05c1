"""Write captures: one WARC file at a time, each exchange a response (or revisit) record and its request record."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from uuid import uuid4

from spacenews.captures.build import RecordIds, request_member, response_member, warcinfo_member
from spacenews.captures.head import head_length, is_encoded, parse_head
from spacenews.captures.row import Place, row_from_head
from spacenews.model import clock
from spacenews.model.capture import Capture, CaptureRecord, Exchange
from spacenews.model.disk import room_on, sync_folder
from spacenews.model.errors import CaptureError
from spacenews.model.failpoint import is_armed, reach
from spacenews.model.ids import payload_digest

MAX_FILE_BYTES = 1_000_000_000
_VISIBLE = "".join(map(chr, range(0x21, 0x7F)))
_PLAIN = re.compile(r"[!-~]+")


class CaptureWriter:
    """Writes the captures of one site; made by the one run that holds the site.

    A file is begun by the first capture, holds the writer's name (host and process) so that two machines never
    write the same one, and ends at a record once it has `max_bytes`. When `write` returns, the operating system has
    the records, whole; `sync` makes them safe from a power cut as well.

    Args:
        folder: The captures folder; files go to `<folder>/<site>/`.
        site: Key of the site.
        find_payload: Answers, for a payload digest, the response record that already holds that payload, or None.
        max_bytes: Size from which on a new file is begun.

    Raises:
        CaptureError: The folder cannot be made or written.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        *,
        find_payload: Callable[[str], CaptureRecord | None],
        max_bytes: int = MAX_FILE_BYTES,
    ) -> None:
        self.site = site
        self._folder = folder / site
        self._find_payload = find_payload
        self._max_bytes = max_bytes
        self._begun_at = clock.now().astimezone(UTC)
        self._serial = 0
        self._file: BinaryIO | None = None
        self._name = ""
        self._size = 0
        self._warcinfo = ""
        self._named = False  # whether the file's name is on the disk too, not only its bytes
        _prepare(self._folder)

    def write(self, exchange: Exchange) -> tuple[Capture, CaptureRecord]:
        """Write one exchange and return it as reading sees it, and as the database keeps it.

        Raises:
            CaptureError: It could not be written; the file ends with its last whole record.
        """
        head = exchange.response_head
        if head_length(head) != len(head) or exchange.site != self.site:
            raise CaptureError(f"{exchange.url}: not one whole response head of site {self.site}; please report this")
        url = exchange.url if _PLAIN.fullmatch(exchange.url) else quote(exchange.url, safe=_VISIBLE)
        uuid, digest = str(uuid4()), payload_digest(exchange.payload)
        status, headers = parse_head(head)
        held = self._held(exchange, digest)
        file, opening = self._open()
        offset = self._size + len(opening)
        ids = RecordIds(uuid, self._warcinfo, url)
        response = response_member(exchange, ids, digest, held, encoded=is_encoded(headers))
        self._append(file, (opening, response, request_member(exchange, ids)))
        capture = Capture(
            uuid, self.site, url, exchange.captured_at, status, headers, exchange.payload, exchange.truncated
        )
        row = row_from_head(
            status,
            headers,
            uuid=uuid,
            site=self.site,
            url=url,
            captured_at=exchange.captured_at,
            payload_digest=digest,
            place=Place(f"{self.site}/{self._name}", offset, len(response)),
            refers_to=held.record_uuid if held else None,
            truncated=exchange.truncated,
            asked_as=exchange.asked_as,
        )
        return capture, row

    def sync(self) -> None:
        """Return once everything written is on the disk; raises CaptureError where it cannot be."""
        if self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
            if not self._named:
                sync_folder(self._folder)
                self._named = True
        except OSError as error:
            raise _refusal(self._folder / self._name, error) from error

    def close(self) -> None:
        """Sync and close the file; a later `write` begins another one. Raises CaptureError as `sync` does."""
        try:
            self.sync()
        finally:
            self._drop()

    def _held(self, exchange: Exchange, digest: str) -> CaptureRecord | None:
        # An empty payload has nothing to refer to, and a cut one is no evidence that the page was the same.
        if not exchange.payload or exchange.truncated:
            return None
        held = self._find_payload(digest)
        return held if held is not None and held.kind == "response" and not held.truncated else None

    def _open(self) -> tuple[BinaryIO, bytes]:
        """Return the file to append to, and what must stand at its beginning before that."""
        if self._file is not None and self._size < self._max_bytes:
            return self._file, self._opening()
        self.close()
        while True:
            self._name = f"{self.site}-{self._begun_at:%Y%m%dT%H%M%SZ}-{_writer_name()}-{self._serial:05}.warc.gz"
            self._serial += 1
            path = self._folder / self._name
            try:
                file = path.open("xb", buffering=0)
            except FileExistsError:
                continue
            except OSError as error:
                raise _refusal(path, error) from error
            self._file, self._size, self._named = file, 0, False
            self._warcinfo = str(uuid4())
            return file, self._opening()

    def _opening(self) -> bytes:
        return b"" if self._size else warcinfo_member(self._warcinfo, self._name, self.site)

    def _append(self, file: BinaryIO, members: tuple[bytes, bytes, bytes]) -> None:
        opening, response, request = members
        data = opening + response + request
        parts = {"capture-half": len(opening) + len(response) // 2, "capture-lone": len(opening) + len(response)}
        path = self._folder / self._name
        try:
            written = 0
            for name, end in parts.items():  # what a power cut leaves of one call, for tests alone
                if is_armed(name):
                    written = _write(file, data[:end])
                    reach(name)
            _write(file, data[written:])
        except OSError as error:
            self._cut_back(path)
            raise _refusal(path, error) from error
        self._size += len(data)

    def _cut_back(self, path: Path) -> None:
        """Take back what was half written; where even that fails, the next start does it."""
        file, self._file = self._file, None
        with suppress(OSError):
            os.truncate(path, self._size)
        if file is not None:
            with suppress(OSError):
                file.close()
        if self._size == 0:
            with suppress(OSError):  # an empty file of our own, begun a moment ago
                path.unlink()

    def _drop(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):  # unbuffered: closing has nothing left to write
                file.close()


def _write(file: BinaryIO, data: bytes) -> int:
    # One call to the operating system, so that a kill finds all of it written or none; it takes less than asked only
    # where the disk or a limit ends, and then the next call says why.
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]
    return len(data)


def _prepare(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CaptureError(f"captures cannot be written to {folder}: make it writable, or choose another with --data")


def _refusal(path: Path, error: OSError) -> CaptureError:
    return CaptureError(
        f"a capture cannot be written to {path}: {error.strerror or error}; free space there ({room_on(path)}) or "
        "choose another data folder with --data, then run again: what was stored is kept"
    )


def _writer_name() -> str:
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().partition(".")[0].lower()).strip("-")
    return f"{host[:30] or 'host'}-{os.getpid()}"
