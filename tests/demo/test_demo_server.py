"""The server runs in its own process, does what its owner says, and ends with its owner."""

from __future__ import annotations

import gzip
import http.client
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from spacenews.demo.__main__ import main
from spacenews.demo.server import DemoServer
from spacenews.demo.truth import changes, truth
from spacenews.model.errors import SpacenewsError

OWNER = """
import sys
from spacenews.demo.server import DemoServer
with DemoServer() as server:
    print(server.pid, flush=True)
    sys.stdin.readline()
"""


@dataclass(frozen=True)
class Got:
    """One answer, read to its end."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(server: DemoServer, path: str, method: str = "GET", **headers: str) -> Got:
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Got(response.status, response.headers, response.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        yield running


def test_it_listens_on_loopback_and_says_where(server: DemoServer) -> None:
    assert server.base_url.startswith("http://127.0.0.1:")
    assert server.base_url.endswith("/")
    assert get(server, "/").status == 200


def test_gzip_is_sent_only_to_those_who_take_it(server: DemoServer) -> None:
    plain, packed = get(server, "/about/"), get(server, "/about/", Accept_Encoding="gzip")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    path = truth(1, server.base_url)[5].url
    assert b"More from this category:" in gzip.decompress(get(server, path, Accept_Encoding="gzip, br").body)


def test_feeds_answer_304_and_articles_do_not(server: DemoServer) -> None:
    feed = get(server, "/feed/")
    since = feed.headers["Last-Modified"]
    unchanged = get(server, "/feed/", If_Modified_Since=since, If_None_Match=feed.headers["ETag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert get(server, truth(1, server.base_url)[0].url, If_Modified_Since=since).status == 200


def test_head_and_other_methods_are_answered_as_they_should(server: DemoServer) -> None:
    head = get(server, "/about/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(get(server, "/about/").body)
    assert get(server, "/", "POST").status == 405


def test_days_and_markups_change_while_it_runs(server: DemoServer) -> None:
    said = changes(2, server.base_url)
    new, (old, moved), gone = said.new[0], said.moved[0], said.gone[0]
    assert [get(server, url).status for url in (new, old, gone)] == [404, 200, 200]
    server.set_day(2)
    assert [get(server, url).status for url in (new, old, gone)] == [200, 301, 404]
    assert get(server, old).headers["Location"] == moved
    server.set_markup("bare")
    assert b"class=" not in get(server, new).body
    server.set_day(1)
    server.set_markup("classic")
    assert b"single-post" in get(server, old).body


def test_a_change_that_cannot_be_is_refused_and_changes_nothing(server: DemoServer) -> None:
    with pytest.raises(SpacenewsError, match="no fault 'rain'"):
        server.set_faults("rain")
    with pytest.raises(SpacenewsError, match="days from 1"):
        server.set_day(0)
    with pytest.raises(SpacenewsError, match="gothic"):
        server.set_markup("gothic")
    assert get(server, "/").status == 200


def test_the_log_holds_every_request_in_order(server: DemoServer) -> None:
    before = len(server.requests())
    get(server, "/page/2/?utm_source=x", User_Agent="Tester/1", Accept_Encoding="gzip")
    get(server, "/nothing/")
    served = server.requests()[before:]
    assert [(each.method, each.path, each.status) for each in served] == [
        ("GET", "/page/2/?utm_source=x", 200),
        ("GET", "/nothing/", 404),
    ]
    assert served[0].headers["User-Agent"] == "Tester/1"
    assert served[0].at <= served[1].at


def test_a_redesign_comes_on_its_day() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "spacenews.demo", "--day", "4", "--markup-from", "3:bare", "--markup-from", "9:block"],
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        netloc = urlsplit(process.stdout.readline().strip()).netloc
        connection = http.client.HTTPConnection(netloc, timeout=10)
        connection.request("GET", "/about/")
        assert b"class=" not in connection.getresponse().read()
        connection.close()
        process.terminate()
        process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize("wrong", [["--faults", "rain"], ["--day", "0"], ["--markup-from", "x"], ["sing"]])
def test_a_wrong_argument_is_a_usage_error(
    wrong: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["spacenews.demo", *wrong])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_it_dies_when_its_owner_is_killed() -> None:
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        watched = os.pidfd_open(pid)
        os.kill(owner.pid, signal.SIGKILL)
        ended, _, _ = select.select([watched], [], [], 5)
        os.close(watched)
        owner.communicate()
    assert ended
