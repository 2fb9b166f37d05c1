"""A capture equals, byte for byte, what a raw socket sent and was sent."""

from __future__ import annotations

import gzip
import json
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from spacenews.captures import check_captures, read_exchange, recover_captures
from spacenews.model import Exchange

PROBE = Path(__file__).with_name("probe_crawl.py")
GZIPPED = gzip.compress("Луна и звёзды. ".encode() * 400, mtime=0)
CYRILLIC = "<p>Запуск состоялся.</p>".encode("cp1251")


@dataclass(frozen=True)
class Answer:
    """What the raw socket sends, in the pieces given, and what of it is head and payload."""

    head: bytes
    payload: bytes = b""
    framed: bytes | None = None
    interim: bytes = b""
    end: str = ""  # "close": hang up; "hold": say nothing more; "drop": hang up, the first time without an answer
    pieces: int = 1 << 20


def length(payload: bytes) -> bytes:
    return b"Content-Length: %d\r\n" % len(payload)


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"%x;ext=1\r\n%b\r\n3\r\n%b\r\n0\r\nTrailer: late\r\n\r\n" % (len(GZIPPED) - 3, GZIPPED[:-3], GZIPPED[-3:])
ODD = (
    b'HTTP/1.1 200 Very  Fine\r\nx-TWICE: 1\r\nETAG:  "e"  \r\nX-twice:2\r\nno colon\r\nX-Fold: a\r\n\t b\r\n'
    b"X-Latin: \xe9\r\nX-twice: \r\nX-Archive-Orig-Transfer-Encoding: theirs\r\n"
)
ANSWERS = {
    "/gzip": Answer(OK + b"Content-Encoding: gzip\r\n" + length(GZIPPED) + b"\r\n", GZIPPED),
    "/chunked": Answer(
        OK + b"transfer-ENCODING: chunked\r\nContent-Encoding: gzip\r\n\r\n", GZIPPED, CHUNKED, pieces=7
    ),
    "/odd": Answer(ODD + length(b"odd") + b"\r\n", b"odd", pieces=1),
    "/cyrillic": Answer(
        OK + b"Content-Type: text/html; charset=windows-1251\r\n" + length(CYRILLIC) + b"\r\n", CYRILLIC
    ),
    "/bare-feeds": Answer(b"HTTP/1.1 200\nContent-Length: 4\n\n", b"feed"),
    "/like-a-chunk": Answer(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nhello", b"8\r\n5\r\nhello\r\n0\r\n\r\n"),
    "/interim": Answer(OK + length(b"late") + b"\r\n", b"late", interim=b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" * 2),
    "/not-modified": Answer(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'),
    "/no-content": Answer(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/empty": Answer(OK + b"Content-Length: 0\r\n\r\n"),
    "/asked-for-head": Answer(OK + b"Content-Length: 999\r\n\r\n"),
    "/moved": Answer(b"HTTP/1.1 301 Moved\r\nLocation: /gzip\r\n" + length(b"there") + b"\r\n", b"there"),
    "/until-close": Answer(b"HTTP/1.0 200 OK\r\n\r\n", b"to the end", end="close"),
    "/hangs-up": Answer(OK + length(b"bye") + b"\r\n", b"bye", end="close"),
    "/before-the-drop": Answer(OK + length(b"ok") + b"\r\n", b"ok"),
    "/dropped-once": Answer(OK + length(b"again") + b"\r\n", b"again", end="drop"),
    "/cut": Answer(OK + b"Content-Length: 100\r\n\r\n", b"only this", end="close"),
    "/cut-chunk": Answer(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"only", b"64\r\nonly", end="close"),
}
CUT = {"/cut", "/cut-chunk"}
REFUSED = {
    "/long-head": Answer(OK + b"X-Pad: %b\r\n" % (b"x" * 1000) * 70 + b"\r\n", end="close"),
    "/long-interim": Answer(
        OK + b"\r\n", interim=b"HTTP/1.1 103 Early\r\nX: %b\r\n\r\n" % (b"x" * 1000) * 70, end="close"
    ),
    "/too-large": Answer(OK + b"\r\n", b"x" * 300_000, end="close"),
    "/never-ends": Answer(OK + b"Content-Length: 100\r\n\r\n", b"some", end="hold"),
    "/no-http": Answer(b"SSH-2.0-server\r\n\r\n", end="close"),
}


class RawSite(socketserver.ThreadingTCPServer):
    """Sends exactly the bytes of `ANSWERS` and remembers exactly the bytes that it was sent."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), RawHandler)
        self.requests: dict[str, bytes] = {}
        self.connections = 0
        self.context: ssl.SSLContext | None = None

    def get_request(self) -> tuple[Any, Any]:
        connection, peer = super().get_request()
        self.connections += 1
        return (self.context.wrap_socket(connection, server_side=True) if self.context else connection), peer


class RawHandler(socketserver.StreamRequestHandler):
    """Answers one connection, as often as it asks."""

    server: RawSite

    def handle(self) -> None:
        while request := self._head():
            path = request.split()[1].decode()
            answer = ANSWERS.get(path) or REFUSED[path]
            first = path not in self.server.requests
            self.server.requests[path] = request
            if answer.end == "drop" and first:  # on a connection used before, the client asks again on another
                return
            framed = answer.payload if answer.framed is None else answer.framed
            data = answer.interim + answer.head + framed
            try:
                for begin in range(0, len(data), answer.pieces):
                    self.wfile.write(data[begin : begin + answer.pieces])
                if answer.end == "hold":
                    self.rfile.read(1)
            except OSError:  # the client had enough
                return
            if answer.end:
                return

    def _head(self) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return b""
            head += line
        return head


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[RawSite]:
    with RawSite() as site:
        site.context = context
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


def certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@dataclass(frozen=True)
class Crawled:
    """What one crawl of the whole raw site left."""

    exchanges: dict[str, Exchange]
    requests: dict[str, bytes]
    connections: int
    failed: dict[str, str]
    problems: list[str]


@pytest.fixture(scope="module", params=["http", "https"])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("wire")
    with serving(certificate(folder) if request.param == "https" else None) as site:
        base = f"{request.param}://127.0.0.1:{site.server_address[1]}"
        urls = [("HEAD " if path == "/asked-for-head" else "") + base + path for path in (*ANSWERS, *REFUSED)]
        report = probe(folder, urls, {"CONCURRENT_REQUESTS": 1, "DOWNLOAD_MAXSIZE": 200_000, "DOWNLOAD_TIMEOUT": 2})
    rows = recover_captures(folder, "probe", indexed=lambda _: 0).records
    assert sorted(row.record_uuid for row in rows) == report["records"]
    found = [read_exchange(folder, row, lambda _: None) for row in rows]
    return Crawled(
        {each.url.removeprefix(base): each for each in found},
        site.requests,
        site.connections,
        {url.removeprefix(base): error for url, error in report["failed"].items()},
        [str(problem) for problem in check_captures(folder)],
    )


def probe(folder: Path, urls: list[str], settings: dict[str, Any]) -> dict[str, Any]:
    order = json.dumps({"folder": str(folder), "urls": urls, "settings": settings})
    done = subprocess.run(
        [sys.executable, "-W", "error", str(PROBE), order], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["reason"] == "finished", done.stderr
    return report


@pytest.mark.parametrize("path", ANSWERS)
def test_a_capture_equals_what_was_sent(crawled: Crawled, path: str) -> None:
    kept, sent = crawled.exchanges[path], ANSWERS[path]
    assert kept.response_head == sent.head
    assert kept.payload == sent.payload
    assert kept.request_head == crawled.requests[path]
    assert (kept.truncated, kept.peer) == ("disconnect" if path in CUT else None, "127.0.0.1")


@pytest.mark.parametrize("path", REFUSED)
def test_what_was_never_received_whole_leaves_an_error_and_no_capture(crawled: Crawled, path: str) -> None:
    assert path in crawled.failed
    assert path not in crawled.exchanges


def test_a_download_has_a_time_limit_that_is_named(crawled: Crawled) -> None:
    assert "took longer than 2.0 seconds" in crawled.failed["/never-ends"]


def test_heads_have_a_limit_that_is_named(crawled: Crawled) -> None:
    assert "longer than 65536 bytes" in crawled.failed["/long-head"]
    assert "longer than 65536 bytes" in crawled.failed["/long-interim"]


def test_connections_are_used_again(crawled: Crawled) -> None:
    assert crawled.connections <= 2 + sum(bool(each.end) for each in (*ANSWERS.values(), *REFUSED.values()))


def test_every_file_is_well(crawled: Crawled) -> None:
    assert crawled.problems == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_private_peer_is_refused_before_a_byte_is_sent(tmp_path: Path, scheme: str) -> None:
    with serving(certificate(tmp_path) if scheme == "https" else None) as site:
        port = site.server_address[1]
        hosts = ("127.0.0.1", "localhost", "2130706433", "127.1", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0")  # noqa: S104
        urls = [f"{scheme}://{host}:{port}/gzip" for host in hosts]
        report = probe(tmp_path, urls, {"SPACENEWS_ALLOW_LOOPBACK": False})
    assert len(report["failed"]) == len(urls)
    assert all(each.startswith("AddressError: ") for each in report["failed"].values())
    assert (site.requests, report["records"]) == ({}, [])
