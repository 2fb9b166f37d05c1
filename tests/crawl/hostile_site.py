"""A small server of the tests' own: any answer at any address, and a count of what was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.local_server import LocalServer

WORDS = (
    *("station", "crew", "engine", "launch", "orbit", "docking", "module", "fuel"),
    *("tank", "window", "cargo", "hatch", "signal", "antenna", "flight", "day"),
)


@dataclass(frozen=True)
class Reply:
    """What is answered."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class HostileSite(LocalServer):
    """Answers as `answer` says; everything else is 404.

    Args:
        answer: From a path with its query to a reply, or None.
    """

    def __init__(self, answer: Callable[[str], Reply | None]) -> None:
        self.asked: Counter[str] = Counter()
        self.sent: dict[str, dict[str, str]] = {}  # the headers that an address was last asked with
        self.answer = answer
        super().__init__(_handler(self))
        self.base_url = f"http://{self.host}/"


def story(number: int, extra: str = "") -> Reply:
    """Return an article's page; each number has its own text."""
    text = " ".join(WORDS[(number * 7 + place * (number % 5 + 1)) % len(WORDS)] for place in range(120))
    return html(
        f"<title>Story {number} of the hostile site</title>",
        f"<article><h1>Story {number} of the hostile site</h1><p>March {number % 28 + 1}, 2020</p>"
        f"<p>Number {number}: {text}.</p><p>{text[::-1]}</p>{extra}</article>",
    )


def listing(hrefs: list[str], extra: str = "") -> Reply:
    """Return a page that lists articles."""
    items = "".join(f'<article><h2><a href="{href}">Story at {href}</a></h2></article>' for href in hrefs)
    return html("<title>All stories</title>", f"<h1>All stories</h1>{items}{extra}")


def html(head: str, body: str) -> Reply:
    return Reply(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>".encode())


def xml(body: str) -> Reply:
    return Reply(f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode(), "application/xml")


def _handler(site: HostileSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked[self.path] += 1
            site.sent[self.path] = dict(self.headers)
            reply = site.answer(self.path) or Reply(b"<h1>Not Found</h1>", status=404)
            self.send_response(reply.status)
            headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
