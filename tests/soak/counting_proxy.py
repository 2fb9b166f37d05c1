"""A proxy before a local WordPress that counts what it is asked for and hides what it is told to hide."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from tests.local_server import LocalServer

BEHIND = "127.0.0.1:8071"
_PASSED = ("Content-Type", "ETag", "Last-Modified", "Location", "X-WP-Total", "X-WP-TotalPages")


class CountingProxy(LocalServer):
    """Serves the WordPress under an address of its own; its pages name that address.

    Args:
        hides: Says which paths are answered 404.
    """

    def __init__(self, hides: Callable[[str], bool] = lambda _: False) -> None:
        self.asked: list[tuple[str, int]] = []
        self._hides = hides
        super().__init__(_handler(self))
        self.home = f"http://{self.host}/"

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return status, headers and body of a path."""
        if self._hides(path):
            return 404, [("Content-Type", "text/html")], b"<h1>Not Found</h1>"
        connection = http.client.HTTPConnection(BEHIND, timeout=30)
        try:
            connection.request("GET", path, headers={**headers, "Host": BEHIND})
            response = connection.getresponse()
            body = response.read().replace(BEHIND.encode(), self.host.encode())
            kept = [
                (name, value.replace(BEHIND, self.host)) for name, value in response.getheaders() if name in _PASSED
            ]
            return response.status, kept, body
        finally:
            connection.close()


def _handler(proxy: CountingProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = {
                name: self.headers[name] for name in ("If-Modified-Since", "If-None-Match") if name in self.headers
            }
            status, headers, body = proxy.answer(self.path, asked)
            proxy.asked.append((self.path, status))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            if status != http.HTTPStatus.NOT_MODIFIED:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != http.HTTPStatus.NOT_MODIFIED:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
