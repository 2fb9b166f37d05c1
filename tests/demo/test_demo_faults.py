"""Each fault is what its name says, on the wire."""

from __future__ import annotations

import gzip
import html
import http.client
import socket
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from spacenews.demo.faults import HEALING, PAGES, parse_faults
from spacenews.demo.server import DemoServer
from spacenews.demo.truth import truth
from spacenews.model.errors import UsageError


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(faults=PAGES) as running:
        yield running


@pytest.fixture
def other() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


@dataclass(frozen=True)
class Got:
    """One answer, read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(server: DemoServer, path: str) -> Got:
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return Got(response.status, response.headers, response.read())
    finally:
        connection.close()


def raw(server: DemoServer, path: str, most: int = 1_000_000) -> bytes:
    where = urlsplit(server.base_url)
    with socket.create_connection((str(where.hostname), int(where.port or 0)), timeout=10) as plug:
        plug.sendall(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while len(received) < most and (piece := plug.recv(65536)):
            received += piece
        return received


def test_every_fault_that_has_a_page_is_linked_from_home(server: DemoServer) -> None:
    home = get(server, "/").body.decode()
    for name in PAGES:
        linked = "http://10.0.0.1/" if name == "private-link" else f"{server.base_url}fault/{name}/"
        assert f'class="more-link" href="{linked}"' in home
    assert "http://169.254.169.254/" in home


def test_500_comes_twice_and_then_the_article(server: DemoServer) -> None:
    assert [get(server, "/fault/500-twice/").status for _ in range(4)] == [500, 500, 200, 200]


def test_429_says_when_to_come_again_in_both_forms(server: DemoServer) -> None:
    first = get(server, "/fault/429-seconds/")
    assert (first.status, first.headers["Retry-After"]) == (429, "1")
    dated = get(server, "/fault/429-date/")
    wait = parsedate_to_datetime(dated.headers["Retry-After"]) - parsedate_to_datetime(dated.headers["Date"])
    assert (dated.status, 1 <= wait.total_seconds() <= 3) == (429, True)
    assert [get(server, f"/fault/{name}/").status for name in ("429-seconds", "429-date")] == [200, 200]


def test_articles_behind_healing_faults_are_part_of_the_truth(server: DemoServer) -> None:
    articles = truth(1, server.base_url, faults=tuple(PAGES))[300:]
    assert [each.url for each in articles] == [f"{server.base_url}fault/{name}/" for name in HEALING]
    answers = [get(server, "/fault/500-twice/") for _ in range(3)]
    assert articles[0].title in html.unescape(answers[2].body.decode())


def test_a_slow_body_drips(server: DemoServer) -> None:
    received = raw(server, "/fault/slow-body/", 1)
    assert received.startswith(b"HTTP/1.1 200")
    assert len(received.partition(b"\r\n\r\n")[2]) <= 8


def test_bodies_are_cut_in_three_ways(server: DemoServer) -> None:
    head, _, body = raw(server, "/fault/cut-length/").partition(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    assert 1000 < len(body) < int(length.split(b":")[1])
    chunked = raw(server, "/fault/cut-chunked/")
    assert b"Transfer-Encoding: chunked" in chunked
    assert len(chunked) > 1000
    assert not chunked.endswith(b"0\r\n\r\n")
    packed = get(server, "/fault/cut-gzip/")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.body))
    with pytest.raises(EOFError):
        gzip.decompress(packed.body)


def test_error_pages_come_with_status_200(server: DemoServer) -> None:
    soft = get(server, "/fault/soft-404/")
    assert (soft.status, b"Page not found" in soft.body) == (200, True)
    challenge = get(server, "/fault/challenge/")
    assert (challenge.status, challenge.headers["cf-mitigated"]) == (200, "challenge")
    assert b"/cdn-cgi/challenge-platform/" in challenge.body


def test_redirects_lead_in_circles_and_to_private_addresses(server: DemoServer) -> None:
    once = get(server, "/fault/redirect-loop/").headers["Location"]
    assert get(server, once).headers["Location"] == "/fault/redirect-loop/"
    assert get(server, "/fault/private-redirect/").headers["Location"].startswith("http://169.254.169.254/")


def test_pages_can_be_too_large_and_too_deep(server: DemoServer) -> None:
    assert len(get(server, "/fault/huge/").body) > 29_000_000
    deep = get(server, "/fault/deep/").body
    assert deep.count(b"<div>") >= 100_000
    assert deep.index(b"<div><div>") < deep.index(b"<h1")


def test_bytes_are_not_their_declared_charset(server: DemoServer) -> None:
    page = get(server, "/fault/wrong-charset/")
    assert page.headers.get_content_charset() == "utf-8"
    with pytest.raises(UnicodeDecodeError):
        page.body.decode()
    assert "Экипаж" in page.body.decode("cp1251")


def test_a_gzip_bomb_is_small_on_the_wire(server: DemoServer) -> None:
    packed = get(server, "/fault/gzip-bomb/").body
    assert len(packed) < 500_000
    assert len(zlib.decompressobj(wbits=31).decompress(packed, 20_000_000)) == 20_000_000


def test_a_connection_is_reset_before_the_first_byte(server: DemoServer) -> None:
    with pytest.raises(ConnectionResetError):
        raw(server, "/fault/reset/")
    assert server.requests()[-1].status == 0


def test_fault_pages_are_absent_when_their_fault_is_off(other: DemoServer) -> None:
    assert {get(other, f"/fault/{name}/").status for name in PAGES} == {404}
    assert b"/fault/" not in get(other, "/").body


def test_faults_of_the_whole_site_come_and_go(other: DemoServer) -> None:
    other.set_faults("down")
    assert {get(other, path).status for path in ("/", "/robots.txt", "/feed/")} == {503}
    other.set_faults("robots-500")
    assert [get(other, path).status for path in ("/robots.txt", "/")] == [500, 200]
    other.set_faults("robots-delay=3", "robots-half")
    robots = get(other, "/robots.txt").body.decode()
    assert "Crawl-delay: 3\n" in robots
    assert "Disallow: /s\n" in robots
    other.set_faults("500-twice")
    other.set_faults("500-twice")
    assert get(other, "/fault/500-twice/").status == 500
    other.set_faults()
    assert (get(other, "/robots.txt").body.count(b"Disallow"), get(other, "/fault/500-twice/").status) == (1, 404)


def test_a_fault_that_does_not_exist_or_has_a_wrong_value_is_refused() -> None:
    with pytest.raises(UsageError, match="there are 500-twice, "):
        parse_faults(["rain"])
    for wrong in ("down=3", "robots-delay=x", "hidden", "hidden=5", "hidden=1.5:1"):
        with pytest.raises(UsageError, match=f"{wrong}.* takes "):
            parse_faults([wrong])
